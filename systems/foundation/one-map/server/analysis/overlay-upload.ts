/** What of an uploaded layer lies in an area: points in it, lengths and areas of the parts that do. */
import {
  boundsOf,
  type Bounds,
  clipPaths,
  intersectShapes,
  metresBetween,
  type MultiPolygon,
  type Position,
  shapeArea,
  shapeHolds,
} from '../../../../../engines/maps/index.ts';
import type { KeptShape } from '../layer/uploaded.ts';

export interface Overlap {
  readonly shape: KeptShape;
  readonly squareMetres: number | null;
  readonly metres: number | null;
}

function meets(one: Bounds, other: Bounds): boolean {
  return one[0] <= other[2] && one[2] >= other[0] && one[1] <= other[3] && one[3] >= other[1];
}

function lengthOf(paths: readonly (readonly Position[])[]): number {
  let metres = 0;
  for (const path of paths)
    path.forEach(([lon, lat], index) => {
      const before = path[index - 1];
      if (before !== undefined) metres += metresBetween(before[0], before[1], lon, lat);
    });
  return metres;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function overlapOf(shape: KeptShape, area: MultiPolygon): Overlap | undefined {
  const { geometry } = shape;
  if (geometry.kind === 'point') {
    const holds = geometry.places.some((place) => shapeHolds(area, place));
    return holds ? { shape, squareMetres: null, metres: null } : undefined;
  }
  if (geometry.kind === 'line') {
    const inside = clipPaths(geometry.paths, area);
    return inside.length === 0 ? undefined : { shape, squareMetres: null, metres: round(lengthOf(inside)) };
  }
  const common = intersectShapes(geometry.shape, area);
  return common.length === 0 ? undefined : { shape, squareMetres: round(shapeArea(common)), metres: null };
}

export function overlapsOf(shapes: readonly KeptShape[], area: MultiPolygon): readonly Overlap[] {
  const bounds = boundsOf(area);
  return shapes.flatMap((shape) => {
    const found = meets(shape.bounds, bounds) ? overlapOf(shape, area) : undefined;
    return found === undefined ? [] : [found];
  });
}

export function sumOf(overlaps: readonly Overlap[], name: 'squareMetres' | 'metres'): number | null {
  const values = overlaps.flatMap((each) => each[name] ?? []);
  return values.length === 0 ? null : round(values.reduce((sum, value) => sum + value, 0));
}

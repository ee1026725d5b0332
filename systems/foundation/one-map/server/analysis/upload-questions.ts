/** Hexagons and times of uploaded layers, from their shapes in memory; a line or an area counts at the middle of its box. */
import {
  type HexagonCount,
  hexagonAt,
  hexagonRing,
  type MapBox,
  type MultiPolygon,
  type Position,
  shapeHolds,
  type TimedFeature,
} from '../../../../../engines/maps/index.ts';
import { type Cell, numberOf, timeOf } from '../layer/column-kinds.ts';
import type { KeptShape } from '../layer/uploaded.ts';

function placeOf({ row, bounds: [west, south, east, north] }: KeptShape): Position {
  return row.place === null ? [(west + east) / 2, (south + north) / 2] : [row.place.lon, row.place.lat];
}

function cellOf({ row }: KeptShape, column: string): Cell {
  return ((row.properties ?? {}) as Readonly<Record<string, Cell>>)[column];
}

/** The fullest first, at most `most`. */
export function hexagonsOf(
  shapes: readonly KeptShape[],
  question: {
    readonly area: MultiPolygon | undefined;
    readonly side: number;
    readonly meridian: number;
    readonly sum: string | undefined;
    readonly most: number;
  },
): readonly HexagonCount[] {
  const { area, sum } = question;
  const cells = new Map<string, { readonly ring: HexagonCount['ring']; count: number; sum: number | null }>();
  for (const shape of shapes) {
    const [lon, lat] = placeOf(shape);
    if (area !== undefined && !shapeHolds(area, [lon, lat])) continue;
    const place = hexagonAt(lon, lat, question);
    const key = `${place.column} ${place.row}`;
    const cell = cells.get(key) ?? { ring: hexagonRing(place, question), count: 0, sum: null };
    cell.count += 1;
    const value = sum === undefined ? undefined : numberOf(cellOf(shape, sum));
    if (value !== undefined) cell.sum = (cell.sum ?? 0) + value;
    cells.set(key, cell);
  }
  return [...cells.values()].toSorted((one, other) => other.count - one.count).slice(0, question.most);
}

export function timedOf(
  shapes: readonly KeptShape[],
  [west, south, east, north]: MapBox,
  column: string,
  colour: string,
  most: number,
): { readonly features: readonly TimedFeature[]; readonly more: boolean } {
  const features: TimedFeature[] = [];
  for (const shape of shapes) {
    const [lon, lat] = placeOf(shape);
    const at = timeOf(cellOf(shape, column));
    if (at === undefined || lon < west || lon > east || lat < south || lat > north) continue;
    if (features.length === most) return { features, more: true };
    features.push({ id: shape.row.id, lon, lat, colour, at });
  }
  return { features, more: false };
}

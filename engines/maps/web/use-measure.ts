/** Measures by clicking: the length of a path, the area of a ring on the ellipsoid, or one place in every datum. */
import { useMemo, useState } from 'react';
import type { Point } from '../../../kernel/register.ts';
import type { MapLayer } from '../../../ui/map-frame.tsx';
import { polygonArea } from '../geometry/measure-area.ts';
import type { Position } from '../geometry/shapes.ts';
import { pathMetres } from './place/find-place.ts';

export type MeasureKind = 'length' | 'area' | 'place';

export interface Measure {
  readonly kind: MeasureKind | undefined;
  readonly points: readonly Point[];
  readonly metres: number;
  readonly squareMetres: number;
  readonly layers: readonly MapLayer[];
  /** The same kind again ends it. */
  readonly toggle: (kind: MeasureKind) => void;
  readonly restart: () => void;
  readonly undo: () => void;
  readonly add: (at: Point) => void;
}

const colour = '#d4380d';
const nowhere: readonly Point[] = [];

export function useMeasure(): Measure {
  const [kind, setKind] = useState<MeasureKind | undefined>(undefined);
  const [points, setPoints] = useState(nowhere);
  const layers = useMemo(() => (kind === undefined ? [] : draw(kind, points)), [kind, points]);
  return {
    kind,
    points,
    metres: pathMetres(points),
    squareMetres: points.length < 3 ? 0 : polygonArea([points.map(({ lon, lat }): Position => [lon, lat])]),
    layers,
    toggle: (wanted) => {
      setKind(wanted === kind ? undefined : wanted);
      setPoints(nowhere);
    },
    restart: () => setPoints(nowhere),
    undo: () => setPoints((old) => old.slice(0, -1)),
    add: (at) => setPoints((old) => (kind === 'place' ? [at] : [...old, at])),
  };
}

function draw(kind: MeasureKind, points: readonly Point[]): readonly MapLayer[] {
  const places = points.map(({ lon, lat }) => [lon, lat]);
  const line = {
    type: 'Feature' as const,
    properties: {},
    geometry: { type: 'LineString' as const, coordinates: places },
  };
  const ring = {
    type: 'Feature' as const,
    properties: {},
    geometry: { type: 'Polygon' as const, coordinates: [[...places, ...places.slice(0, 1)]] },
  };
  const dots = places.map((coordinates) => ({
    type: 'Feature' as const,
    properties: {},
    geometry: { type: 'Point' as const, coordinates },
  }));
  const isRing = kind === 'area' && places.length > 2;
  return [
    {
      id: 'measure-area',
      title: '测面',
      kind: 'area',
      colour,
      from: { geojson: { type: 'FeatureCollection', features: isRing ? [ring] : [] } },
    },
    {
      id: 'measure-line',
      title: '测距',
      kind: 'line',
      colour,
      from: { geojson: { type: 'FeatureCollection', features: !isRing && places.length > 1 ? [line] : [] } },
    },
    {
      id: 'measure-dots',
      title: '测点',
      kind: 'point',
      colour,
      from: { geojson: { type: 'FeatureCollection', features: dots } },
    },
  ];
}

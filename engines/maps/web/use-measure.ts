/** Measures a path by clicking: the points so far as a layer, and their length. */
import { useMemo, useState } from 'react';
import type { Point } from '../../../kernel/register.ts';
import type { MapLayer } from '../../../ui/map-frame.tsx';
import { pathMetres } from './place/find-place.ts';

export interface Measure {
  readonly on: boolean;
  readonly metres: number;
  readonly points: number;
  readonly layers: readonly MapLayer[];
  readonly toggle: () => void;
  readonly restart: () => void;
  readonly add: (at: Point) => void;
}

const colour = '#d4380d';

export function useMeasure(): Measure {
  const [on, setOn] = useState(false);
  const [path, setPath] = useState<readonly Point[]>([]);
  const layers = useMemo(() => (on ? drawPath(path) : []), [on, path]);
  return {
    on,
    metres: pathMetres(path),
    points: path.length,
    layers,
    toggle: () => {
      setOn(!on);
      setPath([]);
    },
    restart: () => setPath([]),
    add: (at) => setPath((old) => [...old, at]),
  };
}

function drawPath(path: readonly Point[]): readonly MapLayer[] {
  const places = path.map(({ lon, lat }) => [lon, lat]);
  const line = {
    type: 'Feature' as const,
    properties: {},
    geometry: { type: 'LineString' as const, coordinates: places },
  };
  const dots = places.map((coordinates) => ({
    type: 'Feature' as const,
    properties: {},
    geometry: { type: 'Point' as const, coordinates },
  }));
  return [
    {
      id: 'measure-line',
      title: '测距',
      kind: 'line',
      colour,
      from: { geojson: { type: 'FeatureCollection', features: places.length > 1 ? [line] : [] } },
    },
    {
      id: 'measure-dots',
      title: '测距点',
      kind: 'point',
      colour,
      from: { geojson: { type: 'FeatureCollection', features: dots } },
    },
  ];
}

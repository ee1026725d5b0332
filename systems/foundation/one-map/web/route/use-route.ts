/** What is asked of a network of roads: its stops, clicked or typed, and what was found; as layers of the map too. */
import { useMemo, useState } from 'react';
import type { MapLayer } from '../../../../../ui/map-frame.tsx';
import { type DrawingState, useDrawing } from '../use-drawing.ts';
import { type Reach, type Route, routeLayers } from './route-layers.ts';

export interface RouteState {
  readonly stops: DrawingState;
  readonly route: Route | undefined;
  readonly reach: Reach | undefined;
  readonly setRoute: (route: Route | undefined) => void;
  readonly setReach: (reach: Reach | undefined) => void;
  readonly layers: readonly MapLayer[];
}

const noStops = { kind: 'line', path: [] } as const;

export function useRoute(): RouteState {
  const stops = useDrawing({ ...noStops, path: [] }, 0);
  const [route, setRoute] = useState<Route | undefined>(undefined);
  const [reach, setReach] = useState<Reach | undefined>(undefined);
  const layers = useMemo(() => routeLayers(stops.path, route, reach), [stops.path, route, reach]);
  return { stops, route, reach, setRoute, setReach, layers };
}

/** A way, its stops and the roads within reach as the map draws them. Pure. */
import type { Feature, FeatureCollection } from 'geojson';
import type { MapLayer } from '../../../../../ui/map/map-layer.ts';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type contract from '../../contract.ts';

export type Route = OutputOf<typeof contract.routes.findRoute>;
export type Reach = OutputOf<typeof contract.routes.reach>;

const wayColour = '#c41d7f';
const reachColour = '#08979c';

function collection(features: readonly Feature[]): { readonly geojson: FeatureCollection } {
  return { geojson: { type: 'FeatureCollection', features: [...features] } };
}

export function stopTitle(index: number, count: number): string {
  if (index === 0) return '起点';
  return index === count - 1 ? '终点' : `途经 ${index}`;
}

export function routeLayers(
  stops: readonly (readonly [number, number])[],
  route: Route | undefined,
  reach: Reach | undefined,
): readonly MapLayer[] {
  const lines = reach?.lines.map(
    (coordinates): Feature => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'LineString', coordinates },
    }),
  );
  const way: readonly Feature[] =
    route === undefined || route.line.length < 2
      ? []
      : [{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: route.line } }];
  const places = stops.map(
    ([lon, lat], index): Feature => ({
      type: 'Feature',
      properties: { title: stopTitle(index, stops.length) },
      geometry: { type: 'Point', coordinates: [lon, lat] },
    }),
  );
  return [
    {
      id: 'reach',
      title: '能到的路',
      kind: 'line',
      width: 4,
      colour: reachColour,
      from: collection(lines ?? []),
    },
    { id: 'route', title: '路径', kind: 'line', width: 5, colour: wayColour, from: collection(way) },
    {
      id: 'route-stops',
      title: '起点和终点',
      kind: 'point',
      colour: wayColour,
      label: 'title',
      from: collection(places),
    },
  ];
}

/** Hot cells as areas of the map, coloured by how much happens in them, with a legend that says how much. Pure. */
import type { Feature, FeatureCollection, Position } from 'geojson';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { MapLayer } from '../../../../../ui/map-frame.tsx';
import type contract from '../../contract.ts';

export type Place = OutputOf<typeof contract.routes.hotSpots>['rows'][number];

const shades = ['#f7c948', '#f59e1b', '#e8590c', '#c92a2a', '#6b0b0b'] as const;

export interface Step {
  readonly from: number;
  /** Undefined: and more. */
  readonly to: number | undefined;
  readonly colour: string;
}

/** At most five steps of whole numbers from 1 to the most. */
export function countSteps(most: number): readonly Step[] {
  const size = Math.max(1, Math.ceil(most / shades.length));
  const count = Math.min(shades.length, Math.ceil(most / size));
  return shades.slice(0, count).map((colour, index) => ({
    colour,
    from: index * size + 1,
    to: index === count - 1 ? undefined : (index + 1) * size,
  }));
}

export function stepText(step: Step): string {
  if (step.to === undefined) return `${step.from} 件以上`;
  return step.from === step.to ? `${step.from} 件` : `${step.from}–${step.to} 件`;
}

export function placeLayers(places: readonly Place[]): readonly MapLayer[] {
  const steps = countSteps(Math.max(1, ...places.map((place) => place.count)));
  const stepOf = (count: number) => steps.findLastIndex((step) => count >= step.from);
  const colours = {
    by: 'step',
    values: Object.fromEntries(steps.map((step, index) => [String(index), step.colour])),
    titles: Object.fromEntries(steps.map((step, index) => [String(index), stepText(step)])),
    other: shades[0],
  };
  // The hottest is drawn last, so that it lies on top.
  const named = places
    .map((place, index) => ({
      place,
      properties: { id: String(index), step: String(stepOf(place.count)) },
    }))
    .sort((a, b) => a.place.count - b.place.count);
  const cells = named.map(({ place, properties }) =>
    feature(properties, { type: 'Polygon', coordinates: [ringOf(place.box)] }),
  );
  // A cell of some hundred metres is a speck on the map of a city, so its middle is marked as well.
  const middles = named.map(({ place, properties }) =>
    feature(properties, { type: 'Point', coordinates: [place.lon, place.lat] }),
  );
  return [
    { id: 'cells', title: '热点网格', kind: 'area', from: collect(cells), colour: shades[2] },
    { id: 'places', title: '案件数', kind: 'point', from: collect(middles), colours },
  ];
}

function feature(properties: Feature['properties'], geometry: Feature['geometry']): Feature {
  return { type: 'Feature', properties, geometry };
}

function collect(features: Feature[]): { readonly geojson: FeatureCollection } {
  return { geojson: { type: 'FeatureCollection', features } };
}

function ringOf([west, south, east, north]: Place['box']): Position[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

/** [west, south, east, north] around all places; undefined without any. */
export function boundsOf(places: readonly Place[]): readonly [number, number, number, number] | undefined {
  if (places.length === 0) return undefined;
  return [
    Math.min(...places.map((place) => place.box[0])),
    Math.min(...places.map((place) => place.box[1])),
    Math.max(...places.map((place) => place.box[2])),
    Math.max(...places.map((place) => place.box[3])),
  ];
}

/** Hot cells as areas of the map, coloured by how much happens in them, with a legend that says how much. Pure. */
import type { FeatureCollection } from 'geojson';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { MapLayer } from '../../../../../ui/map-frame.tsx';
import type contract from '../../contract.ts';

export type Place = OutputOf<typeof contract.routes.hotSpots>['rows'][number];

const shades = ['#ffe58f', '#ffbb45', '#fa7d1c', '#d9342b', '#820f0f'] as const;

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

export function placeLayer(places: readonly Place[]): MapLayer {
  const steps = countSteps(Math.max(1, ...places.map((place) => place.count)));
  const stepOf = (count: number) => steps.findLastIndex((step) => count >= step.from);
  const geojson: FeatureCollection = {
    type: 'FeatureCollection',
    features: places.map((place, index) => {
      const [west, south, east, north] = place.box;
      const ring = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ];
      return {
        type: 'Feature',
        geometry: { type: 'Polygon', coordinates: [ring] },
        properties: { id: String(index), step: String(stepOf(place.count)), count: place.count },
      };
    }),
  };
  return {
    id: 'places',
    title: '热点网格',
    kind: 'area',
    from: { geojson },
    colours: {
      by: 'step',
      values: Object.fromEntries(steps.map((step, index) => [String(index), step.colour])),
      titles: Object.fromEntries(steps.map((step, index) => [String(index), stepText(step)])),
      other: shades[0],
    },
  };
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

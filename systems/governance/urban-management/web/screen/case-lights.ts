/** Live cases as glowing points coloured by their light, and the outline of the area in view. Pure. */
import type { Feature, FeatureCollection, Position } from 'geojson';
import type { MapLayer } from '../../../../../ui/map-frame.tsx';
import { type Light, lightOf } from '../rows/case-words.ts';

export interface CaseFeature {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly shown: Readonly<Record<string, string>>;
}

export const lightColours: Readonly<Record<Light, string>> = {
  red: '#ff5a4f',
  yellow: '#ffc53d',
  green: '#36e0a0',
  none: '#5cc3ff',
};
const lightTitles: Readonly<Record<Light, string>> = {
  red: '已超期',
  yellow: '即将到期',
  green: '正常',
  none: '待立案',
};

export function lightLayer(features: readonly CaseFeature[], now: Date, soonHours: number): MapLayer {
  const geojson: FeatureCollection = {
    type: 'FeatureCollection',
    features: features
      .map(({ id, lon, lat, properties }): Feature => {
        const light = lightOf({ id, ...properties }, now, soonHours);
        return {
          type: 'Feature',
          geometry: { type: 'Point', coordinates: [lon, lat] },
          properties: { id, light },
        };
      })
      .sort((a, b) => rankOf(a) - rankOf(b)),
  };
  return {
    id: 'lights',
    title: '在办案件',
    kind: 'point',
    glow: true,
    from: { geojson },
    colours: { by: 'light', values: lightColours, titles: lightTitles, other: lightColours.none },
  };
}

/** What is late lies on top. */
function rankOf(feature: Feature): number {
  return ['none', 'green', 'yellow', 'red'].indexOf(String(feature.properties?.['light']));
}

export type Box = readonly [number, number, number, number];

/** The outlines of the counties asked for, as one layer of lines. */
export function outlineLayer(outlines: FeatureCollection | undefined, county: string | undefined): MapLayer {
  const features = outlines?.features.filter((one) => codeOf(one) === county) ?? [];
  return {
    id: 'outline',
    title: '所看区域',
    kind: 'line',
    colour: '#4fc3ff',
    from: { geojson: { type: 'FeatureCollection', features } },
  };
}

/** The outlines name their county by 12 or by its first 6 digits. */
function codeOf(feature: Feature): string {
  return String(feature.properties?.['code'] ?? '').padEnd(12, '0');
}

export function countyBox(
  outlines: FeatureCollection | undefined,
  county: string | undefined,
): Box | undefined {
  const geometry = outlines?.features.find((one) => codeOf(one) === county)?.geometry;
  if (geometry?.type !== 'Polygon' && geometry?.type !== 'MultiPolygon') return undefined;
  const rings: Position[][] =
    geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  return boxOf(rings.flat().map(([lon = 0, lat = 0]) => ({ lon, lat })));
}

export function boxOf(points: readonly { readonly lon: number; readonly lat: number }[]): Box | undefined {
  if (points.length === 0) return undefined;
  const lons = points.map((point) => point.lon);
  const lats = points.map((point) => point.lat);
  // Some room, so that a single place is not a box without size. `apply` would break on the many points of an outline.
  const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b));
  return [least(lons) - 0.01, least(lats) - 0.01, most(lons) + 0.01, most(lats) + 0.01];
}

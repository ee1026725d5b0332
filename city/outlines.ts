/** Outlines of the 8 counties and of the whole city in WGS84, and which county a point lies in. */
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import cityFeatures from './data/city-outline.json' with { type: 'json' };
import countyFeatures from './data/county-outlines.json' with { type: 'json' };

/** Degrees of longitude and latitude, WGS84. */
export type Position = readonly [lon: number, lat: number];

export interface Outline {
  readonly type: 'Feature';
  /** 12-digit area code. */
  readonly id: string;
  /** West, south, east, north. */
  readonly bbox: readonly [number, number, number, number];
  readonly properties: {
    readonly code: string;
    readonly name: string;
    /** Centroid of the largest part, where a label goes. */
    readonly center: Position;
  };
  readonly geometry: { readonly type: 'MultiPolygon'; readonly coordinates: number[][][][] };
}

/** In the order of their codes. The two functional areas have no outline of their own. */
export const countyOutlines: readonly Outline[] = countyFeatures.features.map(toOutline);

export const cityOutline: Outline = firstOf(cityFeatures.features.map(toOutline));

/** The 12-digit code of the county that holds the point; undefined when the point is outside the city or no number. */
export function locateCounty(lon: number, lat: number): string | undefined {
  return countyOutlines.find((outline) => holds(outline, lon, lat))?.id;
}

/** Is the point within the city's outline? */
export function isInCity(lon: number, lat: number): boolean {
  // The seams between counties (see README) belong to the city, so the whole outline decides.
  return holds(cityOutline, lon, lat);
}

function holds(outline: Outline, lon: number, lat: number): boolean {
  const [west, south, east, north] = outline.bbox;
  // Written so that NaN fails too.
  if (!(lon >= west && lon <= east && lat >= south && lat <= north)) return false;
  return booleanPointInPolygon([lon, lat], outline.geometry);
}

interface LooseFeature {
  readonly id: string;
  readonly bbox: readonly number[];
  readonly properties: { readonly code: string; readonly name: string; readonly center: readonly number[] };
  readonly geometry: { readonly coordinates: number[][][][] };
}

function toOutline({ id, bbox, properties, geometry }: LooseFeature): Outline {
  const [west = 0, south = 0, east = 0, north = 0] = bbox;
  const [lon = 0, lat = 0] = properties.center;
  return {
    type: 'Feature',
    id,
    bbox: [west, south, east, north],
    properties: { code: properties.code, name: properties.name, center: [lon, lat] },
    geometry: { type: 'MultiPolygon', coordinates: geometry.coordinates },
  };
}

function firstOf(outlines: readonly Outline[]): Outline {
  const [first] = outlines;
  if (first === undefined) throw new Error('the outline of the city is missing');
  return first;
}

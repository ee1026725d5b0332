/** What the maps engine offers: declared layers as tiles, features and nearest rows, places by name, and an offline base map. */
import type { Principal } from '../../kernel/access.ts';
import { service } from '../../kernel/system.ts';

/** Degrees, WGS84: west, south, east, north. */
export type MapBox = readonly [west: number, south: number, east: number, north: number];

export interface LegendEntry {
  readonly value: string;
  readonly title: string;
  readonly colour: string;
}

export interface LayerInfo {
  /** '<contract id>.<layer key>' */
  readonly id: string;
  readonly title: string;
  /** Contract id and its title, to group layers. */
  readonly system: string;
  readonly systemTitle: string;
  /** Register or case type whose rows are shown: '<system>.<register>'. */
  readonly register: string;
  /** What a feature carries besides `id` and `colour`. */
  readonly properties: readonly { readonly name: string; readonly title: string }[];
  /** Property that decides the colour; null when all are alike. */
  readonly colourBy: string | null;
  readonly legend: readonly LegendEntry[];
  readonly otherColour: string;
}

export interface Tile {
  /** Gzipped Mapbox Vector Tile 2.1 with one source layer, 'points'; empty when there is nothing. */
  readonly body: Uint8Array;
  /** Of the content, so equal in every process. */
  readonly etag: string;
}

export interface PlacedFeature {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly colour: string;
  /** Raw values, masked where the clearance does not reach. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The same as people read them. */
  readonly shown: Readonly<Record<string, string>>;
}

export interface NearFeature extends PlacedFeature {
  readonly metres: number;
}

export interface FeaturePage {
  readonly features: readonly PlacedFeature[];
  /** All that match, exact up to 10,000; undefined beyond. */
  readonly matched: number | undefined;
  /** Where the next page begins; undefined on the last. */
  readonly next: string | undefined;
}

export interface AreaName {
  readonly code: string;
  readonly name: string;
}

export interface PlaceAreas {
  readonly inCity: boolean;
  readonly county: AreaName | null;
  /** The narrowest area known to hold the place (unit grid, village …); null when only the county is known. */
  readonly narrowest: AreaName | null;
}

/** Every method that takes a principal throws city.missing for an unknown layer, city.unauthenticated or city.forbidden without its permission. */
export interface MapService {
  /** Layers that the principal may see. */
  layers(principal: Principal): readonly LayerInfo[];
  /** Throws city.invalid outside z 0–18 or the range of x and y. */
  tile(principal: Principal, layer: string, z: number, x: number, y: number): Promise<Tile>;
  features(
    principal: Principal,
    layer: string,
    box: MapBox,
    limit: number,
  ): Promise<{ readonly features: readonly PlacedFeature[]; readonly more: boolean }>;
  /** A layer page by page, in the order of ids. */
  page(
    principal: Principal,
    layer: string,
    box: MapBox | undefined,
    limit: number,
    after: string | undefined,
  ): Promise<FeaturePage>;
  /** One feature of a layer. Throws city.missing for one that the principal may not see, too. */
  feature(principal: Principal, layer: string, id: string): Promise<PlacedFeature>;
  /** Nearest first, by great-circle metres. */
  nearest(
    principal: Principal,
    layer: string,
    lon: number,
    lat: number,
    limit: number,
    maxMetres: number,
  ): Promise<readonly NearFeature[]>;
  areaAt(lon: number, lat: number): Promise<PlaceAreas>;
  /** GeoJSON of the counties, as given at start. */
  outlines(): unknown;
  /** MapLibre style of the base map; draws without any network but the city's own server. */
  baseStyle(): unknown;
}

export const maps = service<MapService>('maps');

/** What the maps engine offers: declared layers as tiles, features and nearest rows, places by name, and an offline base map. */
import type { Principal } from '../../kernel/access.ts';
import type { Point } from '../../kernel/register.ts';
import { service } from '../../kernel/system.ts';
import type { MultiPolygon, Ring } from './geometry/shapes.ts';

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

/** A layer as the catalogue lists it for everybody: that it exists and whose it is is no secret, what is in it is. */
export interface LayerSurvey {
  readonly id: string;
  readonly title: string;
  readonly systemTitle: string;
  /** Department id of the owner of its register. */
  readonly owner: string;
  /** Whether the principal may see it; without that, all below is empty. */
  readonly visible: boolean;
  /** Rows that he may see, exact up to 10,000; null beyond. */
  readonly count: number | null;
  /** When one of them was last written. */
  readonly changedAt: string | null;
  /** Moments and dates that he may read, for the time slider. */
  readonly times: readonly { readonly name: string; readonly title: string }[];
  /** Numbers that he may read, for sums. */
  readonly numbers: readonly {
    readonly name: string;
    readonly title: string;
    readonly unit: string | null;
  }[];
}

export interface HexagonCount {
  readonly ring: Ring;
  readonly count: number;
  readonly sum: number | null;
}

export interface TimedFeature {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly colour: string;
  /** Milliseconds since 1970; a date is its beginning in Shanghai. */
  readonly at: number;
}

export interface AreaName {
  readonly code: string;
  readonly name: string;
}

export interface PlaceAreas {
  readonly inCity: boolean;
  readonly county: AreaName | null;
  /** The town that the narrowest area belongs to; null when only the county is known. */
  readonly town: AreaName | null;
  /** The narrowest area known to hold the place (unit grid, village …); null when only the county is known. */
  readonly narrowest: AreaName | null;
}

/** A place that words may mean. */
export interface FoundPlace {
  readonly title: string;
  readonly kind: 'division' | 'record';
  /** Of the division that it is or lies in; null when that is not known. */
  readonly code: string | null;
  readonly at: Point | null;
  /** Where `at` comes from: the record itself, the middle of a county's outline, the middle of what the caller may see in a division, or nowhere. */
  readonly by: 'record' | 'centre' | 'records' | 'none';
  /** How many records `at` is the middle of. */
  readonly records: number;
  /** 0 to 1: how much of the words this place says, shared among places that they fit equally well. */
  readonly confidence: number;
  /** The words that were recognised. */
  readonly words: readonly string[];
  /** Title of the layer and id of the row of a record. */
  readonly layer: string | null;
  readonly id: string | null;
}

export interface NearestPlace {
  readonly title: string;
  readonly layer: string;
  readonly id: string;
  readonly metres: number;
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
  /** Every declared layer, those that the principal may not see without their content. */
  survey(principal: Principal): Promise<readonly LayerSurvey[]>;
  /** Rows of a layer inside an area, in the order of ids; `matched` is exact. */
  within(
    principal: Principal,
    layer: string,
    area: MultiPolygon,
    limit: number,
    after?: string,
  ): Promise<FeaturePage>;
  /**
   * Rows counted by hexagons of equal area around the meridian; `side` in metres. `sum` is one of the survey's `numbers`. Fullest first, at
   * most `most`. Throws city.invalid for a field that is none or may not be read.
   */
  hexagons(
    principal: Principal,
    layer: string,
    ask: {
      readonly area?: MultiPolygon | undefined;
      readonly side: number;
      readonly meridian: number;
      readonly sum?: string | undefined;
      readonly most: number;
    },
  ): Promise<readonly HexagonCount[]>;
  /** Rows of a box with one of the survey's `times`; rows without it are left out. Throws city.invalid as `hexagons`. */
  timed(
    principal: Principal,
    layer: string,
    box: MapBox,
    field: string,
    limit: number,
  ): Promise<{ readonly features: readonly TimedFeature[]; readonly more: boolean }>;
  /** Places that a text may mean, the likeliest first: divisions of the city for everybody, records of the layers that the principal may see. */
  places(principal: Principal, text: string, limit: number): Promise<readonly FoundPlace[]>;
  /** The nearest record within 5 km of the layers that the principal may see. */
  nearestPlace(principal: Principal, at: Point): Promise<NearestPlace | undefined>;
  areaAt(lon: number, lat: number): Promise<PlaceAreas>;
  /** GeoJSON of the counties, as given at start. */
  outlines(): unknown;
  /** MapLibre style of the base map; draws without any network but the city's own server. */
  baseStyle(): unknown;
}

export const maps = service<MapService>('maps');

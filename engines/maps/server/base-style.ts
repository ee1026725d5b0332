/** The base map: land and county outlines that need no network, under it the pictures of a map service when one is set. */

export interface OutlineFeature {
  readonly type: 'Feature';
  /** Area code. */
  readonly id: string;
  readonly properties: {
    readonly code: string;
    readonly name: string;
    readonly center: readonly [number, number];
  };
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

/** Soft neighbours, so that eight counties stay apart without shouting over the data. */
const fills = [
  '#eaf1f8',
  '#f3efe4',
  '#e9f3ea',
  '#f6ecec',
  '#efecf6',
  '#f4f3e3',
  '#e6f2f2',
  '#f7efe6',
] as const;

/** 天地图 must be named wherever its tiles show (国家地理信息公共服务平台服务条款). */
function attributionOf(template: string): string {
  return /tianditu\.gov\.cn/.test(template) ? '天地图 · 国家地理信息公共服务平台' : '底图由本市配置';
}

function labelPoints(counties: readonly OutlineFeature[]) {
  return {
    type: 'FeatureCollection',
    features: counties.map(({ properties }) => ({
      type: 'Feature',
      properties: { name: properties.name, code: properties.code },
      geometry: { type: 'Point', coordinates: properties.center },
    })),
  };
}

type Bounds = readonly [west: number, south: number, east: number, north: number];

/** Widens by every position found at whatever depth the geometry nests them. */
function widen(bounds: Bounds, coordinates: unknown): Bounds {
  if (!Array.isArray(coordinates)) return bounds;
  const [lon, lat] = coordinates as readonly unknown[];
  if (typeof lon !== 'number' || typeof lat !== 'number') return coordinates.reduce<Bounds>(widen, bounds);
  const [west, south, east, north] = bounds;
  return [Math.min(west, lon), Math.min(south, lat), Math.max(east, lon), Math.max(north, lat)];
}

/**
 * A MapLibre style (style specification v8) with neither `glyphs` nor `sprite`: names are drawn by the browser's own type, so the page
 * must give `localIdeographFontFamily`. `rasters` are XYZ templates, drawn in the given order ({z} {x} {y}).
 */
export function makeBaseStyle(counties: readonly OutlineFeature[], rasters: readonly string[]): unknown {
  const bounds = counties.reduce<Bounds>(
    (all, county) => widen(all, county.geometry.coordinates),
    [180, 90, -180, -90],
  );
  const pictures = Object.fromEntries(
    rasters.map((template, index) => [
      `picture-${index}`,
      { type: 'raster', tiles: [template], tileSize: 256, maxzoom: 18, attribution: attributionOf(template) },
    ]),
  );
  const hasPictures = rasters.length > 0;
  const fill = [
    'match',
    ['get', 'code'],
    ...counties.flatMap(({ id }, index) => [id, fills[index % fills.length]]),
    '#eef2f6',
  ];
  return {
    version: 8,
    name: '本市底图',
    metadata: { bounds },
    center: [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2],
    zoom: 8,
    sources: {
      ...pictures,
      counties: { type: 'geojson', data: '/api/maps/outlines' },
      names: { type: 'geojson', data: labelPoints(counties) },
    },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': '#f7f8fa' } },
      ...rasters.map((_, index) => ({ id: `picture-${index}`, type: 'raster', source: `picture-${index}` })),
      {
        id: 'county-fill',
        type: 'fill',
        source: 'counties',
        paint: { 'fill-color': fill, 'fill-opacity': hasPictures ? 0.12 : 1 },
      },
      {
        id: 'county-line',
        type: 'line',
        source: 'counties',
        paint: {
          'line-color': '#8fa3b8',
          'line-width': ['interpolate', ['linear'], ['zoom'], 7, 0.8, 12, 2],
        },
      },
      {
        id: 'county-name',
        type: 'symbol',
        source: 'names',
        maxzoom: 13,
        layout: {
          'text-field': ['get', 'name'],
          'text-size': ['interpolate', ['linear'], ['zoom'], 7, 12, 11, 18],
        },
        paint: { 'text-color': '#44586c', 'text-halo-color': '#ffffff', 'text-halo-width': 1.5 },
      },
    ],
  };
}

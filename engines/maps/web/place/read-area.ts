/** An area that somebody clicked, typed or pasted: corners one to a line, or GeoJSON of a layer's feature (RFC 7946). Pure. */

type Corner = [lon: number, lat: number];
/** Degrees; an outside and holes each, open rings. */
export type DrawnArea = Corner[][][];

function cornerIn(given: unknown): Corner | undefined {
  if (!Array.isArray(given)) return undefined;
  const [lon, lat] = given as unknown[];
  const good =
    typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  return good ? [lon, lat] : undefined;
}

/** Undefined where something in it is no ring. */
function ringIn(given: unknown): Corner[] | undefined {
  if (!Array.isArray(given)) return undefined;
  const corners = given.flatMap((each) => [cornerIn(each) ?? []]) as (Corner | [])[];
  if (corners.some((each) => each.length === 0)) return undefined;
  const ring = corners as Corner[];
  const [first, last] = [ring[0], ring.at(-1)];
  const closed = ring.length > 3 && first?.[0] === last?.[0] && first?.[1] === last?.[1];
  const open = closed ? ring.slice(0, -1) : ring;
  return open.length < 3 ? undefined : open;
}

function polygonIn(given: unknown): Corner[][] | undefined {
  if (!Array.isArray(given) || given.length === 0) return undefined;
  const rings = given.map(ringIn);
  return rings.some((ring) => ring === undefined) ? undefined : (rings as Corner[][]);
}

function polygonsIn(given: unknown): (Corner[][] | undefined)[] {
  const { type, coordinates, geometry, features } = (given ?? {}) as Readonly<Record<string, unknown>>;
  if (type === 'Polygon') return [polygonIn(coordinates)];
  if (type === 'MultiPolygon' && Array.isArray(coordinates)) return coordinates.map(polygonIn);
  if (type === 'Feature') return polygonsIn(geometry);
  if (type === 'FeatureCollection' && Array.isArray(features)) return features.flatMap(polygonsIn);
  return [undefined];
}

/** Undefined where it is no area. */
export function areaOfGeoJson(given: unknown): DrawnArea | undefined {
  const polygons = polygonsIn(given);
  if (polygons.length === 0 || polygons.some((each) => each === undefined)) return undefined;
  return polygons as DrawnArea;
}

export function readArea(text: string): DrawnArea | undefined {
  if (text.trimStart().startsWith('{')) {
    try {
      return areaOfGeoJson(JSON.parse(text));
    } catch {
      return undefined;
    }
  }
  const ring = ringIn(cornersIn(text));
  return ring && [[ring]];
}

/** As far as the lines can be read, for a path that is not yet an area. */
export function cornersIn(text: string): readonly (readonly number[])[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) =>
      line
        .trim()
        .split(/[\s,，、]+/)
        .map(Number),
    )
    .map((line) => (line.length === 2 ? line : [Number.NaN]));
}

/** Six decimals are a decimetre. */
export function cornerLine({ lon, lat }: { readonly lon: number; readonly lat: number }): string {
  return `${Number(lon.toFixed(6))},${Number(lat.toFixed(6))}`;
}

/** [west, south, east, north]. */
export function boxOfArea(area: DrawnArea): [number, number, number, number] {
  const corners = area.flat(2);
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
  const least = (all: number[]) => all.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (all: number[]) => all.reduce((a, b) => Math.max(a, b), -Infinity);
  return [least(lons), least(lats), most(lons), most(lats)];
}

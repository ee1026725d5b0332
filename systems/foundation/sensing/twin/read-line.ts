/** A line as registers keep it: a GeoJSON LineString, or its places alone. Pure. */

type Place = [number, number];

function placeOf(given: unknown): Place | undefined {
  if (!Array.isArray(given)) return undefined;
  const [lon, lat] = given as readonly unknown[];
  return typeof lon === 'number' && typeof lat === 'number' ? [lon, lat] : undefined;
}

/** Undefined for what is no line: a masked field, or less than two places. */
export function readLine(given: unknown): Place[] | undefined {
  const places =
    typeof given === 'object' && given !== null && 'coordinates' in given ? given.coordinates : given;
  if (!Array.isArray(places)) return undefined;
  const line = places.flatMap((place) => {
    const read = placeOf(place);
    return read === undefined ? [] : [read];
  });
  return line.length === places.length && line.length > 1 ? line : undefined;
}

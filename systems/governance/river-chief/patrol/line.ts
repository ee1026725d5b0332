/** Centre lines as arithmetic: length, cutting, distance. Flat metres around a line's own middle: under 0.3 % off within one city. Pure. */
import type { Point } from '../../../../kernel/register.ts';

/** [lon, lat] in degrees, WGS84, from upstream to downstream; two points at least. */
export type Line = readonly (readonly [lon: number, lat: number])[];

/** Flat place in metres. */
export type Flat = readonly [x: number, y: number];

const metresPerDegree = 111_320;

function isPlace(part: unknown): part is readonly [number, number] {
  if (!Array.isArray(part) || part.length < 2) return false;
  const [lon, lat] = part as readonly unknown[];
  return typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 85;
}

/** The line of a GeoJSON LineString as keepers may have written it; undefined for anything else. */
export function readLine(given: unknown): Line | undefined {
  const { type, coordinates } = (given ?? {}) as { type?: unknown; coordinates?: unknown };
  if (type !== 'LineString' || !Array.isArray(coordinates) || coordinates.length < 2) return undefined;
  const line = coordinates.filter(isPlace).map(([lon, lat]) => [lon, lat] as const);
  return line.length === coordinates.length ? line : undefined;
}

export function toGeoJson(line: Line): { type: 'LineString'; coordinates: [number, number][] } {
  return {
    type: 'LineString',
    coordinates: line.map(([lon, lat]) => [Number(lon.toFixed(6)), Number(lat.toFixed(6))]),
  };
}

/** Turns degrees into flat metres around the latitude of the middle of the line. */
export function flattener(line: Line): (lon: number, lat: number) => Flat {
  const [lon0, lat0] = line[Math.floor(line.length / 2)] ?? [0, 0];
  const across = metresPerDegree * Math.cos((lat0 * Math.PI) / 180);
  return (lon, lat) => [(lon - lon0) * across, (lat - lat0) * metresPerDegree];
}

export function between([ax, ay]: Flat, [bx, by]: Flat): number {
  return Math.hypot(bx - ax, by - ay);
}

/** Metres from a place to a segment. */
export function toSegment([px, py]: Flat, [ax, ay]: Flat, [bx, by]: Flat): number {
  const dx = bx - ax;
  const dy = by - ay;
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / square));
  return Math.hypot(px - ax - along * dx, py - ay - along * dy);
}

export function toPath(place: Flat, path: readonly Flat[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let index = 1; index < path.length; index += 1)
    nearest = Math.min(nearest, toSegment(place, path[index - 1] ?? place, path[index] ?? place));
  return nearest;
}

/** Metres from a place to a line. */
export function metresTo({ lon, lat }: Point, line: Line): number {
  const flat = flattener(line);
  return toPath(
    flat(lon, lat),
    line.map(([x, y]) => flat(x, y)),
  );
}

function stretches(line: Line): readonly number[] {
  const flat = flattener(line);
  return line.slice(1).map(([lon, lat], index) => {
    const [lonBefore, latBefore] = line[index] ?? [lon, lat];
    return between(flat(lonBefore, latBefore), flat(lon, lat));
  });
}

export function lengthOf(line: Line): number {
  return stretches(line).reduce((sum, each) => sum + each, 0);
}

/** The place so many metres down the line; its ends for what lies before or beyond. */
export function placeAt(line: Line, metres: number): readonly [number, number] {
  const parts = stretches(line);
  let left = Math.max(0, metres);
  for (const [index, part] of parts.entries()) {
    const from = line[index] ?? [0, 0];
    const to = line[index + 1] ?? from;
    if (left <= part && part > 0) {
      const share = left / part;
      return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    }
    left -= part;
  }
  return line.at(-1) ?? [0, 0];
}

/** The part of a line between two distances from its beginning, in metres. */
export function cut(line: Line, from: number, to: number): Line {
  let passed = 0;
  const inside = stretches(line).flatMap((part, index) => {
    passed += part;
    const vertex = line[index + 1];
    return vertex !== undefined && passed > from && passed < to ? [vertex] : [];
  });
  return [placeAt(line, from), ...inside, placeAt(line, to)];
}

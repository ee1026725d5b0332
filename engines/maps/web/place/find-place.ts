/** Finds a county or a typed coordinate in what somebody wrote into the map's search box. Pure. */
import type { Point } from '../../../../kernel/register.ts';
import { matchesText } from '../../../../ui/form/match-pinyin.ts';

export type Box = readonly [west: number, south: number, east: number, north: number];

export interface Outline {
  readonly properties: { readonly code: string; readonly name: string };
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

export interface FoundArea {
  readonly code: string;
  readonly name: string;
  readonly box: Box;
}

/** '115.81, 32.89' in either order of the two numbers as long as one can only be the longitude; WGS84. */
export function readCoordinate(text: string): Point | undefined {
  const found = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,,、\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
  if (!found) return undefined;
  const [first, second] = [Number(found[1]), Number(found[2])];
  // No latitude is beyond 90°, so such a number must be the longitude, wherever it stands.
  const turned = Math.abs(first) <= 90 && Math.abs(second) > 90;
  const [lon, lat] = turned ? [second, first] : [first, second];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : undefined;
}

export function findAreas(text: string, outlines: readonly Outline[]): readonly FoundArea[] {
  const query = text.trim();
  if (query === '') return [];
  return outlines
    .filter(({ properties }) => matchesText(query, properties.name) || properties.code.startsWith(query))
    .map((outline) => ({ ...outline.properties, box: boxOf(outline.geometry.coordinates) }));
}

/** West, south, east, north of any nesting of positions; a box of nothing is inside out. */
export function boxOf(coordinates: unknown): Box {
  let [west, south, east, north] = [180, 90, -180, -90];
  const visit = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [lon, lat] = part as readonly unknown[];
    if (typeof lon === 'number' && typeof lat === 'number') {
      [west, east] = [Math.min(west, lon), Math.max(east, lon)];
      [south, north] = [Math.min(south, lat), Math.max(north, lat)];
      return;
    }
    for (const inner of part) visit(inner);
  };
  visit(coordinates);
  return [west, south, east, north];
}

/** Great-circle length of a path, metres. */
export function pathMetres(path: readonly Point[]): number {
  let metres = 0;
  for (let index = 1; index < path.length; index += 1) {
    const [from, to] = [path[index - 1], path[index]];
    if (from && to) metres += metresBetween(from, to);
  }
  return metres;
}

/** '85 米', '1.2 公里'. */
export function distanceText(metres: number): string {
  if (metres < 1000) return `${Math.round(metres)} 米`;
  return `${(metres / 1000).toFixed(metres < 10_000 ? 2 : 1)} 公里`;
}

/** Haversine on the mean radius of the earth (IUGG), good to 0.5 %. */
function metresBetween(from: Point, to: Point): number {
  const radians = Math.PI / 180;
  const lat = ((to.lat - from.lat) * radians) / 2;
  const lon = ((to.lon - from.lon) * radians) / 2;
  const part =
    Math.sin(lat) ** 2 + Math.cos(from.lat * radians) * Math.cos(to.lat * radians) * Math.sin(lon) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(part)));
}

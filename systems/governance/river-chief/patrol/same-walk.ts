/**
 * Whether a track is another one sent again, moved a little: at equal parts of their time two tracks of one recording are at the same place,
 * while nobody walks a reach twice so evenly that his places agree to a few metres all the way. Pure.
 */
import { between, flattener } from './line.ts';
import type { TrackPoint } from './judge-track.ts';

export interface LikenessRule {
  /** Metres between two places that count as the same. */
  readonly metres: number;
  /** Of the compared places, from which on it is the same walk. */
  readonly share: number;
}

/** Compared at so many moments, evenly over the time. */
const samples = 60;

type Place = readonly [lon: number, lat: number];

/** Places at equal parts of the time; a clock that was moved or stretched changes nothing. */
function placesOf(points: readonly TrackPoint[]): readonly Place[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || last.at <= first.at) return [];
  let index = 0;
  return Array.from({ length: samples }, (_, step): Place => {
    const at = first.at + ((last.at - first.at) * step) / (samples - 1);
    while (index < points.length - 2 && (points[index + 1]?.at ?? at) < at) index += 1;
    const from = points[index] ?? first;
    const to = points[index + 1] ?? last;
    const part = to.at > from.at ? Math.min(1, Math.max(0, (at - from.at) / (to.at - from.at))) : 0;
    return [from.lon + (to.lon - from.lon) * part, from.lat + (to.lat - from.lat) * part];
  });
}

export function isSameWalk(
  one: readonly TrackPoint[],
  other: readonly TrackPoint[],
  rule: LikenessRule,
): boolean {
  const [places, others] = [placesOf(one), placesOf(other)];
  if (places.length === 0 || others.length === 0) return false;
  const flat = flattener(places);
  const near = places.filter((place, index) => {
    const beside = others[index];
    return beside !== undefined && between(flat(...place), flat(...beside)) <= rule.metres;
  });
  return near.length / samples >= rule.share;
}

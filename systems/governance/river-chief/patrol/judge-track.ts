/**
 * Whether a patrol counts: time, way and share of the reach, and the signs of a track that nobody walked (跳点, 不动点, 乘车, 中断).
 * Every threshold comes with the rule (data/patrol-rules.json, register 巡河标准). Pure.
 */
import { between, flattener, type Flat, type Line, lengthOf, placeAt, toPath, toSegment } from './line.ts';

export interface TrackPoint {
  readonly lon: number;
  readonly lat: number;
  /** Milliseconds since 1970 by the phone's clock. */
  readonly at: number;
}

/** As in the register 巡河标准: metres, minutes, seconds and km/h; shares are fractions of 1. */
export interface TrackRule {
  readonly minutes: number;
  readonly metres: number;
  readonly share: number;
  readonly corridor: number;
  readonly gap: number;
  readonly gapShare: number;
  readonly jump: number;
  readonly jumps: number;
  readonly vehicle: number;
  readonly vehicleShare: number;
  readonly stillShare: number;
  readonly nearShare: number;
  readonly points: number;
  readonly step: number;
}

export type Fault =
  | 'few-points'
  | 'disorder'
  | 'short-time'
  | 'short-way'
  | 'little-covered'
  | 'off-river'
  | 'gaps'
  | 'jumps'
  | 'vehicle'
  | 'still';

export interface Verdict {
  readonly valid: boolean;
  /** In the order in which people read them; empty when valid. */
  readonly faults: readonly Fault[];
  /** Without interruptions. */
  readonly minutes: number;
  /** Walked, without jumps, interruptions and standing about. */
  readonly metres: number;
  /** Of the reach's length that the track passed within the corridor. */
  readonly share: number;
  readonly jumps: number;
  readonly topKmh: number;
  /** Null when nothing was walked. */
  readonly vehicleShare: number | null;
  readonly nearShare: number | null;
  readonly stillShare: number | null;
  readonly gapShare: number | null;
}

interface Step {
  readonly from: Flat;
  readonly to: Flat;
  readonly metres: number;
  readonly seconds: number;
}

const second = 1000;
/** The reach is looked at in so many places at most; one each 20 m where it is short. */
const mostSamples = 400;
const sampleMetres = 20;

function kmh({ metres, seconds }: Step): number {
  return seconds > 0 ? (metres / seconds) * 3.6 : 0;
}

/** Moves of `step` metres and more, so that a phone lying still walks nowhere. `parts` are runs without jump or interruption. */
function walked(parts: readonly (readonly Step[])[], least: number): readonly Step[] {
  return parts.flatMap((part) => {
    const first = part[0];
    if (first === undefined) return [];
    const moves: Step[] = [];
    let anchor = first.from;
    let seconds = 0;
    for (const step of part) {
      seconds += step.seconds;
      const metres = between(anchor, step.to);
      if (metres < least) continue;
      moves.push({ from: anchor, to: step.to, metres, seconds });
      anchor = step.to;
      seconds = 0;
    }
    return moves;
  });
}

function sumOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { metres }) => sum + metres, 0);
}

function coveredShare(
  line: Line,
  flat: (lon: number, lat: number) => Flat,
  track: readonly Step[],
  corridor: number,
): number {
  const length = lengthOf(line);
  const samples = Math.max(2, Math.min(mostSamples, Math.ceil(length / sampleMetres)));
  let covered = 0;
  for (let index = 0; index < samples; index += 1) {
    const [lon, lat] = placeAt(line, (length * (index + 0.5)) / samples);
    const place = flat(lon, lat);
    if (track.some(({ from, to }) => toSegment(place, from, to) <= corridor)) covered += 1;
  }
  return covered / samples;
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

export function judgeTrack(points: readonly TrackPoint[], line: Line, rule: TrackRule): Verdict {
  const flat = flattener(line);
  const path = line.map(([lon, lat]) => flat(lon, lat));
  let disorder = false;
  let still = 0;
  let gapSeconds = 0;
  let jumps = 0;
  let topKmh = 0;
  const parts: Step[][] = [[]];
  let before: TrackPoint | undefined;
  for (const point of points) {
    if (before !== undefined && point.at <= before.at) {
      disorder = true;
      continue;
    }
    if (before !== undefined) {
      if (point.lon === before.lon && point.lat === before.lat) still += 1;
      const from = flat(before.lon, before.lat);
      const to = flat(point.lon, point.lat);
      const step = { from, to, metres: between(from, to), seconds: (point.at - before.at) / second };
      topKmh = Math.max(topKmh, kmh(step));
      const jumped = kmh(step) > rule.jump;
      const gone = step.seconds > rule.gap;
      if (jumped) jumps += 1;
      if (gone) gapSeconds += step.seconds;
      if (jumped || gone) parts.push([]);
      else parts.at(-1)?.push(step);
    }
    before = point;
  }
  const raw = parts.flat();
  const moves = walked(parts, rule.step);
  const metres = sumOf(moves);
  const near = sumOf(moves.filter(({ to }) => toPath(to, path) <= rule.corridor));
  const driven = sumOf(moves.filter((move) => kmh(move) > rule.vehicle));
  const seconds = before === undefined ? 0 : (before.at - (points[0]?.at ?? before.at)) / second;
  const found = {
    minutes: Math.max(0, seconds - gapSeconds) / 60,
    metres,
    share: coveredShare(line, flat, raw, rule.corridor),
    jumps,
    topKmh,
    vehicleShare: share(driven, metres),
    nearShare: share(near, metres),
    stillShare: share(still, points.length - 1),
    gapShare: share(gapSeconds, seconds),
  };
  const signs: readonly (readonly [Fault, boolean])[] = [
    ['few-points', points.length < rule.points],
    ['disorder', disorder],
    ['short-time', found.minutes < rule.minutes],
    ['short-way', metres < rule.metres],
    ['little-covered', found.share < rule.share],
    ['off-river', (found.nearShare ?? 1) < rule.nearShare],
    ['gaps', (found.gapShare ?? 0) > rule.gapShare],
    ['jumps', jumps > rule.jumps],
    ['vehicle', (found.vehicleShare ?? 0) > rule.vehicleShare],
    ['still', (found.stillShare ?? 0) > rule.stillShare],
  ];
  const faults = signs.flatMap(([fault, holds]) => (holds ? [fault] : []));
  return { valid: faults.length === 0, faults, ...found };
}

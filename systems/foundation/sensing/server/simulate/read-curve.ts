/** What a simulated sensor would measure at a moment: a daily curve, the weather, its own noise, and the faults that are laid on it. Pure. */
import { noiseAt } from './noise.ts';
import { calm, type Weather } from './weather.ts';

export interface Curve {
  readonly base: number;
  /** Half the swing of a day. */
  readonly daily: number;
  /** Hour of the day in Shanghai at which it is highest. */
  readonly peak: number;
  readonly noise: number;
  /** What it gains for each °C above the season's usual. */
  readonly warmth?: number;
  /** For each m/s of wind above the usual. */
  readonly wind?: number;
  /** For each mm/h of rain. */
  readonly rain?: number;
  /** For each mm of rain that has fallen and not yet run off. */
  readonly soaked?: number;
}

export type FaultKind = 'leak' | 'stuck' | 'drift' | 'spike' | 'silent' | 'clock';

/** A stretch of time in which something is wrong. */
export interface Fault {
  readonly kind: FaultKind;
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
}

const hour = 3_600_000;
const day = 24 * hour;
const shanghai = 8 * hour;

function usual(curve: Curve, seed: number, at: number, sky: (at: number) => Weather): number {
  const time = ((at + shanghai) % day) / day;
  const wave = Math.cos((time - curve.peak / 24) * 2 * Math.PI);
  // Each device stands a little higher or lower than the next, and no two days are the same.
  const own = 1 + noiseAt(seed, 0) * 0.12 + noiseAt(seed, Math.floor(at / day) * day) * 0.05;
  const { warmth, wind, rain, soaked } = sky(at);
  const weathered =
    (curve.warmth ?? 0) * warmth +
    (curve.wind ?? 0) * wind +
    (curve.rain ?? 0) * rain +
    (curve.soaked ?? 0) * soaked;
  return curve.base * own + curve.daily * wave + weathered + curve.noise * noiseAt(seed + 7919, at);
}

/** How a leak shows: gas gathers, water rises where it should not, pressure falls and flow grows. */
const leaks: Readonly<Record<string, (value: number, share: number) => number>> = {
  pressure: (value, share) => value * (1 - 0.45 * share),
  flow: (value, share) => value * (1 + 0.9 * share),
  level: (value, share) => value + 2.2 * share,
  methane: (value, share) => value + 18 * share,
  lel: (value, share) => value + 62 * share,
};

/** A drifting sensor is off by half its usual value after so long. */
const driftTime = 12 * hour;
/** Milliseconds that a wrong clock is ahead (too far to be believed) or behind. */
const clockErrors = [40 * 60_000, -3 * hour] as const;

/** What the device's clock says beyond the truth. */
export function clockError(seed: number, at: number, faults: readonly Fault[]): number {
  const wrong = faults.some(({ kind, from, to }) => kind === 'clock' && from <= at && at < to);
  return wrong ? (clockErrors[seed % 2] ?? 0) : 0;
}

/** Undefined: nothing is sent at this moment. */
export function readCurve(
  property: string,
  curve: Curve,
  seed: number,
  at: number,
  faults: readonly Fault[] = [],
  sky: (at: number) => Weather = () => calm,
): number | undefined {
  const fault = faults.find((each) => each.from <= at && at < each.to);
  if (fault?.kind === 'silent') return undefined;
  const value = Math.max(0, usual(curve, seed, fault?.kind === 'stuck' ? fault.from : at, sky));
  if (fault === undefined) return value;
  const since = at - fault.from;
  switch (fault.kind) {
    case 'spike':
      return value * (1 + 3 * Math.abs(noiseAt(seed, at)));
    case 'drift':
      return value + (curve.base * 0.5 * since) / driftTime;
    case 'leak':
      return leaks[property]?.(value, Math.min(1, since / (20 * 60_000))) ?? value;
    default:
      return value;
  }
}

/** How often each befalls. */
const befalling: readonly FaultKind[] = [
  'leak',
  'leak',
  'leak',
  'silent',
  'stuck',
  'drift',
  'spike',
  'clock',
];

/** Faults that befall a device by itself: one device in eight, somewhere in each day and a half, for six hours. */
export function ownFaults(seed: number, at: number): readonly Fault[] {
  if (seed % 8 !== 3) return [];
  const stretch = 1.5 * day;
  const length = 6 * hour;
  const start = Math.floor(at / stretch) * stretch;
  const from = start + Math.floor(Math.abs(noiseAt(seed, start)) * (stretch - length));
  const kind = befalling[Math.floor(seed / 8) % befalling.length] ?? 'leak';
  return [{ kind, from, to: from + length }];
}

/** What a simulated sensor would measure at a moment: a daily curve, its own noise, and the faults that are laid on it. Pure. */

export interface Curve {
  readonly base: number;
  /** Half the swing of a day. */
  readonly daily: number;
  /** Hour of the day in Shanghai at which it is highest. */
  readonly peak: number;
  readonly noise: number;
}

export type FaultKind = 'leak' | 'stuck' | 'silent' | 'spike';

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

/** −1 … 1, the same for the same seed and moment: mulberry32 over both. */
export function noiseAt(seed: number, at: number): number {
  let mixed = (Math.imul(seed, 0x9e3779b1) ^ Math.floor(at / 1000)) >>> 0;
  mixed = (mixed + 0x6d2b79f5) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * 2 - 1;
}

function usual(curve: Curve, seed: number, at: number): number {
  const time = ((at + shanghai) % day) / day;
  const wave = Math.cos((time - curve.peak / 24) * 2 * Math.PI);
  // Each device stands a little higher or lower than the next, and no two days are the same.
  const own = 1 + noiseAt(seed, 0) * 0.12 + noiseAt(seed, Math.floor(at / day) * day) * 0.05;
  return curve.base * own + curve.daily * wave + curve.noise * noiseAt(seed + 7919, at);
}

/** How a leak shows: gas gathers, water rises where it should not, pressure falls and flow grows. */
const leaks: Readonly<Record<string, (value: number, share: number) => number>> = {
  pressure: (value, share) => value * (1 - 0.45 * share),
  flow: (value, share) => value * (1 + 0.9 * share),
  level: (value, share) => value + 2.2 * share,
  methane: (value, share) => value + 18 * share,
  lel: (value, share) => value + 62 * share,
};

/** Undefined: nothing is sent at this moment. */
export function readCurve(
  property: string,
  curve: Curve,
  seed: number,
  at: number,
  faults: readonly Fault[] = [],
): number | undefined {
  const fault = faults.find((each) => each.from <= at && at < each.to);
  if (fault === undefined) return Math.max(0, usual(curve, seed, at));
  if (fault.kind === 'silent') return undefined;
  if (fault.kind === 'stuck') return Math.max(0, usual(curve, seed, fault.from));
  const value = Math.max(0, usual(curve, seed, at));
  if (fault.kind === 'spike') return value * (1 + 3 * Math.abs(noiseAt(seed, at)));
  const share = Math.min(1, (at - fault.from) / (20 * 60_000));
  return leaks[property]?.(value, share) ?? value;
}

/** Faults that befall a device by itself: one device in eight, somewhere in each day and a half, for six hours. */
export function ownFaults(seed: number, at: number): readonly Fault[] {
  if (seed % 8 !== 3) return [];
  const stretch = 1.5 * day;
  const length = 6 * hour;
  const start = Math.floor(at / stretch) * stretch;
  const from = start + Math.floor(Math.abs(noiseAt(seed, start)) * (stretch - length));
  const kinds: readonly FaultKind[] = ['leak', 'leak', 'silent', 'stuck'];
  return [{ kind: kinds[Math.floor(seed / 8) % kinds.length] ?? 'leak', from, to: from + length }];
}

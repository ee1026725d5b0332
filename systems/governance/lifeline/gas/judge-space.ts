/**
 * Natural gas in a closed space beside a leaking pipe: how fast it gathers, when it may explode, and how far people must be led away.
 *
 * A well-mixed space of V m³ takes in q m³/h of methane and is aired by Q m³/h (mass balance):
 *     dC/dt = (q − (q + Q)·C)/V,    C(t) = C∞ + (C₀ − C∞)·e^(−(q+Q)t/V),    C∞ = q/(q + Q).
 * From two readings C₀, C₁ a time t apart, and Q known, q is the root of C(t) = C₁, found by bisection as C grows with q.
 * 100 %LEL of methane is 5 %VOL (GB/T 50493). What may explode is taken as TNT: W = α·m·H/H_TNT (yield α), and the overpressure that
 * glass and people stand falls to its limit at R = Z·W^(1/3) (Hopkinson–Cranz scaling; Z, α of the data, with source).
 */

export interface GasSpace {
  /** m³ of air. */
  readonly volume: number;
  /** Changes of air in an hour. */
  readonly changes: number;
}

export interface GasRules {
  /** %VOL that is 100 %LEL. */
  readonly lowerLimit: number;
  /** kg/m³ of methane at 20 °C. */
  readonly density: number;
  /** MJ/kg. */
  readonly heat: number;
  readonly heatOfTnt: number;
  /** Part of the energy that becomes blast. */
  readonly yield: number;
  /** m/kg^(1/3). */
  readonly scaledDistance: number;
  /** Metres, however little gas there is. */
  readonly leastRadius: number;
}

export interface GasReading {
  /** Milliseconds. */
  readonly at: number;
  /** %LEL. */
  readonly value: number;
}

export interface GasVerdict {
  /** m³/h of methane that comes in; null without two readings that rise. */
  readonly inflow: number | null;
  /** %LEL to which it tends. */
  readonly tendsTo: number | null;
  /** Hours until 100 %LEL; 0 when it is reached, null when it never is. */
  readonly hoursToLimit: number | null;
  /** Metres. */
  readonly radius: number;
}

const hour = 3_600_000;
const steps = 80;

function after(space: GasSpace, inflow: number, start: number, hours: number): number {
  const airing = inflow + space.volume * space.changes;
  if (airing === 0) return start;
  const end = inflow / airing;
  return end + (start - end) * Math.exp((-airing * hours) / space.volume);
}

/** m³/h; null when the readings do not rise or no inflow explains them. */
export function inflowOf(space: GasSpace, start: number, later: number, hours: number): number | null {
  if (hours <= 0 || later >= 1 || later <= after(space, 0, start, hours)) return null;
  let [low, high] = [0, space.volume / hours];
  while (after(space, high, start, hours) < later) high *= 2;
  for (let step = 0; step < steps; step += 1) {
    const middle = (low + high) / 2;
    if (after(space, middle, start, hours) < later) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Readings of one sensor in the order of time; the first and the last count. */
export function judgeSpace(space: GasSpace, readings: readonly GasReading[], rules: GasRules): GasVerdict {
  const share = (lel: number) => (lel / 100) * (rules.lowerLimit / 100);
  const [first, last] = [readings[0], readings.at(-1)];
  const now = share(last?.value ?? 0);
  // By the time that people act the space may be at its limit, so that is what the radius is for.
  const held = Math.max(now, rules.lowerLimit / 100) * space.volume * rules.density;
  const tnt = (rules.yield * held * rules.heat) / rules.heatOfTnt;
  const radius = Math.max(rules.leastRadius, rules.scaledDistance * Math.cbrt(tnt));
  const none = { inflow: null, tendsTo: null, hoursToLimit: now >= share(100) ? 0 : null, radius };
  if (first === undefined || last === undefined) return none;
  const inflow = inflowOf(space, share(first.value), now, (last.at - first.at) / hour);
  if (inflow === null) return none;
  const airing = inflow + space.volume * space.changes;
  const end = inflow / airing;
  const limit = share(100);
  const tendsTo = (end / limit) * 100;
  if (now >= limit || end <= limit) return { ...none, inflow, tendsTo };
  const hoursToLimit = (-space.volume / airing) * Math.log((limit - end) / (now - end));
  return { inflow, tendsTo, hoursToLimit, radius };
}

/**
 * Natural gas in a closed space beside a leaking pipe: how fast it gathers, when it may explode, and how far people must be led away.
 *
 * A well-mixed space of V m³ takes in q m³/h of methane and is aired by Q m³/h (mass balance):
 *     dC/dt = (q − (q + Q)·C)/V,    C(t) = C∞ + (C₀ − C∞)·e^(−(q+Q)t/V),    C∞ = q/(q + Q).
 * From C₀, C₁ a time t apart, and Q known, q is the root of C(t) = C₁, found by bisection as C grows with q.
 *
 * C₀ and C₁ are the ends of a line through the newest readings: the median of the slopes of all pairs (Theil 1950, Sen 1968), so that a
 * single wild reading does not decide. Of the spans that the data name the one with the greatest inflow counts: a rise that has just
 * begun must not be averaged with the quiet time before, or people would be told that they have longer than they have. Two readings
 * further apart than the shortest span are taken as they are, as nothing between them speaks against it.
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
  /** Minutes back from the newest reading over which a rise counts as sustained. */
  readonly spans: readonly number[];
}

export interface GasReading {
  /** Milliseconds. */
  readonly at: number;
  /** %LEL. */
  readonly value: number;
}

export interface GasVerdict {
  /** m³/h of methane that comes in, by the steepest sustained rise; null without two readings that rise. */
  readonly inflow: number | null;
  /** %LEL to which it tends. */
  readonly tendsTo: number | null;
  /** Hours until 100 %LEL; 0 when it is reached, null when it never is. */
  readonly hoursToLimit: number | null;
  /** Metres. */
  readonly radius: number;
}

const minute = 60_000;
const hour = 60 * minute;
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

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

interface Rise {
  /** %LEL on the line at the first and the last of the readings. */
  readonly from: number;
  readonly to: number;
  readonly hours: number;
}

/** The line of Theil and Sen through readings in the order of time. */
function riseOf(readings: readonly GasReading[]): Rise | undefined {
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined || last.at <= first.at) return undefined;
  const slopes = readings.flatMap((late, index) =>
    readings
      .slice(0, index)
      .flatMap(({ at, value }) => (late.at > at ? [(late.value - value) / (late.at - at)] : [])),
  );
  const slope = median(slopes);
  const level = median(readings.map(({ at, value }) => value - slope * (at - first.at)));
  const length = last.at - first.at;
  return { from: Math.max(0, level), to: level + slope * length, hours: length / hour };
}

/** For each span the readings back from the newest that cover it; all of them where they do not reach that far. */
function windowsOf(readings: readonly GasReading[], spans: readonly number[]): (readonly GasReading[])[] {
  const newest = readings.at(-1)?.at ?? 0;
  return spans.map((span) => {
    const start = readings.findLastIndex(({ at }) => at <= newest - span * minute);
    return readings.slice(Math.max(0, start));
  });
}

/** The greatest inflow of the spans; null where none rises. */
function steepestInflow(space: GasSpace, readings: readonly GasReading[], rules: GasRules): number | null {
  const share = (lel: number) => (lel / 100) * (rules.lowerLimit / 100);
  const found = windowsOf(readings, rules.spans).flatMap((window) => {
    const rise = riseOf(window);
    return rise === undefined ? [] : (inflowOf(space, share(rise.from), share(rise.to), rise.hours) ?? []);
  });
  return found.length === 0 ? null : Math.max(...found);
}

/** Readings of one sensor in the order of time. */
export function judgeSpace(space: GasSpace, readings: readonly GasReading[], rules: GasRules): GasVerdict {
  const share = (lel: number) => (lel / 100) * (rules.lowerLimit / 100);
  const now = share(readings.at(-1)?.value ?? 0);
  // By the time that people act the space may be at its limit, so that is what the radius is for.
  const held = Math.max(now, rules.lowerLimit / 100) * space.volume * rules.density;
  const tnt = (rules.yield * held * rules.heat) / rules.heatOfTnt;
  const radius = Math.max(rules.leastRadius, rules.scaledDistance * Math.cbrt(tnt));
  const none = { inflow: null, tendsTo: null, hoursToLimit: now >= share(100) ? 0 : null, radius };
  const inflow = steepestInflow(space, readings, rules);
  if (inflow === null) return none;
  const airing = inflow + space.volume * space.changes;
  const end = inflow / airing;
  const limit = share(100);
  const tendsTo = (end / limit) * 100;
  if (now >= limit || end <= limit) return { ...none, inflow, tendsTo };
  const hoursToLimit = (-space.volume / airing) * Math.log((limit - end) / (now - end));
  return { inflow, tendsTo, hoursToLimit, radius };
}

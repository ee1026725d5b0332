/**
 * Water level of a manhole in the next hours, from the rain, by the rational method.
 *
 * Inflow Q = ψ·i·F (ψ runoff coefficient, i rain in mm/h, F in hectares; 1 mm/h on 1 ha is 2.778 L/s; GB 50014 4.1). The pipe below takes
 * at most what it carries full, by Manning: Q_full = (1/n)·A·R^(2/3)·S^(1/2), A = πD²/4, R = D/4. What is more fills the manhole and the
 * pipes that back up into it, of A_s m² together: dh/dt = (Q − Q_full)/A_s; what is less empties it again, down to the depth at which the
 * pipe carries the inflow (uniform flow in a circle). Rain reaches the manhole through a linear reservoir of K minutes: dQ/dt = (ψ·i·F − Q)/K;
 * K = 0 is the rational method itself.
 */

export interface DrainPoint {
  /** Metres from the pipe's bottom to the cover. */
  readonly depth: number;
  /** m² that fill and empty with the level. */
  readonly storage: number;
  /** Hectares that drain here. */
  readonly catchment: number;
  /** 0 … 1. */
  readonly runoff: number;
  /** Metres. */
  readonly diameter: number;
  /** Fall of the pipe, m/m. */
  readonly slope: number;
  /** Manning's n. */
  readonly roughness: number;
  /** K of the linear reservoir, minutes; absent: 0. */
  readonly lag?: number;
}

export interface Forecast {
  /** L/s with the rain of the first step. */
  readonly inflow: number;
  readonly capacity: number;
  /** Metres, at the end of each step. */
  readonly levels: readonly number[];
  /** Minutes until water leaves the cover; 0 when it does already, null when it does not within the steps. */
  readonly overflowAfter: number | null;
}

const litresEachHectareMillimetre = 10_000 / 3600;

/** L/s. */
export function inflowOf({ runoff, catchment }: DrainPoint, rain: number): number {
  return runoff * rain * catchment * litresEachHectareMillimetre;
}

/** L/s. */
export function capacityOf({ diameter, slope, roughness }: DrainPoint): number {
  const area = (Math.PI * diameter ** 2) / 4;
  return (1000 / roughness) * area * (diameter / 4) ** (2 / 3) * Math.sqrt(slope);
}

/** Part of Q_full that a circle filled to the angle θ (radians, 2π is full) carries: (θ − sin θ)^(5/3) ÷ (2π·θ^(2/3)). */
function carried(angle: number): number {
  return (angle - Math.sin(angle)) ** (5 / 3) / (2 * Math.PI * angle ** (2 / 3));
}

/** Where a circle carries as much as when full; above it the flow is no longer one of the depth alone. */
const fullAngle = 4.5;
const halvings = 24;

/** Depth of uniform flow in metres; the whole diameter from `capacity` on. */
export function flowDepth(point: DrainPoint, inflow: number): number {
  const part = inflow / capacityOf(point);
  if (part <= 0) return 0;
  if (part >= carried(fullAngle)) return point.diameter;
  let [low, high] = [0, fullAngle];
  for (let turn = 0; turn < halvings; turn += 1) {
    const middle = (low + high) / 2;
    if (carried(middle) < part) low = middle;
    else high = middle;
  }
  return (point.diameter / 2) * (1 - Math.cos(high / 2));
}

/** Inflow at the end of a step of so many minutes with this rain, from what it was before. */
export function nextInflow(point: DrainPoint, before: number, rain: number, minutes: number): number {
  const { lag = 0 } = point;
  const kept = lag > 0 ? Math.exp(-minutes / lag) : 0;
  return before * kept + inflowOf(point, rain) * (1 - kept);
}

/** `rain` in mm/h for each step of so many minutes; `flow` what flows in when they begin, L/s (of use with a lag only). */
export function forecastLevel(
  point: DrainPoint,
  level: number,
  rain: readonly number[],
  minutes: number,
  flow = 0,
): Forecast {
  const capacity = capacityOf(point);
  const levels: number[] = [];
  let now = Math.min(level, point.depth);
  let inflow = flow;
  let overflowAfter = level >= point.depth ? 0 : null;
  for (const [step, each] of rain.entries()) {
    inflow = nextInflow(point, inflow, each, minutes);
    const rise = ((inflow - capacity) / 1000 / point.storage) * 60;
    const next = now + rise * minutes;
    if (overflowAfter === null && next >= point.depth)
      overflowAfter = step * minutes + (point.depth - now) / rise;
    // Above the pipe the uniform depth, at most its diameter, says nothing.
    const floor = next >= point.diameter ? 0 : Math.min(point.depth, flowDepth(point, inflow));
    now = Math.min(point.depth, Math.max(floor, next));
    levels.push(now);
  }
  return { inflow: inflowOf(point, rain[0] ?? 0), capacity, levels, overflowAfter };
}

/**
 * Water level of a manhole in the next hours, from the rain, by the rational method.
 *
 * Inflow Q = ψ·i·F (ψ runoff coefficient, i rain in mm/h, F in hectares; 1 mm/h on 1 ha is 2.778 L/s; GB 50014 4.1). The pipe below takes
 * at most what it carries full, by Manning: Q_full = (1/n)·A·R^(2/3)·S^(1/2), A = πD²/4, R = D/4. What is more fills the manhole and the
 * pipes that back up into it, of A_s m² together: dh/dt = (Q − Q_full)/A_s; what is less empties it again.
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

/** `rain` in mm/h for each step of so many minutes. */
export function forecastLevel(
  point: DrainPoint,
  level: number,
  rain: readonly number[],
  minutes: number,
): Forecast {
  const capacity = capacityOf(point);
  const levels: number[] = [];
  let now = Math.min(level, point.depth);
  let overflowAfter = level >= point.depth ? 0 : null;
  for (const [step, each] of rain.entries()) {
    const rise = ((inflowOf(point, each) - capacity) / 1000 / point.storage) * 60;
    const next = now + rise * minutes;
    if (overflowAfter === null && next >= point.depth)
      overflowAfter = step * minutes + (point.depth - now) / rise;
    now = Math.min(point.depth, Math.max(0, next));
    levels.push(now);
  }
  return { inflow: inflowOf(point, rain[0] ?? 0), capacity, levels, overflowAfter };
}

/** The composite index by which cities and districts are ranked (HJ 663): each pollutant by its limit, added up; lower is better. Pure. */
import table from '../data/air-limits.json' with { type: 'json' };
import type { Concentrations } from './compute-aqi.ts';

export interface Composite {
  readonly index: number;
  /** Part of each pollutant. */
  readonly parts: Readonly<Record<string, number>>;
  readonly source: string;
}

/** The value that so much of the rest lies under, by the nearest-rank rule with interpolation of HJ 663 annex A. */
export function percentile(values: readonly number[], part: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const place = 1 + (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(place) - 1], sorted[Math.ceil(place) - 1]];
  if (low === undefined || high === undefined) return undefined;
  return low + (high - low) * (place - Math.floor(place));
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** From valid days; undefined when a pollutant has none. `day` chooses the limits. */
export function compositeIndex(day: string, days: readonly Concentrations[]): Composite | undefined {
  const limits = table.periods.findLast((each) => each.validFrom <= day);
  if (limits === undefined) return undefined;
  const of = (pollutant: keyof Concentrations) => days.flatMap((each) => each[pollutant] ?? []);
  const ratios = {
    so2: [meanOf(of('so2')), limits.year.so2],
    no2: [meanOf(of('no2')), limits.year.no2],
    pm10: [meanOf(of('pm10')), limits.year.pm10],
    pm25: [meanOf(of('pm25')), limits.year.pm25],
    co: [percentile(of('co'), 0.95), limits.coDay],
    o3: [percentile(of('o3'), 0.9), limits.o3EightHours],
  } as const;
  const parts: Record<string, number> = {};
  for (const [name, [value, limit]] of Object.entries(ratios)) {
    if (value === undefined) return undefined;
    parts[name] = value / limit;
  }
  const index = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { index: Math.round(index * 100) / 100, parts, source: limits.source };
}

/** What a forecast of the air starts from, and the range around its index. Pure. */
import type { Series } from '../../../../engines/telemetry/service.ts';
import type { Concentrations, Pollutant } from './compute-aqi.ts';

const highestAqi = 500;

export interface AirPast {
  /** Milliseconds of the first hour; a midnight in Shanghai, so that hours of the day fall together. */
  readonly from: number;
  readonly series: Readonly<Record<Pollutant, Series>>;
  readonly wind?: Series;
}

/** One forecast of the past, as far as the past has shown what came. */
export interface PastForecast {
  readonly end: number;
  readonly values: readonly Concentrations[];
}

/** What lies so far below and above a forecast, as errors of the past tell. */
export interface Range {
  readonly below: number;
  readonly above: number;
}

/** Between 0 and the end of the scale, and never past the forecast itself. */
export function around(aqi: number | null, range: Range | undefined) {
  if (aqi === null || range === undefined) return { low: null, high: null };
  return {
    low: Math.max(0, Math.min(aqi, Math.round(aqi + range.below))),
    high: Math.min(highestAqi, Math.max(aqi, Math.round(aqi + range.above))),
  };
}

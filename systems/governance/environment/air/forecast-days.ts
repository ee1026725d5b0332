/** Days of a forecast: what was measured of the day and what is foretold of it, by the rules for days, with range and levels (分级预报). Pure. */
import type { Turns } from '../../../../kernel/take-turns.ts';
import { quantileOf } from '../../../../engines/telemetry/service.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import rules from '../data/forecast-rules.json' with { type: 'json' };
import { airDay, type DayHours } from './average-hours.ts';
import { computeAqi, levelOf, type Pollutant, pollutants } from './compute-aqi.ts';
import { type AirPast, around, type PastForecast } from './forecast-shapes.ts';

export interface DayForecast {
  readonly day: string;
  readonly aqi: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Codes of the levels at both ends of the range; null without a range. */
  readonly levelLow: string | null;
  readonly levelHigh: string | null;
  readonly primary: readonly Pollutant[];
  /** Days of the past from whose errors the range comes. */
  readonly tries: number;
}

const hour = 3_600_000;
const daily = 24;

type At = (pollutant: Pollutant, index: number) => number | undefined;

/** Index of a day from hours at these indexes; `first` is its midnight. */
function dayIndex(from: number, first: number, at: At) {
  const hoursOf = (pollutant: Pollutant): DayHours =>
    Array.from({ length: daily }, (_, step) => at(pollutant, first + step));
  const hours = Object.fromEntries(pollutants.map((each) => [each, hoursOf(each)])) as unknown as Readonly<
    Record<Pollutant, DayHours>
  >;
  return computeAqi(shanghaiDate(new Date(from + first * hour)), 'day', airDay(hours).values);
}

/** Measured before `end`, foretold from it on. */
function mixed({ series }: AirPast, { end, values }: PastForecast): At {
  return (pollutant, index) => (index < end ? series[pollutant][index] : values[index - end]?.[pollutant]);
}

/** Midnights of the days that the forecast covers, the day under way first. */
function daysOf({ end, values }: PastForecast): readonly number[] {
  const first = Math.floor(end / daily) * daily;
  const covered: number[] = [];
  for (let day = first; Math.min(day + daily, end + values.length) - day >= rules.dayHours; day += daily)
    covered.push(day);
  return covered;
}

/** came − foretold of whole days of the past, by which day ahead it was. */
async function missesOf(
  past: AirPast,
  forecasts: readonly PastForecast[],
  turns: Turns,
): Promise<readonly (readonly number[])[]> {
  const misses: number[][] = [];
  const length = past.series.pm25.length;
  for (const forecast of forecasts) {
    for (const [lead, first] of daysOf(forecast).entries()) {
      if (first + daily > length) continue;
      const came = dayIndex(past.from, first, (pollutant, index) => past.series[pollutant][index]).aqi;
      const foretold = dayIndex(past.from, first, mixed(past, forecast)).aqi;
      if (came === null || foretold === null) continue;
      const list = misses[lead] ?? [];
      misses[lead] = list;
      list.push(came - foretold);
    }
    await turns();
  }
  return misses;
}

export async function forecastDays(
  past: AirPast,
  before: readonly PastForecast[],
  present: PastForecast,
  turns: Turns,
): Promise<readonly DayForecast[]> {
  const misses = await missesOf(past, before, turns);
  return daysOf(present).map((first, lead) => {
    const { aqi, primary } = dayIndex(past.from, first, mixed(past, present));
    const sorted = (misses[lead] ?? []).toSorted((a, b) => a - b);
    const range =
      sorted.length < rules.leastDayErrors
        ? undefined
        : { below: quantileOf(sorted, rules.tail), above: quantileOf(sorted, 1 - rules.tail) };
    const { low, high } = around(aqi, range);
    return {
      day: shanghaiDate(new Date(past.from + first * hour)),
      aqi,
      low,
      high,
      levelLow: low === null ? null : levelOf(low).code,
      levelHigh: high === null ? null : levelOf(high).code,
      primary,
      tries: sorted.length,
    };
  });
}

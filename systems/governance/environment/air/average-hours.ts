/** Means of air over hours and days, and whether enough was measured for them to count (GB 3095, HJ 663). Pure. */
import rules from '../data/air-validity.json' with { type: 'json' };
import { type Concentrations, type Pollutant, pollutants, roundConcentration } from './compute-aqi.ts';

/** Means of the 24 hours of a day in Shanghai, each of the hour that begins then; undefined where none counts. */
export type DayHours = readonly (number | undefined)[];

export interface HourMean {
  readonly mean: number | null;
  /** Readings that count, and how many the instrument would give in an hour. */
  readonly valid: number;
  readonly expected: number;
}

export interface DayMean {
  readonly value: number | undefined;
  /** Hours (of O3: windows of eight hours) that count. */
  readonly counted: number;
}

const sixty = 60;

/** An hour counts when its readings cover 45 minutes of it. */
export function hourValue({ mean, valid, expected }: HourMean): number | undefined {
  if (mean === null || expected <= 0) return undefined;
  return (valid / expected) * sixty >= rules.hour.minutes ? mean : undefined;
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function dayMean(hours: DayHours): DayMean {
  const counted = hours.filter((value) => value !== undefined);
  return { value: counted.length >= rules.day.hours ? meanOf(counted) : undefined, counted: counted.length };
}

/** The mean of the eight hours that end with this one; from the hours of one day, as HJ 663 asks for. */
export function eightHourMean(hours: DayHours, last: number): number | undefined {
  const counted = hours.slice(Math.max(0, last - 7), last + 1).filter((value) => value !== undefined);
  return last >= 7 && counted.length >= rules.eightHours.hours ? meanOf(counted) : undefined;
}

/** The highest of the windows that end between 8:00 and 24:00; too few of them count only when the limit was passed already. */
export function highestEightHours(hours: DayHours): DayMean {
  const { windows, firstHour, exceeds } = rules.dayOfEightHours;
  const means = Array.from({ length: 24 }, (_, last) => last)
    .filter((last) => last + 1 >= firstHour)
    .flatMap((last) => eightHourMean(hours, last) ?? []);
  const highest = means.length === 0 ? undefined : Math.max(...means);
  const counts = means.length >= windows || (highest !== undefined && highest > exceeds);
  return { value: counts ? highest : undefined, counted: means.length };
}

export interface AirDay {
  readonly values: Concentrations;
  readonly counted: Readonly<Record<Pollutant, number>>;
}

export function airDay(hours: Readonly<Record<Pollutant, DayHours>>): AirDay {
  const values: Partial<Record<Pollutant, number>> = {};
  const counted: Partial<Record<Pollutant, number>> = {};
  for (const pollutant of pollutants) {
    const day = pollutant === 'o3' ? highestEightHours(hours.o3) : dayMean(hours[pollutant]);
    counted[pollutant] = day.counted;
    if (day.value !== undefined) values[pollutant] = roundConcentration(pollutant, day.value);
  }
  return { values, counted: counted as Record<Pollutant, number> };
}

/** `days` that count of a month with so many days. */
export function monthCounts(days: number, length: number): boolean {
  return days >= (length <= 29 ? rules.month.february : rules.month.days);
}

/** Cuts a period into days, weeks from Monday or months, the ends cut to the period. Pure; days are 'YYYY-MM-DD'. */
import type { Period } from '../service.ts';

export type Every = 'day' | 'week' | 'month';

export interface Bucket extends Period {
  /** First day of the whole bucket, as the registers name it. */
  readonly name: string;
}

const dayLength = 86_400_000;

function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Days of a period, both ends counted; 0 or less when it ends before it begins. */
export function daysOf(period: Period): number {
  return Math.round((Date.parse(period.to) - Date.parse(period.from)) / dayLength) + 1;
}

function startOf(day: string, every: Every): string {
  if (every === 'month') return `${day.slice(0, 8)}01`;
  const at = Date.parse(day);
  return every === 'day' ? day : dayText(at - ((new Date(at).getUTCDay() + 6) % 7) * dayLength);
}

function nextStart(start: string, every: Every): string {
  const at = new Date(start);
  if (every === 'month') return dayText(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
  return dayText(at.getTime() + (every === 'week' ? 7 : 1) * dayLength);
}

export function splitPeriod(period: Period, every: Every): readonly Bucket[] {
  const buckets: Bucket[] = [];
  for (let name = startOf(period.from, every); name <= period.to; name = nextStart(name, every)) {
    const last = dayText(Date.parse(nextStart(name, every)) - dayLength);
    buckets.push({
      name,
      from: name < period.from ? period.from : name,
      to: last > period.to ? period.to : last,
    });
  }
  return buckets;
}

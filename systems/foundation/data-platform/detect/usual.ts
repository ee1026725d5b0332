/**
 * What is usual at an hour, by the caller's own past: the same hour of the week and its neighbours, on days of the same kind (working or
 * free), as a robust z-score. Pure.
 *
 * x = ln(1 + n); z = (x − median) / max(1.4826 × MAD, floor). Hours without a call count as 0. There is no score before the caller is
 * known for `least` days, or with fewer than `leastValues` hours to compare with.
 */
import {
  shanghaiDate,
  shanghaiTime,
  shanghaiInstant,
  type WorkingCalendar,
} from '../../../../kernel/working-time.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** MAD of a normal distribution times this is its standard deviation. */
const normalScale = 1.4826;
/** Four days of three hours each. */
const leastValues = 12;
const leastDays = 4;

export interface UsualTerms {
  /** Weeks that are looked back. */
  readonly weeks: number;
  /** Days that a caller must be known for. */
  readonly least: number;
  /** Least spread, in units of ln: below it everybody who is very regular would be found. */
  readonly floor: number;
}

export function isOffHours(calendar: WorkingCalendar, at: Date): boolean {
  if (!calendar.isWorkingDay(shanghaiDate(at))) return true;
  const time = shanghaiTime(at).slice(0, 5);
  const first = calendar.periods[0]?.start ?? '00:00';
  const last = calendar.periods.at(-1)?.end ?? '24:00';
  // From the hour in which work begins until it ends, lunch included.
  return time < `${first.slice(0, 2)}:00` || time >= last;
}

function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** Beginnings of the hours that this one is compared with, ISO. */
export function comparedHours(calendar: WorkingCalendar, at: Date, weeks: number): readonly string[] {
  const today = shanghaiDate(at);
  const ofDay = at.getTime() - shanghaiInstant(today).getTime();
  const working = calendar.isWorkingDay(today);
  const past = Array.from({ length: weeks * 7 }, (_, back) =>
    shanghaiDate(new Date(at.getTime() - (back + 1) * day)),
  ).filter((date) => calendar.isWorkingDay(date) === working);
  const same = past.filter((date) => weekday(date) === weekday(today));
  const days = same.length >= leastDays ? same : past.slice(0, weeks);
  return days.flatMap((date) =>
    [-hour, 0, hour].map((shift) => new Date(shanghaiInstant(date).getTime() + ofDay + shift).toISOString()),
  );
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** Null where there are too few values to say what is usual. */
export function robustScore(value: number, usual: readonly number[], floor: number): number | null {
  if (usual.length < leastValues) return null;
  const logs = usual.map((each) => Math.log1p(each));
  const centre = median(logs);
  const spread = normalScale * median(logs.map((each) => Math.abs(each - centre)));
  return (Math.log1p(value) - centre) / Math.max(spread, floor);
}

/** Counts of the compared hours; empty before the caller is known long enough. */
export function usualCounts(
  given: { readonly at: Date; readonly first: string | null; readonly counts: ReadonlyMap<string, number> },
  calendar: WorkingCalendar,
  terms: UsualTerms,
): readonly number[] {
  const { at, first, counts } = given;
  if (first === null || at.getTime() - Date.parse(first) < terms.least * day) return [];
  return comparedHours(calendar, at, terms.weeks)
    .filter((each) => each >= first)
    .map((each) => counts.get(each) ?? 0);
}

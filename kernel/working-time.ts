/**
 * The clocks that limits run on: urgent hours, working hours, working days and natural days (GB/T 47678.5 practice of
 * digital city management), with pause and resume. Time is Shanghai time, UTC+8 without daylight saving since 1992.
 */

/** 紧急工作时 (runs day and night) · 工作时 · 工作日 (one full set of working periods) · 自然日. */
export type LimitUnit = 'urgent-hour' | 'work-hour' | 'work-day' | 'natural-day';

export interface TimeLimit {
  /** Not negative; fractions are allowed (0.5 工作日). */
  readonly amount: number;
  readonly unit: LimitUnit;
}

/** Immutable: what is worked out from a calendar is remembered by object, so an edited calendar must be a new object. */
export interface WorkingCalendar {
  /** Working hours of a day, 'HH:MM', in order and apart; '24:00' may end the last. */
  readonly periods: readonly { readonly start: string; readonly end: string }[];
  /** @param date YYYY-MM-DD in Shanghai. */
  isWorkingDay(date: string): boolean;
  /** The last day whose public holidays are known, YYYY-MM-DD; beyond it only weekends are free. */
  readonly knownUntil: string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const shanghaiOffset = 8 * hour;

/** A century of amounts is a typing error, and a calendar in which nobody ever works would never end. */
const maximumDays = 36_525;

const unitTitles: Readonly<Record<LimitUnit, string>> = {
  'urgent-hour': '紧急工作时',
  'work-hour': '工作时',
  'work-day': '工作日',
  'natural-day': '自然日',
};

/** '4 工作时', as it stands in case standards and on lists. */
export function formatTimeLimit(limit: TimeLimit): string {
  return `${limit.amount} ${unitTitles[limit.unit]}`;
}

/** The day in Shanghai, YYYY-MM-DD. */
export function shanghaiDate(instant: Date): string {
  return new Date(instant.getTime() + shanghaiOffset).toISOString().slice(0, 10);
}

/** The time of day in Shanghai, HH:MM:SS. */
export function shanghaiTime(instant: Date): string {
  return new Date(instant.getTime() + shanghaiOffset).toISOString().slice(11, 19);
}

/** The instant of a Shanghai day (YYYY-MM-DD) and time (HH:MM or HH:MM:SS). Throws RangeError when there is none. */
export function shanghaiInstant(date: string, time = '00:00'): Date {
  const instant = new Date(`${date}T${time}+08:00`);
  if (Number.isNaN(instant.getTime()) || shanghaiDate(instant) !== date)
    throw new RangeError('日期或时间不正确');
  return instant;
}

/** When the office hours of a Shanghai day end: what is due on a day may come until then. */
export function endOfOfficeHours(calendar: WorkingCalendar, date: string): Date {
  const end = calendar.periods.at(-1)?.end ?? '24:00';
  return new Date(shanghaiInstant(date).getTime() + timeOfDay(end));
}

/** Are the public holidays of that instant's day known? When not, a page shows that the limit is provisional. */
export function isCalendarKnown(calendar: WorkingCalendar, instant: Date): boolean {
  return shanghaiDate(instant) <= calendar.knownUntil;
}

/**
 * When a limit that starts at `from` runs out: the earliest instant at which its clock has counted the whole amount.
 * So four working hours from 14:00 end at 18:00 the same day, not at 08:00 the next.
 * Throws RangeError for an amount that is negative, no number, or beyond a century.
 */
export function addTimeLimit(calendar: WorkingCalendar, from: Date, limit: TimeLimit): Date {
  return new Date(advance(calendar, from.getTime(), limitLength(calendar, limit), limit.unit));
}

/** How long a limit is on its own clock, in milliseconds. */
export function limitLength(calendar: WorkingCalendar, limit: TimeLimit): number {
  const { amount, unit } = limit;
  if (!(amount >= 0 && amount <= maximumDays * 24)) throw new RangeError('时限应为合理的非负数');
  if (unit === 'natural-day') return Math.round(amount * day);
  if (unit === 'work-day') return Math.round(amount * timetableOf(calendar).dayLength);
  return Math.round(amount * hour);
}

/**
 * Milliseconds that the unit's clock counts from `from` to `to`: all of them for urgent hours and natural days, only
 * those inside working periods for working hours and days. Negative when `to` comes first.
 */
export function elapsed(calendar: WorkingCalendar, from: Date, to: Date, unit: LimitUnit): number {
  const start = from.getTime();
  const end = to.getTime();
  if (unit === 'urgent-hour' || unit === 'natural-day') return end - start;
  if (end < start) return 0 - workedBetween(timetableOf(calendar), end, start);
  return workedBetween(timetableOf(calendar), start, end);
}

/** Milliseconds left on the unit's clock; negative once overdue. */
export function remainingTime(calendar: WorkingCalendar, now: Date, due: Date, unit: LimitUnit): number {
  return elapsed(calendar, now, due, unit);
}

/**
 * The new due instant of a limit that stood still from `pausedAt` to `resumedAt`. What was left is left again; a limit
 * that had run out before the pause stays where it was, because a pause cannot undo being late.
 */
export function dueAfterPause(
  calendar: WorkingCalendar,
  due: Date,
  pausedAt: Date,
  resumedAt: Date,
  unit: LimitUnit,
): Date {
  if (resumedAt.getTime() < pausedAt.getTime()) throw new RangeError('恢复时间早于暂停时间');
  if (due.getTime() <= pausedAt.getTime()) return due;
  const left = elapsed(calendar, pausedAt, due, unit);
  return new Date(advance(calendar, resumedAt.getTime(), left, unit));
}

/** A calendar turned into numbers: milliseconds of the day, and a memory of which days are worked. */
interface Timetable {
  readonly calendar: WorkingCalendar;
  readonly periods: readonly { readonly start: number; readonly end: number }[];
  readonly dayLength: number;
  /** Day number (days since 1970-01-01 in Shanghai) → worked. */
  readonly days: Map<number, boolean>;
}

const timetables = new WeakMap<WorkingCalendar, Timetable>();

function timetableOf(calendar: WorkingCalendar): Timetable {
  const known = timetables.get(calendar);
  if (known !== undefined) return known;
  const periods = calendar.periods.map((period) => ({
    start: timeOfDay(period.start),
    end: timeOfDay(period.end),
  }));
  let before = 0;
  let dayLength = 0;
  for (const period of periods) {
    if (period.start < before || period.end <= period.start)
      throw new RangeError('工作时段应按先后排列且互不重叠');
    before = period.end;
    dayLength += period.end - period.start;
  }
  if (dayLength === 0) throw new RangeError('工作日历没有工作时段');
  const timetable = { calendar, periods, dayLength, days: new Map<number, boolean>() };
  timetables.set(calendar, timetable);
  return timetable;
}

function timeOfDay(text: string): number {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  const value = match === null ? Number.NaN : Number(match[1]) * hour + Number(match[2]) * minute;
  if (!(value <= day) || Number(match?.[2]) > 59) throw new RangeError('工作时段应写成 08:00 的样子');
  return value;
}

function isWorked(timetable: Timetable, dayNumber: number): boolean {
  const known = timetable.days.get(dayNumber);
  if (known !== undefined) return known;
  const worked = timetable.calendar.isWorkingDay(new Date(dayNumber * day).toISOString().slice(0, 10));
  timetable.days.set(dayNumber, worked);
  return worked;
}

/** Milliseconds of a worked day that lie before the given time of day. */
function workedBefore(timetable: Timetable, time: number): number {
  let sum = 0;
  for (const period of timetable.periods) {
    if (time <= period.start) break;
    sum += Math.min(time, period.end) - period.start;
  }
  return sum;
}

function workedBetween(timetable: Timetable, start: number, end: number): number {
  const firstDay = Math.floor((start + shanghaiOffset) / day);
  const lastDay = Math.floor((end + shanghaiOffset) / day);
  if (lastDay - firstDay > maximumDays) throw new RangeError('时间跨度超过一百年');
  let sum = 0;
  for (let number = firstDay; number < lastDay; number += 1)
    if (isWorked(timetable, number)) sum += timetable.dayLength;
  if (isWorked(timetable, firstDay)) sum -= workedBefore(timetable, start + shanghaiOffset - firstDay * day);
  if (isWorked(timetable, lastDay)) sum += workedBefore(timetable, end + shanghaiOffset - lastDay * day);
  return sum;
}

function advance(calendar: WorkingCalendar, from: number, length: number, unit: LimitUnit): number {
  if (Number.isNaN(from)) throw new RangeError('日期或时间不正确');
  if (unit === 'urgent-hour' || unit === 'natural-day' || length === 0) return from + length;
  const timetable = timetableOf(calendar);
  const firstDay = Math.floor((from + shanghaiOffset) / day);
  // Count from the first midnight, so that every day is treated alike.
  let left = length;
  if (isWorked(timetable, firstDay)) left += workedBefore(timetable, from + shanghaiOffset - firstDay * day);
  for (let number = firstDay; number <= firstDay + maximumDays; number += 1) {
    if (!isWorked(timetable, number)) continue;
    if (left > timetable.dayLength) {
      left -= timetable.dayLength;
      continue;
    }
    return number * day - shanghaiOffset + timeAfterWork(timetable, left);
  }
  throw new RangeError('工作日历在一百年内没有足够的工作日');
}

/** The earliest time of day at which a worked day has counted this many milliseconds. */
function timeAfterWork(timetable: Timetable, worked: number): number {
  let left = worked;
  for (const period of timetable.periods) {
    if (left <= period.end - period.start) return period.start + left;
    left -= period.end - period.start;
  }
  throw new RangeError('工作时段不足');
}

/** Due moments, lights and used time of work items, on the limit's own clock. */
import {
  addTimeLimit,
  dueAfterPause,
  elapsed,
  limitLength,
  type LimitUnit,
  type TimeLimit,
  type WorkingCalendar,
} from '../../../../kernel/working-time.ts';
import type { Facts, LightRules, OpenItem } from './types.ts';

const hour = 3_600_000;
/** The clock of an item without a limit: how long it took is still told in working time. */
const plainUnit: LimitUnit = 'work-hour';

export function unitOf(limit: TimeLimit | null | undefined): LimitUnit {
  return limit?.unit ?? plainUnit;
}

export function dueOf(facts: Facts, limit: TimeLimit | null | undefined): string | null {
  if (limit === null || limit === undefined) return null;
  return addTimeLimit(facts.calendar, facts.now, limit).toISOString();
}

/** Milliseconds back into a limit that the calendar can add; natural time runs day and night. */
function lengthAsLimit(milliseconds: number, unit: LimitUnit): TimeLimit {
  const running = unit === 'urgent-hour' || unit === 'natural-day';
  return { amount: milliseconds / hour, unit: running ? 'urgent-hour' : 'work-hour' };
}

/**
 * When the light turns yellow: a share of the limit, or a number of hours, is left, whichever comes first.
 * Now, when that much is not left any more.
 */
export function yellowFrom(
  calendar: WorkingCalendar,
  now: Date,
  dueAt: string | null,
  limit: TimeLimit | null | undefined,
  rules: LightRules,
): string | null {
  if (dueAt === null) return null;
  const unit = unitOf(limit);
  const due = new Date(dueAt);
  const share =
    limit === null || limit === undefined ? 0 : (limitLength(calendar, limit) * rules.percent) / 100;
  const warned = Math.max(share, rules.hours * hour);
  const green = elapsed(calendar, now, due, unit) - warned;
  if (green <= 0) return (now < due ? now : due).toISOString();
  return addTimeLimit(calendar, now, lengthAsLimit(green, unit)).toISOString();
}

/** What the item used of its clock, milliseconds; never negative, though clocks in the field go back. */
export function usedTime(facts: Facts, item: OpenItem, suspendedAt: string | null): number {
  const unit = unitOf(item.limit);
  const until = suspendedAt === null ? facts.now : new Date(suspendedAt);
  return Math.max(0, elapsed(facts.calendar, new Date(item.createdAt), until, unit) - item.paused);
}

/** Late when the item's due has passed; null when it has none. A suspended item is judged by the moment of its suspension. */
export function isLate(facts: Facts, dueAt: string | null, suspendedAt: string | null): boolean | null {
  if (dueAt === null) return null;
  const at = suspendedAt === null ? facts.now : new Date(suspendedAt);
  return at > new Date(dueAt);
}

/** A due moved on by a stand-still; a clock that went back makes the stand-still empty, not negative. */
export function dueAfter(
  facts: Facts,
  dueAt: string | null,
  from: string,
  limit: TimeLimit | null | undefined,
): string | null {
  if (dueAt === null) return null;
  const start = new Date(from);
  const end = facts.now < start ? start : facts.now;
  return dueAfterPause(facts.calendar, new Date(dueAt), start, end, unitOf(limit)).toISOString();
}

/** A due pushed out by a granted delay, counted from the old due. */
export function dueExtended(facts: Facts, dueAt: string | null, by: TimeLimit): string | null {
  return dueAt === null ? null : addTimeLimit(facts.calendar, new Date(dueAt), by).toISOString();
}

/** What is left of a limit on its own clock, milliseconds, negative when over; null without a limit and while it stands still. */
export function remainingTime(
  calendar: WorkingCalendar,
  now: Date,
  item: { readonly dueAt: string | null; readonly unit: LimitUnit; readonly suspended: boolean },
): { readonly remaining: number | null; readonly clock: 'working' | 'natural' } {
  const clock = item.unit === 'urgent-hour' || item.unit === 'natural-day' ? 'natural' : 'working';
  if (item.dueAt === null || item.suspended) return { remaining: null, clock };
  return { remaining: elapsed(calendar, now, new Date(item.dueAt), item.unit), clock };
}

export type Light = 'none' | 'green' | 'yellow' | 'red';

export function lightOf(
  now: Date,
  item: { readonly dueAt: string | null; readonly yellowAt: string | null; readonly suspended: boolean },
): Light {
  if (item.dueAt === null || item.suspended) return 'none';
  if (now > new Date(item.dueAt)) return 'red';
  return item.yellowAt !== null && now >= new Date(item.yellowAt) ? 'yellow' : 'green';
}

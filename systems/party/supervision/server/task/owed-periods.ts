/** The periods for which a task owes a report, and until when: while it was suspended the clock stood still. */
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import type { Frequency } from '../../matter/task-plan.ts';
import { endedPeriods, type Period } from '../../task/report-periods.ts';
import { addWorkDays, calendarOf, endOfDay, setting } from '../setting.ts';
import type { TaskRow } from './task-row.ts';

/** Moments, as ISO text; without an end it lasts. */
export interface Pause {
  readonly from: string;
  readonly until: string | null;
}

/** Those that are over. */
export function pausesOf(row: TaskRow): readonly Pause[] {
  return (row.pauses ?? []) as readonly Pause[];
}

function allPauses(row: TaskRow): readonly Pause[] {
  return row.suspendedAt === null
    ? pausesOf(row)
    : [...pausesOf(row), { from: row.suspendedAt, until: null }];
}

function within(at: Date, { from, until }: Pause): boolean {
  return at >= new Date(from) && (until === null || at <= new Date(until));
}

/** Ended by now, the task being at work when they ended; oldest first. */
export function owedPeriods(services: Services, row: TaskRow, now: Date): readonly Period[] {
  const since = shanghaiDate(new Date(row.issuedAt ?? now));
  const pauses = allPauses(row);
  return endedPeriods(row.frequency as Frequency, since, shanghaiDate(now)).filter(
    ({ ends }) => !pauses.some((pause) => within(endOfDay(services, ends), pause)),
  );
}

/** Last moment for the report of a period that ends on this day; undefined while the clock stands still. */
export function reportLimit(services: Services, row: TaskRow, ends: string): Date | undefined {
  const calendar = calendarOf(services);
  const grace = setting(services, 'report-grace-days');
  const end = endOfDay(services, ends);
  let limit = addWorkDays(calendar, end, grace);
  for (const { from, until } of allPauses(row)) {
    if (new Date(from) < end || new Date(from) >= limit) continue;
    if (until === null) return undefined;
    // Begun in the days of grace: they are given anew.
    limit = addWorkDays(calendar, new Date(until), grace);
  }
  return limit;
}

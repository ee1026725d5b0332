/** Tasks of a period: handed out by its end and not closed before it began, each as it stood at a moment. */
import { shanghaiDate, shanghaiInstant } from '../../../../../kernel/working-time.ts';
import type { ReportRow, TaskRow } from './task-row.ts';

const day = 86_400_000;

/** The end of the last day, or now where that is yet to come. */
export function endOfPeriod(to: string, now: Date): Date {
  const end = new Date(shanghaiInstant(to).getTime() + day - 1);
  return end < now ? end : now;
}

export function closedBy({ closedAt }: TaskRow, at: Date): boolean {
  return closedAt !== null && new Date(closedAt) <= at;
}

export function inPeriod(row: TaskRow, from: string, to: string): boolean {
  const issued = shanghaiDate(new Date(row.issuedAt ?? row.openedAt));
  const closed = row.closedAt === null ? undefined : shanghaiDate(new Date(row.closedAt));
  return issued <= to && (closed === undefined || closed >= from);
}

/** Ended without being carried out. */
export function gaveUp(row: TaskRow, at: Date): boolean {
  return closedBy(row, at) && row.outcome !== 'closed';
}

export function filedBy(reports: readonly ReportRow[], at: Date): readonly ReportRow[] {
  return reports.filter(({ filedAt }) => new Date(filedAt) <= at);
}

/** What happened later is not yet known; figures that leave no trace (a later limit) are as they are today. */
export function asOf(row: TaskRow, reports: readonly ReportRow[], at: Date): TaskRow {
  const later = (moment: string | null) => moment !== null && new Date(moment) > at;
  const reopened = later(row.closedAt) ? { status: 'open', outcome: null, closedAt: null } : {};
  const filed = filedBy(reports, at);
  const changed = filed.length < reports.length ? { progress: filed.at(-1)?.progress ?? 0 } : {};
  return {
    ...row,
    ...reopened,
    ...changed,
    ...(later(row.appliedAt) ? { appliedAt: null } : {}),
    ...(later(row.suspendedAt) ? { suspendedAt: null } : {}),
  };
}

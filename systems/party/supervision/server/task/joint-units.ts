/** The joint units of a task: who has done his part and when, how each stands against the limit, and what a late one costs. */
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { noteFact } from '../score/note-fact.ts';
import { endOfDay } from '../setting.ts';
import type { TaskRow } from './task-row.ts';

export interface Assisted {
  readonly unit: string;
  readonly at: string;
}

export function jointOf(row: TaskRow): readonly string[] {
  return Array.isArray(row.joint) ? (row.joint as readonly string[]) : [];
}

export function assistedOf(row: TaskRow): readonly Assisted[] {
  return (row.assisted ?? []) as readonly Assisted[];
}

export function dueOf(services: Services, row: TaskRow): Date {
  return new Date(row.dueAt ?? endOfDay(services, row.dueOn));
}

/** Those that still owe their part, once the task was signed for. */
export function assisting(row: TaskRow): readonly string[] {
  if (row.forked !== true || row.status === 'closed') return [];
  return jointOf(row).filter((unit) => !assistedOf(row).some((one) => one.unit === unit));
}

/** The unit whose part this person reports: his own, else the one for which he deputises; where it may be several he says which. */
export function assistingUnit(row: TaskRow, principal: Principal, named: string | null | undefined): string {
  const waiting = assisting(row);
  const own = waiting.filter((unit) => principal.departments.includes(unit));
  const possible = own.length > 0 ? own : waiting;
  const unit = typeof named === 'string' ? possible.find((each) => each === named) : possible[0];
  if (unit === undefined || (typeof named !== 'string' && possible.length > 1))
    throw errors.whichUnit({}, [{ path: 'values.assistsFor', message: '请选择代哪个协办单位填报' }]);
  return unit;
}

interface Held {
  readonly row: TaskRow;
  readonly services: Services;
  readonly work: Work;
  readonly principal: Principal;
}

/** Late counts for a joint unit as it does for the lead. */
export async function noteAssisted({ row, services, work, principal }: Held): Promise<void> {
  const due = dueOf(services, row);
  if (work.now <= due || row.assistsFor === null) return;
  await noteFact(services, work, principal.id, {
    rule: 'assist-late',
    unit: row.assistsFor,
    supervisor: row.supervisor ?? '',
    task: row.id,
    taskTitle: row.title,
    detail: `协办时限 ${shanghaiDate(due)}，${shanghaiDate(work.now)} 完成`,
    of: `assist-${row.assistsFor}`,
  });
}

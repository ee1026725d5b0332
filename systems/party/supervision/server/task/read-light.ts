/** The light of a task: figures worked out from calendar, milestones and reports, then the first rule that holds; green when none does. */
import { registers } from '../../../../../engines/registers/service.ts';
import { rules } from '../../../../../engines/rules/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { CityError } from '../../../../../kernel/errors.ts';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { errors } from '../../errors.ts';
import { type Milestone, plannedProgress } from '../../matter/task-plan.ts';
import { lightRule } from '../../registers/light-rule.ts';
import { report } from '../../registers/report.ts';
import type { taskRoutes } from '../../routes/task-routes.ts';
import type { Period } from '../../task/report-periods.ts';
import { calendarOf, workDaysBetween } from '../setting.ts';
import { assisting, dueOf } from './joint-units.ts';
import { owedPeriods, reportLimit } from './owed-periods.ts';
import type { ReportRow, TaskRow } from './task-row.ts';

export type Light = NonNullable<OutputOf<typeof taskRoutes.progress>['light']>;
type Rule = Row<typeof lightRule>;

const mostReports = 50_000;

export async function rulesInForce(services: Services, db: Database): Promise<readonly Rule[]> {
  const found = await services
    .use(registers)
    .of(lightRule)
    .trusted.findMany(db, { sort: 'order', limit: 200 });
  return found.filter(({ state }) => state === 'active');
}

/** Reports that stand, by task. */
export async function reportsOf(
  services: Services,
  db: Database,
  tasks: readonly string[],
): Promise<ReadonlyMap<string, readonly ReportRow[]>> {
  const byTask = new Map<string, ReportRow[]>();
  if (tasks.length === 0) return byTask;
  const filter = { field: 'task', is: 'one-of', value: tasks } as const;
  const rows = await services
    .use(registers)
    .of(report)
    .trusted.findEvery(db, { filter, sort: 'filedAt', most: mostReports });
  for (const row of rows) {
    const held = byTask.get(row.task);
    if (held === undefined) byTask.set(row.task, [row]);
    else held.push(row);
  }
  return byTask;
}

/** Periods whose time and grace are over and for which nothing stands. */
export function missingPeriods(
  services: Services,
  row: TaskRow,
  reports: readonly ReportRow[],
  now: Date,
): readonly Period[] {
  // A report is owed by who has the work, until he says that it is done.
  if (row.issuedAt === null || row.appliedAt !== null) return [];
  const kept = new Set(reports.flatMap(({ period, status }) => (status === 'filed' ? [period] : [])));
  return owedPeriods(services, row, now).filter(({ key, ends }) => {
    const limit = reportLimit(services, row, ends);
    return !kept.has(key) && limit !== undefined && limit < now;
  });
}

/** How many periods at the end of the row are missing. */
function silentPeriods(services: Services, row: TaskRow, reports: readonly ReportRow[], now: Date): number {
  const missing = missingPeriods(services, row, reports, now);
  const last = reports.findLast(({ status }) => status === 'filed');
  return missing.filter(({ ends }) => last === undefined || ends > shanghaiDate(new Date(last.filedAt)))
    .length;
}

/** Late by minutes is late, also outside office hours. */
function leftOf(services: Services, row: TaskRow, now: Date): number {
  const due = dueOf(services, row);
  const left = Math.round(workDaysBetween(calendarOf(services), now, due) * 10) / 10;
  return now > due ? Math.min(left, -0.1) : left;
}

function figuresOf(
  services: Services,
  row: TaskRow,
  reports: readonly ReportRow[],
  now: Date,
): Light['figures'] {
  const progress = row.progress ?? 0;
  const planned = plannedProgress((row.stages ?? []) as readonly Milestone[], shanghaiDate(now));
  return {
    剩余工作日: leftOf(services, row, now),
    进度: progress,
    应达进度: planned,
    滞后: Math.max(0, planned - progress),
    欠报期数: silentPeriods(services, row, reports, now),
  };
}

/** How a joint unit stands: its part has no stages and no reports, only the day; null once it is done. */
export function jointLightOf(
  services: Services,
  row: TaskRow,
  unit: string,
  given: readonly Rule[],
  now: Date,
): Light | null {
  if (!assisting(row).includes(unit)) return null;
  const at = row.suspendedAt === null ? now : new Date(row.suspendedAt);
  return judge(services, given, {
    剩余工作日: leftOf(services, row, at),
    进度: 0,
    应达进度: 0,
    滞后: 0,
    欠报期数: 0,
  });
}

/** Once it is applied to be closed the clock of the unit stands, since the office has it; so it does while the task is suspended. */
export function lightOf(
  services: Services,
  row: TaskRow,
  reports: readonly ReportRow[],
  given: readonly Rule[],
  now: Date,
): Light | null {
  if (row.status === 'closed') return null;
  const stood = row.appliedAt ?? row.suspendedAt;
  const at = stood === null ? now : new Date(stood);
  return judge(services, given, figuresOf(services, row, reports, at));
}

/** The first rule that holds; green when none does. */
function judge(services: Services, given: readonly Rule[], figures: Light['figures']): Light {
  for (const rule of given) {
    try {
      if (services.use(rules).evaluate(rule.when, figures) !== true) continue;
    } catch (problem) {
      if (problem instanceof CityError) throw errors.badRule({ title: rule.title });
      throw problem;
    }
    return {
      light: rule.light as Light['light'],
      rule: rule.code,
      title: rule.title,
      when: rule.when,
      figures,
    };
  }
  return { light: 'green', rule: 'green', title: '正常推进', when: '', figures };
}

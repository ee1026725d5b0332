/** Shows tasks with their lights: the board with its counts and rows, and one task's reports, owed periods and reminders. */
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store } from '../../../../../engines/store/service.ts';
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Filter } from '../../../../../kernel/filter.ts';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { nameInList } from '../../data/tables.ts';
import type { Frequency } from '../../matter/task-plan.ts';
import { reminder } from '../../registers/reminder.ts';
import type { taskRoutes } from '../../routes/task-routes.ts';
import { periodOf } from '../../task/report-periods.ts';
import { task } from '../../task/task.ts';
import { taskProcess } from '../../task/task-process.ts';
import { departmentName } from '../setting.ts';
import { assistedOf, jointOf } from './joint-units.ts';
import { jointLightOf, lightOf, missingPeriods, reportsOf, rulesInForce } from './read-light.ts';
import type { ReportRow, TaskRow } from './task-row.ts';
import { asOf, closedBy, filedBy } from './task-period.ts';

const mostTasks = 5000;

/** Tasks that the person may read: his area's, his unit's, and those in which his unit helps. */
export async function readableTasks(
  context: Context,
  db: Database,
  filter: Filter,
): Promise<readonly TaskRow[]> {
  const { principal } = context;
  const decision = context.use(access).require(principal, 'supervision:read');
  const found = await context
    .use(registers)
    .of(task)
    .trusted.findEvery(db, { filter, sort: 'dueOn', most: mostTasks });
  return found.filter((row) => {
    const joint = Array.isArray(row.joint) ? (row.joint as readonly string[]) : [];
    const departments = [row.lead, row.supervisor, ...joint].filter((each): each is string => each !== null);
    return decisionMatches(decision, { area: row.caseArea ?? undefined, departments });
  });
}

function stageTitle(row: TaskRow): string {
  if (row.status === 'closed') return row.outcome === 'closed' ? '已销号' : '已终止';
  return taskProcess.nodes[row.stage ?? '']?.title ?? '';
}

export const showBoard: Handler<typeof taskRoutes.board> = async (input, context) => {
  const { db } = context.use(store);
  const filter: Filter =
    input.matter === undefined
      ? { field: 'title', is: 'filled' }
      : { field: 'matter', is: 'equal', value: input.matter };
  return boardOf(context, await readableTasks(context, db, filter), input);
};

interface Narrowed {
  readonly light?: string | undefined;
  readonly unit?: string | undefined;
}

/** Lights and counts of these tasks, as they stood at a moment. */
export async function boardOf(
  context: Context,
  tasks: readonly TaskRow[],
  input: Narrowed,
  at: Date = context.now,
): Promise<OutputOf<typeof taskRoutes.board>> {
  const { db } = context.use(store);
  const [rules, reports] = await Promise.all([
    rulesInForce(context, db),
    reportsOf(
      context,
      db,
      tasks.filter((row) => !closedBy(row, at)).map(({ id }) => id),
    ),
  ]);
  const found = tasks.map((row) => asOf(row, reports.get(row.id) ?? [], at));
  const open = found.filter(({ status }) => status !== 'closed');
  const shown = found.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    lead: row.lead,
    leadName: departmentName(context, row.lead),
    stage: stageTitle(row),
    status: row.status,
    progress: row.progress ?? 0,
    dueAt: row.dueAt,
    light: lightOf(context, row, filedBy(reports.get(row.id) ?? [], at), rules, at),
  }));
  const count = (light: string) => shown.filter((row) => row.light?.light === light).length;
  const wanted = shown.filter(
    (row) =>
      (input.light === undefined || row.light?.light === input.light) &&
      (input.unit === undefined || row.lead === input.unit),
  );
  const weight = { red: 0, yellow: 1, green: 2 } as const;
  const order = (row: (typeof shown)[number]) => (row.light === null ? 3 : weight[row.light.light]);
  return {
    counts: {
      red: count('red'),
      yellow: count('yellow'),
      green: count('green'),
      closed: shown.length - open.length,
    },
    rows: wanted.toSorted((a, b) => order(a) - order(b) || (a.dueAt ?? '').localeCompare(b.dueAt ?? '')),
  };
}

async function showReports(context: Context, reports: readonly ReportRow[]) {
  const names = await context.use(access).namesOf([...new Set(reports.map(({ filedBy }) => filedBy))]);
  return reports.toReversed().map((row) => ({
    id: row.id,
    period: row.period,
    progress: row.progress,
    content: row.content,
    problems: row.problems,
    evidence: [...(row.evidence ?? [])],
    status: row.status,
    late: row.late ?? false,
    reason: row.reason,
    filedByName: names.get(row.filedBy) ?? '工作人员',
    filedAt: row.filedAt,
  }));
}

export const showProgress: Handler<typeof taskRoutes.progress> = async ({ id }, context) => {
  const { db } = context.use(store);
  const [row] = await readableTasks(context, db, { field: 'id', is: 'equal', value: id });
  if (row === undefined) throw commonErrors.missing();
  const [rules, byTask, reminders] = await Promise.all([
    rulesInForce(context, db),
    reportsOf(context, db, [id]),
    context
      .use(registers)
      .of(reminder)
      .trusted.findMany(db, { filter: { field: 'task', is: 'equal', value: id }, sort: 'at', limit: 200 }),
  ]);
  const reports = byTask.get(id) ?? [];
  const verify = context.use(access).decide(context.principal, 'supervision:verify');
  return {
    light: lightOf(context, row, reports, rules, context.now),
    supervisor: row.supervisor,
    mayReturn: decisionMatches(verify, {
      area: row.caseArea ?? undefined,
      departments: [row.supervisor ?? ''],
    }),
    period: periodOf(row.frequency as Frequency, shanghaiDate(context.now))?.key ?? null,
    missing: missingPeriods(context, row, reports, context.now).map(({ key }) => key),
    reports: await showReports(context, reports),
    joint: jointOf(row).map((unit) => ({
      unit,
      name: departmentName(context, unit),
      doneAt: assistedOf(row).find((one) => one.unit === unit)?.at ?? null,
      light: jointLightOf(context, row, unit, rules, context.now),
    })),
    reminders: reminders.map(({ title, unit, to, people, at }) => ({
      title,
      unitName: departmentName(context, unit),
      to: nameInList('recipients', to),
      people,
      at,
    })),
  };
};

/** The code behind 督查任务: limits by its own day, reports kept for each period, evidence asked for, and each lapse noted as a fact. */
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { access } from '../../../../../engines/access/service.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate, type TimeLimit } from '../../../../../kernel/working-time.ts';
import { errors } from '../../errors.ts';
import { matter } from '../../matter/matter.ts';
import { type Frequency, Milestone, milestoneProblem } from '../../matter/task-plan.ts';
import { report } from '../../registers/report.ts';
import { periodOf } from '../../task/report-periods.ts';
import { task } from '../../task/task.ts';
import { noteFact } from '../score/note-fact.ts';
import { addWorkDays, calendarOf, endOfDay, setting, workDaysBetween } from '../setting.ts';
import { assistedOf, assistingUnit, dueOf, noteAssisted } from './joint-units.ts';
import { owedPeriods, pausesOf, reportLimit } from './owed-periods.ts';
import type { TaskRow } from './task-row.ts';

type Values = RowInput<typeof task>;

interface Step {
  readonly work: Work;
  readonly services: Services;
  readonly principal: Principal;
}
interface Held extends Step {
  readonly row: TaskRow;
}

/** The matter itself hands its tasks out; who adds one must supervise there, and it must be under way. */
async function matterOf({ services, work, principal }: Step, number: string) {
  const filter = { field: 'number', is: 'equal', value: number } as const;
  const [found] = await services.use(registers).of(matter).trusted.findMany(work.db, { filter, limit: 1 });
  const decision = services.use(access).decide(principal, 'supervision:file');
  const governed = { area: found?.caseArea ?? undefined, departments: [found?.supervisor ?? ''] };
  if (found === undefined || (principal !== systemPrincipal && !decisionMatches(decision, governed)))
    throw errors.matterMissing();
  if (found.status === 'closed') throw errors.matterClosed();
  return found;
}

/** A task of a matter takes office, area and leader from it. */
async function open(step: Step, values: Values): Promise<Values> {
  const { services } = step;
  const stages = Milestone.array()
    .max(20)
    .safeParse(values.stages ?? []);
  if (!stages.success)
    throw errors.badStages({}, [{ path: 'values.stages', message: '节点应写明名称、日期和进度' }]);
  const problem = milestoneProblem(stages.data, values.dueOn ?? '');
  if (problem !== undefined) throw errors.badStages({}, [{ path: 'values.stages', message: problem }]);
  const guard = services.use(access);
  const joint = Array.isArray(values.joint) ? values.joint : [];
  const known = joint.every((each) => typeof each === 'string' && guard.findDepartment(each) !== undefined);
  if (guard.findDepartment(values.lead ?? '') === undefined || !known)
    throw errors.badTasks({}, [{ path: 'values.lead', message: '没有所选的单位' }]);
  const found = await matterOf(step, values.matterNumber ?? '');
  return {
    stages: stages.data,
    joint,
    progress: 0,
    matter: found.id,
    supervisor: found.supervisor,
    leader: found.leader,
    issuedAt: step.work.now.toISOString(),
    caseArea: found.caseArea,
  };
}

function checkReport({ row }: Held, values: Values): void {
  const before = row.progress ?? 0;
  if ((values.progress ?? 0) < before)
    throw errors.backwards({ progress: before }, [
      { path: 'values.progress', message: `不应低于 ${before}%` },
    ]);
}

function finish({ row, work }: Held, values: Values): Values {
  const evidence = values.evidence ?? row.evidence ?? [];
  if (evidence.length === 0)
    throw errors.noEvidence({}, [{ path: 'values.evidence', message: '请上传佐证材料' }]);
  if ((row.progress ?? 0) < 100) throw errors.notDone();
  return { appliedAt: work.now.toISOString() };
}

/** The time that stood still stays with the task: nothing was owed in it. */
function resumed({ row, work }: Held): Values {
  if (row.suspendedAt === null) return {};
  return { pauses: [...pausesOf(row), { from: row.suspendedAt, until: work.now.toISOString() }] };
}

function counted(row: TaskRow, name: string): number {
  return Number((row as unknown as Readonly<Record<string, unknown>>)[name] ?? 0);
}

function factOf({ row }: Held) {
  return { unit: row.lead, supervisor: row.supervisor ?? '', task: row.id, taskTitle: row.title };
}

/** Each unit to which it was handed out signs for itself, counted from that moment. */
async function signed(held: Held): Promise<void> {
  const { row, services, work, principal } = held;
  const days = setting(services, 'sign-days');
  const issuedAt = new Date(row.issuedAt ?? row.openedAt);
  if (work.now <= addWorkDays(calendarOf(services), issuedAt, days)) return;
  await noteFact(services, work, principal.id, {
    ...factOf(held),
    rule: 'sign-late',
    detail: `应在交办后 ${days} 个工作日内签收`,
    of: `sign-${row.lead}-${issuedAt.toISOString()}`,
  });
}

async function keepReport(held: Held): Promise<void> {
  const { row, services, work, principal } = held;
  const today = shanghaiDate(work.now);
  const rows = services.use(registers).of(report).trusted;
  const period = await periodFor(held, today);
  const { key, ends } = period ?? { key: today, ends: today };
  const limit = reportLimit(services, row, ends) ?? work.now;
  const late = period !== undefined && work.now > limit;
  const kept = await rows.insert(work, principal.id, {
    task: row.id,
    unit: row.lead,
    supervisor: row.supervisor ?? '',
    period: key,
    progress: row.progress ?? 0,
    content: row.content ?? '',
    problems: row.problems,
    evidence: row.evidence,
    status: 'filed',
    filedBy: principal.id,
    filedAt: work.now.toISOString(),
    late,
  });
  if (late)
    await noteFact(services, work, principal.id, {
      ...factOf(held),
      rule: 'report-late',
      detail: `${key} 应于 ${shanghaiDate(limit)} 前反馈`,
      of: key,
      report: kept.id,
    });
}

/** The oldest period that is still owed, else the present one. */
async function periodFor({ row, services, work }: Held, today: string) {
  const filter = { field: 'task', is: 'equal', value: row.id } as const;
  const reports = await services.use(registers).of(report).trusted.findMany(work.db, { filter, limit: 500 });
  const owed = owedPeriods(services, row, work.now).find(
    ({ key }) => !reports.some(({ period, status }) => period === key && status === 'filed'),
  );
  return owed ?? periodOf(row.frequency as Frequency, today);
}

async function applied(held: Held): Promise<void> {
  const { row, services, work, principal } = held;
  const round = counted(row, 'reworkCount');
  const due = new Date(row.dueAt ?? endOfDay(services, row.dueOn));
  if (work.now <= due) return;
  await noteFact(services, work, principal.id, {
    ...factOf(held),
    rule: 'finish-late',
    detail: `时限 ${shanghaiDate(due)}，${shanghaiDate(work.now)} 申请办结`,
    of: `round-${round}`,
  });
}

async function closed(held: Held): Promise<void> {
  const { row, services, work, principal } = held;
  const due = new Date(row.dueAt ?? endOfDay(services, row.dueOn));
  const left = workDaysBetween(calendarOf(services), new Date(row.appliedAt ?? work.now), due);
  if (left < setting(services, 'early-days') || counted(row, 'reworkCount') > 0) return;
  await noteFact(services, work, principal.id, {
    ...factOf(held),
    rule: 'finish-early',
    detail: `提前 ${Math.floor(left)} 个工作日`,
    of: 'close',
  });
}

async function reworked(held: Held, opinion: string | undefined): Promise<void> {
  const { row, services, work, principal } = held;
  await noteFact(services, work, principal.id, {
    ...factOf(held),
    rule: 'rework',
    detail: opinion ?? '核查不合格',
    of: `round-${counted(row, 'reworkCount')}`,
  });
}

function assist({ row, work, principal }: Held, values: Values): Values {
  const unit = assistingUnit(row, principal, values.assistsFor);
  return { assistsFor: unit, assisted: [...assistedOf(row), { unit, at: work.now.toISOString() }] };
}

function untilDue(services: Services, row: TaskRow, now: Date): TimeLimit {
  const left = dueOf(services, row).getTime() - now.getTime();
  return { amount: Math.max(0, left / 3_600_000), unit: 'urgent-hour' };
}

export const taskBinding = bindCase(task, {
  async limits({ row, stage, services, work }) {
    const sign = setting(services, 'sign-days');
    // The joint units have until the day of the task, as the lead has.
    if (stage === 'assist') return { stage: untilDue(services, row, work.now) };
    if (stage === 'sign-anew') return { stage: { amount: sign, unit: 'work-day' } };
    if (stage !== 'sign') return undefined;
    return { stage: { amount: sign, unit: 'work-day' }, whole: untilDue(services, row, work.now) };
  },
  async assign({ row, stage }) {
    return stage === 'sign' || stage === 'sign-anew' || stage === 'handle' ? { unit: row.lead } : undefined;
  },
  async before({ row, action, values, act, principal, services, work }) {
    const step = { services, work, principal };
    if (row === undefined) return open(step, values);
    const held = { ...step, row };
    if (action === 'sign') return { forked: true };
    if (action === 'verb.resume') return resumed(held);
    if (action === 'report') checkReport(held, values);
    if (action === 'finish') return finish(held, values);
    if (action === 'done') return assist(held, values);
    if (action === 'rework') return { appliedAt: null };
    if (action === 'assign' && act?.unit !== undefined)
      return { lead: act.unit, issuedAt: work.now.toISOString() };
    const most = setting(services, 'most-delays');
    if (action === 'verb.delay' && counted(row, 'extendedCount') >= most) throw errors.mostDelays({ most });
    return undefined;
  },
  async after({ row, action, act, principal, services, work }) {
    const held = { services, work, principal, row };
    if (action === 'sign') await signed(held);
    if (action === 'done') await noteAssisted(held);
    if (action === 'report') await keepReport(held);
    if (action === 'finish') await applied(held);
    if (action === 'close') await closed(held);
    if (action === 'rework') await reworked(held, act?.opinion);
  },
  link: (id) => `/supervision/tasks/${id}`,
});

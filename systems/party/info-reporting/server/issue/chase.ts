/** 催报: by hand for an area, and by itself along the ladder, which tells one level more the longer it takes. */
import { flow } from '../../../../../engines/flow/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { areaAtLevel } from '../../../../../kernel/area.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import {
  addTimeLimit,
  elapsed,
  shanghaiDate,
  type WorkingCalendar,
} from '../../../../../kernel/working-time.ts';
import { ladder, type LadderStep } from '../../data/tables.ts';
import { errors } from '../../errors.ts';
import { answer } from '../../registers/answer.ts';
import { chase } from '../../registers/chase.ts';
import { issue } from '../../registers/issue.ts';
import type { issueRoutes } from '../../routes/issue-routes.ts';
import { type AnswerRow, areaName, levelAbove, mayRead, ownsIssue, reachedAreas } from '../steps.ts';
import { findFillers } from './find-fillers.ts';
import { answersOf, getIssue, type IssueRow, refuseClosed } from './find-issue.ts';

const hour = 3_600_000;
const mostIssues = 1000;

function isMissing({ status }: AnswerRow): boolean {
  return status === 'waiting' || status === 'returned';
}

async function tellFillers(
  services: Services,
  work: Work,
  row: IssueRow,
  missing: readonly AnswerRow[],
): Promise<void> {
  const day = shanghaiDate(work.now);
  const due = shanghaiDate(new Date(row.dueAt));
  const areas = missing.map(({ area }) => area);
  await services.use(messages).send(work, {
    to: await findFillers(services, work, areas),
    kind: 'urge',
    title: '请尽快报送',
    body: `${row.title}（截止 ${due}）还没有报送。`,
    link: '/info-reporting/answers',
    once: `info-reporting:${row.id}:${day}`,
  });
}

async function record(
  services: Services,
  work: Work,
  row: IssueRow,
  told: { readonly area: string; readonly step: string; readonly by: string; readonly areas: number },
): Promise<void> {
  const at = work.now.toISOString();
  await services
    .use(registers)
    .of(chase)
    .trusted.insert(work, 'info-reporting', { issue: row.id, owner: row.owner, at, ...told });
}

async function countChased(services: Services, work: Work, missing: readonly AnswerRow[]): Promise<void> {
  const { trusted } = services.use(registers).of(answer);
  for (const row of missing.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const locked = await trusted.lock(work, row.id);
    if (locked !== undefined && isMissing(locked))
      await trusted.update(work, 'info-reporting', locked, { chased: (locked.chased ?? 0) + 1 });
  }
}

export const chaseArea: Handler<typeof issueRoutes.chase> = async ({ id, area }, context) =>
  context.use(store).transaction(async (work) => {
    const { principal } = context;
    const row = await getIssue(context, work.db, id);
    refuseClosed(row, '催报');
    const owns = ownsIssue(context, principal, row.owner);
    if (!owns && reachedAreas(context, principal, 'check').length === 0) throw errors.notOwner();
    const may = mayRead(context, principal);
    const missing = (await answersOf(context, work.db, id, area)).filter(
      (each) => may(each) && isMissing(each),
    );
    if (missing.length === 0) throw errors.nothingToChase({ area: areaName(area) });
    const all = [
      { field: 'issue', is: 'equal', value: id },
      { field: 'area', is: 'equal', value: area },
      { field: 'at', is: 'more', value: new Date(work.now.getTime() - hour).toISOString() },
    ] as const;
    const lately = await context
      .use(registers)
      .of(chase)
      .trusted.findMany(work.db, { filter: { all }, limit: 1 });
    if (lately.length > 0) throw errors.chasedLately();
    await countChased(context, work, missing);
    await tellFillers(context, work, row, missing);
    await record(context, work, row, { area, step: 'manual', by: principal.name, areas: missing.length });
    return { areas: missing.length };
  });

/** When a step of the ladder is due; before the deadline its working days are counted back. */
export function stepAt(calendar: WorkingCalendar, dueAt: Date, workDays: number): Date {
  if (workDays >= 0) return addTimeLimit(calendar, dueAt, { amount: workDays, unit: 'work-day' });
  const day = 86_400_000;
  const oneDay = elapsed(
    calendar,
    dueAt,
    addTimeLimit(calendar, dueAt, { amount: 1, unit: 'work-day' }),
    'work-day',
  );
  let at = dueAt.getTime();
  while (elapsed(calendar, new Date(at), dueAt, 'work-day') < -workDays * oneDay) at -= day;
  return new Date(at);
}

/** Who is told at this step, with what each is missing. */
async function tellAbove(
  services: Services,
  work: Work,
  row: IssueRow,
  missing: readonly AnswerRow[],
  to: LadderStep['to'],
) {
  const level = to === 'above' ? levelAbove(row.level) : 'county';
  const asks = to === 'owner' || level === 'city';
  const groups = new Map<string, number>();
  for (const { area } of missing) {
    const key = asks ? row.owner : (areaAtLevel(area, level) ?? area);
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  for (const [key, count] of groups)
    await services.use(messages).send(work, {
      to: asks
        ? { permission: 'info-reporting:issue', department: key }
        : { permission: 'info-reporting:check', area: key },
      kind: 'supervise',
      title: '有单位逾期未报',
      body: `${row.title}：${asks ? '全市' : areaName(key)}还有 ${count} 个单位没有报送。`,
      link: `/info-reporting/issues/${row.id}`,
      once: `info-reporting:${row.id}:${to}`,
    });
}

/** The newest step whose time has come; earlier ones that were slept through are not made up for. */
export function dueStep(calendar: WorkingCalendar, dueAt: Date, now: Date): LadderStep | undefined {
  return ladder.steps.findLast((step) => stepAt(calendar, dueAt, step.workDays) <= now);
}

async function climb(services: Services, work: Work, given: IssueRow): Promise<boolean> {
  const rows = services.use(registers);
  const row = await rows.of(issue).trusted.lock(work, given.id);
  if (row === undefined || row.status !== 'open') return false;
  const step = dueStep(services.use(flow).calendar(), new Date(row.dueAt), work.now);
  if (step === undefined) return false;
  const all = [
    { field: 'issue', is: 'equal', value: row.id },
    { field: 'step', is: 'equal', value: step.code },
  ] as const;
  const done = await rows.of(chase).trusted.findMany(work.db, { filter: { all }, limit: 1 });
  if (done.length > 0) return false;
  const missing = (await answersOf(services, work.db, row.id, row.within)).filter((each) => isMissing(each));
  if (missing.length === 0) return false;
  await tellFillers(services, work, row, missing);
  if (step.to !== 'fill') await tellAbove(services, work, row, missing, step.to);
  await record(services, work, row, {
    area: row.within,
    step: step.code,
    by: '催报阶梯',
    areas: missing.length,
  });
  return true;
}

/** One transaction for each issue; run twice, each step is still taken once. */
export async function climbLadder(services: Services): Promise<{ readonly climbed: number }> {
  const data = services.use(store);
  const open = await services
    .use(registers)
    .of(issue)
    .trusted.findEvery(data.db, {
      filter: { field: 'status', is: 'equal', value: 'open' },
      most: mostIssues,
    });
  let climbed = 0;
  for (const row of open) if (await data.transaction((work) => climb(services, work, row))) climbed += 1;
  return { climbed };
}

/** Makes daily and monthly reports, by hand and on schedule; a row tells how far it is. */
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { cityCode } from '../../../../../city/divisions.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { report } from '../../registers/report.ts';
import { periodBefore, periodOf, type ReportKind, type ReportPeriod } from '../../report/report-periods.ts';
import type { reportRoutes } from '../../routes/report-routes.ts';
import { gatherFigures } from './gather-figures.ts';

const by = 'lifeline';
const job = 'lifeline.report';
const day = 86_400_000;
const longestMessage = 200;

function titleOf(kind: ReportKind, { from }: ReportPeriod): string {
  return kind === 'day' ? `城市生命线日报 ${from}` : `城市生命线月报 ${from.slice(0, 7)}`;
}

/** Queues the report; one that was made before is made anew, and its history stays. */
async function queue(
  services: Services,
  work: Work,
  who: string,
  kind: ReportKind,
  period: ReportPeriod,
): Promise<string> {
  const { trusted } = services.use(registers).of(report);
  const key = `${kind}@${period.from}`;
  const [known] = await trusted.findMany(work.db, {
    filter: { field: 'key', is: 'equal', value: key },
    limit: 1,
  });
  const waiting: RowInput<typeof report> = { status: 'waiting', progress: 0, message: '等待生成' };
  const head = { key, title: titleOf(kind, period), kind, ...period, area: cityCode };
  const row =
    known === undefined
      ? await trusted.insert(work, who, { ...head, ...waiting })
      : await trusted.update(work, who, known, waiting);
  await services.use(store).jobs.start(job, { id: row.id }, who, work);
  return row.id;
}

async function note(services: Services, id: string, values: RowInput<typeof report>): Promise<void> {
  await services.use(store).transaction(async (work) => {
    const { trusted } = services.use(registers).of(report);
    const row = await trusted.lock(work, id);
    if (row !== undefined) await trusted.update(work, by, row, values);
  });
}

async function fill(services: Services, id: string): Promise<void> {
  const data = services.use(store);
  const row = await services.use(registers).of(report).trusted.find(data.db, id);
  if (row === undefined || row.from === null || row.to === null) return;
  const kind: ReportKind = row.kind === 'month' ? 'month' : 'day';
  const period = { from: row.from, to: row.to };
  const step = (from: number, to: number, what: string) => (done: number, message: string) =>
    note(services, id, {
      status: 'working',
      progress: Math.round(from + (to - from) * done),
      message: `${what}：${message}`,
    });
  await note(services, id, { status: 'working', progress: 5, message: '本期：统计联合处置' });
  const now = await gatherFigures(services, period, step(5, 50, '本期'));
  const before = await gatherFigures(services, periodBefore(kind, period), step(50, 95, '上期'));
  await note(services, id, {
    status: 'done',
    progress: 100,
    message: null,
    madeAt: data.clock.now().toISOString(),
    figures: now.figures.map((each) => ({
      ...each,
      before: before.figures.find(({ key }) => key === each.key)?.value ?? null,
    })),
    incidents: now.incidents,
  });
}

/** The job: what goes wrong is said in the row, and thrown for the operator. */
export async function runReport(input: unknown, services: Services): Promise<void> {
  const { id } = input as { readonly id: string };
  try {
    await fill(services, id);
  } catch (problem) {
    await note(services, id, {
      status: 'failed',
      message: '生成失败，请重新生成；仍失败的联系管理员'.slice(0, longestMessage),
    });
    throw problem;
  }
}

export const makeReport: Handler<typeof reportRoutes.makeReport> = async ({ kind, day: wanted }, context) => {
  const period = periodOf(kind, wanted);
  if (period.to >= shanghaiDate(context.now))
    throw errors.periodRunning({}, [{ path: 'day', message: '本期还没有结束' }]);
  const id = await context.use(store).transaction(async (work) => {
    const made = await queue(context, work, context.principal.id, kind, period);
    context.use(access).audit(work, context.principal, {
      module: 'lifeline',
      event: 'create',
      objectType: 'lifeline.report',
      objectId: made,
      result: 'success',
      detail: { kind, from: period.from },
    });
    return made;
  });
  return { id };
};

/** Each morning: yesterday's report, and on the first of a month the month's. */
export async function makeScheduled(services: Services): Promise<void> {
  const data = services.use(store);
  const now = data.clock.now();
  const yesterday = shanghaiDate(new Date(now.getTime() - day));
  const kinds: readonly ReportKind[] = shanghaiDate(now).endsWith('-01') ? ['day', 'month'] : ['day'];
  await data.transaction(async (work) => {
    for (const kind of kinds) await queue(services, work, by, kind, periodOf(kind, yesterday));
  });
}

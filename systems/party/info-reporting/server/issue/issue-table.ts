/** Sends an admitted table out to every area of its level: one answer each, with what is held already filled in. */
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { areaLevel, isAreaCode, isInArea } from '../../../../../kernel/area.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { InputOf } from '../../../../../kernel/contract.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { addTimeLimit, shanghaiDate, shanghaiTime } from '../../../../../kernel/working-time.ts';
import { divisionsUnder, findDivision } from '../../../../../city/divisions.ts';
import { errors } from '../../errors.ts';
import { answer } from '../../registers/answer.ts';
import { issue } from '../../registers/issue.ts';
import type { issueRoutes } from '../../routes/issue-routes.ts';
import { cellOf, type Cells, type FillLevel, type TableBody } from '../../table/column.ts';
import { reportTable } from '../../table/report-table.ts';
import { newestAnswers, prefill, type Prefilled } from '../answer/prefill.ts';
import { setting } from '../setting.ts';
import { ownsIssue } from '../steps.ts';
import { readBody } from '../table/read-body.ts';
import { findFillers } from './find-fillers.ts';
import { bodyOf, lockOwn, refuseClosed } from './find-issue.ts';

type Input = Required<
  Pick<InputOf<typeof issueRoutes.issue>, 'id' | 'table' | 'title' | 'mode' | 'within' | 'asOf' | 'dueAt'>
>;
type TableRow = Row<typeof reportTable>;

async function admittedTable(context: Context, work: Work, id: string): Promise<TableRow> {
  const row = await context.use(registers).of(reportTable).trusted.lock(work, id);
  if (row === undefined) throw errors.tableMissing();
  if (row.owner === null || !ownsIssue(context, context.principal, row.owner)) throw errors.notOwner();
  if (row.status !== 'closed' || row.outcome !== 'admitted') throw errors.notAdmitted();
  if ((row.validTo ?? '') < shanghaiDate(work.now)) throw errors.expired({ day: row.validTo ?? '' });
  return row;
}

function checkDue(context: Context, dueAt: Date): void {
  const days = setting(context, 'least-fill-days');
  const earliest = addTimeLimit(context.use(flow).calendar(), context.now, {
    amount: days,
    unit: 'work-day',
  });
  const at = `${shanghaiDate(earliest)} ${shanghaiTime(earliest).slice(0, 5)}`;
  if (dueAt < earliest || dueAt <= context.now) throw errors.dueTooSoon({ days, at });
}

function areasOf(within: string, level: FillLevel): readonly string[] {
  if (!isAreaCode(within) || findDivision(within) === undefined) throw errors.withinWrong();
  if (areaLevel(within) === level) return [within];
  const areas = divisionsUnder(within).filter((each) => each.level === level);
  if (areas.length === 0) throw errors.withinWrong();
  return areas.map(({ code }) => code);
}

/** Asked for the same table and day twice is a double. */
async function refuseDouble(context: Context, work: Work, table: TableRow, input: Input): Promise<void> {
  const all = [
    { field: 'table', is: 'equal', value: table.id },
    { field: 'asOf', is: 'equal', value: input.asOf },
    { field: 'status', is: 'unequal', value: 'cancelled' },
  ] as const;
  const found = await context
    .use(registers)
    .of(issue)
    .trusted.findMany(work.db, { filter: { all }, limit: 200 });
  const same = found.find(({ within }) => isInArea(within, input.within) || isInArea(input.within, within));
  if (same !== undefined) throw errors.alreadyAsked({ title: same.title });
}

interface Filling {
  readonly body: TableBody;
  readonly held: ReadonlyMap<string, Prefilled>;
  readonly former: ReadonlyMap<string, { readonly cells: Cells }>;
  readonly asOf: string;
}

/** What stands in the answer before anybody has touched it. */
function beginningOf({ body, held, former, asOf }: Filling, area: string): Prefilled {
  const made = held.get(area) ?? { values: {}, sources: {} };
  const last = former.get(area)?.cells;
  if (last === undefined) return made;
  const values = { ...made.values };
  const sources = { ...made.sources };
  for (const { key, mode, formula } of body.columns) {
    if (mode === 'prefill' || formula !== undefined || cellOf(last, key) === null) continue;
    values[key] = cellOf(last, key);
    sources[key] = { title: '上期填报', at: asOf };
  }
  return { values, sources };
}

async function writeAnswers(
  context: Context,
  work: Work,
  input: Input,
  sent: { readonly table: TableRow; readonly filling: Filling; readonly areas: readonly string[] },
): Promise<void> {
  const { table, filling, areas } = sent;
  const rows = areas.map((area) => {
    const { values, sources } = beginningOf(filling, area);
    return {
      title: input.title,
      issue: input.id,
      table: table.id,
      area,
      owner: table.owner ?? '',
      status: 'waiting',
      at: table.level,
      dueAt: input.dueAt,
      values,
      sources,
    };
  });
  await context.use(registers).of(answer).trusted.insertMany(work, context.principal.id, rows);
}

async function fillingOf(
  context: Context,
  work: Work,
  input: Input,
  table: TableRow,
  areas: readonly string[],
) {
  const body = readBody(table);
  const level = table.level as FillLevel;
  const { principal } = context;
  const former = input.mode === 'delta' ? await newestAnswers(context, work.db, table.id) : new Map();
  if (input.mode === 'delta' && former.size === 0) throw errors.noFormer();
  const asked = {
    services: context,
    db: work.db,
    principal,
    columns: body.columns,
    level,
    asOf: input.asOf,
    areas,
  };
  return { body, held: await prefill(asked), former, asOf: input.asOf };
}

/** A form sent twice answers the same again. */
async function sentBefore(context: Context, work: Work, id: string) {
  const row = await context.use(registers).of(issue).trusted.find(work.db, id);
  if (row === undefined) return undefined;
  if (row.issuedBy !== context.principal.id) throw commonErrors.missing();
  const { columns } = bodyOf(row);
  return { id, expected: row.expected, prefilled: columns.filter(({ mode }) => mode === 'prefill').length };
}

export const issueTable: Handler<typeof issueRoutes.issue> = async (input, context) =>
  context.use(store).transaction(async (work) => {
    const { principal } = context;
    const table = await admittedTable(context, work, input.table);
    const before = await sentBefore(context, work, input.id);
    if (before !== undefined) return before;
    checkDue(context, new Date(input.dueAt));
    const areas = areasOf(input.within, table.level as FillLevel);
    await refuseDouble(context, work, table, input);
    const filling = await fillingOf(context, work, input, table, areas);
    await context
      .use(registers)
      .of(issue)
      .trusted.insert(work, principal.id, {
        ...input,
        dueAt: new Date(input.dueAt).toISOString(),
        level: table.level,
        owner: table.owner ?? '',
        issuedBy: principal.id,
        issuedAt: work.now.toISOString(),
        status: 'open',
        expected: areas.length,
        body: filling.body,
      });
    await writeAnswers(context, work, input, { table, filling, areas });
    await context.use(messages).send(work, {
      to: await findFillers(context, work, areas),
      kind: 'to-do',
      title: '有新的填报任务',
      body: `${input.title}，请于 ${shanghaiDate(new Date(input.dueAt))} 前报送。`,
      link: '/info-reporting/answers',
    });
    return {
      id: input.id,
      expected: areas.length,
      prefilled: filling.body.columns.filter(({ mode }) => mode === 'prefill').length,
    };
  });

/** Ends it when all is accepted; with a reason before that it is cancelled, and nobody has to fill any more. */
export const closeIssue: Handler<typeof issueRoutes.closeIssue> = async ({ id, reason }, context) =>
  context.use(store).transaction(async (work) => {
    const row = await lockOwn(context, work, context.principal, id);
    refuseClosed(row, '结束');
    const all = [
      { field: 'issue', is: 'equal', value: id },
      { field: 'status', is: 'unequal', value: 'accepted' },
    ] as const;
    const left = await context
      .use(registers)
      .of(answer)
      .trusted.findMany(work.db, { filter: { all }, limit: 1 });
    if (left.length > 0 && reason === undefined)
      throw commonErrors.invalid({}, [{ path: 'reason', message: '还有未验收的填报单，取消请写明理由' }]);
    const status = left.length > 0 ? 'cancelled' : 'closed';
    await context
      .use(registers)
      .of(issue)
      .trusted.update(work, context.principal.id, row, { status, reason: reason ?? null });
    context.use(access).audit(work, context.principal, {
      module: 'info-reporting',
      event: 'update',
      objectType: 'info-reporting.issue',
      objectId: id,
      result: 'success',
      detail: { status },
    });
    return { done: true as const };
  });

/** One build of a mart: its statement judged, run over views of its inputs, tested, and shown in one transaction or not at all. */
import { createReadStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isMasked } from '../../../../kernel/access.ts';
import { newId } from '../../../../kernel/ids.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { coversOf } from '../../../access/index.ts';
import type { JobContext, Store } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LakeField } from '../../field.ts';
import { buildInput, circleOf, MartPlan, martProblem, type MartTestResult } from '../../mart.ts';
import type { BatchRow, DatasetRow } from '../../types.ts';
import { type Duck, DuckProblem, type DuckSession } from '../duck/open-duck.ts';
import { badEnd, tellEnd } from '../load/batch-ends.ts';
import { beginBatch, findBatch, findDatasets } from '../load/batch-rows.ts';
import { type LoadDeps, lakeFolder } from '../load/loading.ts';
import { quoteColumn, quoteText } from '../load/quote.ts';
import { sqlTypes } from '../load/write-standard.ts';
import { digestOf } from '../source/spool.ts';
import { jsonDigest, shownText } from '../subject/state.ts';
import { visibleRows } from '../visible-rows.ts';
import { readStatement } from './read-statement.ts';
import { runTests } from './run-tests.ts';
import { type MartMade, showMart } from './show-mart.ts';
import { findMart, keepMart, listMarts } from './state.ts';
import { type TracedInput, traceColumns, tracing } from './trace-columns.ts';

type MartDeps = Pick<LoadDeps, 'store' | 'duck' | 'report'>;

interface Building {
  readonly deps: MartDeps;
  readonly plan: MartPlan;
  readonly by: string;
  readonly batch: string;
  readonly inputs: readonly DatasetRow[];
  readonly day: string;
  readonly job: Pick<JobContext, 'signal' | 'progress'>;
}

/** Throws lake.badMart where it reads its own rows by way of others. */
export async function refuseCircle(store: Store, plan: MartPlan): Promise<void> {
  const others = (await listMarts(store.db)).filter((each) => each.dataset !== plan.dataset);
  const circle = circleOf([plan, ...others]);
  if (circle !== undefined)
    throw lakeErrors.badMart({
      title: plan.title,
      reason: `循环依赖：${circle.map((each) => each.title).join(' → ')}`,
    });
}

/** The class of a column is at least that of what it comes from; throws lake.badMart. */
function judgeColumns(plan: MartPlan, traced: ReturnType<typeof traceColumns>): void {
  const refuse = (reason: string) => lakeErrors.badMart({ title: plan.title, reason });
  for (const { name, title, class: of } of plan.fields) {
    const column = traced.find((each) => each.field === name);
    if (column === undefined) throw refuse(`语句没有给出字段“${name}”`);
    if (isMasked(column.class, of))
      throw refuse(`字段“${title}”的密级低于它的来源，也不是按足够大的人群汇总的`);
  }
  const extra = traced.find((column) => !plan.fields.some((field) => field.name === column.field));
  if (extra !== undefined) throw refuse(`语句给出了没有声明的字段“${extra.field}”`);
}

const kinds: Readonly<Record<LakeField['type'], RegExp>> = {
  text: /^VARCHAR$/,
  integer: /INT/,
  decimal: /^(?:DECIMAL|DOUBLE|FLOAT)|INT/,
  date: /^DATE$/,
  moment: /^TIMESTAMP$/,
  boolean: /^BOOLEAN$/,
};

async function judgeTypes(session: DuckSession, plan: MartPlan): Promise<void> {
  const described = await session.run('describe select * from statement');
  const types = new Map(described.map((row) => [String(row['column_name']), String(row['column_type'])]));
  for (const { name, title, type } of plan.fields) {
    const given = types.get(name) ?? '';
    if (!kinds[type].test(given))
      throw lakeErrors.badMart({
        title: plan.title,
        reason: `字段“${title}”应为${sqlTypes[type]}，语句给出的是${given.toLowerCase()}`,
      });
  }
}

/** Leaves a view for each input, build, and statement. The text itself runs: DuckDB's own writing of a tree is not always the same query. DuckDB says here what it does not find. */
async function viewInputs(session: DuckSession, building: Building): Promise<void> {
  const { deps, plan, inputs, day } = building;
  for (const [index, { name }] of plan.inputs.entries()) {
    const dataset = inputs[index];
    if (dataset === undefined) continue;
    const columns = dataset.fields.map((field) => quoteColumn(field.name)).join(', ');
    await session.run(
      `create or replace temp view ${quoteColumn(name)} as select ${columns} from ${visibleRows(deps.store, dataset)}`,
    );
  }
  await session.run(`create or replace temp view ${buildInput} as select date ${quoteText(day)} as day`);
  await session.run(`create or replace temp view statement as ${plan.sql}`).catch((problem: unknown) => {
    if (!(problem instanceof DuckProblem)) throw problem;
    throw lakeErrors.badMart({ title: plan.title, reason: '语句里有不存在的列，或类型不能这样运算' });
  });
}

async function writeRows(
  session: DuckSession,
  building: Building,
  at: string,
): Promise<{ readonly rows: number; readonly content: string }> {
  const { deps, plan, batch } = building;
  const most = deps.store.settings.value('lake.mart-rows');
  const columns = plan.fields
    .map((field) => `${quoteColumn(field.name)}::${sqlTypes[field.type]} as ${quoteColumn(field.name)}`)
    .join(', ');
  const keys = plan.fields
    .filter((field) => field.key)
    .map((field) => quoteColumn(field.name))
    .join(', ');
  await session.run(
    `copy (select row_number() over (order by ${keys}) as _row, ${quoteText(batch)} as _batch, * from (select ${columns} from statement limit ${most + 1}))
     to ${quoteText(at)} (format parquet, compression zstd)`,
  );
  await session.run(`create or replace temp view built as select * from read_parquet(${quoteText(at)})`);
  const names = plan.fields.map((field) => quoteColumn(field.name)).join(', ');
  const [counted] = await session.run(
    `select count(*)::bigint as n, bit_xor(hash(${names}))::varchar as x, sum(hash(${names}) % 1000003)::varchar as s from built`,
  );
  const rows = Number(counted?.['n'] ?? 0);
  if (rows > most) throw lakeErrors.martTooLarge({ most });
  return { rows, content: `${rows} ${String(counted?.['x'] ?? '')} ${String(counted?.['s'] ?? '')}` };
}

/** Within the time that a mart may take, whatever its statement does. */
async function within<T>(
  duck: Duck,
  building: Building,
  use: (session: DuckSession, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const seconds = building.deps.store.settings.value('lake.mart-seconds');
  const late = AbortSignal.timeout(seconds * 1000);
  const signal = AbortSignal.any([late, building.job.signal]);
  try {
    return await duck.session((session) => use(session, signal), signal);
  } catch (problem) {
    throw late.aborted ? lakeErrors.martTooSlow({ seconds }) : problem;
  }
}

/** As if every column of it were of the gravest class: what is public even so is about nobody, whatever becomes known of its columns later. */
function gravest(input: TracedInput): TracedInput {
  return { ...input, fields: input.fields.map((field) => ({ ...field, class: 'sensitive' as const })) };
}

function figuresOf(traced: ReturnType<typeof traceColumns>): ReadonlySet<string> {
  return new Set(traced.flatMap((column) => (column.class === 'public' ? column.field : [])));
}

async function make(
  session: DuckSession,
  building: Building,
  signal: AbortSignal,
): Promise<MartMade | 'unread'> {
  const { deps, plan, inputs, day, batch, job } = building;
  const statement = await readStatement(session, plan);
  const given = plan.inputs.map(({ name, dataset }, index) => ({
    name,
    dataset,
    fields: inputs[index]?.fields ?? [],
  }));
  const k = deps.store.settings.value('lake.mart-group');
  const traced = traceColumns(statement.tree, given, k);
  const figures = figuresOf(traceColumns(statement.tree, given.map(gravest), k));
  const read = [...inputs.map(shownText), ...(statement.readsDay ? [day] : [])];
  const known = await findMart(deps.store.db, plan.dataset);
  const planDigest = jsonDigest({ ...MartPlan.parse(plan), tracing });
  if (known?.planDigest === planDigest && JSON.stringify(known.inputs) === JSON.stringify(read))
    return 'unread';
  await job.progress(0.2, '正在加工');
  await viewInputs(session, building);
  judgeColumns(plan, traced);
  await judgeTypes(session, plan);
  const file = path.join('subject', plan.dataset, `${batch}.parquet`);
  const at = path.join(lakeFolder(deps.store), file);
  await mkdir(path.dirname(at), { recursive: true });
  const { rows, content } = await writeRows(session, building, at);
  await job.progress(0.7, '正在检验');
  const fields = new Map(plan.inputs.map(({ name }, index) => [name, inputs[index]?.fields ?? []]));
  const results = await runTests(session, deps.duck, { plan, fields }, signal);
  const columns = traced.map(({ class: _class, ...column }) =>
    figures.has(column.field) ? { ...column, figure: true as const } : column,
  );
  const [{ size }, digest] = [await stat(at), await digestOf(createReadStream(at))];
  return { file, rows, bytes: size, digest, content, inputs: read, planDigest, columns, results };
}

function refuseFailed(results: readonly MartTestResult[]): void {
  const failed = results.filter((result) => result.failed !== 0);
  if (failed.length === 0) return;
  const tests = failed.map(({ title, failed: rows }) =>
    rows === null ? `${title}（无法运行）` : `${title}（${rows}行）`,
  );
  throw lakeErrors.martTestFailed({ count: failed.length, tests: tests.slice(0, 5).join('、') });
}

async function run(building: Building): Promise<void> {
  const { deps, plan, by, batch } = building;
  const of = { dataset: plan.dataset, batch, by };
  const made = await within(deps.duck, building, (session, signal) => make(session, building, signal));
  if (made === 'unread') {
    await tellEnd(deps.store, of, { state: 'unchanged', message: '各输入与已发布的版本相同，没有变化' });
    return;
  }
  const failed = made.results.some((result) => result.failed !== 0);
  const known = await findMart(deps.store.db, plan.dataset);
  // What people see is still of the columns of before.
  const columns = known?.columns ?? made.columns;
  if (failed) await deps.store.transaction((work) => keepMart(work, plan, { ...made, columns }));
  refuseFailed(made.results);
  building.job.signal.throwIfAborted();
  if (known?.planDigest === made.planDigest && known.content === made.content) {
    await rm(path.join(lakeFolder(deps.store), made.file), { force: true });
    await tellEnd(deps.store, of, { state: 'unchanged', message: '加工的结果与已发布的版本相同' }, (work) =>
      keepMart(work, plan, { ...made, shown: made }),
    );
    await coversOf(deps.store).changed();
    return;
  }
  await showMart(deps.store, { plan, batch, made, by });
}

/** Inputs in the plan's order; throws lake.martNoInput where one has no rows yet. */
async function findInputs(store: Store, plan: MartPlan): Promise<readonly DatasetRow[]> {
  const found = await findDatasets(
    store.db,
    plan.inputs.map((input) => input.dataset),
  );
  return plan.inputs.map((input) => {
    const dataset = found.find((each) => each.id === input.dataset && each.file !== null);
    if (dataset === undefined) throw lakeErrors.martNoInput({ title: input.title });
    return dataset;
  });
}

/** Throws lake.badMart for a plan that is none and lake.busy; whatever is wrong with the data or its tests is said by the batch. */
export async function buildMart(
  deps: MartDeps,
  plan: MartPlan,
  by: string,
  job: Pick<JobContext, 'signal' | 'progress'> & { readonly id?: string },
): Promise<BatchRow> {
  const problem = martProblem(plan);
  if (problem !== undefined) throw lakeErrors.badMart({ title: plan.title, reason: problem });
  const { store } = deps;
  await refuseCircle(store, plan);
  const batch = newId();
  await beginBatch(
    store,
    { dataset: plan.dataset, title: plan.title, layer: 'subject', mode: 'mart' },
    { id: batch, job: job.id, by },
  );
  try {
    const inputs = await findInputs(store, plan);
    await run({ deps, plan, by, batch, inputs, day: shanghaiDate(store.clock.now()), job });
  } catch (thrown) {
    await rm(path.join(lakeFolder(store), 'subject', plan.dataset, `${batch}.parquet`), { force: true });
    const ended = badEnd(thrown, job.signal.aborted, deps.report, batch);
    await tellEnd(store, { dataset: plan.dataset, batch, by }, ended);
  }
  const ended = await findBatch(store.db, batch);
  if (ended === undefined) throw lakeErrors.broken();
  return ended;
}

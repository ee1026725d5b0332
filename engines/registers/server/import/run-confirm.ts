/** The second step of an import: all staged rows into the register in one transaction, or none. */
import { sql } from 'kysely';
import type { Principal } from '../../../../kernel/access.ts';
import { CityError } from '../../../../kernel/errors.ts';
import type { Permit } from '../../../access/service.ts';
import { quoteName, scopeCondition } from '../../../store/index.ts';
import type { JobContext, Work } from '../../../store/service.ts';
import type { RowSink } from '../../service.ts';
import type { Desk, RegisterEngine } from '../create-registers.ts';
import { registerErrors } from '../../errors.ts';
import { type RegisterChange, registerChanged } from '../../register-change.ts';
import { openRows, requireAct } from '../row/row-context.ts';
import { storedColumns } from '../shape/describe-shape.ts';
import { readableError } from '../row/trusted-rows.ts';
import { checkStaged } from './check-staged.ts';
import type { SheetShape } from './check-rows.ts';
import {
  addProblems,
  changeBatch,
  dropStaging,
  findBatch,
  type ImportBatch,
  stagingName,
} from './import-batch.ts';
import { sheetShape } from './run-check.ts';

/** Lines moved by one statement; smaller imports take one. */
const moveChunk = 100_000;
const sinkChunk = 500;

interface Moving {
  readonly engine: RegisterEngine;
  readonly desk: Desk;
  readonly work: Work;
  readonly batch: ImportBatch;
  readonly sheet: SheetShape;
  readonly staging: string;
  readonly job: JobContext;
}

function checkCancelled(job: JobContext): void {
  if (job.signal.aborted) throw new Error('cancelled');
}

async function lastLine(moving: Moving): Promise<number> {
  const found = await sql<{
    last: number | null;
  }>`select max(line) as last from ${sql.table(moving.staging)}`.execute(moving.work.db);
  return found.rows[0]?.last ?? 0;
}

async function moveRows(moving: Moving, decision: Permit): Promise<number> {
  const { desk, work, batch, sheet, staging, job } = moving;
  const { shape } = desk.context;
  const columns = storedColumns(sheet.fields)
    .map((each) => quoteName(each.column))
    .join(', ');
  const last = await lastLine(moving);
  const scope = scopeCondition(decision, shape.scope);
  let moved = 0;
  for (let from = 0; from < last; from += moveChunk) {
    checkCancelled(job);
    const done =
      await sql`insert into ${shape.table} (id, created_at, created_by, updated_at, updated_by, batch, ${sql.raw(columns)})
      select id, ${work.now}::timestamptz, ${batch.by}::text, ${work.now}::timestamptz, ${batch.by}::text, ${batch.id}::uuid, ${sql.raw(columns)}
      from ${sql.table(staging)} where line > ${from} and line <= ${from + moveChunk} and ${scope}`.execute(
        work.db,
      );
    moved += Number(done.numAffectedRows ?? 0);
    void job.progress(moved / batch.valid, `已导入 ${moved} 行`).catch(() => undefined);
  }
  return moved;
}

/** Hands the rows to the engine that owns them, some hundred at a time, inside the one transaction. */
async function sinkRows(moving: Moving, sink: RowSink, principal: Principal): Promise<number> {
  const { desk, work, batch, sheet, staging, job } = moving;
  const columns = sheet.fields
    .map((each) => `${quoteName(each.column)} as ${quoteName(each.name)}`)
    .join(', ');
  let moved = 0;
  let after = 0;
  for (;;) {
    checkCancelled(job);
    const found = await sql<
      { line: number; id: string } & Record<string, unknown>
    >`select line, id, ${sql.raw(columns)}
      from ${sql.table(staging)} where line > ${after} order by line limit ${sinkChunk}`.execute(work.db);
    const last = found.rows.at(-1);
    if (last === undefined) return moved;
    after = last.line;
    await openRows(desk.context, found.rows);
    const rows = found.rows.map(({ line, id, ...values }) => ({ line, id, values }));
    await sink({ work, principal, batch: batch.id, rows });
    moved += rows.length;
    void job.progress(moved / batch.valid, `已导入 ${moved} 行`).catch(() => undefined);
  }
}

/** Somebody was quicker with some of the rows: list them, import nothing, let the person look again. */
async function listRaced(moving: Moving): Promise<boolean> {
  const { desk, work, batch, sheet, staging } = moving;
  const problems = await checkStaged(desk.context, work.db, staging, sheet);
  if (problems.length === 0) return false;
  const lines = new Set(problems.map((each) => each.line)).size;
  await addProblems(work.db, batch.id, problems);
  await changeBatch(work.db, batch.id, {
    state: 'checked',
    valid: batch.valid - lines,
    invalid: batch.invalid + lines,
    problems: batch.problems + problems.length,
    message: registerErrors.raced({ count: lines }).message,
  });
  return true;
}

async function checkStagingComplete({ work, batch, staging }: Moving): Promise<void> {
  const there = await sql<{
    there: boolean;
  }>`select to_regclass(${quoteName(staging)}) is not null as there`.execute(work.db);
  if (there.rows[0]?.there !== true) throw registerErrors.stagingLost();
  const counted = await sql<{ count: number }>`select count(*) as count from ${sql.table(staging)}`.execute(
    work.db,
  );
  if (counted.rows[0]?.count !== batch.valid) throw registerErrors.stagingLost();
}

async function importBatch(engine: RegisterEngine, id: string, job: JobContext): Promise<unknown> {
  const { store, access } = engine.deps;
  return store.transaction(async (work) => {
    const batch = await findBatch(work.db, id, true);
    // A replayed confirmation finds its work done.
    if (batch === undefined || batch.state !== 'importing') return null;
    const desk = engine.desk(batch.register);
    const { shape } = desk.context;
    const principal = await access.principalOf(batch.by);
    const decision = requireAct(desk.context, principal, 'import');
    const sink = engine.sinkOf(batch.register);
    const sheet = sheetShape(desk, sink?.managed ?? []);
    const moving: Moving = { engine, desk, work, batch, sheet, staging: stagingName(shape, batch.slot), job };
    await checkStagingComplete(moving);
    if (await listRaced(moving)) return { raced: true };
    const imported =
      sink === undefined ? await moveRows(moving, decision) : await sinkRows(moving, sink.sink, principal);
    if (imported !== batch.valid) throw registerErrors.outOfScope();
    await changeBatch(work.db, id, { state: 'done', imported, message: '', finishedAt: work.now });
    await dropStaging(work.db, shape, batch.slot);
    access.audit(work, principal, {
      module: shape.info.system,
      event: 'import',
      objectType: shape.info.id,
      objectId: id,
      result: 'success',
      detail: { rows: imported },
    });
    if (sink === undefined) {
      const change: RegisterChange = { register: shape.info.id, ids: [], kind: 'imported', batch: id };
      work.emit(registerChanged, batch.by, change);
      work.afterCommit(() => desk.context.counts.forget());
      if (desk.context.search !== undefined && shape.searchable.length > 0)
        await store.jobs.start('registers.index', { batch: id }, batch.by, work);
    }
    return { imported };
  });
}

/** Job 'registers.confirm': ends in state done, or back in checked with a reason. */
export async function runConfirm(engine: RegisterEngine, id: string, job: JobContext): Promise<unknown> {
  const { store } = engine.deps;
  try {
    return await importBatch(engine, id, job);
  } catch (thrown) {
    const batch = await findBatch(store.db, id);
    const problem =
      batch === undefined ? thrown : readableError(engine.desk(batch.register).context.shape, thrown);
    const lost = problem instanceof CityError && problem.code === 'registers.stagingLost';
    const sentence = problem instanceof CityError ? problem.message : '导入失败,没有写入任何一行,请重试';
    const message = job.signal.aborted ? '已取消,没有写入任何一行' : sentence;
    if (batch?.state === 'importing')
      await changeBatch(store.db, id, { state: lost ? 'failed' : 'checked', message });
    if (job.signal.aborted) return null;
    throw problem;
  }
}

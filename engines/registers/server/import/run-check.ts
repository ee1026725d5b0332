/** The first step of an import: read and check the file, stage the good rows, list the errors. */
import { sql } from 'kysely';
import { CityError } from '../../../../kernel/errors.ts';
import type { JobContext, StoredFile, Work } from '../../../store/service.ts';
import type { Desk, RegisterEngine } from '../create-registers.ts';
import { registerErrors } from '../../errors.ts';
import { requireAct } from '../row/row-context.ts';
import { scopeCondition } from '../../../store/index.ts';
import { BrokenFile } from '../sheet/read-csv.ts';
import { type Checking, checkHere, checkInWorker, copyLines } from './check-pieces.ts';
import { RowChecker, type SheetProblem, type SheetSettings, type SheetShape } from './check-rows.ts';
import { checkStaged } from './check-staged.ts';
import { addProblems, changeBatch, findBatch, type ImportBatch, makeStaging } from './import-batch.ts';

export const mostRows = 1_000_000;
/** Errors that are listed; beyond, they are counted. */
export const mostProblems = 20_000;
const mostReferences = 50_000;
const reportEvery = 300;

/** Fields that a sheet may fill: not the managed ones, unless the sink takes them, and no files. */
export function sheetShape(desk: Desk, managed: readonly string[]): SheetShape {
  const { shape } = desk.context;
  return {
    scopeFields: shape.scopeFields,
    fields: shape.fields
      .filter(
        ({ name, field }) => field.type !== 'files' && (field.managed !== true || managed.includes(name)),
      )
      // Required managed fields are the engine's to fill.
      .map((each) => (each.field.managed ? { ...each, field: { ...each.field, required: false } } : each)),
  };
}

/** Rows of other registers by their titles, as far as the importer may read them. */
async function references(
  engine: RegisterEngine,
  by: string,
  sheet: SheetShape,
): Promise<SheetSettings['references']> {
  const maps: Record<string, ReadonlyMap<string, string>> = {};
  const principal = await engine.deps.access.principalOf(by);
  for (const { name, field } of sheet.fields) {
    const target = field.type === 'ref' ? engine.findDesk(field.to ?? '') : undefined;
    if (target === undefined) continue;
    const { shape, store } = target.context;
    const title = shape.byName.get(shape.info.declaration.titleField);
    const decision = engine.service.decide(principal, shape.info.id, 'read');
    if (title === undefined || !decision.permit) continue;
    if (target.context.hidden(decision).names.has(title.name)) continue;
    const found = await sql<{
      id: string;
      title: string;
    }>`select id, ${sql.ref(title.column)}::text as title from ${shape.table}
      where state = 'active' and ${scopeCondition(decision, shape.scope)} limit ${mostReferences}`.execute(
      store.db,
    );
    maps[name] = new Map(found.rows.map((row) => [row.title, row.id]));
  }
  return maps;
}

async function sheetSeals(engine: RegisterEngine, { context }: Desk): Promise<SheetSettings['seals']> {
  const { sealed, info } = context.shape;
  if (sealed.length === 0) return undefined;
  const boxes = await engine.deps.vault?.boxes();
  return boxes && { table: info.table, material: boxes.material };
}

async function startChecking(engine: RegisterEngine, settings: SheetSettings): Promise<Checking> {
  const { placesModule, access } = engine.deps;
  await engine.refreshDepartments();
  if (placesModule === undefined) return checkHere(settings, engine.lookups);
  const lists = settings.shape.fields.flatMap(({ field }) =>
    field.codeList === undefined ? [] : [field.codeList],
  );
  const departments = await access.departments();
  return checkInWorker({
    settings,
    placesModule,
    codes: engine.codeLists.snapshot([...new Set(lists)]),
    departments: departments.map((each) => [each.id, each.name] as const),
    departmentIds: engine.departmentIds(),
  });
}

interface Outcome {
  read: number;
  valid: number;
  problemCount: number;
  unknown: readonly string[];
  problems: SheetProblem[];
  broken: { readonly line: number; readonly reason: string } | null;
}

async function stageFile(
  engine: RegisterEngine,
  work: Work,
  batch: ImportBatch,
  file: StoredFile,
  settings: SheetSettings,
  job: JobContext,
): Promise<Outcome> {
  const { store } = engine.deps;
  const desk = engine.desk(batch.register);
  const { shape: sheet } = settings;
  const outcome: Outcome = { read: 0, valid: 0, problemCount: 0, unknown: [], problems: [], broken: null };
  const staging = await makeStaging(work.db, desk.context.shape, sheet, batch.slot);
  const checking = await startChecking(engine, settings);
  let seen = 0;
  let reported = performance.now();
  try {
    const source = store.files.read(file) as AsyncIterable<Uint8Array>;
    const lines = copyLines(checking, source, job.signal, (reply, bytes) => {
      seen += bytes;
      outcome.read = reply.read;
      outcome.valid = reply.valid;
      outcome.problemCount = reply.problemCount;
      outcome.unknown = reply.unknown;
      outcome.broken = reply.broken;
      outcome.problems.push(...reply.problems);
      if (performance.now() - reported < reportEvery) return;
      reported = performance.now();
      void job
        .progress(0.9 * Math.min(1, seen / file.size), `已检查 ${reply.read} 行`)
        .catch(() => undefined);
    });
    await store.copyIn(work, staging, RowChecker.columnsOf(sheet), lines);
  } finally {
    await checking.close();
  }
  if (outcome.broken !== null) throw new BrokenFile(outcome.broken.line, outcome.broken.reason);
  if (job.signal.aborted) throw new Error('cancelled');
  const late = await checkStaged(desk.context, work.db, staging, sheet);
  const lines = new Set(late.map((each) => each.line));
  outcome.valid -= lines.size;
  outcome.problemCount += late.length;
  outcome.problems.push(...late);
  return outcome;
}

/** Job 'registers.check': ends in state checked, failed or cancelled, with nothing of a broken file left behind. */
export async function runCheck(engine: RegisterEngine, id: string, job: JobContext): Promise<unknown> {
  const { store, access } = engine.deps;
  const batch = await findBatch(store.db, id);
  if (batch === undefined || batch.state !== 'checking') return null;
  const desk = engine.desk(batch.register);
  try {
    const file = await store.files.find(batch.file);
    if (file === undefined) throw registerErrors.brokenFile({ reason: '文件已不存在' });
    const principal = await access.principalOf(batch.by);
    const decision = requireAct(desk.context, principal, 'import');
    const sink = engine.sinkOf(batch.register);
    const shape = sheetShape(desk, sink?.managed ?? []);
    const settings: SheetSettings = {
      shape,
      mapping: batch.columns,
      decision: sink === undefined ? decision : undefined,
      now: store.clock.now().getTime(),
      mostRows,
      mostProblems,
      references: await references(engine, batch.by, shape),
      seals: await sheetSeals(engine, desk),
    };
    return await store.transaction(async (work) => {
      const outcome = await stageFile(engine, work, batch, file, settings, job);
      const problems = outcome.problems
        .toSorted((one, other) => one.line - other.line)
        .slice(0, mostProblems);
      await addProblems(work.db, id, problems);
      const { read: total, valid, problemCount, unknown } = outcome;
      const current = await findBatch(work.db, id, true);
      if (current?.state !== 'checking') throw new Error('cancelled');
      await changeBatch(work.db, id, {
        state: 'checked',
        total,
        valid,
        invalid: total - valid,
        problems: problemCount,
        unknownColumns: unknown,
      });
      return { total, valid };
    });
  } catch (problem) {
    await failCheck(engine, id, problem, job.signal.aborted);
    if (problem instanceof BrokenFile || job.signal.aborted) return null;
    throw problem;
  }
}

async function failCheck(
  engine: RegisterEngine,
  id: string,
  problem: unknown,
  cancelled: boolean,
): Promise<void> {
  const { store } = engine.deps;
  await store.transaction(async (work) => {
    const batch = await findBatch(work.db, id, true);
    if (batch === undefined || batch.state !== 'checking') return;
    const finishedAt = work.now;
    if (cancelled) return changeBatch(work.db, id, { state: 'cancelled', message: '已取消', finishedAt });
    if (problem instanceof BrokenFile) {
      const message = `第 ${problem.line} 行:${problem.message}`;
      await addProblems(work.db, id, [{ line: problem.line, column: null, value: null, message }]);
      return changeBatch(work.db, id, { state: 'failed', message, problems: 1, finishedAt });
    }
    const message = problem instanceof CityError ? problem.message : '检查失败,请重试或联系系统管理员';
    return changeBatch(work.db, id, { state: 'failed', message, finishedAt });
  });
}

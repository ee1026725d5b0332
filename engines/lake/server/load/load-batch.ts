/** One batch from the source to being seen: received, made raw, judged, made standard, and shown in one transaction or not at all. */
import { createReadStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { CityError } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import { type JobContext, sql } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { BatchRow, LoadPlan } from '../../types.ts';
import { NothingNew, type Received } from '../source/received.ts';
import { digestOf } from '../source/spool.ts';
import { failureOf, tellEnd } from './batch-ends.ts';
import { type BatchEnd, beginBatch, findBatch } from './batch-rows.ts';
import { isIncremental, lakeFolder, type LoadDeps, type Loading, type Made } from './loading.ts';
import { makeBatch, removeMade } from './make-batch.ts';
import { isSame, receive } from './receive.ts';
import { showBatch } from './show-batch.ts';

function end({ deps, plan, batch, by }: Loading, ended: BatchEnd, water?: string): Promise<void> {
  return tellEnd(deps.store, { dataset: plan.dataset, batch, by }, ended, async (work) => {
    if (water !== undefined)
      await sql`update lake_dataset set water = ${water} where id = ${plan.dataset}`.execute(work.db);
  });
}

/** Of a batch that shows nothing: what came of it so far. */
function countsOf({ found }: Loading): Partial<BatchEnd> {
  const { received, judged } = found;
  return {
    sent: received?.sent ?? judged?.received,
    receivedDigest: received?.digest,
    received: judged?.received,
    rejected: judged?.rejectedCount,
    warned: judged?.warned,
    quality: judged?.quality,
  };
}

function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('；');
}

/** What is shown stays shown: a file that cannot be put away is read again, which changes nothing. */
async function settle({ deps, batch }: Loading, received: Received): Promise<void> {
  await received.settle?.(batch).catch((problem: unknown) => deps.report(problem, `lake.settle ${batch}`));
}

async function endUnchanged(loading: Loading, received: Received): Promise<void> {
  await end(
    loading,
    {
      state: 'unchanged',
      ...countsOf(loading),
      message: words('与已入库的批次相同，没有变化', received.note),
    },
    isIncremental(loading.plan) ? received.water : undefined,
  );
  await settle(loading, received);
}

/** Rows that came again as they were, and none that was rejected. */
function hasNews({ plan }: Loading, { increment, rows, judged, drift }: Made): boolean {
  if (increment === undefined || plan.replay !== undefined) return true;
  return rows > 0 || increment.replaced > 0 || judged.rejectedCount > 0 || drift.length > 0;
}

async function run(loading: Loading): Promise<void> {
  const { deps, job, found } = loading;
  await job.progress(0.05, '正在接收');
  const received = await receive(loading);
  found.received = received;
  if (isSame(loading, received)) {
    await endUnchanged(loading, received);
    return;
  }
  const made = await makeBatch(loading, received);
  job.signal.throwIfAborted();
  if (!hasNews(loading, made)) {
    await removeMade(loading, false);
    await endUnchanged(loading, received);
    return;
  }
  const at = path.join(lakeFolder(deps.store), made.file);
  const [loadedDigest, { size }] = [await digestOf(createReadStream(at)), await stat(at)];
  await job.progress(0.95, '正在发布');
  await showBatch(loading, made, { loadedDigest, bytes: size });
  await settle(loading, received);
}

/** What was too bad to be taken is looked into by its raw file. */
const keepsRaw = new Set(['lake.tooManyRejected', 'lake.rejectedTooLarge']);

async function endFailed(loading: Loading, failure: CityError): Promise<void> {
  const { found } = loading;
  const keep = keepsRaw.has(failure.code);
  await removeMade(loading, keep);
  await end(loading, {
    state: 'failed',
    ...countsOf(loading),
    loaded: found.judged === undefined ? undefined : 0,
    rawFile: keep ? found.rawFile : undefined,
    sample: found.judged?.sample,
    error: failure.code,
    message: words(failure.message, found.received?.note),
  });
}

async function endBadly(loading: Loading, problem: unknown): Promise<void> {
  const { deps, batch, dataset, job } = loading;
  if (job.signal.aborted) {
    await removeMade(loading, false);
    await end(loading, { state: 'cancelled', message: '已取消，原有数据不受影响' });
  } else if (problem instanceof NothingNew) {
    if (dataset.file === null) await endFailed(loading, problem.failure);
    else await end(loading, { state: 'unchanged', message: problem.message });
  } else await endFailed(loading, failureOf(problem, deps.report, batch));
}

/** Never throws for what is wrong with the data or the source: the batch says it. Rejects with lake.busy. */
export async function loadBatch(
  deps: LoadDeps,
  plan: LoadPlan,
  by: string,
  job: Pick<JobContext, 'signal' | 'progress'> & { readonly id?: string },
): Promise<BatchRow> {
  const batch = newId();
  const dataset = await beginBatch(
    deps.store,
    {
      dataset: plan.dataset,
      title: plan.title,
      layer: 'standard',
      mode: plan.replay === undefined ? plan.mode : 'replay',
    },
    { id: batch, job: job.id, by },
  );
  const folder = path.join(lakeFolder(deps.store), 'spool', batch);
  const loading: Loading = { deps, plan, by, batch, dataset, job, folder, found: {} };
  await mkdir(folder, { recursive: true });
  try {
    await run(loading);
  } catch (problem) {
    await endBadly(loading, problem);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const ended = await findBatch(deps.store.db, batch);
  if (ended === undefined) throw lakeErrors.broken();
  return ended;
}

/** A drop folder's files one batch after the other, until none waits or one fails. Returns the last batch. */
export async function loadInTurn(
  deps: LoadDeps,
  plan: LoadPlan,
  by: string,
  job: Parameters<typeof loadBatch>[3],
): Promise<BatchRow> {
  const followed = plan.replay === undefined && plan.object.kind === 'drop' && isIncremental(plan);
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    const batch = await loadBatch(deps, plan, by, job);
    if (!followed || (batch.state !== 'loaded' && batch.state !== 'unchanged')) return batch;
    const waiting = await deps.sources.waiting(plan.source, plan.object);
    // One that cannot be put away would be read for ever.
    if (waiting === 0 || waiting >= before) return batch;
    before = waiting;
  }
}

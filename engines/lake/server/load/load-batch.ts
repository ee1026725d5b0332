/** One batch from the source to being seen: received, made raw, judged, made standard, and shown in one transaction or not at all. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../../../../kernel/ids.ts';
import type { JobContext } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { BatchRow, LoadPlan } from '../../types.ts';
import type { Received } from '../source/received.ts';
import { csvRecord, digestOf } from '../source/spool.ts';
import { failureOf, tellEnd } from './batch-ends.ts';
import { type BatchEnd, beginBatch, findBatch } from './batch-rows.ts';
import { compareColumns } from './compare-columns.ts';
import { findLetters } from './dead-letters.ts';
import { judgeRows } from './judge-rows.ts';
import type { Judged } from './judged.ts';
import { fieldsDigest, lakeFolder, type LoadDeps, type Loading, type Made } from './loading.ts';
import { showBatch } from './show-batch.ts';
import { visibleRows } from '../visible-rows.ts';
import { writeIncrement } from './write-increment.ts';
import { writeRaw } from './write-raw.ts';
import { writeStandard } from './write-standard.ts';

/** Mended letters as a file of their own, with the columns of the source. */
async function receiveLetters(loading: Loading, ids: readonly string[]): Promise<Received> {
  const { deps, plan, folder } = loading;
  const letters = (await findLetters(deps.store.db, deps.trust, ids)).filter(
    (letter) => letter.state === 'kept' && letter.dataset === plan.dataset,
  );
  if (letters.length < ids.length) throw lakeErrors.letterHandled();
  const names = [...new Set(plan.fields.map((field) => field.source))];
  const lines = [names, ...letters.map((letter) => names.map((name) => letter.cells[name] ?? null))];
  const text = lines.map(csvRecord).join('');
  const file = path.join(folder, 'received.csv');
  await writeFile(file, text);
  return {
    form: 'csv',
    files: [file],
    delimiter: ',',
    columns: names.map((name) => ({ name, type: '' })),
    sent: letters.length,
    bytes: Buffer.byteLength(text),
    digest: createHash('sm3').update(text).digest('hex'),
    water: undefined,
  };
}

function receive(loading: Loading): Promise<Received> {
  const { deps, plan, dataset, job, folder } = loading;
  if (plan.replay !== undefined) return receiveLetters(loading, plan.replay);
  const reading = {
    connection: plan.connection,
    object: plan.object,
    mode: plan.mode,
    follow: plan.mode === 'full' ? undefined : plan.follow,
    water: dataset.water ?? undefined,
    wanted: [...new Set(plan.fields.map((field) => field.source))],
    folder,
    signal: job.signal,
    progress: job.progress,
  };
  return deps.sources.read(plan.source, reading);
}

/** The sender's own word about what he sent: a difference sends the whole batch back. */
function reconcile(plan: LoadPlan, received: Received, judged: Judged): void {
  if (plan.declared?.digest !== undefined && plan.declared.digest.toLowerCase() !== received.digest)
    throw lakeErrors.digestDiffers();
  const declared = plan.declared?.rows ?? received.sent;
  if (declared !== undefined && declared !== judged.received)
    throw lakeErrors.countDiffers({ received: judged.received, declared });
}

/** Nothing has changed since the visible batch: same bytes, same rules; or an incremental load without news. */
function isSame(loading: Loading, received: Received): boolean {
  const { dataset, plan } = loading;
  if (plan.replay !== undefined || dataset.file === null) return false;
  if (plan.mode !== 'full' && received.sent === 0) return true;
  return dataset.receivedDigest === received.digest && dataset.fieldsDigest === fieldsDigest(plan.fields);
}

/** Of a source that says its columns before its rows. Throws lake.columnsMissing. */
function hasDrifted({ dataset, plan }: Loading, received: Received): boolean {
  if (plan.replay !== undefined || received.columns.length === 0) return false;
  return compareColumns(received.columns, plan.fields, dataset.seen ?? undefined).length > 0;
}

function replacedOf({ plan, batch }: Loading): string {
  return path.join('replaced', plan.dataset, `${batch}.parquet`);
}

async function make(loading: Loading, received: Received): Promise<Made> {
  const { deps, plan, dataset, batch, job } = loading;
  const lake = lakeFolder(deps.store);
  const most = deps.store.settings.value('lake.rejected-most');
  const rawFile = path.join('raw', plan.dataset, `${batch}.parquet`);
  const file = path.join('standard', plan.dataset, `${batch}.parquet`);
  await mkdir(path.dirname(path.join(lake, rawFile)), { recursive: true });
  await mkdir(path.dirname(path.join(lake, file)), { recursive: true });
  return deps.duck.session(async (session) => {
    await job.progress(0.5, '正在写入原始层');
    const raw = await writeRaw(session, received, path.join(lake, rawFile), most);
    const seen = plan.replay === undefined ? (dataset.seen ?? undefined) : undefined;
    const drift = compareColumns(raw.columns, plan.fields, seen);
    await job.progress(0.65, '正在逐行校验');
    const judged = await judgeRows(session, raw, plan.fields, most);
    reconcile(plan, received, judged);
    if (judged.rejectedCount > most)
      throw lakeErrors.tooManyRejected({ rejected: judged.rejectedCount, most });
    await job.progress(0.85, '正在写入标准层');
    const merges = plan.mode !== 'full' || plan.replay !== undefined;
    const prior =
      merges && dataset.file !== null
        ? { rows: visibleRows(deps.store, dataset), fields: dataset.fields }
        : undefined;
    const part = path.join(lake, `${file}.part`);
    const written = { batch, fields: plan.fields, file: part };
    const replacedFile = replacedOf(loading);
    // Under other fields every row is written anew, so that all files of a dataset have the same columns.
    const added =
      prior !== undefined && dataset.fieldsDigest === fieldsDigest(plan.fields)
        ? await writeIncrement(session, {
            ...written,
            prior: prior.rows,
            replacedFile: path.join(lake, replacedFile),
          })
        : undefined;
    const rows = added?.rows ?? (await writeStandard(session, { ...written, prior }));
    await rename(part, path.join(lake, file));
    return {
      received,
      judged,
      drift,
      columns: received.columns.length > 0 ? received.columns : raw.columns,
      rows,
      file,
      increment: added && { replaced: added.replaced, replacedFile },
      rawFile,
    };
  }, job.signal);
}

async function removeMade(loading: Loading, keepRaw: boolean): Promise<void> {
  const lake = lakeFolder(loading.deps.store);
  const at = (layer: string, end: string) =>
    path.join(lake, layer, loading.plan.dataset, `${loading.batch}.parquet${end}`);
  const gone = [
    at('standard', ''),
    at('standard', '.part'),
    path.join(lake, replacedOf(loading)),
    ...(keepRaw ? [] : [at('raw', '')]),
  ];
  await Promise.all(gone.map((file) => rm(file, { force: true })));
}

function end({ deps, plan, batch, by }: Loading, ended: BatchEnd): Promise<void> {
  return tellEnd(deps.store, { dataset: plan.dataset, batch, by }, ended);
}

async function run(loading: Loading): Promise<void> {
  const { deps, job } = loading;
  await job.progress(0.05, '正在接收');
  const received = await receive(loading);
  if (isSame(loading, received) && !hasDrifted(loading, received)) {
    await end(loading, {
      state: 'unchanged',
      sent: received.sent,
      receivedDigest: received.digest,
      message: '与已入库的批次相同，没有变化',
    });
    return;
  }
  const made = await make(loading, received);
  job.signal.throwIfAborted();
  const at = path.join(lakeFolder(deps.store), made.file);
  const [loadedDigest, { size }] = [await digestOf(createReadStream(at)), await stat(at)];
  await job.progress(0.95, '正在发布');
  await showBatch(loading, made, { loadedDigest, bytes: size });
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
  const loading: Loading = { deps, plan, by, batch, dataset, job, folder };
  await mkdir(folder, { recursive: true });
  try {
    await run(loading);
  } catch (problem) {
    if (job.signal.aborted) {
      await removeMade(loading, false);
      await end(loading, { state: 'cancelled', message: '已取消，原有数据不受影响' });
    } else {
      const failure = failureOf(problem, deps.report, batch);
      await removeMade(loading, failure.code === 'lake.tooManyRejected');
      await end(loading, { state: 'failed', error: failure.code, message: failure.message });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const ended = await findBatch(deps.store.db, batch);
  if (ended === undefined) throw lakeErrors.broken();
  return ended;
}

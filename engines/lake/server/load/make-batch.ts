/** Received rows → the files of a batch: made raw, judged, and made standard; nothing of it is seen yet. */
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { lakeErrors } from '../../errors.ts';
import type { DuckSession } from '../duck/open-duck.ts';
import { refuseData } from '../source/header.ts';
import type { Received } from '../source/received.ts';
import { visibleRows } from '../visible-rows.ts';
import type { LoadPlan } from '../../types.ts';
import { compareColumns } from './compare-columns.ts';
import { judgeRows } from './judge-rows.ts';
import type { Judged, JudgeLimits } from './judged.ts';
import { fieldsDigest, isIncremental, lakeFolder, type Loading, type Made } from './loading.ts';
import { findVanished, writeIncrement } from './write-increment.ts';
import type { RawRows } from './write-raw.ts';
import { writeRaw } from './write-raw.ts';
import { writeStandard } from './write-standard.ts';

const megabyte = 1_048_576;

/** The sender's own word about what he sent: a difference sends the whole batch back. */
function reconcile({ plan }: Loading, received: Received, judged: Judged): void {
  const digests = [plan.declared?.digest, received.declared?.digest];
  for (const digest of digests)
    if (digest !== undefined && digest.toLowerCase() !== received.digest) throw lakeErrors.digestDiffers();
  const declared = plan.declared?.rows ?? received.declared?.rows ?? received.sent;
  if (declared !== undefined && declared !== judged.received)
    throw lakeErrors.countDiffers({ received: judged.received, declared });
}

/** Of messages about one thing the last one counts; elsewhere two rows of one key are a fault. */
function isStream(plan: LoadPlan): boolean {
  return plan.mode === 'messages' && plan.replay === undefined;
}

function refuseTooMany(judged: Judged, limits: JudgeLimits): void {
  if (judged.rejectedCount > limits.rows)
    throw lakeErrors.tooManyRejected({ rejected: judged.rejectedCount, most: limits.rows });
  if (judged.rejectedBytes > limits.bytes)
    throw lakeErrors.rejectedTooLarge({ megabytes: Math.floor(limits.bytes / megabyte) });
}

function replacedOf({ plan, batch }: Loading): string {
  return path.join('replaced', plan.dataset, `${batch}.parquet`);
}

/** Rows of before that the source no longer has. Throws lake.tooManyGone. */
async function refuseGone(session: DuckSession, loading: Loading): Promise<number> {
  const { deps, plan, dataset } = loading;
  const keyed = (
    fields: readonly { readonly key: boolean; readonly name: string; readonly type: string }[],
  ) =>
    fields
      .filter((field) => field.key)
      .map(({ name, type }) => `${name} ${type}`)
      .join();
  // Under another key nobody can say which row is which.
  if (keyed(plan.fields) !== keyed(dataset.fields)) return 0;
  const gone = await findVanished(session, plan.fields, visibleRows(deps.store, dataset));
  const most = deps.store.settings.value('lake.gone-most');
  if (gone * 100 > most * dataset.rows) throw lakeErrors.tooManyGone({ gone, most });
  return gone;
}

/** Into an increment where only news counts, into a file of all rows else. */
async function writeRows(
  session: DuckSession,
  loading: Loading,
): Promise<Pick<Made, 'rows' | 'increment' | 'gone'>> {
  const { deps, plan, dataset, batch } = loading;
  const part = path.join(lakeFolder(deps.store), `${fileOf(loading)}.part`);
  const latest = isStream(plan);
  const written = { batch, fields: plan.fields, file: part, latest };
  const compares = plan.mode === 'changes' && plan.replay === undefined;
  const merges = isIncremental(plan) || plan.mode === 'changes' || plan.replay !== undefined;
  if (!merges || dataset.file === null)
    return {
      rows: await writeStandard(session, { ...written, prior: undefined }),
      increment: undefined,
      gone: 0,
    };
  const gone = compares ? await refuseGone(session, loading) : 0;
  const prior = visibleRows(deps.store, dataset);
  // Under other fields every row is written anew, so that all files of a dataset have the same columns.
  if (dataset.fieldsDigest !== fieldsDigest(plan.fields)) {
    const before = compares ? undefined : { rows: prior, fields: dataset.fields };
    return { rows: await writeStandard(session, { ...written, prior: before }), increment: undefined, gone };
  }
  const replacedFile = replacedOf(loading);
  const added = await writeIncrement(session, {
    ...written,
    prior,
    gone: compares,
    replacedFile: path.join(lakeFolder(deps.store), replacedFile),
  });
  return { rows: added.rows, increment: { replaced: added.replaced, replacedFile }, gone };
}

function fileOf({ plan, batch }: Loading): string {
  return path.join('standard', plan.dataset, `${batch}.parquet`);
}

/** A file that says no columns before its rows says them now. */
function refuseNames({ plan }: Loading, received: Received, raw: RawRows): void {
  if (plan.replay !== undefined || received.columns.length > 0 || received.form !== 'json') return;
  refuseData(
    raw.columns.map((column) => column.name),
    plan.fields.map((field) => field.source),
  );
}

export async function makeBatch(loading: Loading, received: Received): Promise<Made> {
  const { deps, plan, dataset, batch, job, found } = loading;
  const lake = lakeFolder(deps.store);
  const value = (name: string) => deps.store.settings.value(`lake.${name}`);
  const limits: JudgeLimits = {
    rows: value('rejected-most'),
    bytes: value('rejected-megabytes') * megabyte,
    sample: value('rejected-sample'),
  };
  const rawFile = path.join('raw', plan.dataset, `${batch}.parquet`);
  const file = fileOf(loading);
  await mkdir(path.dirname(path.join(lake, rawFile)), { recursive: true });
  await mkdir(path.dirname(path.join(lake, file)), { recursive: true });
  return deps.duck.session(async (session) => {
    await job.progress(0.5, '正在写入原始层');
    const raw = await writeRaw(session, received, path.join(lake, rawFile), limits);
    found.rawFile = rawFile;
    refuseNames(loading, received, raw);
    const seen = plan.replay === undefined ? (dataset.seen ?? undefined) : undefined;
    const drift = compareColumns(raw.columns, plan.fields, seen);
    await job.progress(0.65, '正在逐行校验');
    const judged = await judgeRows(session, raw, plan.fields, { ...limits, latest: isStream(plan) });
    found.judged = judged;
    reconcile(loading, received, judged);
    refuseTooMany(judged, limits);
    await job.progress(0.85, '正在写入标准层');
    const rows = await writeRows(session, loading);
    await rename(path.join(lake, `${file}.part`), path.join(lake, file));
    const columns = received.columns.length > 0 ? received.columns : raw.columns;
    return { received, judged, drift, columns, ...rows, file, rawFile };
  }, job.signal);
}

export async function removeMade(loading: Loading, keepRaw: boolean): Promise<void> {
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

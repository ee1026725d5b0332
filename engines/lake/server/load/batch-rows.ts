/** Rows of batches and datasets in the catalogue: begun, ended, looked up. */
import { sql, type Database, type Store, type Work } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { BatchRow, BatchState, DatasetRow, Drift, RuleResult } from '../../types.ts';

export const datasetColumns = sql.raw(
  // One statement, so that no reader sees the file of one moment with the increments of another.
  `id, title, layer, fields, seen, batch, file,
   (select coalesce(json_agg(json_build_object('batch', i.batch, 'file', i.file, 'replaced', i.replaced) order by i.batch), '[]'::json)
    from lake_increment i where i.dataset = lake_dataset.id) as increments, rows, bytes, received_digest as "receivedDigest", fields_digest as "fieldsDigest", water,
   refreshed_at as "refreshedAt"`,
);
const batchColumns = sql.raw(
  `id, dataset, mode, state, sent, received, loaded, rejected, warned, received_digest as "receivedDigest", loaded_digest as "loadedDigest", bytes,
   quality, drift, sample, error, message, job, started_by as "startedBy", started_at as "startedAt", finished_at as "finishedAt"`,
);

export async function findDataset(db: Database, id: string, lock = false): Promise<DatasetRow | undefined> {
  // By a statement of its own: one that waited for the lock would still see the increments of before.
  if (lock) await sql`select 1 from lake_dataset where id = ${id} for update`.execute(db);
  const found = await sql<DatasetRow>`select ${datasetColumns} from lake_dataset where id = ${id}`.execute(
    db,
  );
  return found.rows[0];
}

export async function findDatasets(db: Database, ids: readonly string[]): Promise<readonly DatasetRow[]> {
  const found =
    await sql<DatasetRow>`select ${datasetColumns} from lake_dataset where id = any(${[...ids]}::uuid[])`.execute(
      db,
    );
  return found.rows;
}

export async function findBatch(db: Database, id: string): Promise<BatchRow | undefined> {
  const found = await sql<BatchRow>`select ${batchColumns} from lake_batch where id = ${id}`.execute(db);
  return found.rows[0];
}

export async function listBatches(
  db: Database,
  query: {
    readonly datasets: readonly string[];
    readonly before?: string | undefined;
    /** Moments: begun from the first up to, not including, the second. */
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly size: number;
  },
): Promise<readonly BatchRow[]> {
  const older = query.before === undefined ? sql`` : sql`and id < ${query.before}`;
  const since = query.from === undefined ? sql`` : sql`and started_at >= ${query.from}`;
  const until = query.to === undefined ? sql`` : sql`and started_at < ${query.to}`;
  const found = await sql<BatchRow>`select ${batchColumns} from lake_batch
    where dataset = any(${[...query.datasets]}::uuid[]) ${older} ${since} ${until} order by id desc limit ${query.size}`.execute(
    db,
  );
  return found.rows;
}

/** Of each dataset the newest batch that brought rows from its source, in one reading. */
export async function lastLoaded(db: Database, datasets: readonly string[]): Promise<readonly BatchRow[]> {
  const found = await sql<BatchRow>`select distinct on (dataset) ${batchColumns} from lake_batch
    where dataset = any(${[...datasets]}::uuid[]) and state = 'loaded' and mode <> 'replay' order by dataset, started_at desc, id desc`.execute(
    db,
  );
  return found.rows;
}

/** A batch whose server died is no longer running: its job has ended, or is this very one, begun again. */
async function endOrphans(work: Work, dataset: string, job: string | undefined): Promise<void> {
  await sql`update lake_batch set state = 'failed', error = 'lake.broken', message = '服务中断，批次作废，原有数据不受影响', finished_at = ${work.now}
    where dataset = ${dataset} and state = 'running' and (job is null or job = ${job ?? null}
      or not exists (select 1 from store_job where store_job.id = lake_batch.job and store_job.state = 'running'))`.execute(
    work.db,
  );
}

/** Throws lake.busy while another batch of the dataset runs. */
export async function beginBatch(
  store: Store,
  of: {
    readonly dataset: string;
    readonly title: string;
    readonly layer: DatasetRow['layer'];
    readonly mode: string;
  },
  given: { readonly id: string; readonly job: string | undefined; readonly by: string },
): Promise<DatasetRow> {
  return store.transaction(async (work) => {
    await sql`insert into lake_dataset (id, title, layer, fields) values (${of.dataset}, ${of.title}, ${of.layer}, ${JSON.stringify([])}::jsonb)
      on conflict (id) do nothing`.execute(work.db);
    const dataset = await findDataset(work.db, of.dataset, true);
    if (dataset === undefined) throw lakeErrors.noData();
    await endOrphans(work, of.dataset, given.job);
    const made = await sql`insert into lake_batch (id, dataset, mode, state, job, started_by, started_at)
      values (${given.id}, ${of.dataset}, ${of.mode}, 'running', ${given.job ?? null}, ${given.by}, ${work.now})
      on conflict do nothing returning id`.execute(work.db);
    if (made.rows.length === 0) throw lakeErrors.busy();
    return dataset;
  });
}

export interface BatchEnd {
  readonly state: Exclude<BatchState, 'running'>;
  readonly sent?: number | undefined;
  readonly received?: number | undefined;
  readonly loaded?: number | undefined;
  readonly rejected?: number | undefined;
  readonly warned?: number | undefined;
  readonly receivedDigest?: string | undefined;
  readonly loadedDigest?: string | undefined;
  readonly bytes?: number | undefined;
  readonly rawFile?: string | undefined;
  readonly quality?: readonly RuleResult[] | undefined;
  readonly drift?: readonly Drift[] | undefined;
  readonly sample?: BatchRow['sample'] | undefined;
  readonly error?: string | undefined;
  readonly message?: string | undefined;
}

/** False when the batch was declared dead meanwhile: then nothing of it may be shown. */
export async function endBatch(work: Work, id: string, end: BatchEnd): Promise<boolean> {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  const ended =
    await sql`update lake_batch set state = ${end.state}, sent = ${end.sent ?? null}, received = ${end.received ?? null},
    loaded = ${end.loaded ?? null}, rejected = ${end.rejected ?? null}, warned = ${end.warned ?? null},
    received_digest = ${end.receivedDigest ?? null}, loaded_digest = ${end.loadedDigest ?? null}, bytes = ${end.bytes ?? null},
    raw_file = ${end.rawFile ?? null},
    quality = ${json(end.quality)}::jsonb, drift = ${json(end.drift)}::jsonb, sample = ${json(end.sample)}::jsonb, error = ${end.error ?? null},
    message = ${end.message ?? null}, finished_at = ${work.now} where id = ${id} and state = 'running' returning id`.execute(
      work.db,
    );
  return ended.rows.length > 0;
}

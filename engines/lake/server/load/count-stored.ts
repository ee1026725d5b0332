/** What came in day by day, and what lies in each layer; by indexes and the catalogue, not over the rows. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { sql, type Database, type Store } from '../../../store/index.ts';
import type { InflowDay, StoredLayer } from '../../types.ts';
import { lakeFolder } from './loading.ts';

export async function listInflow(
  db: Database,
  query: { readonly datasets: readonly string[]; readonly from: string; readonly to: string },
): Promise<readonly InflowDay[]> {
  const found =
    await sql<InflowDay>`select dataset, to_char(started_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day,
      count(*) as batches, count(*) filter (where state = 'failed') as failed,
      coalesce(sum(received) filter (where mode <> 'replay'), 0)::bigint as received, coalesce(sum(loaded), 0)::bigint as loaded,
      coalesce(sum(rejected) filter (where mode <> 'replay'), 0)::bigint as rejected, coalesce(sum(bytes), 0)::bigint as bytes
    from lake_batch where dataset = any(${[...query.datasets]}::uuid[])
      and started_at >= ${query.from} and started_at < ${query.to} and state <> 'running'
    group by 1, 2 order by 2, 1`.execute(db);
  return found.rows;
}

/** Raw files are known by the folder only. */
async function rawFiles(store: Store): Promise<{ readonly files: number; readonly bytes: number }> {
  const folder = path.join(lakeFolder(store), 'raw');
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(
        async (entry) => (await stat(path.join(entry.parentPath, entry.name)).catch(() => undefined))?.size,
      ),
  );
  const there = sizes.filter((size) => size !== undefined);
  return { files: there.length, bytes: there.reduce((sum, size) => sum + size, 0) };
}

export async function listStored(store: Store): Promise<readonly StoredLayer[]> {
  const layers =
    await sql<StoredLayer>`select layer, count(file)::int + coalesce(sum(added.files), 0)::int as files,
      coalesce(sum(bytes), 0)::bigint as bytes, coalesce(sum(rows), 0)::bigint as rows
    from lake_dataset left join (select dataset, count(*)::int as files from lake_increment group by dataset) as added
      on added.dataset = lake_dataset.id
    group by layer order by layer`.execute(store.db);
  const served = await sql<{ files: number; bytes: number; rows: number }>`select count(*)::int as files,
      pg_total_relation_size('lake_served')::bigint as bytes, coalesce(sum(rows), 0)::bigint as rows
    from lake_serving where batch is not null`.execute(store.db);
  const raw = await rawFiles(store);
  return [
    { layer: 'raw', ...raw, rows: null },
    ...layers.rows,
    { layer: 'served', ...(served.rows[0] ?? { files: 0, bytes: 0, rows: 0 }) },
  ];
}

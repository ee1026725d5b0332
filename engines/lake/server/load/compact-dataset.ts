/** Puts the files of a dataset together into one, as a job: what reads it sees the same rows before and after. */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../../../../kernel/ids.ts';
import { sql } from '../../../store/index.ts';
import { followCompaction } from '../serve/copy-served.ts';
import { visibleRows } from '../visible-rows.ts';
import { findDataset } from './batch-rows.ts';
import { lakeFolder, type LoadDeps } from './loading.ts';
import { quoteText } from './quote.ts';

/** False when there was nothing to put together, or a full load has put another file there meanwhile. */
export async function compactDataset(
  deps: Pick<LoadDeps, 'store' | 'duck'>,
  id: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, duck } = deps;
  const dataset = await findDataset(store.db, id);
  if (dataset === undefined || dataset.file === null || dataset.increments.length === 0) return false;
  const file = path.join(path.dirname(dataset.file), `${newId()}.parquet`);
  const at = path.join(lakeFolder(store), file);
  await mkdir(path.dirname(at), { recursive: true });
  try {
    await duck.session(
      (session) =>
        session.run(
          `copy (select * from ${visibleRows(store, dataset)}) to ${quoteText(`${at}.part`)} (format parquet, compression zstd)`,
        ),
      signal,
    );
    await rename(`${at}.part`, at);
    const { size } = await stat(at);
    const taken = dataset.increments.map((each) => each.batch);
    const shown = await store.transaction(async (work) => {
      const now = await findDataset(work.db, id, true);
      if (now === undefined || now.file !== dataset.file) return false;
      await followCompaction(work, { dataset: id, from: dataset.file ?? '', to: file }, taken);
      await sql`delete from lake_increment where dataset = ${id} and batch = any(${taken}::uuid[])`.execute(
        work.db,
      );
      // A batch that came meanwhile stays beside the new file.
      await sql`update lake_dataset set file = ${file},
        bytes = ${size} + (select coalesce(sum(bytes), 0) from lake_increment where dataset = ${id}) where id = ${id}`.execute(
        work.db,
      );
      return true;
    });
    if (!shown) await rm(at, { force: true });
    return shown;
  } catch (problem) {
    await Promise.all([rm(at, { force: true }), rm(`${at}.part`, { force: true })]);
    throw problem;
  }
}

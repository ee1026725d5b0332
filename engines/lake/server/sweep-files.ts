/** Takes away files that nobody sees: left by a crash, replaced by a later batch, or past their time of keeping. */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { sql, type Store } from '../../store/index.ts';
import { lakeFolder } from './load/loading.ts';

const day = 86_400_000;

async function filesIn(folder: string): Promise<readonly { readonly at: string; readonly age: number }[]> {
  const now = Date.now();
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async (entry) => {
      const at = path.join(entry.parentPath, entry.name);
      const about = await stat(at).catch(() => undefined);
      return { at, age: about === undefined ? 0 : now - about.mtimeMs };
    }),
  );
}

/** A file is in use for a day after it was replaced: somebody may be reading it. */
export async function sweepFiles(store: Store): Promise<number> {
  const lake = lakeFolder(store);
  const shown = await sql<{ file: string }>`select file from lake_dataset where file is not null
    union all select file from lake_increment union all select replaced from lake_increment where replaced is not null`.execute(
    store.db,
  );
  const seen = new Set(shown.rows.map((row) => path.join(lake, row.file)));
  const keepRaw = store.settings.value('lake.keep-raw-days') * day;
  const unseen = ({ at, age }: { readonly at: string; readonly age: number }) => !seen.has(at) && age > day;
  const gone = [
    ...(await filesIn(path.join(lake, 'standard'))).filter(unseen),
    ...(await filesIn(path.join(lake, 'subject'))).filter(unseen),
    ...(await filesIn(path.join(lake, 'replaced'))).filter(unseen),
    ...(await filesIn(path.join(lake, 'spool'))).filter(({ age }) => age > day),
    ...(await filesIn(path.join(lake, 'raw'))).filter(({ age }) => age > keepRaw),
  ];
  await Promise.all(gone.map(({ at }) => rm(at, { force: true })));
  return gone.length;
}

/** Takes away files that nobody sees: left by a crash, replaced by a later batch, or past their time of keeping. */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { sql, type Store } from '../../store/index.ts';
import { lakeFolder } from './load/loading.ts';

const day = 86_400_000;

interface FileAge {
  readonly at: string;
  /** Since it was written, and since it was last written or renamed. */
  readonly age: number;
  readonly still: number;
}

async function filesIn(folder: string): Promise<readonly FileAge[]> {
  const now = Date.now();
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async (entry) => {
      const at = path.join(entry.parentPath, entry.name);
      const about = await stat(at).catch(() => undefined);
      return about === undefined
        ? { at, age: 0, still: 0 }
        : { at, age: now - about.mtimeMs, still: now - Math.max(about.mtimeMs, about.ctimeMs) };
    }),
  );
}

async function shownFiles(store: Store): Promise<ReadonlySet<string>> {
  const shown = await sql<{ file: string }>`select file from lake_dataset where file is not null
    union all select file from lake_increment union all select replaced from lake_increment where replaced is not null`.execute(
    store.db,
  );
  return new Set(shown.rows.map((row) => row.file));
}

/**
 * Files that are not shown, and were not shown a day ago either: somebody may still be reading one that was replaced just now, however long ago it
 * was written. One younger than a day may be about to be shown.
 */
async function longUnseen(store: Store): Promise<readonly string[]> {
  const lake = lakeFolder(store);
  const layers = ['standard', 'subject', 'replaced'].map((layer) => filesIn(path.join(lake, layer)));
  const shown = await shownFiles(store);
  const unseen = (await Promise.all(layers))
    .flat()
    .filter(({ age }) => age > day)
    .map(({ at }) => path.relative(lake, at))
    .filter((file) => !shown.has(file));
  const now = new Date();
  return store.transaction(async (work) => {
    await sql`delete from lake_unseen_file where file <> all(${unseen}::text[])`.execute(work.db);
    await sql`insert into lake_unseen_file (file, noticed_at) select unnest(${unseen}::text[]), ${now}
      on conflict do nothing`.execute(work.db);
    const old = await sql<{ file: string }>`select file from lake_unseen_file
      where noticed_at < ${new Date(now.getTime() - day)}`.execute(work.db);
    return old.rows.map((row) => path.join(lake, row.file));
  });
}

/** Folders of batches that a killed server has left, and what DuckDB put aside for statements that it never ended. */
async function sweepAside(folder: string): Promise<number> {
  const entries = await readdir(folder).catch(() => []);
  const old: string[] = [];
  for (const at of entries.map((name) => path.join(folder, name))) {
    const about = await stat(at).catch(() => undefined);
    if (about === undefined || Date.now() - about.mtimeMs <= day) continue;
    if ((await filesIn(at)).every(({ age }) => age > day)) old.push(at);
  }
  await Promise.all(old.map((at) => rm(at, { force: true, recursive: true })));
  return old.length;
}

/** A file is in use for a day after it was replaced: somebody may be reading it. */
export async function sweepFiles(store: Store): Promise<number> {
  const lake = lakeFolder(store);
  const keepRaw = store.settings.value('lake.keep-raw-days') * day;
  const inbox = await filesIn(path.join(lake, 'inbox'));
  const done = inbox.filter(({ at }) => path.basename(path.dirname(at)) === 'done');
  const gone = [
    ...(await longUnseen(store)),
    ...(await filesIn(path.join(lake, 'raw'))).filter(({ age }) => age > keepRaw).map(({ at }) => at),
    ...done.filter(({ still }) => still > keepRaw).map(({ at }) => at),
  ];
  await Promise.all(gone.map((at) => rm(at, { force: true })));
  const aside = await Promise.all(['spool', 'spill'].map((name) => sweepAside(path.join(lake, name))));
  return gone.length + aside.reduce((sum, each) => sum + each, 0);
}

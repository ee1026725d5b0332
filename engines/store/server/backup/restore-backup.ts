/** Reads a backup into an empty database: everything is verified first and committed at once, or nothing is. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { quoteName } from '../table.ts';
import { createStatement, finishStatements, partitionStatements } from './describe-tables.ts';
import { backupErrors, filePlace, type Manifest, readManifest, type TableCopy } from './manifest.ts';
import { isNumbered, renumberTransactions, stageOf, stageStatement } from './renumber-transactions.ts';

export interface RestoreOptions {
  /** An empty database. */
  readonly url: string;
  readonly dataDirectory: string;
  readonly folder: string;
  readonly say?: (line: string) => void;
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function verifyTables(folder: string, manifest: Manifest): Promise<void> {
  for (const { file, digest } of manifest.tables) {
    if (file === undefined) continue;
    if (!existsSync(path.join(folder, file))) throw backupErrors.fileMissing({ file });
    if ((await digestOf(path.join(folder, file))) !== digest) throw backupErrors.damaged({ file });
  }
}

async function refuseUsed(client: pg.ClientBase): Promise<void> {
  const found = await client.query(
    "select count(*)::integer as count from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')",
  );
  const count = Number(found.rows[0]?.count);
  if (count > 0) throw backupErrors.notEmpty({ count });
}

async function readRows(client: pg.ClientBase, folder: string, table: TableCopy): Promise<void> {
  if (table.file === undefined) return;
  const numbered = isNumbered(table);
  if (numbered) await client.query(stageStatement(table));
  const columns = table.columns.map((column) => quoteName(column.name)).join(', ');
  const target = numbered ? stageOf(table) : quoteName(table.name);
  const rows = client.query(copyFrom(`copy ${target} (${columns}) from stdin`));
  await pipeline(createReadStream(path.join(folder, table.file)), createGunzip(), rows);
}

async function verifyRows(client: pg.ClientBase, table: TableCopy): Promise<void> {
  const counted = await client.query(`select count(*)::text as count from ${quoteName(table.name)}`);
  const found = Number(counted.rows[0]?.count);
  if (found !== table.rows) throw backupErrors.rowsDiffer({ table: table.name, wanted: table.rows, found });
}

/** A job that ran when the backup was made runs again, as after a crash; the queue itself is made anew at the next start. */
const wakeJobs = "update store_job set state = 'waiting' where state = 'running'";

/** Guards of append-only tables are not in a backup: the next start compares every table anew and makes them. */
const forgetMigration = "delete from store_setting where name = 'migration'";

async function restoreRows(
  client: pg.ClientBase,
  options: RestoreOptions,
  manifest: Manifest,
): Promise<void> {
  for (const table of manifest.tables) {
    for (const statement of [createStatement(table), ...partitionStatements(table)])
      await client.query(statement);
  }
  for (const table of manifest.tables) {
    await readRows(client, options.folder, table);
    options.say?.(`${table.name}:${table.rows} 行`);
  }
  await renumberTransactions(
    client,
    options.url,
    manifest.tables.filter((table) => table.file !== undefined && isNumbered(table)),
  );
  for (const table of manifest.tables) {
    for (const statement of finishStatements(table)) await client.query(statement);
    await verifyRows(client, table);
  }
  const restored = new Set(manifest.tables.map(({ name }) => name));
  if (restored.has('store_job')) await client.query(wakeJobs);
  if (restored.has('store_setting')) await client.query(forgetMigration);
}

/** Files come first: a file without a row does no harm, a row without its file does. */
async function restoreFiles(client: pg.ClientBase, options: RestoreOptions): Promise<void> {
  const known = await client.query<{ digest: string }>('select distinct digest from store_file');
  for (const { digest } of known.rows) {
    const from = filePlace(path.join(options.folder, 'files'), digest);
    const to = filePlace(path.join(options.dataDirectory, 'files'), digest);
    if (!existsSync(from)) throw backupErrors.fileMissing({ file: from });
    if (existsSync(to)) continue;
    await mkdir(path.dirname(to), { recursive: true });
    await copyFile(from, `${to}.restoring`);
    if ((await digestOf(`${to}.restoring`)) !== digest) throw backupErrors.damaged({ file: from });
    await rename(`${to}.restoring`, to);
  }
}

export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const manifest = await readManifest(options.folder);
  await verifyTables(options.folder, manifest);
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    await refuseUsed(client);
    await client.query('begin');
    await restoreRows(client, options, manifest);
    await restoreFiles(client, options);
    await client.query('commit');
    await client.query('analyze');
    return manifest;
  } catch (problem) {
    await client.query('rollback').catch(() => undefined);
    throw problem;
  } finally {
    await client.end();
  }
}

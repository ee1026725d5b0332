/** Reads a backup into an empty database: everything is verified first and committed at once, or nothing is. */
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { quoteName } from '../table.ts';
import { createStatement, finishStatements, partitionStatements } from './describe-tables.ts';
import { backupErrors, filePlace, type Manifest, type TableCopy } from './manifest.ts';
import { isNumbered, renumberTransactions, stageOf, stageStatement } from './renumber-transactions.ts';
import {
  type BackupEnvelope,
  openPart,
  partPlace,
  type ReadBackup,
  readManifest,
  type Wrapping,
} from './wrapping.ts';

export interface RestoreOptions {
  /** An empty database. */
  readonly url: string;
  readonly dataDirectory: string;
  readonly folder: string;
  /** Opens the envelope of a sealed backup; throws when its key is another. */
  readonly openHead?: (head: string) => BackupEnvelope;
  /** The fingerprint that writing it gave; another backup, also an older or forged one, is refused. */
  readonly print?: string;
  readonly say?: (line: string) => void;
}

/** Where the backup lies and how it is opened. */
interface Source {
  readonly folder: string;
  readonly wrapping: Wrapping;
}

function partOf({ folder, wrapping }: Source, name: string): Readable {
  if (!existsSync(partPlace(folder, wrapping, name))) throw backupErrors.fileMissing({ file: name });
  return openPart(folder, wrapping, name);
}

async function verifyTables(source: Source, manifest: Manifest): Promise<void> {
  for (const { file, digest } of manifest.tables) {
    if (file === undefined) continue;
    const hash = createHash('sha256');
    await pipeline(partOf(source, file), hash);
    if (hash.digest('hex') !== digest) throw backupErrors.damaged({ file });
  }
}

async function refuseUsed(client: pg.ClientBase): Promise<void> {
  const found = await client.query(
    "select count(*)::integer as count from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')",
  );
  const count = Number(found.rows[0]?.count);
  if (count > 0) throw backupErrors.notEmpty({ count });
}

async function readRows(client: pg.ClientBase, source: Source, table: TableCopy): Promise<void> {
  if (table.file === undefined) return;
  const numbered = isNumbered(table);
  if (numbered) await client.query(stageStatement(table));
  const columns = table.columns.map((column) => quoteName(column.name)).join(', ');
  const target = numbered ? stageOf(table) : quoteName(table.name);
  const rows = client.query(copyFrom(`copy ${target} (${columns}) from stdin`));
  await pipeline(partOf(source, table.file), createGunzip(), rows);
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
  source: Source,
  manifest: Manifest,
): Promise<void> {
  for (const table of manifest.tables) {
    for (const statement of [createStatement(table), ...partitionStatements(table)])
      await client.query(statement);
  }
  for (const table of manifest.tables) {
    await readRows(client, source, table);
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
async function restoreFiles(client: pg.ClientBase, directory: string, source: Source): Promise<void> {
  const known = await client.query<{ digest: string }>('select distinct digest from store_file');
  for (const { digest } of known.rows) {
    const name = filePlace('files', digest);
    const to = filePlace(path.join(directory, 'files'), digest);
    const from = partOf(source, name);
    if (existsSync(to)) {
      from.destroy();
      continue;
    }
    await mkdir(path.dirname(to), { recursive: true });
    const hash = createHash('sha256');
    from.on('data', (chunk: Buffer) => hash.update(chunk));
    await pipeline(from, createWriteStream(`${to}.restoring`, { flush: true }));
    if (hash.digest('hex') !== digest) throw backupErrors.damaged({ file: name });
    await rename(`${to}.restoring`, to);
  }
}

export async function restoreBackup(options: RestoreOptions): Promise<ReadBackup> {
  const backup = await readManifest(options.folder, options.openHead);
  const { manifest, wrapping, print } = backup;
  // Whoever expects a sealed backup must not be given another one in the clear.
  if (options.openHead !== undefined && wrapping === undefined)
    throw backupErrors.notSealed({ folder: options.folder });
  if (options.print !== undefined && options.print !== print)
    throw backupErrors.otherBackup({ wanted: options.print, found: print });
  const source = { folder: options.folder, wrapping };
  await verifyTables(source, manifest);
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    await refuseUsed(client);
    await client.query('begin');
    await restoreRows(client, options, source, manifest);
    await restoreFiles(client, options.dataDirectory, source);
    await client.query('commit');
    await client.query('analyze');
    return backup;
  } catch (problem) {
    await client.query('rollback').catch(() => undefined);
    throw problem;
  } finally {
    await client.end();
  }
}

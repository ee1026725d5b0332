/** Writes a backup that no version of PostgreSQL or of the city is needed for: rows as text, tables as statements, files by digest. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, link, mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { quoteName } from '../table.ts';
import { describeTables } from './describe-tables.ts';
import { backupErrors, filePlace, type Manifest, type TableCopy, type TableShape } from './manifest.ts';
import { makeFolderOf, partPlace, sealPart, type Wrapping, writeManifest } from './wrapping.ts';

export interface BackupOptions {
  readonly url: string;
  /** Where the city keeps its files: DATA_DIR. */
  readonly dataDirectory: string;
  /** Made when absent; must be empty. */
  readonly folder: string;
  /** Seals every part; undefined writes all in the clear. */
  readonly envelope?: Wrapping;
  readonly say?: (line: string) => void;
}

const newline = 0x0a;

/** Passes bytes on while it takes their digest or counts their lines. */
function watching(see: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      see(chunk);
      done(null, chunk);
    },
  });
}

async function claimFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw backupErrors.folderUsed({ folder });
}

async function copyTable(
  client: pg.ClientBase,
  { folder, envelope }: BackupOptions,
  shape: TableShape,
): Promise<TableCopy> {
  if (shape.unlogged) return { ...shape, rows: 0 };
  const file = `tables/${shape.name}.copy.gz`;
  const columns = shape.columns.map((column) => quoteName(column.name)).join(', ');
  // A parent of partitions holds no rows itself and cannot be copied by name.
  const rows = client.query(copyTo(`copy (select ${columns} from ${quoteName(shape.name)}) to stdout`));
  const digest = createHash('sha256');
  let count = 0;
  const place = partPlace(folder, envelope, file);
  await makeFolderOf(place);
  await pipeline(
    rows,
    watching((chunk) => {
      // In the text form a line is a row: line ends inside values are written as \n.
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) count += 1;
    }),
    createGzip({ level: 6 }),
    watching((chunk) => digest.update(chunk)),
    sealPart(envelope, file),
    createWriteStream(place, { mode: 0o600, flush: true }),
  );
  return { ...shape, file, rows: count, digest: digest.digest('hex') };
}

/** Content never changes under its digest, so a link is a copy where both folders lie on one disk and nothing is sealed. */
async function keepFile(from: string, { folder, envelope }: BackupOptions, digest: string): Promise<void> {
  const name = filePlace('files', digest);
  const to = partPlace(folder, envelope, name);
  await makeFolderOf(to);
  if (envelope === undefined) {
    await link(from, to).catch(() => copyFile(from, to));
    return;
  }
  await pipeline(
    createReadStream(from, { highWaterMark: 1 << 18 }),
    envelope.seal(name),
    createWriteStream(to, { mode: 0o600, flush: true }),
  );
}

async function copyFiles(
  client: pg.ClientBase,
  options: BackupOptions,
): Promise<{ count: number; bytes: number }> {
  const known = await client.query<{ digest: string }>(
    'select distinct digest from store_file order by digest',
  );
  let bytes = 0;
  for (const { digest } of known.rows) {
    const from = filePlace(path.join(options.dataDirectory, 'files'), digest);
    const found = await stat(from).catch(() => undefined);
    if (found === undefined) throw backupErrors.fileMissing({ file: from });
    bytes += found.size;
    await keepFile(from, options, digest);
  }
  return { count: known.rows.length, bytes };
}

/** One snapshot of all rows while the city goes on working, then the files that these rows name. */
export async function writeBackup(
  options: BackupOptions,
): Promise<{ readonly manifest: Manifest; readonly print: string }> {
  await claimFolder(options.folder);
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const server = await client.query('show server_version');
    const tables: TableCopy[] = [];
    for (const shape of await describeTables(client)) {
      const copied = await copyTable(client, options, shape);
      options.say?.(`${copied.name}:${copied.rows} 行`);
      tables.push(copied);
    }
    const files = await copyFiles(client, options);
    await client.query('commit');
    const manifest: Manifest = {
      format: 1,
      madeAt: new Date().toISOString(),
      server: String(server.rows[0]?.server_version),
      tables,
      files,
    };
    return { manifest, print: await writeManifest(options.folder, options.envelope, manifest) };
  } finally {
    await client.end();
  }
}

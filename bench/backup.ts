/** Backups in the clear and sealed of the same rows and files: how long each takes, and what sealing costs. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { defineTable, openStore, sql, startEmbeddedPostgres, writeBackup } from '../engines/store/index.ts';
import { makeEnvelope, makeRecipient, readRecipient } from '../engines/trust/index.ts';

const caseTable = defineTable({
  name: 'bench_case',
  columns: {
    id: 'bigint primary key',
    title: 'text not null',
    place: 'text not null',
    note: 'text not null',
  },
});

/** Rows of about 400 bytes, as those of cases are; half of it is text that repeats itself. */
async function fillRows(store: Awaited<ReturnType<typeof openStore>>, megabytes: number): Promise<void> {
  await sql`insert into bench_case select n, '井盖破损 ' || n, '颍州区 ' || md5(n::text),
    md5((n * 7)::text) || md5((n * 11)::text) || repeat('路面有积水，请尽快处置。', 7)
    from generate_series(1, ${megabytes * 2800}) n`.execute(store.db);
}

const filePiece = 1 << 20;

async function fillFiles(store: Awaited<ReturnType<typeof openStore>>, megabytes: number): Promise<void> {
  const size = 50;
  for (let done = 0; done < megabytes; done += size) {
    const pieces = Array.from({ length: Math.min(size, megabytes - done) }, () => randomBytes(filePiece));
    // What begins like an archive may be stored; nothing here opens it.
    pieces[0]?.set([0x50, 0x4b, 3, 4]);
    await store.files.write({
      name: 'bench.zip',
      contentType: 'application/zip',
      by: 'bench',
      body: Readable.from(pieces),
      limit: size * filePiece,
    });
  }
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '700' }, files: { type: 'string', default: '300' } },
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  const server = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  const store = await openStore({
    url: server.url,
    dataDirectory: folder,
    tables: [caseTable],
    settings: {},
  });
  const keys = makeRecipient();

  async function measure(name: string, envelope?: ReturnType<typeof makeEnvelope>): Promise<number> {
    const place = path.join(folder, name);
    const started = performance.now();
    await writeBackup({ url: server.url, dataDirectory: folder, folder: place, envelope });
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `${name}: ${seconds.toFixed(1)} s, ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB resident`,
    );
    await rm(place, { recursive: true });
    return seconds;
  }

  async function compare(what: string, megabytes: number): Promise<void> {
    const plain = await measure(`${what}-plain`);
    const sealed = await measure(`${what}-sealed`, makeEnvelope(readRecipient(keys.publicPem)));
    console.log(
      `figure backup-${what} ${(megabytes / sealed).toFixed(1)} MB/s target none yardstick plain=${(megabytes / plain).toFixed(1)} ratio ${(plain / sealed).toFixed(3)}`,
    );
  }

  try {
    await fillRows(store, Number(values.rows));
    const size = await sql<{ bytes: string }>`select pg_table_size('bench_case') as bytes`.execute(store.db);
    const rows = Number(size.rows[0]?.bytes ?? 0) / 1e6;
    await compare('rows', rows);
    await fillFiles(store, Number(values.files));
    await compare('rows-and-files', rows + (Number(values.files) * filePiece) / 1e6);
  } finally {
    await store.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

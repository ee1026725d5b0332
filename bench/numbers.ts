/** How many document numbers a second 64 signers get from one series, durable and without gap, beside the highest number plus one under SERIALIZABLE. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createDocumentNumbers, numberTables } from '../engines/documents/index.ts';
import { openStore, startEmbeddedPostgres } from '../engines/store/index.ts';

interface Driven {
  readonly taken: number;
  readonly seconds: number;
  readonly waits: readonly number[];
  readonly refused: number;
}

/** Each signer takes one number after another until the time is over; `take` tells whether it got one. */
async function drive(
  signers: number,
  seconds: number,
  take: (name: string) => Promise<boolean>,
): Promise<Driven> {
  const waits: number[] = [];
  let refused = 0;
  const from = performance.now();
  const end = from + seconds * 1000;
  await Promise.all(
    Array.from({ length: signers }, async (_, signer) => {
      for (let turn = 0; performance.now() < end; turn += 1) {
        const started = performance.now();
        if (await take(`${signer}:${turn}`)) waits.push(performance.now() - started);
        else refused += 1;
      }
    }),
  );
  waits.sort((a, b) => a - b);
  return { taken: waits.length, seconds: (performance.now() - from) / 1000, waits, refused };
}

/** What a hand-written office program does: read the highest number, add one, try again when another was faster. */
async function openYardstick(url: string, connections: number) {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  await pool.query(`create table yardstick_number (code text, year integer, serial integer, document text)`);
  await pool.query(`create unique index on yardstick_number (code, year, serial)`);
  async function take(document: string): Promise<boolean> {
    const client = await pool.connect();
    try {
      await client.query('begin isolation level serializable');
      await client.query(
        `insert into yardstick_number select '阜政', 2026, coalesce(max(serial), 0) + 1, $1 from yardstick_number where code = '阜政' and year = 2026`,
        [document],
      );
      await client.query('commit');
      return true;
    } catch {
      await client.query('rollback');
      return false;
    } finally {
      client.release();
    }
  }
  return { take, close: () => pool.end() };
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      signers: { type: 'string', default: '64' },
      seconds: { type: 'string', default: '10' },
      connections: { type: 'string', default: '16' },
    },
  });
  const [signers, seconds, connections] = [values.signers, values.seconds, values.connections].map(
    Number,
  ) as [number, number, number];
  const folder = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  const server = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  const store = await openStore({
    url: server.url,
    dataDirectory: folder,
    tables: numberTables,
    poolSize: connections,
    report: (problem, where) => console.error(where, problem),
  });
  const yardstick = await openYardstick(server.url, connections);
  try {
    const numbers = createDocumentNumbers(store);
    const series = { organ: 'city-office', code: '阜政', year: 2026 };
    const bare = await drive(signers, seconds, yardstick.take);
    const ours = await drive(signers, seconds, async (document) => {
      await store.transaction(async (work) => {
        await numbers.reserve(work, 'bench', series, document);
        await numbers.use(work, 'bench', document);
      });
      return true;
    });
    const book = await numbers.read(series.code, series.year);
    if (book.missing.length > 0 || book.last !== ours.taken)
      throw new Error('a number is lacking or doubled');
    const [rate, theirs] = [ours.taken / ours.seconds, bare.taken / bare.seconds];
    const at = (driven: Driven, share: number) => driven.waits[Math.floor(driven.waits.length * share)] ?? 0;
    console.log(
      `figure document-numbers ${rate.toFixed(0)} numbers/s target ≥200 yardstick serializable-max=${theirs.toFixed(0)} ratio ${(rate / theirs).toFixed(2)}`,
    );
    console.log(
      `  p50/p95 ms: ours ${at(ours, 0.5).toFixed(1)}/${at(ours, 0.95).toFixed(1)}, yardstick ${at(bare, 0.5).toFixed(1)}/${at(bare, 0.95).toFixed(1)}; refused ${ours.refused} and ${bare.refused}; ${book.last} numbers without gap`,
    );
  } finally {
    await yardstick.close();
    await store.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

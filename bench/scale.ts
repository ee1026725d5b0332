/** What partitions give on one machine: files of the lake in one or by county and month, a table of PostgreSQL in one or by hash of its key; the grounds of decision 040. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { createTestDatabase } from '../test/support/store.ts';
import { percentile } from './support/percentile.ts';

const counties = 10;
const months = 24;
const shards = 8;
/** As the lake's own child has it. */
const memory = '600MB';

const rowsOf = (rows: number) => `select i as id, 341200 + (i % ${counties})::int as county,
  (date '2025-01-01' + (i // ${counties} % ${months * 30})::int)::date as day, '名称' || i % 99991 as name, i / 4 as amount, chr(65 + (i % 7)::int) as kind
  from range(${rows}) as given(i)`;

/** Milliseconds, the best of three. */
async function best(run: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const begun = performance.now();
    await run();
    least = Math.min(least, performance.now() - begun);
  }
  return least;
}

async function files(rows: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'city-scale-'));
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memory,
    temp_directory: path.join(folder, 'spill'),
  });
  try {
    const connection: DuckDBConnection = await instance.connect();
    await mkdir(path.join(folder, 'parts'));
    const one = `'${folder}/one.parquet'`;
    const parts = `read_parquet('${folder}/parts/*/*/*.parquet', hive_partitioning = true)`;
    await connection.run(
      `copy (${rowsOf(rows)} order by county, day) to ${one} (format parquet, compression zstd)`,
    );
    await connection.run(
      `copy (select *, month(day) + 12 * (year(day) - 2025) as month from ${one}) to '${folder}/parts'
       (format parquet, compression zstd, partition_by (county, month), overwrite_or_ignore)`,
    );
    const questions = {
      'whole-scan': 'select kind, sum(amount) from $ group by kind',
      'county-and-month': `select kind, sum(amount) from $ where county = 341203 and day between date '2025-03-01' and date '2025-03-31' group by kind`,
      'one-key': `select * from $ where id = ${Math.floor(rows / 3)}`,
    };
    for (const [name, question] of Object.entries(questions)) {
      const ask = (from: string) => best(() => connection.runAndReadAll(question.replace('$', from)));
      const [whole, split] = [await ask(one), await ask(parts)];
      console.log(
        `figure lake-${name} one-file=${whole.toFixed(0)} ms partitioned=${split.toFixed(0)} ms ratio ${(whole / split).toFixed(2)} for ${rows.toLocaleString('en')} rows`,
      );
    }
    connection.closeSync();
  } finally {
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(client: pg.Client, table: string, rows: number): Promise<number> {
  const begun = performance.now();
  const step = 250_000;
  for (let from = 0; from < rows; from += step)
    await client.query(
      `insert into ${table} select md5(i::text)::uuid, 341200 + i % ${counties}, timestamptz '2025-01-01' + i * interval '1 second', 'open', repeat('x', 100)
       from generate_series(${from}::bigint, ${Math.min(rows, from + step) - 1}::bigint) as given(i)`,
    );
  return (rows / (performance.now() - begun)) * 1000;
}

async function lookups(client: pg.Client, table: string, rows: number): Promise<number> {
  const took: number[] = [];
  const asked = { name: `find-${table}`, text: `select * from ${table} where id = md5($1)::uuid` };
  for (let turn = 0; turn < 5000; turn += 1) {
    const begun = performance.now();
    await client.query({ ...asked, values: [String((turn * 7919) % rows)] });
    took.push(performance.now() - begun);
  }
  return percentile(took, 0.95);
}

async function table(rows: number): Promise<void> {
  process.env['TEST_DATABASE_URL'] ??= 'postgres://postgres@127.0.0.1:5432/postgres';
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const columns =
      '(id uuid not null, county int not null, at timestamptz not null, state text not null, content text not null, primary key (id))';
    await client.query(`create table one ${columns}`);
    await client.query(`create table split ${columns} partition by hash (id)`);
    for (let shard = 0; shard < shards; shard += 1)
      await client.query(
        `create table split_${shard} partition of split for values with (modulus ${shards}, remainder ${shard})`,
      );
    for (const name of ['one', 'split']) await client.query(`create index on ${name} (county, at desc)`);
    const written = { one: await fill(client, 'one', rows), split: await fill(client, 'split', rows) };
    await client.query('analyze');
    const found = { one: await lookups(client, 'one', rows), split: await lookups(client, 'split', rows) };
    const list = (name: string) =>
      best(() => client.query(`select * from ${name} where county = 341204 order by at desc limit 50`));
    const listed = { one: await list('one'), split: await list('split') };
    const of = `for ${rows.toLocaleString('en')} rows, ${shards} shards`;
    console.log(
      `figure table-insert one=${Math.round(written.one)} rows/s split=${Math.round(written.split)} rows/s ratio ${(written.split / written.one).toFixed(2)} ${of}`,
    );
    console.log(
      `figure table-find-p95 one=${found.one.toFixed(2)} ms split=${found.split.toFixed(2)} ms ratio ${(found.one / found.split).toFixed(2)} ${of}`,
    );
    console.log(
      `figure table-newest-50 one=${listed.one.toFixed(2)} ms split=${listed.split.toFixed(2)} ms ratio ${(listed.one / listed.split).toFixed(2)} ${of}`,
    );
  } finally {
    await client.end();
    await database.drop();
  }
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '50000000' }, table: { type: 'string', default: '5000000' } },
  });
  await files(Number(values.rows));
  await table(Number(values.table));
}

/** How fast a file becomes checked, queryable rows, beside plain DuckDB that only converts it: eight columns, CSV to Parquet. */
import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { fieldsOf, openTestLake, type TestLake } from '../engines/lake/server/test-support/open-test-lake.ts';
import type { LoadPlan } from '../engines/lake/service.ts';
import { newId } from '../kernel/ids.ts';
import { duckPeak, ownPeak } from './support/peak-memory.ts';

const target = 300_000;

const fields = fieldsOf([
  { name: 'id', source: 'id', title: '编号', type: 'integer', key: true },
  { name: 'code', source: 'code', title: '代码', type: 'text', required: true, pattern: '[0-9]{12}' },
  { name: 'name', source: 'name', title: '名称', type: 'text', required: true, maxLength: 40 },
  { name: 'amount', source: 'amount', title: '金额', type: 'decimal', minimum: 0 },
  { name: 'day', source: 'day', title: '日期', type: 'date' },
  { name: 'kind', source: 'kind', title: '类别', type: 'text', codes: ['0', '1', '2', '3', '4', '5', '6'] },
  { name: 'place', source: 'place', title: '地点', type: 'text' },
  { name: 'valid', source: 'valid', title: '有效', type: 'boolean' },
]);

function* lines(rows: number): Generator<string> {
  yield 'id,code,name,amount,day,kind,place,valid\n';
  let part = '';
  for (let index = 0; index < rows; index += 1) {
    const day = new Date(Date.UTC(2020, 0, 1 + (index % 2000))).toISOString().slice(0, 10);
    // One row in ten thousand is wrong.
    const kind = index % 10_000 === 77 ? 'x' : index % 7;
    part += `${index},3412${String(index % 100_000_000).padStart(8, '0')},名称${index},${index / 4},${day},${kind},地点${index % 999},${index % 2}\n`;
    if (part.length > 1_000_000) {
      yield part;
      part = '';
    }
  }
  yield part;
}

async function timed(
  folder: string,
  run: (connection: DuckDBConnection) => Promise<unknown>,
): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '600MB' });
  const connection = await instance.connect();
  await connection.run(`set temp_directory = '${folder}/spill'`);
  const begun = performance.now();
  await run(connection);
  const took = performance.now() - begun;
  connection.closeSync();
  return took;
}

const converted = (file: string) =>
  `select id::bigint as id, code, name, amount::decimal(18, 6) as amount, day::date as day, kind, place, valid = '1' as valid
   from read_csv('${file}', all_varchar = true, header = true)`;

function plain(file: string, folder: string): Promise<number> {
  return timed(folder, async (connection) => {
    await connection.run(
      `copy (${converted(file)}) to '${folder}/plain.parquet' (format parquet, compression zstd)`,
    );
    await connection.run(`select count(*) from read_parquet('${folder}/plain.parquet')`);
  });
}

/** A few new rows put into the file that `plain` made, by writing all of it anew. */
function rewrite(file: string, folder: string): Promise<number> {
  return timed(folder, (connection) =>
    connection.run(
      `copy (from (${converted(file)}) union all from read_parquet('${folder}/plain.parquet') anti join (select id from (${converted(file)})) using (id))
       to '${folder}/rewritten.parquet' (format parquet, compression zstd)`,
    ),
  );
}

/** Milliseconds until the rows have been checked and one of them read. */
async function load(
  city: TestLake,
  given: Pick<LoadPlan, 'dataset' | 'source' | 'mode'> & {
    readonly match: string;
    readonly rejected: number;
  },
): Promise<number> {
  const plan: LoadPlan = {
    dataset: given.dataset,
    title: '测速',
    source: given.source,
    connection: { kind: 'file' },
    object: { kind: 'drop', match: given.match },
    mode: given.mode,
    fields,
  };
  const begun = performance.now();
  const batch = await city.lake.load(plan, 'bench');
  await city.lake.rows({ dataset: plan.dataset, clearance: 'internal', size: 1 });
  const took = performance.now() - begun;
  if (batch.state !== 'loaded' || batch.rejected !== given.rejected)
    throw new Error(`the batch ended ${batch.state}: ${batch.message ?? ''} ${batch.rejected ?? ''}`);
  return took;
}

/** Of rows like those of the bench, how many break a rule. */
const wrongOf = (rows: number) => Math.ceil((rows - 77) / 10_000);

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } },
  });
  const rows = Number(values.rows);
  const added = Math.max(1000, Math.round(rows / 100));
  process.env['TEST_DATABASE_URL'] ??= 'postgres://postgres@127.0.0.1:5432/postgres';
  const city = await openTestLake();
  try {
    const source = newId();
    const folder = city.lake.dropFolder(source);
    const plainFolder = city.store.dataDirectory;
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, 'rows.csv');
    const more = path.join(plainFolder, 'more.csv');
    await pipeline(lines(rows), createWriteStream(file));
    await pipeline(lines(added), createWriteStream(more));
    await writeFile(`${file}.done`, '');
    console.log(
      `  ${rows.toLocaleString('en')} rows, ${((await stat(file)).size / 1_048_576).toFixed(0)} MB of CSV`,
    );
    const best = { plain: Infinity, ours: Infinity, rewrite: Infinity, increment: Infinity };
    // In turns, and the best of each: whatever else the machine does only takes time away.
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const dataset = newId();
      const whole = { dataset, source, mode: 'full', match: 'rows.csv', rejected: wrongOf(rows) } as const;
      best.plain = Math.min(best.plain, await plain(file, plainFolder));
      best.ours = Math.min(best.ours, await load(city, whole));
      best.rewrite = Math.min(best.rewrite, await rewrite(more, plainFolder));
      // What an incremental load has read is put away.
      await copyFile(more, path.join(folder, 'more.csv'));
      await writeFile(path.join(folder, 'more.csv.done'), '');
      const part = { ...whole, mode: 'key', match: 'more.csv', rejected: wrongOf(added) } as const;
      best.increment = Math.min(best.increment, await load(city, part));
    }
    const [yardstick, ours] = [(rows / best.plain) * 1000, (rows / best.ours) * 1000];
    const figure = (value: number) => Math.round(value);
    console.log(
      `figure file-to-queryable ${figure(ours)} rows/s target ≥${target} yardstick plain-duckdb=${figure(yardstick)} ratio ${(ours / yardstick).toFixed(2)}`,
    );
    console.log(
      `figure increment-to-queryable ${figure(best.increment)} ms for ${added} rows into ${rows} yardstick plain-rewrite=${figure(best.rewrite)} ms ratio ${(best.increment / best.rewrite).toFixed(2)}`,
    );
    console.log(
      `figure memory-peak duckdb=${duckPeak() ?? '—'} MB server=${ownPeak() ?? '—'} MB target ≤1024`,
    );
  } finally {
    await city.close();
  }
}

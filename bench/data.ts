/** How fast a file becomes checked, queryable rows, beside plain DuckDB that only converts it: eight columns, CSV to Parquet. */
import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { fieldsOf, openTestLake, type TestLake } from '../engines/lake/server/test-support/open-test-lake.ts';
import { newId } from '../kernel/ids.ts';

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

async function plain(file: string, folder: string): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '600MB' });
  const connection = await instance.connect();
  const begun = performance.now();
  await connection.run(
    `copy (select id::bigint as id, code, name, amount::decimal(18, 6) as amount, day::date as day, kind, place, valid = '1' as valid
       from read_csv('${file}', all_varchar = true, header = true)) to '${folder}/plain.parquet' (format parquet, compression zstd)`,
  );
  await connection.run(`select count(*) from read_parquet('${folder}/plain.parquet')`);
  const took = performance.now() - begun;
  connection.closeSync();
  return took;
}

/** Milliseconds until the rows of a new dataset have been checked and one of them read. */
async function load(city: TestLake, source: string, rows: number): Promise<number> {
  const plan = {
    dataset: newId(),
    title: '测速',
    source,
    connection: { kind: 'file' },
    object: { kind: 'drop', match: '*.csv' },
    mode: 'full',
    fields,
  } as const;
  const begun = performance.now();
  const batch = await city.lake.load(plan, 'bench');
  await city.lake.rows({ dataset: plan.dataset, clearance: 'internal', size: 1 });
  const took = performance.now() - begun;
  if (batch.state !== 'loaded' || batch.rejected !== Math.ceil((rows - 77) / 10_000))
    throw new Error(`the batch ended ${batch.state}: ${batch.message ?? ''} ${batch.rejected ?? ''}`);
  return took;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } },
  });
  const rows = Number(values.rows);
  process.env['TEST_DATABASE_URL'] ??= 'postgres://postgres@127.0.0.1:5432/postgres';
  const city = await openTestLake();
  try {
    const source = newId();
    const folder = city.lake.dropFolder(source);
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, 'rows.csv');
    await pipeline(lines(rows), createWriteStream(file));
    console.log(
      `  ${rows.toLocaleString('en')} rows, ${((await stat(file)).size / 1_048_576).toFixed(0)} MB of CSV`,
    );
    let [yardstick, ours] = [0, 0];
    // In turns, and the best of each: whatever else the machine does only takes time away.
    for (let round = 0; round < Number(values.rounds); round += 1) {
      yardstick = Math.max(yardstick, (rows / (await plain(file, city.store.dataDirectory))) * 1000);
      ours = Math.max(ours, (rows / (await load(city, source, rows))) * 1000);
    }
    const figure = (value: number) => Math.round(value);
    console.log(
      `figure file-to-queryable ${figure(ours)} rows/s target ≥${target} yardstick plain-duckdb=${figure(yardstick)} ratio ${(ours / yardstick).toFixed(2)}`,
    );
    const child = spawnSync('ps', ['-eo', 'rss,args'], { encoding: 'utf8' }).stdout;
    const resident = child.split('\n').find((line) => line.includes('duck-child-entry'));
    if (resident !== undefined)
      console.log(
        `figure duckdb-child-memory ${Math.round(Number.parseInt(resident, 10) / 1024)} MB target ≤1024`,
      );
  } finally {
    await city.close();
  }
}

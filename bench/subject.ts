/** How fast four departments' tables become one record for each person, beside plain DuckDB that only joins the same files and writes the result. */
import { createWriteStream, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { SubjectPlan } from '../engines/lake/contract.ts';
import { fieldsOf, openTestLake, type TestLake } from '../engines/lake/server/test-support/open-test-lake.ts';
import { completeIdCard } from '../kernel/check-characters.ts';
import { newId } from '../kernel/ids.ts';
import { duckPeak } from './support/peak-memory.ts';

const departments = ['police', 'health', 'civil', 'social'] as const;
const memory = '600MB';

const fields = fieldsOf([
  { name: 'id_card', source: 'id', title: '身份证号', type: 'text', key: true, format: 'id-card' },
  { name: 'name', source: 'name', title: '姓名', type: 'text' },
  { name: 'phone', source: 'phone', title: '手机号', type: 'text' },
  { name: 'area', source: 'area', title: '区划', type: 'text' },
  { name: 'marital', source: 'marital', title: '婚姻', type: 'text' },
  { name: 'seen', source: 'seen', title: '时间', type: 'date' },
]);

function personOf(index: number): string {
  const born = new Date(Date.UTC(1940, 0, 1 + (index % 25_000)))
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '');
  const county = 341200 + (Math.floor(index / 25_000_000) % 90);
  return completeIdCard(`${county}${born}${String(Math.floor(index / 25_000) % 1000).padStart(3, '0')}`);
}

/** Every source has nine tenths of the people; one value in fifty is another one than the others say. */
function* lines(people: number, source: number, changed: number): Generator<string> {
  yield 'id,name,phone,area,marital,seen\n';
  let part = '';
  for (let index = 0; index < people; index += 1) {
    if ((index + source) % 10 === 9) continue;
    const odd = (index * 7 + source) % 50 === 0 ? source : '';
    const moved = changed > 0 && index % changed === 0 ? '新' : '';
    const phone = `138${String((index * 31 + source * (index % 9 === 0 ? 1 : 0)) % 100_000_000).padStart(8, '0')}`;
    part += `${personOf(index)},人${index % 90_000}${odd}${moved},${phone},3412${String(index % 90_000_000).padStart(8, '0')},${20 + (index % 3) * 10},202${source}-0${1 + (index % 9)}-11\n`;
    if (part.length > 1_000_000) {
      yield part;
      part = '';
    }
  }
  yield part;
}

async function load(city: TestLake, dataset: string, source: string): Promise<void> {
  const batch = await city.lake.load(
    {
      dataset,
      title: '测速',
      source,
      connection: { kind: 'file' },
      object: { kind: 'drop', match: '*.csv' },
      mode: 'full',
      fields,
    },
    'bench',
  );
  if (batch.state !== 'loaded') throw new Error(`the load ended ${batch.state}: ${batch.message ?? ''}`);
}

function planOf(datasets: readonly string[]): SubjectPlan {
  const values = Object.fromEntries(
    ['id_card', 'name', 'phone', 'area', 'marital'].map((name) => [name, { column: name }]),
  );
  return SubjectPlan.parse({
    dataset: newId(),
    title: '测速',
    owner: 'city-data-resources',
    category: '101',
    area: 'area',
    sources: departments.map((id, index) => ({
      id,
      title: id,
      department: id,
      dataset: datasets[index],
      values,
      at: 'seen',
    })),
    fields: [
      { name: 'id_card', title: '公民身份号码', type: 'text', key: true, format: 'id-card' },
      { name: 'name', title: '姓名', type: 'text' },
      { name: 'phone', title: '手机号', type: 'text', rule: 'newest' },
      { name: 'area', title: '区划', type: 'text', rule: 'frequent' },
      { name: 'marital', title: '婚姻', type: 'text', order: ['civil'] },
    ],
  });
}

/** The join alone, first come first served, over the files of the standard layer. */
async function plain(files: readonly string[], folder: string): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: memory });
  const connection = await instance.connect();
  await connection.run(`set temp_directory = '${folder}/spill'`);
  const sides = files.map((file, index) => `read_parquet('${file}') as s${index}`);
  const first = (name: string) =>
    `coalesce(${files.map((_, index) => `s${index}.${name}`).join(', ')}) as ${name}`;
  const begun = performance.now();
  await connection.run(
    `copy (select id_card, ${['name', 'phone', 'area', 'marital'].map(first).join(', ')}
     from ${sides.map((side, index) => (index === 0 ? side : `full join ${side} using (id_card)`)).join(' ')})
     to '${folder}/plain.parquet' (format parquet, compression zstd)`,
  );
  const took = performance.now() - begun;
  connection.closeSync();
  return took;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { people: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '2' } },
  });
  const people = Number(values.people);
  process.env['TEST_DATABASE_URL'] ??= 'postgres://postgres@127.0.0.1:5432/postgres';
  const city = await openTestLake();
  try {
    const sources = departments.map(() => ({ source: newId(), dataset: newId() }));
    for (const [index, { source, dataset }] of sources.entries()) {
      const folder = city.lake.dropFolder(source);
      await mkdir(folder, { recursive: true });
      await pipeline(lines(people, index, 0), createWriteStream(path.join(folder, 'rows.csv')));
      await writeFile(path.join(folder, 'rows.csv.done'), '');
      await load(city, dataset, source);
    }
    const lake = path.join(city.store.dataDirectory, 'lake');
    const files = sources.map(({ dataset }) => {
      const folder = path.join(lake, 'standard', dataset);
      return path.join(folder, readdirSync(folder)[0] ?? '');
    });
    const peakBefore = duckPeak();
    const best = { plain: Infinity, ours: Infinity };
    const plans: SubjectPlan[] = [];
    // In turns, and the best of each: whatever else the machine does only takes time away.
    for (let round = 0; round < Number(values.rounds); round += 1) {
      best.plain = Math.min(best.plain, await plain(files, city.store.dataDirectory));
      const plan = planOf(sources.map(({ dataset }) => dataset));
      plans.push(plan);
      const begun = performance.now();
      const batch = await city.lake.buildSubject(plan, 'bench');
      best.ours = Math.min(best.ours, performance.now() - begun);
      if (batch.state !== 'loaded') throw new Error(`the build ended ${batch.state}: ${batch.message ?? ''}`);
    }
    const plan = plans.at(-1);
    if (plan === undefined) throw new Error('no round');
    const state = await city.lake.subject(plan.dataset);
    console.log(
      `  ${people.toLocaleString('en')} people in ${departments.length} sources, ${state?.summary.whole.rows ?? 0} records, ${state?.summary.whole.conflicted ?? 0} with conflicts`,
    );
    const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);
    console.log(
      `figure subject-build ${seconds(best.ours)} s yardstick plain-duckdb-join=${seconds(best.plain)} s ratio ${(best.ours / best.plain).toFixed(2)}`,
    );
    const [first] = sources;
    if (first !== undefined) {
      const at = path.join(city.lake.dropFolder(first.source), 'rows.csv');
      await pipeline(lines(people, 0, 100), createWriteStream(at));
      await writeFile(`${at}.done`, '');
      await load(city, first.dataset, first.source);
      const begun = performance.now();
      const batch = await city.lake.buildSubject(plan, 'bench');
      const took = performance.now() - begun;
      console.log(
        `figure subject-changed-keys ${seconds(took)} s for ${batch.loaded ?? 0} changed of ${people} yardstick plain-duckdb-join=${seconds(best.plain)} s ratio ${(took / best.plain).toFixed(2)}`,
      );
    }
    const looks: number[] = [];
    for (let index = 0; index < 50; index += 1) {
      const begun = performance.now();
      const key = personOf((index * 7919) % people);
      await city.lake.record({ dataset: plan.dataset, filter: { key }, clearance: 'sensitive' });
      looks.push(performance.now() - begun);
    }
    const middle = looks.toSorted((one, other) => one - other)[25] ?? 0;
    console.log(`figure subject-record-p50 ${Math.round(middle)} ms`);
    console.log(
      `figure duckdb-child-peak ${duckPeak() ?? '—'} MB (${peakBefore ?? '—'} MB after loading) limit ${memory} of DuckDB's own`,
    );
  } finally {
    await city.close();
  }
}

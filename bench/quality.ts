/** How fast whole datasets are held against a rule and profiled, beside plain DuckDB asking the same of the same file. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { fieldsOf, openTestLake, type TestLake } from '../engines/lake/server/test-support/open-test-lake.ts';
import type { QualityCheck } from '../engines/lake/service.ts';
import { newId } from '../kernel/ids.ts';
import { duckPeak } from './support/peak-memory.ts';

const targets = { rule: 5_000_000, profileSeconds: 60 };
/** As the lake's own child has it. */
const memory = '600MB';

const fields = fieldsOf([
  { name: 'id', source: 'id', title: '编号', type: 'integer', key: true },
  { name: 'code', source: 'code', title: '代码', type: 'text' },
  { name: 'name', source: 'name', title: '名称', type: 'text' },
  { name: 'amount', source: 'amount', title: '金额', type: 'decimal' },
  { name: 'day', source: 'day', title: '日期', type: 'date' },
  { name: 'kind', source: 'kind', title: '类别', type: 'text' },
  { name: 'place', source: 'place', title: '地点', type: 'text' },
  { name: 'open', source: 'open', title: '开放', type: 'boolean' },
]);

/** One value in a thousand of each is wrong. */
const checks: readonly { readonly title: string; readonly check: QualityCheck; readonly bare: string }[] = [
  {
    title: 'filled',
    check: { kind: 'filled', field: 'name' },
    bare: 'count(*) filter (where name is null)',
  },
  {
    title: 'range',
    check: { kind: 'range', field: 'amount', minimum: 0, maximum: 1_000_000_000 },
    bare: 'count(*) filter (where amount < 0 or amount > 1000000000)',
  },
  {
    title: 'codes',
    check: { kind: 'codes', field: 'kind', codes: ['A', 'B', 'C', 'D'] },
    bare: "count(*) filter (where kind not in ('A', 'B', 'C', 'D'))",
  },
  {
    title: 'pattern',
    check: { kind: 'pattern', field: 'code', pattern: '\\d{12}' },
    bare: "count(*) filter (where not regexp_full_match(code, '\\d{12}'))",
  },
  { title: 'unique', check: { kind: 'unique', fields: ['id'] }, bare: 'count(*) - count(distinct id)' },
];

/** The rows, made by DuckDB itself as the standard layer keeps them: a CSV of a hundred million is `bench data`'s affair. */
function made(rows: number): string {
  return `select i as _row, '00000000-0000-7000-8000-000000000000' as _batch, i as id,
    case when i % 1000 = 1 then 'x' else '3412' || lpad((i % 100000000)::varchar, 8, '0') end as code,
    case when i % 1000 = 2 then null else '名称' || i end as name,
    case when i % 1000 = 3 then -1 else i / 4 end::decimal(18, 6) as amount,
    date '2020-01-01' + (i % 2000)::int as day,
    case when i % 1000 = 4 then 'Z' else chr(65 + (i % 4)::int) end as kind, '地点' || i % 999 as place, i % 2 = 0 as open
    from range(${rows}) as given(i)`;
}

async function withDuck<T>(city: TestLake, use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memory,
    temp_directory: path.join(city.store.dataDirectory, 'bench-spill'),
  });
  try {
    return await use(await instance.connect());
  } finally {
    instance.closeSync();
  }
}

/** A dataset as a full load would have left it. */
async function makeDataset(city: TestLake, rows: number): Promise<{ id: string; file: string }> {
  const plan = await city.planOf(
    'id,code,name,amount,day,kind,place,open\n1,1,1,1,2020-01-01,A,1,true\n',
    fields,
  );
  await city.lake.load(plan, 'bench');
  const found = await city.lake.findDataset(plan.dataset);
  if (found?.file === undefined || found.file === null) throw new Error('the first batch is not there');
  const file = path.join(city.store.dataDirectory, 'lake', found.file);
  await mkdir(path.dirname(file), { recursive: true });
  await withDuck(city, (connection) =>
    connection.run(`copy (${made(rows)}) to '${file}' (format parquet, compression zstd)`),
  );
  return { id: plan.dataset, file };
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return (performance.now() - begun) / 1000;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '10000000' }, rounds: { type: 'string', default: '2' } },
  });
  const rows = Number(values.rows);
  process.env['TEST_DATABASE_URL'] ??= 'postgres://postgres@127.0.0.1:5432/postgres';
  const city = await openTestLake();
  try {
    const { id, file } = await makeDataset(city, rows);
    console.log(`  ${rows.toLocaleString('en')} rows of eight columns`);
    const wrong = rows / 1000;
    for (const { title, check, bare } of checks) {
      let [ours, plain] = [Infinity, Infinity];
      for (let round = 0; round < Number(values.rounds); round += 1) {
        plain = Math.min(
          plain,
          await seconds(() =>
            withDuck(city, (connection) => connection.runAndReadAll(`select ${bare} from '${file}'`)),
          ),
        );
        ours = Math.min(
          ours,
          await seconds(async () => {
            const report = await city.lake.quality.run(id, [{ id: newId(), check }], 'bench');
            const failed = report.outcomes[0]?.failed;
            if (title !== 'unique' && failed !== wrong) throw new Error(`${title} found ${failed}`);
          }),
        );
      }
      console.log(
        `figure quality-rule-${title} ${Math.round(rows / ours)} rows/s target ≥${targets.rule} yardstick plain-duckdb=${Math.round(rows / plain)} ratio ${(plain / ours).toFixed(2)}`,
      );
    }
    const profile = await seconds(() => city.lake.quality.runProfile(id));
    const bare = await seconds(() =>
      withDuck(city, (connection) => connection.runAndReadAll(`summarize select * from '${file}'`)),
    );
    console.log(
      `figure profile ${profile.toFixed(1)} s for ${rows.toLocaleString('en')} rows target <${targets.profileSeconds} s for 100,000,000 yardstick duckdb-summarize=${bare.toFixed(1)} s ratio ${(bare / profile).toFixed(2)}`,
    );
    console.log(`figure duckdb-child-peak ${duckPeak() ?? '—'} MB target ≤1024`);
  } finally {
    await city.close();
  }
}

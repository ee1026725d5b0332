/** What is served by key: no two rows share one, an increment writes its own rows only, a narrow contract reads its own rows only. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { sql } from '../../../store/index.ts';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';
import { indexNameOf, readServed } from './read-served.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
  await city.store.begin();
});
afterAll(() => city.close());

const fields = [
  { name: 'code', source: 'code', title: '代码', type: 'text', key: true },
  { name: 'town', source: 'town', title: '乡镇', type: 'text' },
];

async function served(dataset: string, where: Readonly<Record<string, readonly string[]>> = {}, after = '') {
  const rows = await readServed(city.store, { dataset, size: 50, where, after });
  return rows.map(({ key, row }) => `${key}${String(row['town'])}`).join(' ');
}

async function load(content: string, dataset: string, mode: 'full' | 'key') {
  const plan = await city.planOf(`code,town\n${content}`, fields, { dataset, mode, follow: 'code' });
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded' });
}

test('主键由几个字段组成时，值里有“|”和“\\\\”也各是各的', async () => {
  const key = (name: string) => ({ name, source: name, title: name, type: 'text', key: true });
  const plan = await city.planOf('a,b\nx|y,z\nx,y|z\nx\\,|y\nx,\\|y\n', [key('a'), key('b')]);
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ loaded: 4, rejected: 0 });
  expect(await city.lake.serve(plan.dataset)).toBe(4);
  const read = (wanted: string) =>
    readServed(city.store, { dataset: plan.dataset, key: wanted, size: 5, where: {} });
  for (const [wanted, row] of [
    ['x\\|y|z', { a: 'x|y', b: 'z' }],
    ['x|y\\|z', { a: 'x', b: 'y|z' }],
    ['x\\\\|\\|y', { a: 'x\\', b: '|y' }],
    ['x|\\\\\\|y', { a: 'x', b: '\\|y' }],
  ] as const)
    expect((await read(wanted)).map((each) => each.row)).toEqual([row]);
});

test('增量只改写自己的行；合并文件后不重抄；整批换了才重抄；记下的变化与前后之差相同', async () => {
  const dataset = newId();
  await load('A,一\nB,二\nC,三\n', dataset, 'key');
  await city.lake.serve(dataset);
  await sql`update lake_serving set followed = true where dataset = ${dataset}`.execute(city.store.db);
  const places = async () =>
    (
      await sql<{
        key: string;
        place: string;
      }>`select key, ctid::text || xmin::text as place from lake_served where dataset = ${dataset} order by key`.execute(
        city.store.db,
      )
    ).rows.map(({ key, place }) => `${key} ${place}`);
  const before = await places();
  await load('B,二改\nD,四\n', dataset, 'key');
  expect(await city.lake.serve(dataset)).toBe(4);
  expect(await served(dataset)).toBe('A一 B二改 C三 D四');
  const after = await places();
  expect(after.filter((place) => before.includes(place)).map((place) => place[0])).toEqual(['A', 'C']);
  // Two increments at once, and the files put together in between.
  await load('C,三改\n', dataset, 'key');
  await city.lake.serve(dataset);
  await city.store.jobs.start('lake.compact', { dataset }, 'tester');
  await expect
    .poll(async () => (await city.lake.findDataset(dataset))?.increments.length, { timeout: 30_000 })
    .toBe(0);
  await load('E,五\n', dataset, 'key');
  await load('E,五改\n', dataset, 'key');
  expect(await city.lake.serve(dataset)).toBe(5);
  expect(await served(dataset)).toBe('A一 B二改 C三改 D四 E五改');
  expect((await places()).filter((place) => before.includes(place)).map((place) => place[0])).toEqual(['A']);
  await load('A,一\nZ,末\n', dataset, 'full');
  expect(await city.lake.serve(dataset)).toBe(2);
  expect(await served(dataset)).toBe('A一 Z末');
  const changes = await sql<{
    key: string;
    before: { town: string } | null;
  }>`select key, before from lake_served_change where dataset = ${dataset} order by position`.execute(
    city.store.db,
  );
  const told = changes.rows.map((row) => `${row.key}${row.before?.town ?? ''}`);
  expect(told.slice(0, 5)).toEqual(['B二', 'D', 'C三', 'E', 'E五']);
  expect(told.slice(5).toSorted()).toEqual(['B二改', 'C三改', 'D四', 'E五改', 'Z']);
});

test('窄的行条件按索引取，翻页不重不漏；没有索引也一样对；没有合同要的索引会撤掉', async () => {
  const dataset = newId();
  const towns = ['文峰街道', '王店镇', '袁集镇'];
  const lines = Array.from(
    { length: 3000 },
    (_, n) => `K${String(n).padStart(4, '0')},${n % 100 < 3 ? towns[n % 100] : '其他'}`,
  );
  await load(`${lines.join('\n')}\n`, dataset, 'full');
  await city.lake.serve(dataset);
  const where = { town: ['文峰街道', '王店镇'] };
  const all = async () => {
    const found: string[] = [];
    for (let after = ''; ; ) {
      const rows = await readServed(city.store, { dataset, size: 7, where, after });
      found.push(...rows.map(({ key }) => key));
      const last = rows.at(-1);
      if (last === undefined || rows.length < 7) return found;
      after = last.key;
    }
  };
  const wanted = lines.flatMap((line, n) => (n % 100 < 2 ? [line.slice(0, 5)] : []));
  expect(await all()).toEqual(wanted);
  await city.store.transaction((work) => city.lake.startServing(work, { dataset, fields: ['town'] }));
  const name = indexNameOf(dataset, ['town']);
  const scans = async () =>
    (
      await sql<{
        n: number;
      }>`select idx_scan::int as n from pg_stat_user_indexes join pg_index using (indexrelid)
        where indexrelname = ${name} and indisvalid`.execute(city.store.db)
    ).rows[0]?.n;
  await expect.poll(scans, { timeout: 30_000 }).toBeDefined();
  await sql`analyze lake_served`.execute(city.store.db);
  expect(await all()).toEqual(wanted);
  await expect.poll(scans, { timeout: 30_000 }).toBeGreaterThan(0);
  expect(await city.lake.keepIndexes([{ dataset, fields: ['town'] }])).toBe(0);
  expect(await city.lake.keepIndexes([])).toBe(1);
  expect(await all()).toEqual(wanted);
});

test('还没抄好的数据不在请求里抄：答“正在准备”，任务随后抄好', async () => {
  const dataset = newId();
  await load('A,一\n', dataset, 'full');
  await expect(served(dataset)).rejects.toMatchObject({ code: 'lake.notReady' });
  await expect.poll(() => served(dataset).catch(() => ''), { timeout: 30_000 }).toBe('A一');
  await city.store.transaction((work) => city.lake.endServing(work, dataset));
  await expect(served(dataset)).rejects.toMatchObject({ code: 'lake.notReady' });
});

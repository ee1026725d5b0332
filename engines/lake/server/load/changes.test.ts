/** 变更比对: all is read, only what changed is written, what vanished is seen, and a source that is read in part takes nothing away. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../../store/index.ts';
import type { LoadPlan } from '../../types.ts';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
});
afterAll(() => city.close());

const fields = [
  { name: 'id', source: 'id', title: '编号', type: 'integer', key: true },
  { name: 'name', source: 'name', title: '名称', type: 'text', required: true },
];

async function names(plan: LoadPlan): Promise<string> {
  const { rows } = await city.lake.rows({ dataset: plan.dataset, clearance: 'sensitive', size: 200 });
  return rows
    .map((row) => `${row['id']}${row['name']}`)
    .toSorted()
    .join(' ');
}

const csv = (rows: readonly string[]) => `id,name\n${rows.join('\n')}\n`;

test('只并入新增和变更的行，消失的行不再算数，没有变化的不写', async () => {
  const rows = Array.from({ length: 10 }, (_, index) => `${index},甲${index}`);
  const plan = await city.planOf(csv(rows), fields, { mode: 'changes' });
  const { dataset } = plan;
  const load = async (lines: readonly string[], more: Partial<LoadPlan> = {}) =>
    city.lake.load(await city.planOf(csv(lines), fields, { dataset, mode: 'changes', ...more }), 'tester');
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded', loaded: 10 });
  const standard = path.join(city.store.dataDirectory, 'lake', 'standard', dataset);

  // One new, one changed, one gone; and one that is rejected this time is still there.
  const next = [...rows.slice(2), '1,改了的甲1', '10,乙'].map((row) => (row === '5,甲5' ? '5,' : row));
  const batch = await load(next);
  expect(batch).toMatchObject({ state: 'loaded', received: 10, loaded: 9, rejected: 1 });
  expect(batch.message).toContain('新增或变更2行，消失1行');
  expect(await names(plan)).toBe('10乙 1改了的甲1 2甲2 3甲3 4甲4 5甲5 6甲6 7甲7 8甲8 9甲9');
  expect((await city.lake.findDataset(dataset))?.rows).toBe(10);
  expect((await city.lake.findDataset(dataset))?.increments).toHaveLength(1);

  const same = [...rows.slice(2), '1,改了的甲1', '10,乙'];
  expect(await load(same)).toMatchObject({ state: 'unchanged' });
  expect(await readdir(standard)).toHaveLength(2);

  // Half of the source is missing: nothing is taken away.
  const half = await load(same.slice(0, 5));
  expect(half).toMatchObject({ state: 'failed', error: 'lake.tooManyGone', received: 5 });
  expect(await names(plan)).toContain('10乙');
  // An empty source is no news of nothing.
  expect(await load([])).toMatchObject({ state: 'failed', error: 'lake.tooManyGone' });
  expect((await city.lake.findDataset(dataset))?.rows).toBe(10);
});

test('按键提供的行也随之消失', async () => {
  const rows = Array.from({ length: 10 }, (_, index) => `${index},甲${index}`);
  const plan = await city.planOf(csv(rows), fields, { mode: 'changes' });
  const { dataset } = plan;
  const served = async () => {
    const found = await sql<{ key: string }>`select key from lake_served where dataset = ${dataset}`.execute(
      city.store.db,
    );
    return found.rows.map(({ key }) => key);
  };
  await city.lake.load(plan, 'tester');
  await city.lake.serve(dataset);
  expect(await served()).toContain('0');
  const next = await city.planOf(csv([...rows.slice(1), '11,乙']), fields, { dataset, mode: 'changes' });
  expect(await city.lake.load(next, 'tester')).toMatchObject({ state: 'loaded' });
  await city.lake.serve(dataset);
  expect(await served()).toHaveLength(10);
  expect(await served()).not.toContain('0');
});

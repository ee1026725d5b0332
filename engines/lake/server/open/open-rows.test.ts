/** Open rows are those of the state that was looked at; small groups cannot be worked out; nobody takes more than his day's share. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import type { DatasetRow } from '../../types.ts';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

const fields = [
  { name: 'id', source: 'id', title: '编号', type: 'integer', key: true },
  { name: 'kind', source: 'kind', title: '类别', type: 'text' },
  { name: 'amount', source: 'amount', title: '数量', type: 'decimal' },
];
const names = fields.map(({ name }) => name);

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
});
afterAll(() => city.close());

async function load(rows: readonly string[], dataset = newId()): Promise<DatasetRow> {
  const plan = await city.planOf(`id,kind,amount\n${rows.join('\n')}\n`, fields, { dataset });
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded' });
  const state = await city.lake.findDataset(dataset);
  if (state === undefined) throw new Error('nothing was loaded');
  return state;
}

test('检查过的那一批之后又来一批：预览、筛选和下载仍是检查过的', async () => {
  const state = await load(['1,甲,1.5', '2,乙,2']);
  await load(['9,新,9'], state.id);
  const ids = async (rows: AsyncIterable<Readonly<Record<string, unknown>>>) => {
    const seen = [];
    for await (const row of rows) seen.push(row['id']);
    return seen;
  };
  const { open } = city.lake;
  const seek = await open.seek({ state, fields: names, offset: 0, limit: 10 });
  expect(seek).toMatchObject({ total: 2, rows: [{ id: 1 }, { id: 2 }] });
  expect(await ids(city.lake.eachRow({ dataset: state, fields: names, most: 10 }))).toEqual([1, 2]);
  expect(await ids(city.lake.eachRow({ dataset: state.id, fields: names, most: 10 }))).toEqual([9]);
});

test('筛选、多值、模糊查找、排序和分页；不在开放字段里的条件什么也找不到', async () => {
  const state = await load(['1,甲,1.5', '2,乙,2', "3,乙'%,10", '4,,3']);
  const { open } = city.lake;
  const ask = async (more: object) => {
    const reply = await open.seek({ state, fields: names, offset: 0, limit: 10, ...more });
    return `${reply.total}:${reply.rows.map((row) => row['id']).join(',')}`;
  };
  expect(await ask({ where: { kind: ['甲', "乙'%"] } })).toBe('2:1,3');
  expect(await ask({ where: { amount: ['1.5', '10'] } })).toBe('2:1,3');
  expect(await ask({ where: { kind: ["' or true --"] } })).toBe('0:');
  expect(await ask({ where: { secret: ['1'] } })).toBe('0:');
  expect(await ask({ fields: ['id'], where: { kind: ['甲'] } })).toBe('0:');
  expect(await ask({ search: '%' })).toBe('1:3');
  expect(await ask({ search: '乙' })).toBe('2:2,3');
  const kinds = await open.seek({ state, fields: names, distinct: ['kind'], offset: 0, limit: 10 });
  expect([kinds.total, kinds.rows.map((row) => Object.keys(row).join(','))]).toEqual([
    4,
    ['kind', 'kind', 'kind', 'kind'],
  ]);
  expect(await ask({ sort: [{ field: 'amount', descending: true }], limit: 2, offset: 1 })).toBe('4:4,2');
});

test('小组不出图，也不能用总数减出来', async () => {
  const rows = (kind: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${kind.codePointAt(0)}${index},${kind},${index}`);
  const state = await load([...rows('甲', 9), ...rows('乙', 6), ...rows('丙', 5), ...rows('丁', 1)]);
  const { open } = city.lake;
  const asked = { state, by: 'kind', measure: 'count', k: 5, most: 10 } as const;
  // 丁 alone could be had from the total, so 丙 is held back with it.
  expect(await open.group(asked)).toMatchObject({ groups: [{ key: '甲' }, { key: '乙' }], held: 2, left: 0 });
  expect(await open.group({ ...asked, k: 1, most: 1 })).toMatchObject({ held: 0, left: 3 });
  expect(await open.group({ ...asked, measure: 'sum', value: 'amount' })).toMatchObject({
    groups: [{ value: 36 }, { value: 15 }],
  });
  await expect(open.group({ ...asked, measure: 'mean', value: 'kind' })).rejects.toMatchObject({
    code: 'lake.badField',
  });
});

test('同时来多少次也不超过一天的限额；按天和用户分开数', async () => {
  const { open } = city.lake;
  const [target, caller] = [newId(), newId()];
  const take = () => open.take({ target, caller, kind: 'call', rows: 2, most: 7 });
  const taken = await Promise.all(Array.from({ length: 20 }, take));
  expect(taken.filter(Boolean)).toHaveLength(7);
  expect(await open.take({ target, kind: 'download' })).toBe(true);
  expect(await open.take({ target, caller: newId(), kind: 'call', most: 0 })).toBe(false);
  expect((await open.totals([target])).get(target)).toBe(8);
  const [own] = await open.uses({ targets: [target], caller, from: '2000-01-01' });
  expect(own).toMatchObject({ calls: 7, rows: 14, kind: 'call' });
});

/** What must not go out to anybody is found wherever it stands: in number columns, spaced out, in wide digits; fields that tell of people are named. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { suggestQuasi } from '../quasi.ts';
import { openTestLake, type TestLake } from './test-support/open-test-lake.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
});
afterAll(() => city.close());

const fields = [
  { name: 'id', source: 'id', title: '编号', type: 'integer', key: true },
  { name: 'whole', source: 'whole', title: '数一', type: 'integer' },
  { name: 'part', source: 'part', title: '数二', type: 'decimal' },
  { name: 'note', source: 'note', title: '备注', type: 'text' },
  { name: 'seen_on', source: 'seen_on', title: '日期', type: 'date' },
];

async function check(rows: readonly string[], quasi: readonly string[] = []) {
  const plan = await city.planOf(`id,whole,part,note,seen_on\n${rows.join('\n')}\n`, fields);
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded', loaded: rows.length });
  const names = fields.map(({ name }) => name);
  return city.lake.checkAnonymity({ dataset: plan.dataset, fields: names, quasi, k: 2 });
}

test('数字列里的手机号、身份证号和银行卡号照样查得出', async () => {
  const { identifiers } = await check([
    '1,13912345678,13812345678.5,无,2026-01-02',
    '2,110105194912310021,2,无,2026-01-02',
    '3,6222020200112233445,3.5,无,2026-01-02',
  ]);
  const found = identifiers.map(({ field, kind, cells }) => `${field} ${kind} ${cells}`).toSorted();
  expect(found).toEqual(['part phone 1', 'whole bank-card 1', 'whole id-card 1', 'whole phone 1']);
});

test('隔开写的、全角写的号码查得出；日期和普通数字不误报', async () => {
  const { identifiers } = await check([
    '1,1,1,联系 139 1234 5678,2026-01-02',
    '2,1,1,139-1234-5678,2026-01-02',
    '3,1,1,１３９１２３４５６７８,2026-01-02',
    '4,139123,2026.1123,2026-11-23 至 2026-12-31 座机0558-2261234,2026-11-23',
  ]);
  expect(identifiers).toEqual([{ field: 'note', kind: 'phone', title: '手机号', cells: 3 }]);
});

test('没有指明准标识符就不算k；像准标识符而没有指明的逐个列出', async () => {
  expect(suggestQuasi([{ name: 'x', title: '出生日期' }])).toEqual([{ field: 'x', title: '出生日期或年龄' }]);
  expect(suggestQuasi([{ name: 'age', title: '项' }])).toHaveLength(1);
  expect(
    suggestQuasi([
      { name: 'page', title: '页码' },
      { name: 'agent', title: '代理机构' },
    ]),
  ).toEqual([]);
  const rows = ['1,1,1,甲,2026-01-02', '2,1,1,甲,2026-01-02', '3,1,1,乙,2026-01-02'];
  expect(await check(rows)).toMatchObject({ smallest: null, unnamed: [] });
  expect(await check(rows, ['note'])).toMatchObject({ smallest: 1, smallGroups: 1, smallRows: 1 });
});

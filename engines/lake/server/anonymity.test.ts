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

async function check(rows: readonly string[], quasi: readonly string[] = [], titles: object = {}) {
  const named = fields.map((field) => ({ ...field, ...(titles as Record<string, object>)[field.name] }));
  const plan = await city.planOf(`id,whole,part,note,seen_on\n${rows.join('\n')}\n`, named);
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

test('一格里并排写几个号码，或号码旁边有座机、日期、序号的，逐格查得出', async () => {
  const cells = [
    '"13800001111,13900002222"',
    '13800001111 13900002222',
    '13800001111，13900002222',
    '0558-2345678 13800001111',
    '2024-01-01 13800001111',
    '1 13800001111',
    '"13800001111,"',
    '139 1234 5678 138 1234 5678',
    '2024-01-01 139-1234-5678',
  ];
  // Enough amounts beside them that the column as a whole is none of telephone numbers.
  const amounts = Array.from({ length: 60 }, (_, index) => `"20,000,000,${100 + index}"`);
  const rows = [...amounts, ...cells].map((cell, index) => `${index},1,1,${cell},2026-01-02`);
  const { identifiers } = await check(rows);
  expect(identifiers).toEqual([{ field: 'note', kind: 'phone', title: '手机号', cells: cells.length }]);
});

/** Amounts in yuan as a city's books have them: over four orders of size, so that some of eleven digits begin like a telephone number. */
function amount(index: number): number {
  return Math.round(10 ** (8 + 4 * ((index * 0.618_033_988) % 1)));
}

test('十一位的金额和编码不是手机号：看全列的号段、名称和相同的开头；真的号码列照样查得出', async () => {
  const rows = (cells: (index: number) => string, count = 60) =>
    Array.from({ length: count }, (_, index) => `${index},${cells(index)},无,2026-01-02`);
  const phone = (index: number) =>
    `1${'35789'.charAt(index % 5)}${8 - (index % 3)}${12_345_678 + index * 7_654_321}`.slice(0, 11);
  const kinds = async (...given: Parameters<typeof check>) =>
    (await check(...given)).identifiers.map(({ field, kind, cells }) => `${field} ${kind} ${cells}`);
  const like = Array.from({ length: 60 }, (_, index) => String(amount(index))).filter((each) =>
    /^1[3-9]\d{9}$/.test(each),
  );
  expect(like.length).toBeGreaterThan(1);
  expect(await kinds(rows((index) => `${amount(index)},${amount(index + 7)}.25`))).toEqual([]);
  // A column that says it is money needs more to be taken for telephone numbers; few values are enough for it.
  const counties = [13_905_210_000, 52_345_000_000, 17_612_340_000, 30_500_000_000, 28_000_000_000];
  const money = { whole: { title: '地区生产总值（元）' } };
  expect(
    await kinds(
      rows((index) => `${counties[index]},1`, 5),
      [],
      money,
    ),
  ).toEqual([]);
  expect(await kinds(rows((index) => `${counties[index]},1`, 5))).toEqual(['whole phone 2']);
  // Codes that run on share their beginning.
  const codes = { whole: { title: '项目编码' } };
  const serial = (index: number) => `${15_012_260_001 + index},1`;
  expect(await kinds(rows(serial), [], codes)).toEqual([]);
  expect(await kinds(rows(serial))).toEqual(['whole phone 60']);
  // Numbers of people under a harmless name, and a single one in a column that says what it is.
  expect(
    await kinds(
      rows((index) => `${phone(index)},1`),
      [],
      codes,
    ),
  ).toEqual(['whole phone 60']);
  const call = { whole: { title: '联系电话' } };
  expect(
    await kinds(
      rows((index) => `${index === 9 ? phone(index) : amount(index)},1`),
      [],
      call,
    ),
  ).not.toEqual([]);
  // One that stands alone among small numbers is one.
  expect(await kinds(rows((index) => `${index === 9 ? phone(index) : index},1`))).toEqual(['whole phone 1']);
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

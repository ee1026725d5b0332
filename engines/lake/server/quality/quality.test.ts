/** Rules over whole datasets and what columns hold: counts, places of rows that fail, other datasets, what is never told. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import type { QualityCheck } from '../../quality.ts';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

let city: TestLake;

beforeAll(async () => {
  city = await openTestLake();
}, 120_000);
afterAll(() => city.close());

const personFields = [
  { name: 'number', source: '编号', title: '编号', type: 'integer', key: true },
  {
    name: 'card',
    source: '证件',
    title: '身份号码',
    type: 'text',
    format: 'id-card',
    class: 'sensitive',
    strict: false,
  },
  { name: 'born', source: '出生', title: '出生日期', type: 'date', class: 'personal' },
  { name: 'sex', source: '性别', title: '性别', type: 'text' },
  { name: 'kind', source: '类别', title: '类别', type: 'text' },
  { name: 'reason', source: '事由', title: '事由', type: 'text' },
  { name: 'from', source: '起', title: '开始', type: 'date' },
  { name: 'until', source: '止', title: '结束', type: 'date' },
  { name: 'amount', source: '金额', title: '金额', type: 'decimal' },
  { name: 'firm', source: '企业', title: '企业代码', type: 'text', element: 'DE-FIRM' },
];
const header = '编号,证件,出生,性别,类别,事由,起,止,金额,企业';
// Numbers that GB 11643-1999 gives as examples, and one with a wrong check character.
const lines = [
  '1,11010519491231002X,1949-12-31,2,A,,2026-01-01,2026-02-01,10.5,F1',
  '2,440524188001010014,1880-01-01,1,A,有,2026-01-01,2026-01-01,-3,F2',
  '3,440524188001010014,1880-01-02,男,B,,2026-03-01,2026-02-01,7,F9',
  '4,11010519491231002X,1949-12-31,男,B,有,,2026-02-01,8,',
  '5,110105194912310021,,,C,有,2026-01-01,,,F1',
];

async function load(content: string, fields: readonly object[]): Promise<string> {
  const plan = await city.planOf(content, fields);
  expect(await city.lake.load(plan, 'test')).toMatchObject({ state: 'loaded' });
  return plan.dataset;
}

async function ask(dataset: string, ...checks: readonly QualityCheck[]) {
  const rules = checks.map((check) => ({ id: newId(), check }));
  const report = await city.lake.quality.run(dataset, rules, 'test');
  return report.outcomes.map(({ checked, failed, places, problem }) => ({
    checked,
    failed,
    rows: places.map(({ row }) => row).toSorted((one, other) => one - other),
    ...(problem === undefined ? {} : { problem }),
  }));
}

describe('规则', () => {
  let persons: string;

  beforeAll(async () => {
    persons = await load([header, ...lines].join('\n'), personFields);
  });

  test('逐行规则：只看该看的行，数出不合格的行并记住位置', async () => {
    expect(
      await ask(
        persons,
        { kind: 'filled', field: 'reason' },
        { kind: 'filled-when', field: 'reason', when: 'kind', values: ['B'] },
        { kind: 'pattern', field: 'firm', pattern: 'F[1-3]' },
        { kind: 'format', field: 'card', format: 'id-card' },
        { kind: 'codes', field: 'kind', codes: ['A', 'B'] },
        { kind: 'range', field: 'amount', minimum: 0, maximum: 8 },
        { kind: 'order', field: 'from', other: 'until' },
        { kind: 'id-card-agrees', field: 'card', other: 'born', part: 'birthday' },
        { kind: 'id-card-agrees', field: 'card', other: 'sex', part: 'sex' },
      ),
    ).toEqual([
      { checked: 5, failed: 2, rows: [1, 3] },
      { checked: 2, failed: 1, rows: [3] },
      { checked: 4, failed: 1, rows: [3] },
      { checked: 5, failed: 1, rows: [5] },
      { checked: 5, failed: 1, rows: [5] },
      { checked: 4, failed: 2, rows: [1, 2] },
      { checked: 3, failed: 1, rows: [3] },
      { checked: 4, failed: 1, rows: [3] },
      { checked: 4, failed: 1, rows: [4] },
    ]);
  });

  test('不重复：一组里第一条之外的都算；空值不看', async () => {
    expect(
      await ask(
        persons,
        { kind: 'unique', fields: ['card'] },
        { kind: 'unique', fields: ['kind', 'reason'] },
      ),
    ).toEqual([
      { checked: 5, failed: 2, rows: [3, 4] },
      { checked: 3, failed: 0, rows: [] },
    ]);
  });

  test('跨数据集：不存在的引用、两边说法不一；对方有几种说法时任一相符即可', async () => {
    const firms = await load('代码,名称,人数\nF1,甲,10.5\nF2,乙,3\nF2x,丙,\n', [
      { name: 'code', source: '代码', title: '代码', type: 'text', key: true, element: 'DE-FIRM' },
      { name: 'name', source: '名称', title: '名称', type: 'text' },
      { name: 'people', source: '人数', title: '人数', type: 'decimal' },
    ]);
    const on = [{ field: 'firm', other: 'code' }];
    expect(
      await ask(
        persons,
        { kind: 'reference', dataset: firms, on },
        { kind: 'equal', dataset: firms, on, field: 'amount', other: 'people' },
        { kind: 'reference', dataset: newId(), on },
        { kind: 'reference', dataset: firms, on: [{ field: 'firm', other: 'nothing' }] },
      ),
    ).toEqual([
      { checked: 4, failed: 1, rows: [3] },
      { checked: 2, failed: 1, rows: [2] },
      { checked: 0, failed: 0, rows: [], problem: '对照的数据集还没有可用的数据' },
      { checked: 0, failed: 0, rows: [], problem: '对照的数据集没有字段“nothing”' },
    ]);
    expect(await city.lake.quality.suggest(persons)).toContainEqual({
      check: { kind: 'reference', dataset: firms, on },
      reason: expect.stringContaining('同一种标识'),
    });
  });

  test('整体规则：过期、行数大变；没有的字段说明原因', async () => {
    const [stale, few, none] = await ask(
      persons,
      { kind: 'fresh', field: 'until', days: 3660 },
      { kind: 'volume', minimum: 6 },
      { kind: 'filled', field: 'nothing' },
    );
    expect([stale?.failed, few?.failed, none?.problem]).toEqual([0, 1, '没有字段“nothing”']);
    const plan = await city.planOf('号\n1\n2\n3\n4\n', [
      { name: 'n', source: '号', title: '号', type: 'integer', key: true },
    ]);
    await city.lake.load(plan, 'test');
    const change = { kind: 'volume', change: 50 } as const;
    expect((await ask(plan.dataset, change))[0]?.failed).toBe(0);
    const less = await city.planOf('号\n1\n', plan.fields, { dataset: plan.dataset, source: plan.source });
    await city.lake.load(less, 'test');
    expect((await ask(plan.dataset, change))[0]?.failed).toBe(1);
    // A second look at the same batch compares with the same one before it.
    expect((await ask(plan.dataset, change))[0]?.failed).toBe(1);
    const same = await city.planOf('号\n2\n', plan.fields, { dataset: plan.dataset, source: plan.source });
    await city.lake.load(same, 'test');
    expect((await ask(plan.dataset, change))[0]?.failed).toBe(0);
    expect((await city.lake.quality.reports(plan.dataset, 3)).map(({ rows }) => rows)).toEqual([1, 1, 1]);
  });

  test('不合格的行按位置重读：遮住看不得的列，不在的行不出现', async () => {
    const check: QualityCheck = { kind: 'codes', field: 'kind', codes: ['A'] };
    const rule = { id: newId(), check };
    const { outcomes } = await city.lake.quality.run(persons, [rule], 'test');
    const places = outcomes[0]?.places ?? [];
    const read = await city.lake.quality.rowsAt(persons, places, 'internal');
    expect(read.map(({ row }) => [row['number'], row['kind']])).toEqual([
      [3, 'B'],
      [4, 'B'],
      [5, 'C'],
    ]);
    expect(read[0]?.row['card']).not.toContain('18800101');
    const open = await city.lake.quality.rowsAt(persons, places, 'sensitive');
    expect(open[0]?.row['card']).toBe('440524188001010014');
    const gone = [{ batch: newId(), row: 3 }, { batch: "x') or (1=1", row: 3 }, ...places.slice(2)];
    expect(await city.lake.quality.rowsAt(persons, gone, 'internal')).toMatchObject([{ row: { number: 5 } }]);
  });

  test('写不通的规则当场说明', async () => {
    const say = (check: QualityCheck) =>
      city.lake.quality.checkRule(persons, check).then(
        () => '',
        (problem: Error) => problem.message,
      );
    expect(await say({ kind: 'range', field: 'kind', minimum: 0 })).toBe('规则有误：“类别”不是数值');
    expect(await say({ kind: 'range', field: 'amount' })).toBe('规则有误：最小值和最大值至少填一个');
    expect(await say({ kind: 'order', field: 'from', other: 'amount' })).toContain('不能比较先后');
    expect(await say({ kind: 'pattern', field: 'kind', pattern: '(' })).toContain('正则表达式');
    expect(await say({ kind: 'pattern', field: 'kind', pattern: "A'); drop table x; --" })).toContain('正则');
    expect(await say({ kind: 'codes', field: 'kind', codes: ["A'"] })).toBe('');
  });
});

describe('画像', () => {
  const fields = [
    { name: 'id', source: 'id', title: '编号', type: 'integer', key: true, class: 'internal' },
    { name: 'town', source: 'town', title: '乡镇', type: 'text', class: 'public' },
    { name: 'code', source: 'code', title: '许可证号', type: 'text', element: 'DE-X' },
    { name: 'phone', source: 'phone', title: '电话', type: 'text', class: 'personal' },
    { name: 'sum', source: 'sum', title: '金额', type: 'decimal' },
  ];
  const row = (index: number) =>
    `${index},${index === 0 ? '孤镇' : `镇${index % 3}`},FY${String(index).padStart(6, '0')},1380000${String(index).padStart(4, '0')},${index / 2}`;

  test('数得准，少数人的取值和个人字段的取值都不出现；建议的规则跑得通', async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => row(index));
    const dataset = await load(['id,town,code,phone,sum', ...rows].join('\n'), fields);
    await city.lake.quality.runProfile(dataset);
    const profile = await city.lake.quality.profile(dataset, 'internal');
    const of = (name: string) => profile?.columns.find((column) => column.name === name);
    expect(profile).toMatchObject({ rows: 1000, sampled: 1000 });
    expect(of('id')).toMatchObject({ filled: 1000, minimum: '0', maximum: '999', mean: '499.5' });
    expect(of('town')).toMatchObject({
      values: [
        { value: '镇0', rows: 333 },
        { value: '镇1', rows: 333 },
        { value: '镇2', rows: 333 },
      ],
      longest: 2,
    });
    expect(of('code')?.shapes).toEqual([{ shape: 'A{2}9{6}', share: 1 }]);
    expect(of('phone')).toMatchObject({ values: [], minimum: null, shapes: [{ shape: '9{11}', share: 1 }] });
    const outside = await city.lake.quality.profile(dataset, 'public');
    expect(outside?.columns.find(({ name }) => name === 'sum')).toMatchObject({
      maximum: null,
      percentiles: null,
    });
    const suggested = await city.lake.quality.suggest(dataset);
    expect(suggested.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        { kind: 'pattern', field: 'code', pattern: '[A-Z]{2}\\d{6}' },
        { kind: 'filled', field: 'town' },
        { kind: 'range', field: 'sum', minimum: 0 },
        { kind: 'unique', fields: ['code'] },
        { kind: 'volume', change: 50 },
      ]),
    );
    // A rare value is none that a rule may be made of: it would be told with the rule.
    expect(JSON.stringify(suggested)).not.toContain('孤镇');
    for (const outcome of await ask(dataset, ...suggested.map(({ check }) => check)))
      expect(outcome).toMatchObject({ failed: 0 });
  });

  test('增量替换过的行不算；取消的画像什么都不留', async () => {
    const plan = await city.planOf('id,town,code,phone,sum\n' + row(1), fields);
    await city.lake.load(plan, 'test');
    const more = await city.planOf('id,town,code,phone,sum\n1,新镇,x,y,1\n2,新镇,,,\n', fields, {
      dataset: plan.dataset,
      source: plan.source,
      mode: 'key',
      follow: 'id',
    });
    await city.lake.load(more, 'test');
    const gone = new AbortController();
    gone.abort();
    await expect(city.lake.quality.runProfile(plan.dataset, gone.signal)).rejects.toThrow();
    expect(await city.lake.quality.profile(plan.dataset, 'sensitive')).toBeUndefined();
    const profile = await city.lake.quality.runProfile(plan.dataset);
    expect(profile.rows).toBe(2);
    expect(profile.columns.find(({ name }) => name === 'code')).toMatchObject({ filled: 1, maximum: null });
  });
});

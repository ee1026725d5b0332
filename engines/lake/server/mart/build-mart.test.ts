/** A mart is one statement that reaches nothing but its inputs, is shown only when its tests hold, and knows where each of its columns comes from. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { sql } from '../../../store/index.ts';
import { type MartColumn, MartPlan } from '../../mart.ts';
import { jsonDigest } from '../subject/state.ts';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';
import { showMart } from './show-mart.ts';
import { findMart } from './state.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
  await city.store.begin();
}, 60_000);
afterAll(() => city.close());

const peopleFields = [
  { name: 'id', source: 'id', title: '编号', type: 'text', key: true, class: 'sensitive' },
  { name: 'name', source: 'name', title: '姓名', type: 'text', class: 'personal' },
  { name: 'area', source: 'area', title: '区划', type: 'text' },
  { name: 'paid', source: 'paid', title: '金额', type: 'decimal', class: 'sensitive' },
];
const areaFields = [
  { name: 'code', source: 'code', title: '区划', type: 'text', key: true, class: 'public' },
  { name: 'title', source: 'title', title: '名称', type: 'text', class: 'public' },
];
const areas = 'code,title\nA,甲区\nB,乙区\n';
const peopleOf = (counts: Readonly<Record<string, number>>) =>
  `id,name,area,paid\n${Object.entries(counts)
    .flatMap(([area, count]) =>
      Array.from({ length: count }, (_, index) => `${area}${index},演示${index},${area},${index}\n`),
    )
    .join('')}`;

async function give(content: string, fields: readonly object[], dataset = newId()) {
  const batch = await city.lake.load(await city.planOf(content, fields, { dataset }), 'tester');
  expect(batch.state).toBe('loaded');
  return dataset;
}

async function inputs(counts = { A: 12, B: 3 }) {
  return { people: await give(peopleOf(counts), peopleFields), areas: await give(areas, areaFields) };
}
type Inputs = Awaited<ReturnType<typeof inputs>>;

const grouped = `with small as (
  select area, count(*) as people, sum(paid) as paid from people group by area having count(distinct id) >= 10
) select a.code as area, upper(a.title) as title, s.people, s.paid from areas as a join small as s on s.area = a.code`;

function planOf(given: Inputs, more: object = {}): MartPlan {
  return MartPlan.parse({
    dataset: newId(),
    title: '各区缴费',
    owner: 'city-finance',
    purpose: '测算',
    category: '301',
    inputs: [
      { name: 'people', title: '人员', dataset: given.people },
      { name: 'areas', title: '区划', dataset: given.areas },
    ],
    sql: grouped,
    fields: [
      { name: 'area', title: '区划', type: 'text', key: true, class: 'public' },
      { name: 'title', title: '名称', type: 'text', class: 'public' },
      { name: 'people', title: '人数', type: 'integer', class: 'public' },
      { name: 'paid', title: '金额', type: 'decimal', class: 'public' },
    ],
    tests: [{ kind: 'reference', field: 'area', input: 'areas', column: 'code' }],
    ...more,
  });
}

const build = (plan: MartPlan) => city.lake.buildMart(plan, 'tester');
const rows = async (plan: MartPlan) =>
  (await city.lake.rows({ dataset: plan.dataset, clearance: 'sensitive' })).rows;

test('按语句加工成表，逐列说得出从哪里来；人数不够的组不出现，密级才可以降低', async () => {
  const given = await inputs();
  const plan = planOf(given);
  expect(await build(plan)).toMatchObject({ state: 'loaded', mode: 'mart', loaded: 1 });
  expect(await rows(plan)).toEqual([{ area: 'A', title: '甲区', people: 12, paid: '66' }]);
  const state = await city.lake.mart(plan.dataset);
  expect(state?.results.map(({ title, failed }) => [title, failed])).toEqual([
    ['区划不重复', 0],
    ['区划不为空', 0],
    ['区划在来源中存在', 0],
  ]);
  const lineage = await city.lake.lineage(plan.dataset);
  const of = (field: string) =>
    lineage
      .filter((each) => each.targetField === field)
      .map((each) => [each.origin === given.people ? 'people' : 'areas', each.originField, each.expression]);
  expect(of('area')).toEqual([['areas', 'code', '原值']]);
  expect(of('title')).toEqual([['areas', 'title', '计算']]);
  expect(of('people')).toEqual([['people', '*', '汇总']]);
  expect(of('paid')).toEqual([['people', 'paid', '汇总']]);
  const after = await city.lake.dependents(given.people);
  expect(after.map((each) => [each.target, each.targetField, each.originField])).toEqual([
    [plan.dataset, 'paid', 'paid'],
    [plan.dataset, 'people', '*'],
  ]);
});

test('同样的输入什么也不改；输入变了而结果没变，也不算新版本', async () => {
  const given = await inputs();
  const plan = planOf(given);
  const first = await build(plan);
  expect(await build(plan)).toMatchObject({
    state: 'unchanged',
    message: '各输入与已发布的版本相同，没有变化',
  });
  await give(peopleOf({ A: 12, B: 4 }), peopleFields, given.people);
  expect(await build(plan)).toMatchObject({ state: 'unchanged', message: '加工的结果与已发布的版本相同' });
  expect((await city.lake.findDataset(plan.dataset))?.batch).toBe(first.id);
  await give(peopleOf({ A: 13, B: 4 }), peopleFields, given.people);
  expect(await build(plan)).toMatchObject({ state: 'loaded' });
  expect((await rows(plan))[0]).toMatchObject({ people: 13 });
  const files = await readdir(path.join(city.store.dataDirectory, 'lake', 'subject', plan.dataset));
  expect(files).toHaveLength(2);
});

test('原先加工时还没有记下的来源，再加工一次就有，只一次', async () => {
  const plan = planOf(await inputs());
  await build(plan);
  const made = (await city.lake.mart(plan.dataset))?.columns;
  expect(made?.filter((column) => column.figure).map(({ field }) => field)).toEqual(['people', 'paid']);
  // As a mart was kept before figures were told.
  await sql`update lake_mart set plan_digest = ${jsonDigest(plan)},
    columns = (select jsonb_agg(each - 'figure') from jsonb_array_elements(columns) as each)
    where dataset = ${plan.dataset}`.execute(city.store.db);
  expect(await build(plan)).toMatchObject({ state: 'loaded' });
  expect((await city.lake.mart(plan.dataset))?.columns).toEqual(made);
  expect(await build(plan)).toMatchObject({ state: 'unchanged' });
});

test('公布失败几次，列的来源也不越记越多', async () => {
  const given = await inputs();
  const plan = planOf(given);
  await build(plan);
  const known = await findMart(city.store.db, plan.dataset);
  if (known === undefined || known.planDigest === null || known.inputs === null || known.content === null)
    throw new Error('not built');
  const { columns, results, planDigest, inputs: read, content } = known;
  const [first, ...others] = columns;
  if (first === undefined) throw new Error('no column');
  const changed = { ...first, origins: [{ dataset: given.people, field: 'area' }] };
  const show = (of: readonly MartColumn[]) =>
    showMart(city.store, {
      plan,
      // Nobody began it, as if it had been cancelled meanwhile.
      batch: newId(),
      made: {
        file: 'none.parquet',
        rows: 1,
        bytes: 1,
        digest: '',
        content,
        inputs: read,
        planDigest,
        columns: of,
        results,
      },
      by: 'tester',
    });
  const kept = async () => (await city.lake.mart(plan.dataset))?.columns;
  // In the order in which a build makes them, which is not that of the store.
  const again = columns.map(({ field, how, ...column }) => ({ field, how, ...column }));
  await expect(show(again)).rejects.toMatchObject({ code: 'lake.broken' });
  expect(await kept()).toEqual(columns);
  for (let time = 0; time < 2; time += 1)
    await expect(show([changed, ...others])).rejects.toMatchObject({ code: 'lake.broken' });
  expect(await kept()).toEqual([...columns, changed]);
});

test('检验不通过就保留原来的版本，并说出哪一项、几行；样例写错也一样', async () => {
  const given = await inputs();
  const plan = planOf(given);
  await build(plan);
  const example = (people: number) => ({
    kind: 'example',
    title: '不足十人的区不出现',
    given: {
      areas: [
        { code: 'A', title: 'a' },
        { code: 'B', title: 'b' },
      ],
      people: [
        ...Array.from({ length: 10 }, (_, id) => ({ id: String(id), area: 'A', paid: 2 })),
        { id: 'x', area: 'B', paid: 5 },
      ],
    },
    gives: [{ area: 'A', title: 'A', people, paid: 20 }],
  });
  const tested = (tests: readonly object[]) => MartPlan.parse({ ...plan, tests });
  const first = await build(tested([example(10)]));
  expect(first).toMatchObject({ state: 'loaded' });
  for (const [tests, words] of [
    [[example(11)], '样例：不足十人的区不出现（2行）'],
    [[{ kind: 'codes', field: 'area', values: ['B'] }], '区划在代码内'],
    [[{ kind: 'range', field: 'people', maximum: 5 }], '人数在取值范围内（1行）'],
  ] as const) {
    const failed = await build(tested(tests));
    expect(failed).toMatchObject({ state: 'failed', error: 'lake.martTestFailed' });
    if (words.includes('（')) expect(failed.message).toContain(words);
    expect(failed.message).not.toContain('演示');
    expect((await city.lake.mart(plan.dataset))?.results.some((each) => each.failed !== 0)).toBe(true);
    expect((await city.lake.findDataset(plan.dataset))?.batch).toBe(first.id);
    expect(await rows(plan)).toHaveLength(1);
  }
  // The grain holds whatever is declared.
  const twice = planOf(given, {
    sql: `select 'A' as area, title, 1 as people, 2.0 as paid from areas where title <> (select 'x' from people limit 1)`,
  });
  expect((await build(twice)).message).toContain('区划不重复（1行）');
  expect(await city.lake.findDataset(twice.dataset)).toMatchObject({ file: null });
});

test('读不到声明以外的东西：文件、别的表、设置、时钟、第二条语句都被说明理由地拒绝', async () => {
  const given = await inputs();
  const select = (from: string, area = 'code') =>
    `select ${area} as area, title, 1 as people, 1.0 as paid from ${from}, (select 1 from people limit 1)`;
  const attempts: readonly (readonly [string, RegExp])[] = [
    [select(`read_parquet('/etc/passwd') as t(code, title)`), /表函数|读取文件/],
    [select(`'standard/x.parquet'`), /不是声明的输入/],
    [select('other'), /不是声明的输入/],
    [select('information_schema.tables'), /库名或模式名/],
    [select('duckdb_settings()'), /表函数/],
    [select('areas', `getenv('HOME')`), /不能使用函数“getenv”/],
    [select('areas', `current_setting('memory_limit')`), /不能使用函数/],
    [select('areas', 'random()::varchar'), /不能使用函数“random”/],
    [select('areas', 'now()::varchar'), /不能使用函数/],
    [select('areas', `query('select 1')`), /不能使用函数/],
    [`${select('areas')}; select 1`, /一条SELECT/],
    [`copy areas to '/tmp/x'`, /一条SELECT|写法有误/],
    [`create table x as ${select('areas')}`, /一条SELECT/],
    [`${select('areas')}) to '/tmp/x' --`, /写法有误/],
    ['with recursive r as (select 1 as a union all select a + 1 from r) select a as area from r', /递归/],
    [select('(select unnest(range(1000000000)) as code, 1 as title)'), /不能使用函数/],
    [select('areas').replace(', (select 1 from people limit 1)', ''), /没有读取/],
    ['selec 1 as area', /写法有误/],
    [select('areas', 'nothing'), /不存在的列/],
  ];
  for (const [sql, reason] of attempts) {
    const plan = planOf(given, { sql });
    const batch = await build(plan);
    expect(batch.state, sql).toBe('failed');
    expect(batch.message ?? '', sql).toMatch(reason);
    expect(await city.lake.findDataset(plan.dataset)).toMatchObject({ file: null });
  }
});

test('密级不能靠加工降低：原值、改写、小组汇总、单行挑选都不行', async () => {
  const given = await inputs();
  const fields = [
    { name: 'area', title: '区划', type: 'text', key: true },
    { name: 'value', title: '值', type: 'text', class: 'internal' },
  ];
  const lowered = (value: string, more = 'group by code') =>
    `select code as area, ${value} as value from areas join people on people.area = areas.code ${more}`;
  const guard = 'group by code having count(distinct id) >= 10';
  for (const sql of [
    lowered('max(name)'),
    lowered(`max(name)`, guard),
    lowered('count(*)::varchar'),
    lowered('count(*)::varchar', 'group by code having count(*) >= 10'),
    lowered('count(*)::varchar', 'group by code having count(distinct id) >= 9'),
    lowered('count(*)::varchar', 'group by code having count(distinct id) >= 10 or true'),
    lowered(`sum(case when id = 'A1' then paid else 0 end)::varchar`, guard),
    lowered(`sum(paid) filter (where id = 'A1')::varchar`, guard),
    lowered(`(select upper(name) from people limit 1)`),
    `with recent as (select *, upper(name) as n from people) select code as area, max(n) as value from areas join recent on true group by code`,
    `select code as area, title as value from areas union all select area, name from people`,
  ]) {
    const batch = await build(planOf(given, { sql, fields, tests: [{ kind: 'filled', field: 'area' }] }));
    expect(batch.message, sql).toContain('密级低于它的来源');
  }
  const fine = planOf(given, {
    sql: lowered('count(*)::varchar', guard),
    fields,
    tests: [{ kind: 'filled', field: 'area' }],
  });
  expect(await build(fine)).toMatchObject({ state: 'loaded', loaded: 1 });
});

test('联接、子查询、集合、同名列和星号都追得到来源，追不到的写明未知', async () => {
  const given = await inputs({ A: 12, B: 12 });
  const trace = async (sql: string, names: readonly string[]) => {
    const plan = planOf(given, {
      sql,
      fields: names.map((name, index) => ({
        name,
        title: name,
        type: 'text',
        key: index === 0,
        class: 'sensitive',
      })),
      tests: [{ kind: 'filled', field: names[0] }],
    });
    const batch = await build(plan);
    expect(batch.message ?? '', sql).toBe('');
    const lineage = await city.lake.lineage(plan.dataset);
    return Object.fromEntries(
      names.map((name) => [
        name,
        lineage
          .filter((each) => each.targetField === name)
          .map((each) => `${each.origin === given.people ? 'p' : 'a'}.${each.originField} ${each.expression}`)
          .toSorted(),
      ]),
    );
  };
  expect(
    await trace(
      'select p.* exclude (paid), (select max(title) from areas where code = p.area) as t from people as p',
      ['id', 'name', 'area', 't'],
    ),
  ).toEqual({
    id: ['p.id 原值'],
    name: ['p.name 原值'],
    area: ['p.area 原值'],
    t: ['a.title 汇总'],
  });
  expect(
    await trace(
      `with a as (select code as area, title from areas) select id, area, lower(name) || title as pair, pair || 'x' as again,
        case when area = 'A' then title end as t from people join a using (area)`,
      ['id', 'area', 'pair', 'again', 't'],
    ),
  ).toEqual({
    id: ['p.id 原值'],
    area: ['a.code 原值', 'p.area 原值'],
    pair: ['a.title 计算', 'p.name 计算'],
    again: ['a.title 计算', 'p.name 计算'],
    t: ['a.code 计算', 'a.title 计算', 'p.area 计算'],
  });
  expect(
    await trace(
      'select x.code, x.title from (select code, title from areas union all select id, name from people) as x',
      ['code', 'title'],
    ),
  ).toEqual({ code: ['a.code 原值', 'p.id 原值'], title: ['a.title 原值', 'p.name 原值'] });
  expect(
    await trace('select p.id, a::varchar as whole from people as p join areas as a on a.code = p.area', [
      'id',
      'whole',
    ]),
  ).toEqual({
    id: ['p.id 原值'],
    whole: ['a.? 未知', 'p.? 未知'],
  });
});

test('互相读取的集市被拒绝，说出是哪几个', async () => {
  const given = await inputs();
  const one = planOf(given, { title: '甲' });
  await build(one);
  const two = planOf(
    { people: given.people, areas: one.dataset },
    { title: '乙', sql: grouped.replaceAll('a.code', 'a.area'), tests: [{ kind: 'filled', field: 'area' }] },
  );
  expect(await build(two)).toMatchObject({ state: 'loaded' });
  const back = planOf({ people: given.people, areas: two.dataset }, { dataset: one.dataset, title: '甲' });
  await expect(build(back)).rejects.toMatchObject({
    code: 'lake.badMart',
    message: expect.stringContaining('甲 → 乙'),
  });
  await expect(city.lake.startMart(back, 'tester')).rejects.toMatchObject({ code: 'lake.badMart' });
});

/** Rows without a valid key find their record by what else they say, and never silently; a steward's decisions hold until the source says something else; what was said before stays readable. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { completeIdCard } from '../../../../kernel/check-characters.ts';
import { newId } from '../../../../kernel/ids.ts';
import { type SubjectDecision, SubjectPlan } from '../../subject.ts';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

let city: TestLake;
const decisions = new Map<string, SubjectDecision[]>();
beforeAll(async () => {
  city = await openTestLake();
  await city.store.begin();
  city.lake.bindDecisions(async (dataset) => {
    const known = decisions.get(dataset) ?? [];
    return { revision: String(known.length), decisions: known };
  });
}, 60_000);
afterAll(() => city.close());

const person = (serial: number, born = '19700101') =>
  completeIdCard(`341202${born}${String(serial).padStart(3, '0')}`);
const fieldsOf = (isKey: boolean) => [
  ...(isKey ? [] : [{ name: 'line', source: 'line', title: '行号', type: 'integer', key: true }]),
  {
    name: 'id_card',
    source: 'id',
    title: '身份证号',
    type: 'text',
    key: isKey,
    ...(isKey ? { format: 'id-card' } : {}),
  },
  { name: 'name', source: 'name', title: '姓名', type: 'text' },
  { name: 'born', source: 'born', title: '出生日期', type: 'date' },
  { name: 'phone', source: 'phone', title: '手机号', type: 'text' },
];

async function give(isKey: boolean, rows: readonly string[], dataset = newId()) {
  const lines = rows.map((row, index) => `${isKey ? '' : `${index + 1},`}${row}\n`).join('');
  const plan = await city.planOf(`${isKey ? '' : 'line,'}id,name,born,phone\n${lines}`, fieldsOf(isKey), {
    dataset,
  });
  expect((await city.lake.load(plan, 'tester')).state).toBe('loaded');
  return dataset;
}

const column = (name: string) => ({ column: name });
const values = {
  id_card: column('id_card'),
  name: column('name'),
  born: column('born'),
  phone: column('phone'),
};

function planOf(police: string, health: string): SubjectPlan {
  return SubjectPlan.parse({
    dataset: newId(),
    title: '人口',
    owner: 'city-data-resources',
    category: '101',
    sources: [
      { id: 'police', title: '户籍', department: 'city-police', dataset: police, values },
      { id: 'health', title: '健康档案', department: 'city-health', dataset: health, values },
    ],
    fields: [
      {
        name: 'id_card',
        title: '公民身份号码',
        type: 'text',
        key: true,
        format: 'id-card',
        class: 'sensitive',
      },
      { name: 'name', title: '姓名', type: 'text', class: 'personal' },
      { name: 'born', title: '出生日期', type: 'date', class: 'personal' },
      { name: 'phone', title: '手机号', type: 'text', class: 'personal' },
    ],
    matching: {
      source: '测试权重',
      blocks: [['name'], ['born', 'phone']],
      fields: [
        { field: 'name', m: 0.95, u: 0.01 },
        { field: 'born', m: 0.97, u: 0.001 },
        { field: 'phone', m: 0.7, u: 0.0001 },
      ],
      upper: 18,
      lower: 8,
    },
  });
}

const build = (plan: SubjectPlan) => city.lake.buildSubject(plan, 'tester');
const read = (plan: SubjectPlan, key: string) =>
  city.lake.record({ dataset: plan.dataset, filter: { key }, clearance: 'sensitive' });
const found = async (plan: SubjectPlan) =>
  (await city.lake.matches(plan.dataset)).map(({ row, state, agrees }) => [row, state, agrees]);

const bodies = {
  police: (a: string, b: string, c: string, d: string) => [
    `${a},张三,1970-01-01,13800000001`,
    `${b},李四,1970-01-01,13800000002`,
    `${c},王五,1980-01-01,`,
    `${d},王五,1980-01-01,`,
  ],
  health: (c: string, born = '1970-01-01', name = '王武') => [
    ',张三,1970-01-01,13800000001',
    `123,李四,${born},`,
    ',王五,1980-01-01,',
    ',李四,1999-09-09,',
    ',赵六,1970-01-01,13900000009',
    `${c},${name},1980-01-01,13800000003`,
  ],
};

test('分数够高的并入，两可的留给管理员，不够的不动；管理员的决定一直管用，直到来源改了说法', async () => {
  const [a, b, c, d] = [person(1), person(2), person(3, '19800101'), person(4, '19800101')];
  const police = await give(true, bodies.police(a, b, c, d));
  const health = await give(false, bodies.health(c));
  const plan = planOf(police, health);
  const decide = (...given: SubjectDecision[]) =>
    decisions.set(plan.dataset, [...(decisions.get(plan.dataset) ?? []), ...given]);
  const sources = async (key: string) => (await read(plan, key))?.sources.map((each) => each.source);

  expect(await build(plan)).toMatchObject({ state: 'loaded', loaded: 4, rejected: 4 });
  // 张三 is told by three fields, 李四 by two; of the two 王五 one has a row of health already. 李四 of 1999 and 赵六 are nobody's.
  expect(await found(plan)).toEqual([
    [1, 'merged', { name: true, born: true, phone: true }],
    [2, 'doubtful', { name: true, born: true }],
    [3, 'doubtful', { name: true, born: true }],
  ]);
  expect(await sources(a)).toEqual(['police', 'health']);
  expect((await read(plan, a))?.agreeing['name']).toEqual({ same: 2, of: 2 });
  expect(await sources(b)).toEqual(['police']);
  const marks = await city.lake.matches(plan.dataset);
  expect(JSON.stringify(marks)).not.toMatch(/张三|李四|3412021970|138000/);
  expect(await build(plan)).toMatchObject({ state: 'unchanged' });

  const mark = (row: number) => marks.find((each) => each.row === row)?.mark ?? '';
  decide(
    { kind: 'merge', key: b, source: 'health', mark: mark(2) },
    { kind: 'apart', key: a, source: 'health', mark: mark(1) },
    { kind: 'apart', key: d, source: 'health', mark: mark(3) },
    { kind: 'value', key: c, field: 'name', source: 'health', value: '王武' },
  );
  expect(await build(plan)).toMatchObject({ state: 'loaded', rejected: 4 });
  expect(await found(plan)).toEqual([[2, 'decided', { name: true, born: true }]]);
  expect([await sources(a), await sources(b), await sources(d)]).toEqual([
    ['police'],
    ['police', 'health'],
    ['police'],
  ]);
  expect(await read(plan, c)).toMatchObject({
    values: { name: '王武' },
    decided: ['name'],
    origins: { name: { source: 'health' } },
  });
  expect(await build(plan)).toMatchObject({ state: 'unchanged' });

  // The source says something else of both: neither decision is about that.
  await give(false, bodies.health(c, '1970-01-02', '王吾'), health);
  expect(await build(plan)).toMatchObject({ state: 'loaded' });
  expect(await sources(b)).toEqual(['police']);
  expect(await read(plan, c)).toMatchObject({
    values: { name: '王五' },
    decided: [],
    origins: { name: { source: 'police' } },
  });
});

test('曾用名：改过几次名，写着以前的名称的行照样找得到它；不声明就只比现在的', async () => {
  const [a, b] = [person(21), person(22)];
  const police = await give(true, [`${a},老字号,1970-01-01,`, `${b},别家,1970-01-01,`]);
  const health = await give(false, [`${b},别家,1970-01-01,`, ',老字号,1970-01-01,']);
  const now = planOf(police, health);
  const plan = SubjectPlan.parse({ ...now, matching: { ...now.matching, former: ['name'] } });
  const named = [[2, 'doubtful', { name: true, born: true }]];
  await build(plan);
  expect(await found(plan)).toEqual(named);
  // In the very build that renames it, and after another name.
  for (const name of ['新字号', '再新字号']) {
    await give(true, [`${a},${name},1970-01-01,`, `${b},别家,1970-01-01,`], police);
    await build(plan);
    expect((await read(plan, a))?.values['name']).toBe(name);
    expect(await found(plan), name).toEqual(named);
  }
  await build(now);
  expect(await found(now)).toEqual([]);
});

test('以前是什么、谁说的、从哪次建库起，都留着；按密级脱敏；新出现的记录也看得到', async () => {
  const [a, b] = [person(11), person(12)];
  const police = await give(true, [`${a},张三,1970-01-01,13800000001`]);
  const health = await give(false, [`${a},张三,1970-01-01,`]);
  const plan = planOf(police, health);
  await build(plan);
  const history = (clearance: 'sensitive' | 'internal') =>
    city.lake.history({ dataset: plan.dataset, filter: { key: a }, clearance });
  expect(await history('sensitive')).toEqual([]);
  await give(true, [`${a},张叁,1970-01-01,13800000001`, `${b},李四,1970-01-01,`], police);
  const second = await build(plan);
  await give(true, [`${b},李四,1970-01-01,`], police);
  await build(plan);
  expect(
    (await history('sensitive')).map(({ field, was, now, wasSource, nowSource }) => [
      field,
      was,
      now,
      wasSource,
      nowSource,
    ]),
  ).toEqual([
    ['name', '张叁', '张三', 'police', 'health'],
    ['phone', '13800000001', null, 'police', null],
    ['name', '张三', '张叁', 'police', 'police'],
  ]);
  expect(JSON.stringify(await history('internal'))).not.toMatch(/张三|张叁|1380/);
  const appeared = await city.lake.changes({
    dataset: plan.dataset,
    batch: second.id,
    fields: ['*'],
    most: 10,
  });
  expect(appeared).toHaveLength(1);
  const record = await city.lake.record({
    dataset: plan.dataset,
    filter: { id: appeared[0]?.record },
    clearance: 'sensitive',
  });
  expect(record?.values['id_card']).toBe(b);
});

/** One record for each person out of several departments' rows: hostile keys, sources that disagree or lie, changes key by key, nothing half-built. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { completeIdCard } from '../../../../kernel/check-characters.ts';
import { newId } from '../../../../kernel/ids.ts';
import { SubjectPlan } from '../../subject.ts';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
  await city.store.begin();
}, 60_000);
afterAll(() => city.close());

const person = (serial: number, born = '19700101') =>
  completeIdCard(`341202${born}${String(serial).padStart(3, '0')}`);

const judgedFields = [
  { name: 'id_card', source: 'id', title: '身份证号', type: 'text', key: true, format: 'id-card' },
  { name: 'name', source: 'name', title: '姓名', type: 'text' },
  { name: 'phone', source: 'phone', title: '手机号', type: 'text' },
  { name: 'area', source: 'area', title: '区划', type: 'text' },
  { name: 'seen', source: 'seen', title: '时间', type: 'date' },
];
/** As departments without rules send it: the number is only a text, the key another one. */
const looseFields = [
  { name: 'line', source: 'line', title: '行号', type: 'integer', key: true },
  ...judgedFields.map((field) => ({ ...field, key: false, format: undefined })),
];

async function give(rows: readonly string[], fields: readonly object[], dataset = newId()) {
  const loose = fields === looseFields;
  const head = `${loose ? 'line,' : ''}id,name,phone,area,seen\n`;
  const lines = rows.map((row, index) => `${loose ? `${index + 1},` : ''}${row}\n`).join('');
  const plan = await city.planOf(head + lines, fields, { dataset });
  const batch = await city.lake.load(plan, 'tester');
  expect(batch.state).toBe('loaded');
  return dataset;
}

const column = (name: string) => ({ column: name });
const all = {
  id_card: column('id_card'),
  name: column('name'),
  phone: column('phone'),
  area: column('area'),
};

function sourceOf(id: string, dataset: string, more: object = {}) {
  return { id, title: id, department: `city-${id}`, dataset, values: all, at: 'seen', ...more };
}

function planOf(sources: readonly object[], more: object = {}): SubjectPlan {
  return SubjectPlan.parse({
    dataset: newId(),
    title: '人口',
    owner: 'city-data-resources',
    category: '101',
    sources,
    area: 'area',
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
      { name: 'phone', title: '手机号', type: 'text', format: 'phone', class: 'personal', rule: 'newest' },
      { name: 'area', title: '区划', type: 'text', rule: 'frequent' },
      { name: 'standing', title: '状态', type: 'text' },
    ],
    ends: [{ field: 'standing', values: ['死亡'] }],
    ...more,
  });
}

const build = async (plan: SubjectPlan) => city.lake.buildSubject(plan, 'tester');
const read = (plan: SubjectPlan, key: string) =>
  city.lake.record({ dataset: plan.dataset, filter: { key }, clearance: 'sensitive' });

test('十五位、小写x、全角和带空格的号码都归到同一个人；不是号码的列出理由，不编造', async () => {
  const x = Array.from({ length: 40 }, (_, index) => person(index)).find((id) => id.endsWith('X')) ?? '';
  const [one, bad] = [person(501), `${person(502).slice(0, 17)}${person(502).endsWith('1') ? '2' : '1'}`];
  const wide = one.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  const fifteen = `${one.slice(0, 6)}${one.slice(8, 17)}`;
  const loose = await give(
    [
      `${x.toLowerCase()},甲,,,2024-01-01`,
      `${wide},乙旧,13800000001,,2020-01-01`,
      `${fifteen},乙新,13800000002,,2024-01-01`,
      `${one.slice(0, 6)} ${one.slice(6, 14)} ${one.slice(14)},乙更旧,,,2019-01-01`,
      `${bad},丙,,,`,
      `,丁,,,`,
      `' or 1=1 --,戊,,,`,
      `34120220010229123X,己,,,`,
    ],
    looseFields,
  );
  const plan = planOf([sourceOf('health', loose)]);
  const batch = await build(plan);
  expect(batch).toMatchObject({ state: 'loaded', received: 8, loaded: 2, rejected: 6 });
  expect((await read(plan, x))?.values).toMatchObject({ name: '甲', id_card: x, ended: false });
  // However it is written, it is found; the newest of one source's rows counts.
  for (const written of [one, wide, fifteen, ` ${one}`])
    expect((await read(plan, written))?.values).toMatchObject({ name: '乙新', phone: '13800000002' });
  expect(await read(plan, "x' or 'a'='a")).toBeUndefined();
  const rejected = await city.lake.rejectedRows({
    dataset: plan.dataset,
    source: 'health',
    page: 1,
    size: 50,
  });
  expect(rejected.map(({ row, reason }) => `${row} ${reason}`)).toEqual([
    '2 duplicate',
    '4 duplicate',
    '5 format',
    '6 required',
    '7 format',
    '8 format',
  ]);
  expect(JSON.stringify(city.reported)).toBe('[]');
});

test('每个字段按自己的规则取值，说得出是哪个来源哪一批；不一致的逐条留下各家的说法', async () => {
  const [a, b, c] = [person(1), person(2), person(3)];
  const police = await give(
    [`${a},张三,13800000001,341202001000,2020-01-01`, `${b},李四,,341202001000,2020-01-01`],
    judgedFields,
  );
  const health = await give(
    [`${a},张叁,13800000002,341203001000,2024-05-01`, `${c},王五,,341203001000,2024-05-01`],
    judgedFields,
  );
  const social = await give([`${a},张三,13800000003,341203001000,2022-01-01`], judgedFields);
  const death = await give([`${b},李四,,,2023-03-03`], judgedFields);
  const plan = planOf([
    sourceOf('police', police),
    sourceOf('health', health),
    sourceOf('social', social),
    sourceOf('death', death, {
      values: { id_card: column('id_card'), standing: { constant: '死亡' } },
    }),
  ]);
  expect(await build(plan)).toMatchObject({ state: 'loaded', loaded: 3, rejected: 0, warned: 1 });
  const one = await read(plan, a);
  // Authority for the name, the newest telephone, what most say of the place.
  expect(one?.values).toMatchObject({
    name: '张三',
    phone: '13800000002',
    area: '341203001000',
    ended: false,
  });
  expect(one?.origins['phone']).toMatchObject({ source: 'health', dataset: health, row: 1 });
  const healthBatch = (await city.lake.findDataset(health))?.batch;
  expect(one?.origins['phone']?.batch).toBe(healthBatch);
  expect(
    one?.conflicts.map(({ field, given }) => [field, given.map(({ source, value }) => `${source} ${value}`)]),
  ).toEqual([
    ['name', ['police 张三', 'health 张叁', 'social 张三']],
    ['phone', ['police 13800000001', 'health 13800000002', 'social 13800000003']],
    ['area', ['police 341202001000', 'health 341203001000', 'social 341203001000']],
  ]);
  // Death ends the record and leaves it.
  expect((await read(plan, b))?.values).toMatchObject({ name: '李四', standing: '死亡', ended: true });
  // Who may not read the class sees neither value nor conflicting ones.
  const masked = await city.lake.record({ dataset: plan.dataset, filter: { key: a }, clearance: 'internal' });
  expect(JSON.stringify(masked)).not.toMatch(/张三|张叁|138000000/);
  const state = await city.lake.subject(plan.dataset);
  expect(state?.summary.whole).toMatchObject({
    rows: 2,
    ended: 1,
    conflicted: 1,
    conflicts: [0, 1, 1, 1, 0],
  });
  expect(state?.summary.whole.sources).toEqual([1, 2, 1, 0]);
  expect(state?.summary.areas.map(({ area, rows, ended }) => [area, rows, ended])).toEqual([
    ['341202', 0, 1],
    ['341203', 2, 0],
  ]);
  const rows = (filter: object) =>
    city.lake.records({ dataset: plan.dataset, filter, page: 1, size: 50, clearance: 'sensitive' });
  expect((await rows({ conflict: 'name' })).rows.map((row) => row.values['id_card'])).toEqual([a]);
  expect((await rows({ conflict: '*', area: '341202' })).total).toBe(0);
  expect((await rows({ notInSource: 'police', ended: false })).rows.map((row) => row.values['name'])).toEqual(
    ['王五'],
  );
  expect((await rows({ lacks: 'phone', ended: false })).total).toBe(1);
  expect((await rows({ within: [] })).total).toBe(0);
  expect((await rows({ within: [{ area: '341202' }, { source: 'social' }] })).total).toBe(2);
  const lineage = await city.lake.lineage(plan.dataset);
  expect(lineage.filter((each) => each.targetField === 'standing')).toMatchObject([
    { origin: death, originKind: 'dataset', originField: '“死亡”', expression: '权威部门优先，第1位' },
  ]);
  expect(lineage.filter((each) => each.targetField === 'name')).toHaveLength(3);
});

test('多数和家数：一个说谎的来源改不了结果，家数不够就不取值', async () => {
  const a = person(11);
  const honest = [await give([`${a},赵六,,,`], judgedFields), await give([`${a},赵六,,,`], judgedFields)];
  const liar = await give([`${a},假名,,,2099-01-01`], judgedFields);
  const fields = (rule: string, least = 2) => [
    { name: 'id_card', title: '公民身份号码', type: 'text', key: true, format: 'id-card' },
    { name: 'name', title: '姓名', type: 'text', rule, least },
  ];
  const sources = [liar, ...honest].map((dataset, index) =>
    sourceOf(`s${index}`, dataset, { values: { id_card: column('id_card'), name: column('name') } }),
  );
  const nameBy = async (rule: string, least = 2, from = sources) => {
    const plan = planOf(from, { fields: fields(rule, least), ends: [], area: undefined });
    await build(plan);
    return (await read(plan, a))?.values['name'];
  };
  expect(await nameBy('frequent')).toBe('赵六');
  expect(await nameBy('quorum')).toBe('赵六');
  expect(await nameBy('quorum', 3)).toBeNull();
  expect(await nameBy('quorum', 2, sources.slice(0, 1))).toBeNull();
  expect(await nameBy('authority')).toBe('假名');
});

test('同样的输入再算一遍什么也不变；只有变了的主键重写；来源不再给的人留着并终止', async () => {
  const ids = Array.from({ length: 40 }, (_, index) => person(100 + index));
  const rows = ids.map((id, index) => `${id},人${index},,341202001000,2020-01-01`);
  const police = await give(rows, judgedFields);
  const health = await give(rows.slice(0, 20), judgedFields);
  const plan = planOf([sourceOf('police', police), sourceOf('health', health)]);
  expect(await build(plan)).toMatchObject({ state: 'loaded', loaded: 40 });
  expect(await build(plan)).toMatchObject({ state: 'unchanged' });
  const before = await city.lake.findDataset(plan.dataset);
  // The same rows sent again in another order are a new batch of the source, and no change of any record.
  await give(rows.toReversed(), judgedFields, police);
  expect(await build(plan)).toMatchObject({ state: 'unchanged' });
  expect((await city.lake.findDataset(plan.dataset))?.file).toBe(before?.file);
  // One changed, one new, one gone from both sources, one gone from one of them.
  const next = [
    `${ids[5]},改名,,341202001000,2020-01-01`,
    ...rows.filter((_, index) => ![5, 30, 6].includes(index)),
    `${person(900)},新人,,341203001000,2020-01-01`,
  ];
  await give(next, judgedFields, police);
  expect(await build(plan)).toMatchObject({ state: 'loaded', loaded: 4 });
  const after = await city.lake.findDataset(plan.dataset);
  expect(after).toMatchObject({ file: before?.file, rows: 41 });
  expect(after?.increments).toHaveLength(1);
  expect((await read(plan, ids[5] ?? ''))?.values['name']).toBe('改名');
  expect((await read(plan, ids[6] ?? ''))?.sources.map((source) => source.source)).toEqual(['health']);
  const gone = await read(plan, ids[30] ?? '');
  expect(gone).toMatchObject({ values: { name: '人30', ended: true }, sources: [] });
  expect(gone?.origins['name']).toMatchObject({ source: 'police' });
  const seen = await city.lake.rows({ dataset: plan.dataset, clearance: 'sensitive', size: 200 });
  expect(seen.rows).toHaveLength(41);
  expect(new Set(seen.rows.map((row) => row['id_card'])).size).toBe(41);
  const state = await city.lake.subject(plan.dataset);
  expect(state?.builds.map(({ rows: count, ended, changed }) => [count, ended, changed])).toEqual([
    [40, 0, 40],
    [40, 1, 4],
  ]);
  // He comes back: alive again.
  await give([...next, rows[30] ?? ''], judgedFields, police);
  expect(await build(plan)).toMatchObject({ loaded: 1 });
  expect((await read(plan, ids[30] ?? ''))?.values).toMatchObject({ ended: false });
  // Other rules write everything anew, and end nobody.
  const changed = { ...plan, fields: plan.fields.map((field) => ({ ...field, rule: 'frequent' as const })) };
  expect(await build(changed)).toMatchObject({ state: 'loaded', loaded: 41 });
  expect((await city.lake.findDataset(plan.dataset))?.increments).toEqual([]);
  expect((await city.lake.subject(plan.dataset))?.summary.whole).toMatchObject({ rows: 41, ended: 0 });
  await expect(city.lake.servedRecord(plan.dataset, ids[5] ?? '')).rejects.toMatchObject({
    code: 'lake.noData',
  });
  expect(await city.lake.serve(plan.dataset)).toBe(41);
  const served = await city.lake.servedRecord(plan.dataset, ` ${ids[5] ?? ''}`);
  expect(served).toMatchObject({ id_card: ids[5], name: '改名', ended: false });
  expect(await city.lake.servedRecord(plan.dataset, "' or true --")).toBeUndefined();
});

test('主题表在基础表上筛选和连接：要在各来源里都有；年满的日子一到自己进来，条件不再满足就离开', async () => {
  const [old, young] = [person(1, '19461124'), person(2, '19900101')];
  const police = await give([`${old},老人,,,1946-11-24`, `${young},青年,,,1990-01-01`], judgedFields);
  const base = planOf([sourceOf('police', police, { values: { ...all }, at: undefined })]);
  await build(base);
  const aged = planOf(
    [
      sourceOf('base', base.dataset, {
        at: undefined,
        where: [{ column: 'ended', is: 'in', values: ['false'] }],
      }),
      sourceOf('born', police, {
        values: { id_card: column('id_card') },
        where: [{ column: 'seen', is: 'years', value: 80 }],
      }),
    ],
    { members: ['base', 'born'], title: '高龄老人', category: '203' },
  );
  // The store's clock stands on 2026-11-23 or later, and moves by hand.
  const day = city.store.clock.now().toISOString().slice(0, 10);
  const [born] = [`${Number(day.slice(0, 4)) - 80}${day.slice(4)}`];
  await give([`${old},老人,,,${born}`, `${young},青年,,,1990-01-01`], judgedFields, police);
  await build(base);
  expect(await build(aged)).toMatchObject({ state: 'loaded', loaded: 1 });
  expect((await read(aged, old))?.values['name']).toBe('老人');
  expect(await read(aged, young)).toBeUndefined();
  await give([`${old},老人,,,1990-02-02`, `${young},青年,,,1990-01-01`], judgedFields, police);
  await build(aged);
  expect(await read(aged, old)).toBeUndefined();
  expect((await city.lake.subject(aged.dataset))?.summary.whole.rows).toBe(0);
  // Leaving a theme ends nobody in the base.
  expect((await read(base, old))?.values['ended']).toBe(false);
});

test('列不见了、声明不成立、拒收太多、两边同时算：都不动已发布的', async () => {
  const a = person(31);
  const police = await give([`${a},甲,,,`], judgedFields);
  const plan = planOf([sourceOf('police', police)]);
  await build(plan);
  const before = await city.lake.findDataset(plan.dataset);
  const broken = { ...plan, sources: plan.sources.map((source) => ({ ...source, at: 'nothing' })) };
  expect(await build(broken)).toMatchObject({ state: 'failed', error: 'lake.columnsMissing' });
  await expect(build({ ...plan, ends: [{ field: 'nothing', values: ['x'] }] })).rejects.toMatchObject({
    code: 'lake.badField',
  });
  await expect(
    build({ ...plan, fields: [...plan.fields, ...plan.fields.slice(1, 2)] }),
  ).rejects.toMatchObject({
    code: 'lake.badField',
  });
  const loose = await give(['x,甲,,,', 'y,乙,,,', 'z,丙,,,'], looseFields);
  await city.store.transaction((work) => city.store.settings.change(work, 'lake.rejected-most', 2));
  const liar = { ...plan, sources: [...plan.sources, ...planOf([sourceOf('liar', loose)]).sources] };
  expect(await build(liar)).toMatchObject({ state: 'failed', error: 'lake.tooManyRejected' });
  await city.store.transaction((work) => city.store.settings.change(work, 'lake.rejected-most', 20_000));
  const stop = new AbortController();
  stop.abort();
  expect(await city.lake.buildSubject(liar, 'tester', stop.signal)).toMatchObject({ state: 'cancelled' });
  await give([`${a},甲改,,,`], judgedFields, police);
  const both = await Promise.allSettled([build(plan), build(plan)]);
  const busy = both.filter((each) => each.status === 'rejected');
  expect(busy.length).toBeLessThanOrEqual(1);
  expect((await read(plan, a))?.values['name']).toBe('甲改');
  expect(before?.file).not.toBeNull();
  const files = await readdir(path.join(city.store.dataDirectory, 'lake', 'subject', plan.dataset));
  expect(files.every((file) => file.endsWith('.parquet'))).toBe(true);
  expect(
    await build({
      ...plan,
      dataset: newId(),
      sources: plan.sources.map((source) => ({ ...source, dataset: newId() })),
    }),
  ).toMatchObject({
    state: 'failed',
    error: 'lake.noData',
  });
});

test('在队列里算，任务做完就能看到；几列合成的主键不会串', async () => {
  const fields = [
    { name: 'indicator', source: 'i', title: '指标', type: 'text', key: true },
    { name: 'area', source: 'a', title: '地区', type: 'text', key: true },
    { name: 'version', source: 'v', title: '版本', type: 'date', key: true },
    { name: 'value', source: 'n', title: '数值', type: 'decimal' },
  ];
  const given = await city.planOf(
    'i,a,v,n\nGDP|x,3412,2024-01-01,1\nGDP,x|3412,2024-01-01,2\nGDP,3412,2024-01-01,3\nGDP,3412,2024-06-01,4\n',
    fields,
  );
  await city.lake.load(given, 'tester');
  const plan = planOf(
    [
      {
        id: 'statistics',
        title: '统计',
        department: 'city-statistics',
        dataset: given.dataset,
        values: {
          indicator: column('indicator'),
          area: column('area'),
          value: column('value'),
          version: column('version'),
        },
        at: 'version',
      },
    ],
    {
      fields: [
        { name: 'indicator', title: '指标', type: 'text', key: true, class: 'public' },
        { name: 'area', title: '地区', type: 'text', key: true, class: 'public' },
        { name: 'value', title: '数值', type: 'decimal', class: 'public' },
        { name: 'version', title: '版本', type: 'date', class: 'public' },
      ],
      ends: [],
    },
  );
  const job = await city.lake.startSubject(plan, 'tester');
  await vi.waitFor(async () => expect((await city.store.jobs.status(job))?.state).toBe('done'), {
    timeout: 30_000,
    interval: 100,
  });
  const found = await city.lake.records({
    dataset: plan.dataset,
    filter: { equal: { indicator: 'GDP', area: '3412' } },
    page: 1,
    size: 10,
    clearance: 'public',
  });
  // The newest version counts.
  expect(found.rows.map((row) => row.values['value'])).toEqual(['4']);
  expect((await city.lake.subject(plan.dataset))?.summary.whole.rows).toBe(3);
});

/** What compilers, reviewers and readers see: an entry through both reviews, the rates it moves, and registers that enter by themselves. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { registers } from '../../../engines/registers/service.ts';
import { newId } from '../../../kernel/ids.ts';
import { dataset } from '../data-collection/contract.ts';
import collection from '../data-collection/system.ts';
import { enterRegisters } from './server/enter-registers.ts';
import { resource } from './registers/resource.ts';
import { checkAllMounts } from './server/check-mount.ts';
import system from './system.ts';

let city: TestCity;
let authority: Caller;
let market: Caller;
let insurance: Caller;
beforeAll(async () => {
  city = await openTestCity({ systems: [collection, system], demo: true });
  await city.store.drain();
  authority = await city.as('catalogue-1');
  market = await city.as('catalogue-2');
  insurance = await city.as('catalogue-3');
}, 240_000);
afterAll(() => city.close());

interface Entry {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly status: string;
  readonly mounted: boolean;
  readonly problem: string | null;
  readonly edition: number;
  readonly origin: string;
}

async function list<T>(who: Caller, register: string, where: object): Promise<readonly T[]> {
  const reply = await who.get(
    `/api/registers/rows/data-catalogue.${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: T[] }>().rows;
}

async function rates() {
  return (await authority.get('/api/data-catalogue/rates')).json<{
    compiled: { due: number; done: number };
    mounted: { total: number; done: number };
    departments: { department: string; due: number; compiled: number; total: number; mounted: number }[];
  }>();
}

const filed = {
  kind: 'new',
  name: '食品经营许可信息',
  abstract: '食品经营许可证',
  classCode: '3',
  format: '0200',
  shareType: '1',
  shareModes: ['file'],
  openType: '1',
  cycle: '4',
};

async function open(who: Caller, values: object) {
  return who.post('/api/flow/cases/data-catalogue.filing', { values });
}

async function act(who: Caller, id: string, action: string, more: object = {}) {
  const read = await who.get(`/api/registers/rows/data-catalogue.filing/${id}`);
  const version = read.statusCode === 200 ? read.json<{ row: { version: number } }>().row.version : 1;
  return who.post(`/api/flow/cases/data-catalogue.filing/${id}/acts`, { version, action, ...more });
}

test('各系统的台账自己进目录，已挂接，代码不重复；再启动一次不多一条', async () => {
  const before = await list<Entry>(authority, 'resource', { origin: 'register' });
  expect(before.length).toBeGreaterThan(5);
  expect(before.every((entry) => entry.mounted && /^3\d{2}\d{3}\/\d{5}$/.test(entry.code))).toBe(true);
  expect(new Set(before.map((entry) => entry.code)).size).toBe(before.length);
  await enterRegisters(city.services);
  expect((await list<Entry>(authority, 'resource', { origin: 'register' })).length).toBe(before.length);
});

test('演示目录经两级审核发布；编制率和挂接率按部门，与逐条的目录一致', async () => {
  const { compiled, mounted, departments } = await rates();
  const duties = await list<{ compiled: boolean }>(authority, 'duty', {});
  expect(compiled).toEqual({ due: duties.length, done: duties.filter((duty) => duty.compiled).length });
  expect(compiled.done).toBe(4);
  const entries = await list<Entry>(authority, 'resource', { status: 'published' });
  expect(mounted).toEqual({ total: entries.length, done: entries.filter((entry) => entry.mounted).length });
  expect(departments.find((each) => each.department === 'city-market-supervision')).toMatchObject({
    due: 4,
    compiled: 2,
    total: 2,
    mounted: 1,
  });
});

test('指标10、11与页面同一口径', async () => {
  const reply = await authority.get(
    '/api/indicators/values?indicators=data-catalogue.compiled,data-catalogue.linked&from=2026-01-01&to=2026-12-31',
  );
  const shown = reply.json<{ total: Record<string, { numerator: number; denominator: number }> }>().total;
  const { compiled, mounted } = await rates();
  expect(shown['data-catalogue.compiled']).toMatchObject({
    numerator: compiled.done,
    denominator: compiled.due,
  });
  expect(shown['data-catalogue.linked']).toMatchObject({
    numerator: mounted.done,
    denominator: mounted.total,
  });
});

test('有条件不写条件、不予共享不写依据、不共享却开放，都退回并说明', async () => {
  const codes = [];
  for (const more of [
    { shareType: '2' },
    { shareType: '3', openType: '3' },
    { shareType: '3', shareCondition: '某法', openType: '1' },
    { openType: '2' },
    { abstract: '' },
  ])
    codes.push((await open(market, { ...filed, ...more })).json<{ code: string }>().code);
  expect(codes).toEqual([
    'data-catalogue.conditionMissing',
    'data-catalogue.basisMissing',
    'data-catalogue.openWiderThanShared',
    'data-catalogue.openConditionMissing',
    'city.invalid',
  ]);
});

test('编制、退回修改、再提交、发布；同名的不再编；注销后应编的又缺了', async () => {
  const [due] = await list<{ id: string }>(authority, 'duty', { name: '食品经营许可信息' });
  const opened = await open(market, { ...filed, duty: due?.id });
  expect(opened.statusCode, opened.body).toBeLessThan(300);
  const id = opened.json<{ id: string }>().id;
  expect((await act(insurance, id, 'approve')).statusCode).toBe(404);
  const steps = [
    [market, 'approve', {}],
    [authority, 'correct', { opinion: '请写明更新周期' }],
    [market, 'submit', { values: { cycle: '2' } }],
    [market, 'approve', {}],
    [authority, 'publish', {}],
  ] as const;
  for (const [who, action, more] of steps) {
    const reply = await act(who, id, action, more);
    expect(reply.statusCode, `${action} ${reply.body}`).toBe(200);
  }
  const [entry] = await list<Entry>(market, 'resource', { name: '食品经营许可信息' });
  expect(entry).toMatchObject({ status: 'published', edition: 1, mounted: false, problem: '没有挂接资源' });
  expect((await rates()).compiled.done).toBe(5);
  expect((await open(market, filed)).json()).toMatchObject({ code: 'data-catalogue.nameTaken' });
  expect((await open(insurance, { ...filed, kind: 'revoke', resource: entry?.id })).json()).toMatchObject({
    code: 'data-catalogue.otherDepartment',
  });
  const revoked = (
    await open(market, { ...filed, kind: 'revoke', resource: entry?.id, reason: '职责划转' })
  ).json<{ id: string }>();
  await act(market, revoked.id, 'approve');
  expect((await act(authority, revoked.id, 'publish')).statusCode).toBe(200);
  expect((await rates()).compiled.done).toBe(4);
  const [after] = await list<Entry>(market, 'resource', { name: '食品经营许可信息' });
  expect(after).toMatchObject({ status: 'revoked', edition: 2 });
});

test('信息项引用数据元的类型和格式，标明不予共享和有条件共享', async () => {
  const { services, store } = city;
  const [set] = await services
    .use(registers)
    .of(dataset)
    .trusted.findMany(store.db, { filter: { field: 'code', is: 'equal', value: 'market-firms' }, limit: 1 });
  if (set === undefined) throw new Error('no demo dataset');
  const fields = (set.fields as { name: string }[]).map((field) =>
    field.name === 'credit_code' ? { ...field, element: 'DE00011' } : field,
  );
  await store.transaction((work) =>
    services.use(registers).of(dataset).trusted.update(work, 'tester', set, { fields }),
  );
  const opened = await open(market, {
    ...filed,
    name: '数据元引用检查',
    dataset: set.id,
    withheldItems: 'capital',
    conditionalItems: 'name',
  });
  expect(opened.statusCode, opened.body).toBeLessThan(300);
  const { id } = opened.json<{ id: string }>();
  await act(market, id, 'approve');
  expect((await act(authority, id, 'publish')).statusCode).toBe(200);
  const [entry] = await list<{ id: string }>(market, 'resource', { name: '数据元引用检查' });
  const { items } = (await market.get(`/api/data-catalogue/entries/${entry?.id}`)).json<{
    items: { name: string; element?: string; length?: string; shareType?: string }[];
  }>();
  const item = (name: string) => items.find((each) => each.name === name);
  expect(item('credit_code')).toMatchObject({ element: 'DE00011', length: 'an18' });
  expect([item('capital')?.shareType, item('name')?.shareType, item('credit_code')?.shareType]).toEqual([
    '3',
    '2',
    undefined,
  ]);
  const [known] = await list<{ name: string }>(market, 'element', { code: 'DE00011' });
  expect(known?.name).toBe('统一社会信用代码');
});

test('挂接检查逐页查完全部目录，每页一个事务', async () => {
  const { services, store } = city;
  const rows = services.use(registers).of(resource).trusted;
  const entry = (place: number) => ({
    id: newId(),
    code: `999000/${String(place).padStart(5, '0')}`,
    name: `分页检查${place}`,
    provider: 'city-market-supervision',
    classCode: '3',
    shareType: '3',
    openType: '3',
    publishedOn: '2026-01-01',
    edition: 1,
    status: 'published',
    origin: 'filing',
    mounted: true,
    target: 'register:no.such',
  });
  await store.transaction((work) =>
    rows.insertMany(
      work,
      'tester',
      Array.from({ length: 450 }, (_, place) => entry(place)),
    ),
  );
  expect(await checkAllMounts(services)).toBeGreaterThanOrEqual(450);
  const filter = { field: 'problem', is: 'equal', value: '挂接的台账已不存在' } as const;
  expect(await rows.findEvery(store.db, { filter, most: 1000 })).toHaveLength(450);
  expect(await checkAllMounts(services)).toBe(0);
});

test('数据过期不更新就不算挂接', async () => {
  const [entry] = await list<Entry>(market, 'resource', { name: '市场主体登记信息' });
  expect(entry?.mounted).toBe(true);
  city.clock.advance(3 * 86_400_000);
  market = await city.as('catalogue-2');
  expect(await checkAllMounts(city.services)).toBeGreaterThan(0);
  const [after] = await list<Entry>(market, 'resource', { name: '市场主体登记信息' });
  expect(after).toMatchObject({ mounted: false, problem: '没有按更新周期更新' });
});

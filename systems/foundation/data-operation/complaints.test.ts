/** What a subscriber, an operator and the administration see of a complaint: answered in time or not, and money back, off the list, or not justified. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import { lapseAnswers } from './server/complaint/bind-complaint.ts';
import system from './system.ts';

let city: TestCity;
let bank: Caller;
let authority: Caller;
let buyer: Caller;
let product = '';
let held = '';

type Listed = Readonly<Record<string, unknown>> & { readonly id: string };

async function list(who: Caller, register: string, where: object = {}): Promise<readonly Listed[]> {
  const reply = await who.get(
    `/api/registers/rows/data-operation.${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: Listed[] }>().rows;
}

async function signIn(): Promise<void> {
  [bank, authority, buyer] = [
    await city.as('operate-1'),
    await city.as('operate-2'),
    await city.as('operate-9'),
  ];
}

beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, system], demo: true });
  await city.store.drain();
  await signIn();
  const [of] = await list(bank, 'project', { method: 'noisy' });
  const offered = await authority.post('/api/data-operation/products', {
    project: of?.id,
    title: '缴费分布月报',
    scene: '额度测算',
    pricing: 'month',
    price: 10_000,
    publicShare: 30,
    providerShare: 20,
  });
  product = offered.json<{ id: string }>().id;
  const subject = (await list(buyer, 'subscription'))[0]?.['buyer'];
  const taken = await bank.post(`/api/data-operation/products/${product}/subscriptions`, {
    subscriber: '皖北融资担保公司（演示）',
    creditCode: String((await list(bank, 'operator'))[0]?.['creditCode']),
    from: '2026-10-05',
    until: '2027-12-31',
    buyer: subject,
  });
  expect(taken.statusCode, taken.body).toBe(200);
  held = taken.json<{ id: string }>().id;
}, 240_000);
afterAll(() => city.close());

const words = { kind: 'quality', title: '分组合计对不上', detail: '两个月的合计与总数不符' };
const complain = (who: Caller, more: object = {}) =>
  who.post('/api/flow/cases/data-operation.complaint', { values: { subscription: held, ...words, ...more } });

async function act(who: Caller, id: string, action: string, more: object = {}) {
  const [row] = (await list(authority, 'complaint')).filter((each) => each.id === id);
  return who.post(`/api/flow/cases/data-operation.complaint/${id}/acts`, {
    version: row?.['version'],
    action,
    ...more,
  });
}

async function opened(): Promise<string> {
  const reply = await complain(buyer);
  expect(reply.statusCode, reply.body).toBeLessThan(300);
  return reply.json<{ id: string }>().id;
}

async function counts(who: Caller) {
  const reply = await who.get(`/api/data-operation/products/${product}/complaints`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ complaints: { id: string; state: string; outcome: string | null }[] }>().complaints;
}

const opinion = '双方意见已听取';
const answered = { values: { answer: '源数据当月重报，已更正' } };

test('只有订阅方的经办人和管理部门能投诉；不认识的经办人不能登记', async () => {
  expect((await complain(bank)).statusCode).toBe(403);
  expect((await complain(buyer, { subscription: product })).json()).toMatchObject({
    code: 'data-operation.notSubscriber',
  });
  const other = await bank.post(`/api/data-operation/products/${product}/subscriptions`, {
    subscriber: '另一家',
    creditCode: String((await list(bank, 'operator'))[0]?.['creditCode']),
    from: '2026-10-05',
    until: '2027-12-31',
    buyer: '01900000-0000-7000-8000-000000000009',
  });
  expect(other.json()).toMatchObject({ code: 'data-operation.noBuyer' });
});

test('运营单位限时答复，管理部门退款：不超过已发生的，进入当月结算单，按原比例扣回', async () => {
  const id = await opened();
  const [row] = await list(authority, 'complaint', { product });
  expect(row).toMatchObject({ stage: 'answer', product });
  expect(row?.['stageDueAt']).not.toBeNull();
  // Who must answer sees what he answers to; another subscriber's complaint is in nobody else's list.
  const [read] = await list(bank, 'complaint', { product });
  expect(read?.['detail']).toBe(words.detail);
  const page = await bank.get(`/api/flow/cases/data-operation.complaint/${id}`);
  expect(page.json<{ row: { detail?: string } | null }>().row?.detail).toBe(words.detail);
  expect((await act(buyer, id, 'reply', answered)).statusCode).toBeGreaterThanOrEqual(400);
  const reply = await act(bank, id, 'reply', answered);
  expect(reply.statusCode, reply.body).toBe(200);
  // October and November have begun: two months of 100 yuan.
  expect((await act(authority, id, 'refund', { opinion, values: { refund: 20_001 } })).json()).toMatchObject({
    code: 'data-operation.refundTooMuch',
  });
  const decided = await act(authority, id, 'refund', { opinion, values: { refund: 5001 } });
  expect(decided.statusCode, decided.body).toBe(200);
  const again = await opened();
  await act(bank, again, 'reply', answered);
  expect((await act(authority, again, 'refund', { opinion, values: { refund: 15_000 } })).statusCode).toBe(
    400,
  );
  expect((await act(authority, again, 'reject', { opinion })).statusCode).toBe(200);
});

test('逾期不答复的转管理部门；成立的下架；产品页上的件数就是这些投诉', async () => {
  const id = await opened();
  expect(await lapseAnswers(city.services)).toBe(0);
  city.clock.advance(12 * 86_400_000);
  await signIn();
  expect(await lapseAnswers(city.services)).toBe(2);
  const delisted = await act(authority, id, 'delist', { opinion });
  expect(delisted.statusCode, delisted.body).toBe(200);
  expect((await list(bank, 'product')).find((each) => each.id === product)).toMatchObject({
    status: 'withdrawn',
  });
  const seen = (await counts(bank)).map(({ state, outcome }) => `${state} ${outcome}`).toSorted();
  expect(seen).toEqual(['rejected rejected', 'upheld delisted', 'upheld refunded']);
  expect(await counts(authority)).toHaveLength(3);
  expect((await buyer.get(`/api/data-operation/products/${product}/complaints`)).statusCode).toBe(404);
});

test('结算单里有退款一行，三方按分成各扣各的，一分不差', async () => {
  const operator = String((await list(bank, 'operator'))[0]?.id);
  const settled = await authority.post(`/api/data-operation/operators/${operator}/statements`, {
    month: '2026-11',
  });
  expect(settled.statusCode, settled.body).toBe(200);
  const [made] = await list(authority, 'statement');
  expect(made).toMatchObject({ total: 10_000 - 5001 });
  const lines = made?.['lines'] as readonly Record<string, unknown>[];
  const refund = lines.find(({ pricing }) => pricing === 'refund');
  expect(refund).toMatchObject({
    income: -5001,
    publicPart: -1500,
    providerPart: -1000,
    operatorPart: -2501,
  });
  const paper = await bank.get(`/api/data-operation/statements/${made?.id}/paper`);
  expect(paper.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
});

test('订阅方不用手写：机构按名称、拼音、代码查到；没有建库时没有法人；没有权限的查不了', async () => {
  const find = async (who: Caller, text: string) => {
    const reply = await who.post('/api/data-operation/parties', { text });
    return {
      status: reply.statusCode,
      parties: reply.json<{ parties?: { name: string; creditCode: string; kind: string }[] }>().parties ?? [],
    };
  };
  const [ecology] = (await find(bank, '生态环境')).parties;
  expect(ecology).toMatchObject({ name: '阜阳市生态环境局', kind: 'organ' });
  const same = async (text: string) => (await find(bank, text)).parties.map(({ name }) => name);
  expect(await same('sthj')).toContain('阜阳市生态环境局');
  expect(await same(ecology?.creditCode ?? '')).toEqual(['阜阳市生态环境局']);
  expect((await find(bank, '演示商贸')).parties).toEqual([]);
  expect((await find(bank, '阜')).status).toBe(400);
  expect((await find(buyer, '生态环境')).status).toBe(403);
});

/** A firm without an account at any desk: its representative and the operator whom he named order, see contract, metering, receipts and bills; nobody else sees any of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyCitizen } from '../../../test/support/citizens.ts';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { verifyProof } from '../../../engines/trust/proof/verify-proof.ts';
import { trust } from '../../../engines/trust/service.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import { deemBills } from './server/buyer/bills.ts';
import { lapseOrders } from './server/buyer/bind-order.ts';
import system from './system.ts';

type Listed = Readonly<Record<string, unknown>> & { readonly id: string };

const base = '/api/data-operation';
/** Of the synthetic enterprises that the simulators know. */
const firm = { creditCode: '91341202MA8TEET07E', name: '阜阳演示商贸有限公司', card: '341202199001019912' };
const rival = { creditCode: '91341204MA8TEET156', name: '颍泉演示农业有限公司', card: '341226198808089950' };
const buy = 'data-operation:buy';

let city: TestCity;
let bank: Caller;
let authority: Caller;
let head: Caller;
let other: Caller;
let clerkToken = '';
let clerk: Caller;
let agency = '';
let product = '';
let held = '';
let delivered = '';

async function list(who: Caller, register: string, where: object = {}): Promise<readonly Listed[]> {
  const reply = await who.get(
    `/api/registers/rows/data-operation.${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: Listed[] }>().rows;
}

async function citizen(account: string, name: string, card: string): Promise<Caller> {
  const { id } = await city.access.admin.createSubject({ account, name, kind: 'citizen', mustChange: false });
  await verifyCitizen(city, id, card);
  return city.as(id);
}

async function signIn(): Promise<void> {
  [bank, authority, head, other, clerk] = [
    await city.as('operate-1'),
    await city.as('operate-2'),
    await city.as('13700000101'),
    await city.as('13700000102'),
    await city.as('13700000103'),
  ];
  clerkToken = await city.access.admin.openSession(
    (await city.access.admin.findSubjectId('13700000103')) ?? '',
  );
}

/** The operator in the firm's name, as the pages send it. */
async function acting(method: 'GET' | 'POST', path: string, payload: object = {}) {
  return city.app.inject({
    method,
    url: `${base}${path}`,
    cookies: { city_session: clerkToken },
    headers: { 'x-city-request': '1', 'x-acting-for': agency },
    ...(method === 'GET' ? {} : { payload }),
  });
}

const codeOf = (reply: { statusCode: number; json<T>(): T }) =>
  reply.statusCode === 200 ? 'none' : reply.json<{ code: string }>().code;

beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, system], demo: true });
  await city.store.drain();
  await citizen('13700000101', '颍大年', firm.card);
  await citizen('13700000102', '颍新禾', rival.card);
  await citizen('13700000103', '姚远', '341202195501119911');
  await signIn();
  for (const [who, { creditCode, name }] of [
    [head, firm],
    [other, rival],
  ] as const)
    expect(codeOf(await who.post('/api/access/enterprises', { creditCode, name }))).toBe('none');
  const now = city.clock.now().getTime();
  const named = await head.post(`/api/access/enterprises/${firm.creditCode}/operators`, {
    account: '13700000103',
    name: '姚远',
    actions: [buy],
    from: new Date(now - 1000).toISOString(),
    to: new Date(now + 180 * 86_400_000).toISOString(),
  });
  expect(named.statusCode, named.body).toBe(200);
  agency = named.json<{ id: string }>().id;
  const [of] = await list(bank, 'project', { method: 'noisy' });
  const offered = await authority.post(`${base}/products`, {
    project: of?.id,
    title: '参保缴费分布',
    scene: '贷款额度测算',
    pricing: 'run',
    price: 12_345,
    publicShare: 30,
    providerShare: 20,
  });
  product = offered.json<{ id: string }>().id;
}, 240_000);
afterAll(() => city.close());

const asked = (more: object = {}) => ({
  product,
  creditCode: firm.creditCode,
  purpose: '测算客户的缴费水平',
  from: '2026-11-23',
  until: '2027-10-31',
  ...more,
});

async function answer(id: string, action: string, more: object = {}) {
  const [row] = (await list(bank, 'order')).filter((each) => each.id === id);
  return bank.post(`/api/flow/cases/data-operation.order/${id}/acts`, {
    version: row?.['version'],
    action,
    ...more,
  });
}

test('没有企业的市民什么也看不到；不能替别人的企业订购；在售的产品法定代表人和经办人都看得到', async () => {
  expect(codeOf(await clerk.get(`${base}/buyer/products`))).toBe('data-operation.noEnterprise');
  expect(codeOf(await clerk.post(`${base}/buyer/orders`, asked()))).toBe('data-operation.noEnterprise');
  expect((await city.visitor.get(`${base}/buyer/products`)).statusCode).toBe(401);
  expect((await authority.get(`${base}/buyer/products`)).statusCode).toBe(403);
  expect(codeOf(await other.post(`${base}/buyer/orders`, asked()))).toBe('city.missing');
  const direct = await other.post('/api/flow/cases/data-operation.order', { values: asked() });
  expect(direct.json<{ code: string }>().code).toBe('city.missing');
  for (const reply of [await head.get(`${base}/buyer/products`), await acting('GET', '/buyer/products')]) {
    const { enterprises, products } = reply.json<{
      enterprises: { name: string }[];
      products: { id: string; price: number }[];
    }>();
    expect(enterprises.map(({ name }) => name)).toEqual([firm.name]);
    expect(products.find(({ id }) => id === product)).toMatchObject({ price: 12_345 });
  }
  // What was lent for another matter is not lent for this.
  const stolen = await city.app.inject({
    method: 'GET',
    url: `${base}/buyer/products`,
    cookies: {
      city_session: await city.access.admin.openSession(
        (await city.access.admin.findSubjectId('13700000102')) ?? '',
      ),
    },
    headers: { 'x-city-request': '1', 'x-acting-for': agency },
  });
  expect(codeOf(stolen)).toBe('access.agencyOver');
});

interface Order extends Listed {
  readonly state: string;
}

test('经办人以企业名义订购；运营单位拒绝要写理由，同意即成为订阅；期限颠倒、从过去起算、重复订购、超出申请期限的退回', async () => {
  expect(codeOf(await acting('POST', '/buyer/orders', asked({ from: '2028-01-01' })))).toBe(
    'data-operation.badTerm',
  );
  expect(codeOf(await acting('POST', '/buyer/orders', asked({ from: '2026-11-22' })))).toBe(
    'data-operation.termPast',
  );
  const first = (await acting('POST', '/buyer/orders', asked())).json<{ id: string }>();
  expect(codeOf(await head.post(`${base}/buyer/orders`, asked()))).toBe('data-operation.orderedAlready');
  expect((await answer(first.id, 'refuse')).statusCode).toBe(400);
  const refused = await answer(first.id, 'refuse', { opinion: '用途写得太宽' });
  expect(refused.statusCode, refused.body).toBe(200);
  const seen = async () => (await head.get(`${base}/buyer/held`)).json<{ orders: Order[] }>().orders;
  expect(await seen()).toMatchObject([{ id: first.id, state: 'refused', answer: '用途写得太宽' }]);
  const second = (await acting('POST', '/buyer/orders', asked())).json<{ id: string }>();
  const later = await answer(second.id, 'agree', { values: { until: '2027-11-01' } });
  expect(codeOf(later)).toBe('data-operation.outsideOrder');
  const agreed = await answer(second.id, 'agree', { values: { until: '2027-06-30' } });
  expect(agreed.statusCode, agreed.body).toBe(200);
  const { subscriptions } = (await acting('GET', '/buyer/held')).json<{ subscriptions: Listed[] }>();
  expect(subscriptions).toMatchObject([{ subscriber: firm.name, until: '2027-06-30' }]);
  held = subscriptions[0]?.id ?? '';
  const overlapping = asked({ from: '2027-06-30' });
  expect(codeOf(await acting('POST', '/buyer/orders', overlapping))).toBe('data-operation.subscribedAlready');
});

/** A result that was let go, delivered to the firm. */
async function deliver(asked: object): Promise<{ readonly id: string; readonly run: string }> {
  const [of] = await list(bank, 'project', { method: 'noisy' });
  const question = { question: asked, epsilon: 1 };
  const { run } = (await bank.post(`${base}/projects/${of?.id}/questions`, question)).json<{ run: string }>();
  const reviewer = await city.as('operate-5');
  await reviewer.post(`${base}/runs/${run}/review`, { release: true, opinion: '已加噪，同意' });
  const made = await bank.post(`${base}/subscriptions/${held}/deliveries`, { run });
  expect(made.statusCode, made.body).toBe(200);
  return { id: made.json<{ id: string }>().id, run };
}

test('合同、计量和交付凭证：凭证可离线核验；另一家企业按编号也取不到', async () => {
  const { id, run } = await deliver({ measure: 'count', by: 'kind' });
  delivered = id;
  const shown = await acting('GET', `/buyer/subscriptions/${held}`);
  expect(shown.json()).toMatchObject({
    price: 12_345,
    delivered: 1,
    pages: 1,
    deliveries: [{ id: delivered, hasReceipt: true }],
  });
  const paper = await head.get(`${base}/buyer/subscriptions/${held}/contract`);
  expect(paper.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  const receipt = async (who: Caller) => who.get(`${base}/buyer/deliveries/${delivered}/receipt`);
  await expect.poll(async () => (await receipt(head)).statusCode, { timeout: 30_000 }).toBe(200);
  const { body } = await receipt(head);
  expect(verifyProof(body, await city.services.use(trust).publicKeys()).outcome).toBe('proven');
  expect(JSON.parse(JSON.parse(body).statement)).toMatchObject({
    act: 'deliver',
    subscription: held,
    subscriber: firm.creditCode,
    run,
  });
  expect((await receipt(other)).statusCode).toBe(404);
  expect((await receipt(clerk)).statusCode).toBe(403);
  for (const path of [`subscriptions/${held}`, `subscriptions/${held}/contract`]) {
    expect((await other.get(`${base}/buyer/${path}`)).statusCode).toBe(404);
    expect((await clerk.get(`${base}/buyer/${path}`)).statusCode).toBe(403);
  }
  expect((await other.get(`${base}/buyer/held`)).json()).toEqual({
    orders: [],
    subscriptions: [],
    bills: [],
  });
  // Nor by the ordinary lists.
  for (const register of ['subscription', 'bill', 'delivery', 'order'])
    expect((await head.get(`/api/registers/rows/data-operation.${register}`)).statusCode).toBe(403);
});

interface Bill extends Listed {
  readonly state: string;
  readonly total: number;
}

async function billOf(who: Caller, month: string): Promise<Bill> {
  const { bills } = (await who.get(`${base}/buyer/held`)).json<{ bills: Bill[] }>();
  const found = bills.find((each) => each['month'] === month);
  if (found === undefined) throw new Error(`no bill of ${month}`);
  return found;
}

test('月结算后各企业各有一份结算单，合计等于运营单位的结算单；有异议的转为投诉办理，退款进下月；确认只有一次', async () => {
  city.clock.advance(10 * 86_400_000);
  await signIn();
  const [of] = await list(bank, 'project', { method: 'noisy' });
  const settle = (month: string) =>
    authority.post(`${base}/operators/${String(of?.['operator'])}/statements`, { month });
  expect((await settle('2026-11')).statusCode).toBe(200);
  const bills = await list(authority, 'bill');
  const [statement] = await list(authority, 'statement');
  const sum = bills.reduce((total, each) => total + Number(each['total']), 0);
  expect(sum).toBe(statement?.['total']);
  const november = await billOf(head, '2026-11');
  expect(november).toMatchObject({ state: 'sent', total: 12_345, subscriber: firm.name });
  const at = `${base}/buyer/bills/${november.id}`;
  for (const [who, status] of [
    [other, 404],
    [clerk, 403],
  ] as const)
    for (const reply of [
      await who.get(at),
      await who.post(`${at}/confirm`),
      await who.post(`${at}/dispute`, { subscription: held, objection: '不是我的' }),
    ])
      expect(reply.statusCode, reply.body).toBe(status);
  const objection = '这次结果与十月的相同，不应再计';
  expect(codeOf(await head.post(`${at}/dispute`, { subscription: product, objection }))).toBe('city.missing');
  const disputed = await acting('POST', `/buyer/bills/${november.id}/dispute`, {
    subscription: held,
    objection,
  });
  expect(disputed.statusCode, disputed.body).toBe(200);
  expect(codeOf(await head.post(`${at}/confirm`))).toBe('data-operation.billAnswered');
  const [complaint] = (await list(authority, 'complaint')).filter(({ kind }) => kind === 'billing');
  const decide = async (who: Caller, action: string, more: object) => {
    const [row] = (await list(authority, 'complaint')).filter(({ id }) => id === complaint?.id);
    const reply = await who.post(`/api/flow/cases/data-operation.complaint/${complaint?.id}/acts`, {
      version: row?.['version'],
      action,
      ...more,
    });
    expect(reply.statusCode, reply.body).toBe(200);
  };
  await decide(bank, 'reply', { values: { answer: '确系重复，同意退回' } });
  await decide(authority, 'refund', { opinion: '属实', values: { refund: 12_345 } });
  expect((await head.get(at)).json()).toMatchObject({
    state: 'settled',
    objection,
    answer: '确系重复，同意退回',
    outcome: 'refunded',
    refund: 12_345,
  });
  const told = (await head.get('/api/messages/notices')).json<{ notices: { title: string }[] }>().notices;
  expect(told.map(({ title }) => title)).toContain('2026-11数据产品结算单的异议已办结');
  city.clock.advance(31 * 86_400_000);
  await signIn();
  expect((await settle('2026-12')).statusCode).toBe(200);
  const december = await billOf(head, '2026-12');
  expect(december).toMatchObject({ total: -12_345 });
  expect(codeOf(await acting('POST', `/buyer/bills/${december.id}/confirm`))).toBe('none');
  expect(codeOf(await head.post(`${base}/buyer/bills/${december.id}/confirm`))).toBe(
    'data-operation.billAnswered',
  );
  expect((await billOf(head, '2026-12')).state).toBe('confirmed');
});

test('到期没有答复的结算单视为确认，期限写在结算单上，企业收到通知；之后不能再提异议', async () => {
  await deliver({ measure: 'count' });
  city.clock.advance(31 * 86_400_000);
  await signIn();
  const [of] = await list(bank, 'project', { method: 'noisy' });
  const settled = await authority.post(`${base}/operators/${String(of?.['operator'])}/statements`, {
    month: '2027-01',
  });
  expect(settled.statusCode, settled.body).toBe(200);
  const january = await billOf(head, '2027-01');
  const at = `${base}/buyer/bills/${january.id}`;
  const { answerUntil } = (await head.get(at)).json<{ answerUntil: string }>();
  expect(await deemBills(city.services)).toBe(0);
  city.clock.advance(Date.parse(`${answerUntil}T23:00:00+08:00`) - city.clock.now().getTime());
  expect(await deemBills(city.services)).toBe(0);
  city.clock.advance(3_600_000);
  expect(await deemBills(city.services)).toBe(1);
  expect(await deemBills(city.services)).toBe(0);
  await signIn();
  expect((await head.get(at)).json()).toMatchObject({ state: 'deemed', answeredAt: null });
  const objection = { subscription: held, objection: '这个月没有交付' };
  expect(codeOf(await head.post(`${at}/dispute`, objection))).toBe('data-operation.billAnswered');
  const told = (await head.get('/api/messages/notices')).json<{ notices: { title: string }[] }>().notices;
  expect(told[0]?.title).toBe('2027-01数据产品结算单逾期未答复，视为确认');
});

test('企业可以撤回订购；运营单位逾期不答复的自动终结，企业可再订购；别的企业看不到、撤不回', async () => {
  const next = asked({ from: '2027-07-01' });
  const first = (await acting('POST', '/buyer/orders', next)).json<{ id: string }>();
  const shown = async (who: Caller, id: string) => who.get(`${base}/buyer/orders/${id}`);
  expect((await shown(head, first.id)).json()).toMatchObject({ state: 'open', product: '参保缴费分布' });
  expect((await shown(other, first.id)).statusCode).toBe(404);
  expect((await other.post(`${base}/buyer/orders/${first.id}/withdraw`)).statusCode).toBe(404);
  expect(codeOf(await acting('POST', `/buyer/orders/${first.id}/withdraw`))).toBe('none');
  expect((await shown(head, first.id)).json()).toMatchObject({ state: 'withdrawn' });
  const second = (await head.post(`${base}/buyer/orders`, next)).json<{ id: string }>();
  expect(await lapseOrders(city.services)).toBe(0);
  city.clock.advance(8 * 86_400_000);
  await signIn();
  expect(await lapseOrders(city.services)).toBe(1);
  expect((await shown(head, second.id)).json()).toMatchObject({ state: 'lapsed' });
  const third = (await head.post(`${base}/buyer/orders`, next)).json<{ id: string }>();
  expect(codeOf(await acting('POST', `/buyer/orders/${third.id}/withdraw`))).toBe('none');
});

test('授权一撤回，经办人立即什么也看不到、办不了', async () => {
  expect((await acting('GET', '/buyer/held')).statusCode).toBe(200);
  expect((await head.post(`/api/access/agencies/${agency}/end`)).statusCode).toBe(200);
  expect(codeOf(await acting('GET', '/buyer/held'))).toBe('access.agencyOver');
  expect(codeOf(await clerk.get(`${base}/buyer/held`))).toBe('data-operation.noEnterprise');
});

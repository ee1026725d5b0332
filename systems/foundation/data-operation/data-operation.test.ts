/** What an operator, owners and reviewers see: no use without the owner's word, nothing out before review, no budget overspent, all of it provable. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { lake } from '../../../engines/lake/service.ts';
import {
  blindKeys,
  keysAt,
  makePartyKey,
  type PartyKey,
  raiseOffer,
} from '../../../engines/privacy/match/party.ts';
import {
  fromBase64,
  joinPoints,
  pointBytes,
  pointName,
  splitPoints,
} from '../../../engines/privacy/match/point.ts';
import { slices } from '../../../engines/privacy/server/test-support/open-test-privacy.ts';
import { readKeyFile } from '../../../engines/trust/proof/proof-file.ts';
import { verifyProof } from '../../../engines/trust/proof/verify-proof.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import { runRows } from './server/run/run-rows.ts';
import { readContent } from './server/run/run-content.ts';
import system from './system.ts';

let city: TestCity;
let bank: Caller;
let authority: Caller;
let market: Caller;
let social: Caller;
let reviewer: Caller;
let key: PartyKey;
let codes: readonly string[] = [];

beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, system], demo: true });
  await city.store.drain();
  [bank, authority, market, social, reviewer] = (await Promise.all(
    ['operate-1', 'operate-2', 'operate-3', 'operate-4', 'operate-5'].map((who) => city.as(who)),
  )) as [Caller, Caller, Caller, Caller, Caller];
  key = await makePartyKey();
  const found: string[] = [];
  const { dataset } = await first('data-operation.project', { method: 'count' });
  const rows = city.services
    .use(lake)
    .eachRow({ dataset: String(dataset), fields: ['credit_code'], most: 5000 });
  for await (const row of rows) found.push(String(row['credit_code']));
  codes = found;
}, 240_000);
afterAll(() => city.close());

type Listed = Readonly<Record<string, unknown>> & { readonly id: string };

async function list(who: Caller, register: string, where: object = {}): Promise<readonly Listed[]> {
  const reply = await who.get(
    `/api/registers/rows/${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: Listed[] }>().rows;
}

async function first(register: string, where: object): Promise<Listed> {
  const [row] = await list(bank, register, where);
  if (row === undefined) throw new Error(`no ${register}`);
  return row;
}

async function read(who: Caller, register: string, id: string): Promise<Listed> {
  const reply = await who.get(`/api/registers/rows/${register}/${id}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ row: Listed }>().row;
}

const base = '/api/data-operation';

async function send(who: Caller, path: string, payload: object = {}): Promise<Listed> {
  const reply = await who.post(`${base}${path}`, payload);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<Listed>();
}

async function refused(who: Caller, path: string, payload: object = {}): Promise<string> {
  return (await who.post(`${base}${path}`, payload)).json<{ code: string }>().code;
}

/** The bank's program: everything that it sends is in here. */
async function match(project: string, keys: readonly string[]) {
  const sent: string[] = [];
  const post = (path: string, payload: object) => {
    sent.push(JSON.stringify(payload));
    return bank.post(`${base}${path}`, payload);
  };
  const blinded = await blindKeys({ key, scope: project, keys, step: 100 });
  const begun = await post(`/projects/${project}/matches`, {
    points: blinded.points.length / pointBytes,
    commitment: pointName(key.commitment),
  });
  if (begun.statusCode !== 200) return { code: begun.json<{ code: string }>().code, run: '', blinded, sent };
  const { run } = begun.json<{ run: string }>();
  for (const [number, points] of slices(blinded.points).entries())
    await post(`/matches/${run}/points`, { number, points });
  const computing = await post(`/matches/${run}/compute`, {});
  if (computing.statusCode !== 200)
    return { code: computing.json<{ code: string }>().code, run, blinded, sent };
  const state = await vi.waitFor(
    async () => {
      const now = (await bank.get(`${base}/matches/${run}`)).json<{ state: string; ours: number }>();
      expect(['offering', 'void']).toContain(now.state);
      return now;
    },
    { timeout: 60_000, interval: 50 },
  );
  const parts: Uint8Array[] = [];
  for (let number = 0; number * 8192 < state.ours; number += 1) {
    const reply = await bank.get(`${base}/matches/${run}/offer/${number}`);
    parts.push(fromBase64(reply.json<{ points: string }>().points) ?? new Uint8Array());
  }
  const answer = await raiseOffer(key, joinPoints(parts.flatMap((part) => splitPoints(part) ?? [])));
  for (const [number, points] of slices(answer).entries())
    await post(`/matches/${run}/answers`, { number, points });
  const finished = await post(`/matches/${run}/finish`, {});
  return {
    code: finished.statusCode === 200 ? '' : finished.json<{ code: string }>().code,
    run,
    blinded,
    sent,
  };
}

async function open(values: object) {
  const reply = await bank.post('/api/flow/cases/data-operation.application', { values });
  return reply.json<{ id: string; code: string }>();
}

async function act(who: Caller, id: string, action: string, more: object = {}) {
  const { version } = await read(authority, 'data-operation.application', id);
  return who.post(`/api/flow/cases/data-operation.application/${id}/acts`, { version, action, ...more });
}

test('申请写不全、超出授权、写进个人信息的组，都说明为什么不行', async () => {
  const before = await first('data-operation.application', {});
  const ok = Object.fromEntries(
    ['title', 'operator', 'resource', 'scene', 'basis', 'method', 'output', 'person', 'runs', 'until'].map(
      (name) => [name, before[name]],
    ),
  );
  const answers = [];
  for (const more of [
    { person: 'no_such' },
    { until: '2020-01-01' },
    { until: '2030-01-01' },
    { runs: 100_000 },
    { method: 'noisy', epsilon: 100 },
    { method: 'noisy' },
    { method: 'count', keyKind: null },
    { groupings: 'town 文峰街道' },
    { groupings: 'town=341202199001011234' },
    { numbers: 'capital=0~10' },
    { operator: before.id },
    { resource: before.id },
  ])
    answers.push((await open({ ...ok, keyKind: 'credit-code', ...more })).code);
  expect(answers).toEqual([
    'data-operation.unknownFields',
    'data-operation.untilPast',
    'data-operation.untilPast',
    'data-operation.tooMuchBudget',
    'data-operation.tooMuchBudget',
    'data-operation.badTerms',
    'data-operation.badTerms',
    'data-operation.badTerms',
    'data-operation.freeText',
    'data-operation.badTerms',
    'data-operation.otherOperator',
    'data-operation.noResource',
  ]);
});

test('拒绝要写明理由，可以申诉；协调后授权，成为项目', async () => {
  const market0 = await first('data-operation.project', { method: 'count' });
  const opened = await open({
    title: '各乡镇企业数',
    operator: market0['operator'],
    resource: market0['resource'],
    scene: '了解各乡镇企业分布',
    basis: '阜数授〔2026〕1号',
    method: 'table',
    output: '各乡镇企业数',
    person: 'credit_code',
    groupings: 'town=文峰街道、清河街道、王店镇\nstatus=存续、注销',
    numbers: 'capital=0~10000/1',
    runs: 20,
    until: '2027-06-30',
  });
  await city.store.drain();
  const { id } = opened;
  expect((await act(market, id, 'agree')).statusCode).not.toBe(200);
  for (const [who, action, more] of [
    [authority, 'pass', {}],
    [market, 'refuse', { opinion: '注册资本涉及商业秘密' }],
    [bank, 'appeal', { opinion: '只出汇总' }],
    [authority, 'overrule', { opinion: '汇总输出不涉及单个企业', values: { runs: 10 } }],
  ] as const) {
    const reply = await act(who, id, action, more);
    expect(reply.statusCode, `${action} ${reply.body}`).toBe(200);
  }
  expect(await first('data-operation.project', { method: 'table' })).toMatchObject({
    runs: 10,
    status: 'active',
  });
});

test('求交：结果等于明文交集；放行前谁也看不到，发出的数据里没有名单的值；近似的名单和换密钥被拒', async () => {
  const { id } = await first('data-operation.project', { method: 'count' });
  const own = codes.slice(0, 150);
  const outside = Array.from({ length: 30 }, (_, index) => `91341200MB${String(index).padStart(8, '0')}`);
  const ended = await match(id, [...own, ...outside]);
  expect(ended.code).toBe('');
  const everything = ended.sent.join('\n');
  expect([...own, ...outside].some((each) => everything.includes(each))).toBe(false);

  const seen = (await bank.get(`${base}/runs/${ended.run}/result`)).json();
  expect(seen).toMatchObject({ state: 'review', matched: null, places: null, mayReview: false });
  const row = await read(bank, 'data-operation.run', ended.run);
  expect(row['content']).not.toMatchObject({ matched: 150 });
  expect(JSON.stringify(row['content'] ?? null)).not.toContain('150');
  expect(await refused(bank, `/runs/${ended.run}/review`, { release: true, opinion: '同意' })).toBe(
    'city.forbidden',
  );
  expect((await reviewer.get(`${base}/runs/${ended.run}/result`)).json()).toMatchObject({
    matched: 150,
    mayReview: true,
  });
  await send(reviewer, `/runs/${ended.run}/review`, { release: true, opinion: '人数足够，同意' });
  expect(await refused(reviewer, `/runs/${ended.run}/review`, { release: true, opinion: '再来' })).toBe(
    'data-operation.notInReview',
  );
  const result = (await bank.get(`${base}/runs/${ended.run}/result`)).json();
  expect(result).toMatchObject({ state: 'released', matched: 150, places: null });

  // Fresh padding hides that the lists are near; what matched does not.
  expect((await match(id, [...own.slice(1), ...outside])).code).toBe('privacy.nearMatch');
  expect((await match(id, [...codes.slice(400, 505), ...own])).code).toBe('');
  const kept = key;
  key = await makePartyKey();
  expect((await match(id, codes.slice(600, 800))).code).toBe('privacy.otherKey');
  key = kept;
}, 60_000);

test('约定的次数用完就不能再运行，作废的也算', async () => {
  const { id } = await first('data-operation.project', { method: 'count' });
  const left = () =>
    bank.get(`${base}/projects/${id}`).then((reply) => reply.json<{ runs: number; used: number }>());
  const { runs, used } = await left();
  const begin = () =>
    bank.post(`${base}/projects/${id}/matches`, { points: 100, commitment: pointName(key.commitment) });
  const replies = await Promise.all(Array.from({ length: runs - used + 2 }, begin));
  expect(replies.filter(({ statusCode }) => statusCode === 200)).toHaveLength(runs - used);
  expect(
    replies.filter((reply) => reply.json<{ code?: string }>().code === 'data-operation.usedUp'),
  ).toHaveLength(2);
});

test('差分隐私：花预算、附误差，同一个问题不再花；预算用完被拒', async () => {
  const { id } = await first('data-operation.project', { method: 'noisy' });
  const ask = (question: object, epsilon: number) =>
    bank.post(`${base}/projects/${id}/questions`, { question, epsilon });
  const one = (await ask({ measure: 'count', by: 'kind' }, 1)).json<{ run: string; repeated: boolean }>();
  const again = (await ask({ by: 'kind', measure: 'count' }, 0.5)).json<{ run: string; repeated: boolean }>();
  expect(again).toEqual({ run: one.run, repeated: true });
  await send(reviewer, `/runs/${one.run}/review`, { release: true, opinion: '已加噪，同意' });
  const { cells, epsilon } = (await bank.get(`${base}/runs/${one.run}/result`)).json<{
    cells: { group: string; value: number; low: number; high: number }[];
    epsilon: number;
  }>();
  expect(epsilon).toBe(1);
  expect(cells.map(({ group }) => group)).toEqual(['职工', '居民']);
  for (const { value, low, high } of cells) expect(high - low).toBe(2 * (value - low));
  expect((await ask({ measure: 'mean', field: 'amount' }, 1)).statusCode).toBe(200);
  expect((await ask({ measure: 'sum', field: 'amount' }, 0.1)).json<{ code: string }>().code).toBe(
    'privacy.overspent',
  );
  expect((await ask({ measure: 'sum', field: 'amount' }, 50)).json<{ code: string }>().code).toBe(
    'privacy.badEpsilon',
  );
  expect((await ask({ measure: 'count', by: 'name' }, 0.1)).json<{ code: string }>().code).toBe(
    'privacy.badQuestion',
  );
  const { budgets, spending, used } = (await bank.get(`${base}/projects/${id}`)).json<{
    budgets: { spent: number }[];
    spending: object[];
    used: number;
  }>();
  expect([budgets.map(({ spent }) => spent), spending.length, used]).toEqual([[2, 2], 2, 2]);
});

test('汇总表：只出够大的格，与已放行的相差几人的格隐去', async () => {
  const { id } = await first('data-operation.project', { method: 'table' });
  const ask = async (question: object) => {
    const { run } = await send(bank, `/projects/${id}/questions`, { question });
    return (await reviewer.get(`${base}/runs/${run}/result`)).json<{
      cells: { group: string; value: number | null; finding: string | null }[];
    }>().cells;
  };
  const all = await ask({ measure: 'count', by: 'town' });
  expect(all.every(({ value }) => (value ?? 0) >= 10)).toBe(true);
  const closed = await ask({ measure: 'count', by: 'town', where: { field: 'status', group: '注销' } });
  expect(closed.every(({ value, finding }) => (value === null) === (finding !== null))).toBe(true);
  // Two tables that waited together: the second, which differs by three firms, does not follow the first.
  const hold = async (question: object) =>
    String((await send(bank, `/projects/${id}/questions`, { question }))['run']);
  const [one, other] = [await hold({ measure: 'sum', field: 'capital' }), await hold({ measure: 'count' })];
  await city.store.transaction(async (work) => {
    const row = await runRows(city.services).lock(work, other);
    if (row === undefined) throw new Error('no run');
    const cells = readContent(row.content).cells?.map((cell) => ({
      ...cell,
      people: (cell.people ?? 0) - 3,
    }));
    await runRows(city.services).update(work, 'test', row, { content: { cells } });
  });
  await send(reviewer, `/runs/${one}/review`, { release: true, opinion: '同意' });
  const letGo = { release: true, opinion: '同意' };
  expect(await refused(reviewer, `/runs/${other}/review`, letGo)).toBe('data-operation.nothingToRelease');
  await send(reviewer, `/runs/${other}/review`, { release: false, opinion: '与已放行的相差三家' });
  expect(
    await refused(bank, `/projects/${id}/questions`, { question: { measure: 'count', by: 'name' } }),
  ).toBe('privacy.badQuestion');
});

test('每一步都有可离线核验的凭证，里面没有未放行的结果', async () => {
  const { id } = await first('data-operation.project', { method: 'count' });
  const traces = await list(bank, 'data-operation.trace', { project: id });
  expect(new Set(traces.map((each) => each['act']))).toEqual(new Set(['authorise', 'run', 'release']));
  const release = traces.find((each) => each['act'] === 'release');
  const file = await bank.get(`${base}/traces/${release?.id}/receipt`);
  const keys = readKeyFile((await city.visitor.get('/api/trust/keys')).body);
  expect(verifyProof(file.body, keys).outcome).toBe('proven');
  const statement = JSON.parse(file.json<{ statement: string }>().statement) as Record<string, unknown>;
  expect(statement).toMatchObject({ act: 'release', opinion: '人数足够，同意' });
  expect(statement['digest']).toMatch(/^[0-9a-f]{64}$/);
  expect(verifyProof(file.body.replace('人数足够', '人数不足'), keys).outcome).not.toBe('proven');
});

test('别的部门和没有权限的人看不到项目；合同是一份文书；终止后不再运行，中间数据销毁', async () => {
  const { id } = await first('data-operation.project', { method: 'count' });
  expect((await social.get(`${base}/projects/${id}`)).statusCode).toBe(404);
  expect((await city.visitor.get(`${base}/projects/${id}`)).statusCode).toBe(401);
  const paper = await bank.get(`${base}/projects/${id}/contract`);
  expect(paper.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  expect(await refused(bank, `/projects/${id}/close`, { breach: false, reason: '不做了' })).toBe(
    'city.forbidden',
  );
  await send(authority, `/projects/${id}/close`, { breach: true, reason: '用于合同以外的用途' });
  const row = await read(bank, 'data-operation.project', id);
  expect(row).toMatchObject({ status: 'breached' });
  expect(String(row['closing'])).toMatch(/共运行 6 次，放行 1 次；销毁.+份/);
  expect((await match(id, codes.slice(600, 800))).code).toBe('data-operation.notInForce');
});

test('名单项目：只放行命中的位置，只有对方自己能读成名单', async () => {
  const source = await first('data-operation.project', { method: 'table' });
  const { id } = await open({
    title: '命中名单',
    operator: source['operator'],
    resource: source['resource'],
    scene: '贷后核验',
    basis: '阜数授〔2026〕1号',
    method: 'list',
    keyKind: 'credit-code',
    output: '命中的企业',
    person: 'credit_code',
    runs: 2,
    until: '2027-06-30',
  });
  await city.store.drain();
  for (const [who, action] of [
    [authority, 'pass'],
    [market, 'agree'],
    [authority, 'authorise'],
  ] as const)
    expect((await act(who, id, action)).statusCode).toBe(200);
  const project = await first('data-operation.project', { method: 'list' });
  const mine = [
    ...codes.slice(0, 120),
    ...Array.from({ length: 10 }, (_, at) => `91341200MB${String(at).padStart(8, '0')}`),
  ];
  const ended = await match(project.id, mine);
  await send(reviewer, `/runs/${ended.run}/review`, { release: true, opinion: '同意' });
  const result = (await bank.get(`${base}/runs/${ended.run}/result`)).json<{ places: number[] }>();
  expect([...keysAt(ended.blinded, mine, result.places)].sort()).toEqual(codes.slice(0, 120).sort());
  expect((await reviewer.get(`${base}/runs/${ended.run}/result`)).json()).toMatchObject({
    places: null,
    matched: 120,
  });
}, 60_000);

test('产品、订阅、交付计量、月结算：只有已放行的运行能交付，一次只计一次，月份结束才能结算一次', async () => {
  const source = await first('data-operation.project', { method: 'noisy' });
  const offer = {
    project: source.id,
    title: '参保缴费分布',
    scene: '贷款额度测算',
    pricing: 'run',
    price: 12_345,
  };
  expect(await refused(authority, '/products', { ...offer, publicShare: 60, providerShare: 50 })).toBe(
    'data-operation.badShares',
  );
  expect(await refused(bank, '/products', { ...offer, publicShare: 30, providerShare: 20 })).toBe(
    'city.forbidden',
  );
  const { id: product } = await send(authority, '/products', {
    ...offer,
    publicShare: 30,
    providerShare: 20,
  });
  const term = {
    subscriber: '演示小额贷款公司',
    creditCode: String((await first('data-operation.operator', {}))['creditCode']),
  };
  expect(
    await refused(bank, `/products/${product}/subscriptions`, {
      ...term,
      from: '2026-12-01',
      until: '2026-01-01',
    }),
  ).toBe('data-operation.badTerm');
  const { id: held } = await send(bank, `/products/${product}/subscriptions`, {
    ...term,
    from: '2026-01-01',
    until: '2027-12-31',
  });
  const runs = await list(bank, 'data-operation.run', { project: source.id });
  const released = runs.find((each) => each['stage'] === 'released');
  const waiting = runs.find((each) => each['stage'] === 'review');
  expect(await refused(bank, `/subscriptions/${held}/deliveries`, { run: waiting?.id })).toBe(
    'data-operation.notReleased',
  );
  const one = await send(bank, `/subscriptions/${held}/deliveries`, { run: released?.id });
  expect((await send(bank, `/subscriptions/${held}/deliveries`, { run: released?.id })).id).toBe(one.id);
  const settle = `/operators/${String(source['operator'])}/statements`;
  expect(await refused(authority, settle, { month: '2026-11' })).toBe('data-operation.monthOpen');
  city.clock.advance(10 * 86_400_000);
  // Sessions have run out meanwhile.
  [authority, bank] = [await city.as('operate-2'), await city.as('operate-1')];
  const { id: made } = await send(authority, settle, { month: '2026-11' });
  expect(await refused(authority, settle, { month: '2026-11' })).toBe('data-operation.settled');
  expect(await read(bank, 'data-operation.statement', made)).toMatchObject({
    total: 12_345,
    publicPart: 3704,
    providerPart: 2469,
    operatorPart: 6172,
  });
  const paper = await bank.get(`${base}/statements/${made}/paper`);
  expect(paper.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  await send(authority, `/products/${product}/withdraw`);
  expect(await refused(bank, `/subscriptions/${held}/deliveries`, { run: released?.id })).toBe(
    'data-operation.notListed',
  );
});

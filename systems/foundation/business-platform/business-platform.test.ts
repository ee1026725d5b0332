/** What departments' applications see at the market's door: asked for, agreed, called with exactly that, counted; and what hostile callers meet. */
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { callText } from '../../../engines/access/contract.ts';
import { callMeter } from '../../../engines/gateway/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { sql } from '../../../engines/store/index.ts';
import { newId } from '../../../kernel/ids.ts';
import licence from '../../government/licence/system.ts';
import libraries from '../base-libraries/system.ts';
import collection from '../data-collection/system.ts';
import catalogue from '../data-catalogue/system.ts';
import quality from '../data-quality/system.ts';
import { interfaceVersion } from './registers/interface.ts';
import { loadDeclared } from './server/declared.ts';
import { withdrawSunset } from './server/sunset.ts';
import system from './system.ts';

let city: TestCity;
let developer: Caller;
let owner: Caller;
let manager: Caller;
let app = '';
let otherApp = '';
let key = '';
let sandboxKey = '';

async function rows<T>(who: Caller, register: string, where: object): Promise<readonly T[]> {
  const reply = await who.get(
    `/api/registers/rows/${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: T[] }>().rows;
}

async function versionId(versionKey: string): Promise<string> {
  const [row] = await rows<{ id: string }>(manager, 'business-platform.interface', { key: versionKey });
  return row?.id ?? '';
}

interface Wish {
  readonly code?: string;
  readonly version?: string;
  readonly input?: object | string;
  readonly nonce?: string;
  readonly at?: string;
  readonly app?: string;
  readonly secret?: string;
  readonly door?: 'call' | 'sandbox';
}

function signed(wish: Wish) {
  const { input = { from: '2026-09-30T15:00:00+08:00', amount: 5 } } = wish;
  const call = {
    app: wish.app ?? app,
    interface: wish.code ?? 'flow.working-days',
    version: wish.version ?? '2.0.0',
    at: wish.at ?? city.clock.now().toISOString(),
    nonce: wish.nonce ?? randomBytes(16).toString('hex'),
    input: typeof input === 'string' ? input : JSON.stringify(input),
  };
  const text = callText({ ...call, target: `${call.interface}@${call.version}`, content: call.input });
  return {
    ...call,
    signature: createHmac('sm3', wish.secret ?? key)
      .update(text)
      .digest('hex'),
  };
}

function call(wish: Wish = {}) {
  return city.visitor.post(`/api/business-platform/${wish.door ?? 'call'}`, signed(wish));
}

async function codeOf(wish: Wish): Promise<string> {
  return (await call(wish)).json<{ code: string }>().code;
}

async function ask(who: Caller, versionKey: string, more: object = {}) {
  return who.post('/api/flow/cases/business-platform.request', {
    values: {
      title: '办理排污许可时推算期限',
      application: app,
      interface: await versionId(versionKey),
      purpose: '《排污许可管理条例》第十一条，计算审查期限',
      perMinute: 3,
      perDay: 5,
      until: '2027-12-31',
      ...more,
    },
  });
}

beforeAll(async () => {
  city = await openTestCity({
    systems: [collection, catalogue, quality, libraries, licence, system],
    demo: true,
  });
  await city.store.drain();
  developer = await city.as('market-1');
  owner = await city.as('market-2');
  manager = await city.as('market-3');
  app = (await rows<{ id: string }>(developer, 'business-platform.application', {}))[0]?.id ?? '';
  otherApp =
    (
      await rows<{ id: string; department: string }>(manager, 'business-platform.application', {
        department: 'city-organ-affairs',
      })
    )[0]?.id ?? '';
}, 240_000);
afterAll(() => city.close());

test('市场里每个接口的说明都取自声明：入参、出参、示例、提供单位', async () => {
  const { offers } = (await developer.get('/api/business-platform/offers')).json<{
    offers: { code: string; ownerName: string; versions: { version: string; status: string }[] }[];
  }>();
  expect(offers.map(({ code }) => code)).toEqual([
    'base-libraries.verify',
    'flow.working-days',
    'licence.verify',
    'maps.convert-place',
    'maps.locate-area',
  ]);
  expect(offers[1]?.versions).toEqual([
    { version: '2.0.0', status: 'published' },
    { version: '1.0.0', status: 'deprecated' },
  ]);
  const detail = (await developer.get('/api/business-platform/offers/flow.working-days')).json<{
    versions: { breaking: string[]; input: { required: string[] } }[];
  }>();
  expect(detail.versions[0]?.input.required).toEqual(['from', 'amount']);
  expect(detail.versions[0]?.breaking.join()).toContain('入参 amount 新增且必填');
});

test('申请写不对、别的单位的应用、额度超过接口自己的上限，都说明为什么不行', async () => {
  const codes = [];
  for (const [versionKey, more] of [
    ['flow.working-days@2.0.0', { until: '2026-11-23' }],
    ['flow.working-days@2.0.0', { application: otherApp }],
    ['flow.working-days@2.0.0', { perMinute: 1_000_000 }],
    ['licence.verify@1.0.0', { perMinute: 21 }],
    ['flow.working-days@1.0.0', {}],
  ] as const)
    codes.push((await ask(developer, versionKey, more)).json<{ code: string }>().code);
  expect(codes).toEqual([
    'business-platform.untilPast',
    'business-platform.otherApplication',
    'business-platform.tooMuch',
    'business-platform.tooMuch',
    'business-platform.notOffered',
  ]);
  expect((await ask(owner, 'flow.working-days@2.0.0')).statusCode).toBe(403);
});

test('沙箱密钥在沙箱里得到合成答复，不需要授权，入参照样检查；到正式接口被拒', async () => {
  const issued = await developer.post(`/api/business-platform/applications/${app}/keys`, { kind: 'sandbox' });
  expect(issued.statusCode, issued.body).toBe(200);
  sandboxKey = issued.json<{ key: string }>().key;
  const reply = await call({ secret: sandboxKey, door: 'sandbox' });
  expect(reply.statusCode, reply.body).toBe(200);
  expect(reply.headers['x-sandbox']).toBe('synthetic');
  expect(reply.json()).toEqual({ due: '2026-01-01T00:00:00Z', date: '2026-01-01', provisional: true });
  const wrong = await call({ secret: sandboxKey, door: 'sandbox', input: { from: 'never' } });
  expect(wrong.json()).toMatchObject({
    code: 'city.invalid',
    problems: [{ path: 'from' }, { path: 'amount' }],
  });
  expect(await codeOf({ secret: sandboxKey })).toBe('business-platform.sandboxKey');
});

test('开放接口申请即得；正式调用得到真实结果；没有授权的接口、主版本调不了', async () => {
  const issued = await developer.post(`/api/business-platform/applications/${app}/keys`, { kind: 'real' });
  key = issued.json<{ key: string }>().key;
  expect(await codeOf({})).toBe('business-platform.notGranted');
  const asked = await ask(developer, 'flow.working-days@2.0.0');
  expect(asked.statusCode, asked.body).toBeLessThan(300);
  await city.store.drain();
  await vi.waitFor(async () => expect(await codeOf({ input: '[]' })).toBe('business-platform.badInput'), {
    timeout: 30_000,
  });
  city.clock.advance(60_000);
  const reply = await call();
  expect(reply.statusCode, reply.body).toBe(200);
  // National Day: 2026-10-01 to 07 are free, 10 October is worked.
  expect(reply.json()).toMatchObject({ provisional: false, date: '2026-10-13' });
  expect(await codeOf({ version: '1.0.0', input: { from: '2026-09-30', days: 5 } })).toBe(
    'business-platform.notGranted',
  );
  expect(await codeOf({ code: 'licence.verify', version: '1.0.0' })).toBe('business-platform.notGranted');
  expect((await ask(developer, 'flow.working-days@2.0.0')).json()).toMatchObject({
    code: 'business-platform.alreadyGranted',
  });
  expect(await codeOf({ secret: key, door: 'sandbox' })).toBe('business-platform.realKey');
});

test('签名不对、时钟不对、重放、改内容、冒用别的应用，都拒绝', async () => {
  expect(await codeOf({ secret: 'wrong' })).toBe('business-platform.badSignature');
  expect(await codeOf({ app: otherApp })).toBe('business-platform.badSignature');
  expect(await codeOf({ app: '00000000-0000-7000-8000-000000000000' })).toBe(
    'business-platform.badSignature',
  );
  const late = new Date(city.clock.now().getTime() - 301_000).toISOString();
  expect(await codeOf({ at: late })).toBe('business-platform.badTime');
  const good = signed({});
  const tampered = await city.visitor.post('/api/business-platform/call', { ...good, input: '{"a":1}' });
  expect(tampered.json()).toMatchObject({ code: 'business-platform.badSignature' });
  const elsewhere = await city.visitor.post('/api/business-platform/call', { ...good, version: '1.0.0' });
  expect(elsewhere.json()).toMatchObject({ code: 'business-platform.badSignature' });
  expect((await city.visitor.post('/api/business-platform/call', good)).statusCode).toBe(200);
  expect((await city.visitor.post('/api/business-platform/call', good)).json()).toMatchObject({
    code: 'business-platform.replayed',
  });
  city.clock.advance(60_000);
  const twin = signed({});
  const together = await Promise.all(
    [1, 2].map(() => city.visitor.post('/api/business-platform/call', twin)),
  );
  expect(together.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409]);
  expect(await codeOf({ input: '[1]' })).toBe('business-platform.badInput');
});

test('同时来的调用也不会超过每分钟额度；超额答 429 和何时再来；到下一分钟又可调；每日额度同样', async () => {
  city.clock.advance(24 * 3_600_000);
  developer = await city.as('market-1');
  owner = await city.as('market-2');
  manager = await city.as('market-3');
  const together = await Promise.all(Array.from({ length: 8 }, () => call()));
  expect(together.filter(({ statusCode }) => statusCode === 200)).toHaveLength(3);
  const over = together.find(({ statusCode }) => statusCode === 429);
  expect(over?.json()).toMatchObject({ code: 'business-platform.overQuota' });
  expect(Number(over?.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(over?.headers['retry-after'])).toBeLessThanOrEqual(60);
  city.clock.advance(60_000);
  const later = await Promise.all(Array.from({ length: 3 }, () => call()));
  // Refused calls took nothing: five a day, three were used.
  expect(later.filter(({ statusCode }) => statusCode === 200)).toHaveLength(2);
  city.clock.advance(60_000);
  const day = await call();
  expect(day.json<{ message: string }>().message).toContain('今天的调用已达5次');
  expect(Number(day.headers['retry-after'])).toBeGreaterThan(3600);
});

test('要审核的接口由提供单位同意后，只以那一项权限运行；暂停、恢复、撤销立即生效', async () => {
  const asked = await ask(developer, 'base-libraries.verify@1.0.0', { perMinute: 50, perDay: 500 });
  expect(asked.statusCode, asked.body).toBeLessThan(300);
  const { id } = asked.json<{ id: string }>();
  await city.store.drain();
  const verify = {
    code: 'base-libraries.verify',
    version: '1.0.0',
    input: {
      code: 'legal-entity',
      number: '91341200MA2RXK0000',
      name: '没有这家企业',
      purpose: 'service',
      basis: 'BJ-001',
    },
  };
  expect(await codeOf(verify)).toBe('business-platform.notGranted');
  const agreed = await owner.post(`/api/flow/cases/business-platform.request/${id}/acts`, {
    version: 1,
    action: 'agree',
    values: { perMinute: 40 },
  });
  expect(agreed.statusCode, agreed.body).toBe(200);
  const [held] = await rows<{ id: string; perMinute: number }>(developer, 'business-platform.grant', {
    code: 'base-libraries.verify',
  });
  expect(held?.perMinute).toBe(40);
  // The door hears of a new grant a moment after its commit.
  await vi.waitFor(async () => expect(await codeOf(verify)).not.toBe('business-platform.notGranted'), {
    timeout: 30_000,
  });
  const answer = await call(verify);
  expect([answer.statusCode, answer.json()]).toEqual([200, { matches: false }]);
  const close = (who: Caller, status: string) =>
    who.post(`/api/business-platform/grants/${held?.id}/status`, { status, reason: '复核' });
  expect((await close(developer, 'suspended')).statusCode).toBe(403);
  expect((await close(owner, 'suspended')).statusCode).toBe(200);
  expect(await codeOf(verify)).toBe('business-platform.notGranted');
  expect((await close(owner, 'active')).statusCode).toBe(200);
  expect(await codeOf(verify)).not.toBe('business-platform.notGranted');
  expect((await close(owner, 'revoked')).statusCode).toBe(200);
  expect((await close(owner, 'active')).json()).toMatchObject({ code: 'business-platform.grantClosed' });
});

test('统计：调用、拒绝原因、用时分位都对得上，且只给有关单位看；每类调用留一条审计', async () => {
  const today = '2026-11-24';
  const seen = async (who: Caller) =>
    (await who.get(`/api/business-platform/statistics?from=2026-11-23&to=${today}`)).json<{
      total: { calls: number; served: number; sandbox: number; p50: number | null };
      refusals: { outcome: string; calls: number }[];
      rows: { target: string; calls: number }[];
    }>();
  const own = await seen(developer);
  const refused = (code: string) => own.refusals.find(({ outcome }) => outcome === code)?.calls ?? 0;
  expect(refused('business-platform.overQuota')).toBe(7);
  expect(refused('business-platform.replayed')).toBe(2);
  expect(own.total.served).toBeGreaterThan(7);
  expect(own.total.sandbox).toBe(1);
  expect(own.total.p50).toBeGreaterThan(0);
  expect(own.rows.reduce((sum, row) => sum + row.calls, 0)).toBe(own.total.calls);
  // The data resources administration gives one of the interfaces, and sees the calls of that one.
  const given = await seen(owner);
  expect(new Set(given.rows.map(({ target }) => target))).toEqual(
    new Set(['base-libraries.verify@1.0.0', 'licence.verify@1.0.0']),
  );
  // One more: somebody gave himself out as another department's application.
  expect((await seen(manager)).total.calls).toBe(own.total.calls + 1);
  const lines = await sql<{ n: number }>`select count(*)::int as n from access_audit
    where module = 'gateway' and object_type = 'interface'`.execute(city.store.db);
  expect(lines.rows[0]?.n).toBeGreaterThan(5);
  const kept = await sql<{ n: number }>`select count(*)::int as n from gateway_call`.execute(city.store.db);
  expect(lines.rows[0]?.n).toBe(kept.rows[0]?.n);
});

test('弃用的版本每次都说明：Deprecation、Sunset；到期由夜间作业下架，之后答已下架', async () => {
  const reply = await call({
    secret: sandboxKey,
    door: 'sandbox',
    version: '1.0.0',
    input: { from: '2026-09-30', days: 5 },
  });
  expect(reply.statusCode, reply.body).toBe(200);
  expect(String(reply.headers['deprecation'])).toMatch(/^@\d{10}$/);
  expect(new Date(String(reply.headers['sunset'])).toISOString()).toBe('2027-05-21T16:00:00.000Z');
  expect(String(reply.headers['link'])).toContain('rel="deprecation"');
  expect((await call({ secret: sandboxKey, door: 'sandbox' })).headers['deprecation']).toBeUndefined();
  const current = await versionId('flow.working-days@2.0.0');
  const act = (who: Caller, name: string, more: object) =>
    who.post(`/api/business-platform/interfaces/${current}/${name}`, more);
  const soon = { sunsetOn: '2026-12-01', reason: '改版' };
  expect((await act(owner, 'deprecate', soon)).statusCode).toBe(403);
  expect((await act(manager, 'deprecate', soon)).json()).toMatchObject({
    code: 'business-platform.sunsetSoon',
  });
  expect((await act(manager, 'withdraw', { reason: '改版' })).json()).toMatchObject({
    code: 'business-platform.inUse',
  });
  city.clock.advance(180 * 24 * 3_600_000);
  expect(await withdrawSunset(city.services)).toBe(1);
  expect(
    await codeOf({
      secret: sandboxKey,
      door: 'sandbox',
      version: '1.0.0',
      input: { from: '2026-09-30', days: 5 },
    }),
  ).toBe('business-platform.withdrawn');
});

test('同一主版本只能上架兼容的版本；上架后系统改得不兼容，页面说得出', async () => {
  manager = await city.as('market-3');
  const { trusted } = city.services.use(registers).of(interfaceVersion);
  const id = await versionId('maps.locate-area@1.0.0');
  const [kept, narrowed] = [newId(), newId()];
  await city.store.transaction(async (work) => {
    const row = await trusted.lock(work, id);
    if (row === undefined) throw new Error('not declared');
    const { code, title, owner, level, system: of, route, clearance, input, output, example } = row;
    const next = { code, title, owner, level, system: of, route, clearance, input, example, status: 'draft' };
    await trusted.insert(work, 'test', { ...next, id: kept, key: `${code}@1.1.0`, release: '1.1.0', output });
    await trusted.insert(work, 'test', {
      ...next,
      id: narrowed,
      key: `${code}@1.2.0`,
      release: '1.2.0',
      output: { type: 'object', properties: { inCity: { type: 'boolean' } }, required: ['inCity'] },
    });
  });
  const publish = (version: string) =>
    manager.post(`/api/business-platform/interfaces/${version}/publish`, {});
  expect((await publish(kept)).statusCode).toBe(200);
  expect((await publish(kept)).json()).toMatchObject({ code: 'business-platform.wrongState' });
  const refused = (await publish(narrowed)).json<{ code: string; message: string }>();
  expect(refused.code).toBe('business-platform.breaking');
  expect(refused.message).toContain('出参 county 去掉');
  // As if the system had promised one field more when this version went on offer.
  await city.store.transaction(async (work) => {
    const row = await trusted.lock(work, id);
    if (row === undefined) throw new Error('not declared');
    const output = row.output as { properties: object; required: string[] };
    await trusted.update(work, 'test', row, {
      output: {
        ...output,
        properties: { ...output.properties, postcode: { type: 'string' } },
        required: [...output.required, 'postcode'],
      },
    });
  });
  await loadDeclared(city.services);
  const { versions } = (await manager.get('/api/business-platform/offers/maps.locate-area')).json<{
    versions: { version: string; drift: string | null }[];
  }>();
  expect(versions.find(({ version }) => version === '1.0.0')?.drift).toBe('出参 postcode 去掉');
  await loadDeclared(city.services);
});

test('换发密钥后旧的在重叠期内还能用；吊销后立即都不能用；停用的应用也不能', async () => {
  developer = await city.as('market-1');
  manager = await city.as('market-3');
  const old = key;
  const renewed = await developer.post(`/api/business-platform/applications/${app}/keys`, { kind: 'real' });
  key = renewed.json<{ key: string }>().key;
  expect((await call({ secret: old })).statusCode).toBe(200);
  expect((await call()).statusCode).toBe(200);
  const state = (status: string) =>
    manager.post(`/api/business-platform/applications/${app}/state`, { status });
  expect((await state('suspended')).statusCode).toBe(200);
  expect(await codeOf({})).toBe('business-platform.suspended');
  expect((await state('active')).statusCode).toBe(200);
  const revoked = await developer.post(`/api/business-platform/applications/${app}/keys/revocation`, {});
  expect(revoked.json()).toEqual({ revoked: 3 });
  expect([await codeOf({}), await codeOf({ secret: old })]).toEqual([
    'business-platform.badSignature',
    'business-platform.badSignature',
  ]);
  const stranger = await developer.post(`/api/business-platform/applications/${otherApp}/keys`, {
    kind: 'real',
  });
  expect(stranger.statusCode).toBe(404);
});

test('一个应用一个登录编号：统一登录走接入应用的审批，别的单位的编号冒用不了，停了登录也停了调用', async () => {
  const path = `/api/business-platform/applications/${app}/sign-on`;
  const asked = await developer.post(path, { redirectUri: 'https://permit.example.com/back' });
  expect(asked.statusCode, asked.body).toBe(200);
  const shown = async () =>
    (await developer.get(`/api/business-platform/applications/${app}`)).json<{ client: object }>().client;
  expect(await shown()).toEqual({ id: 'permit-helper', state: 'requested' });
  const [other] = await rows<{ id: string; version: number }>(manager, 'business-platform.application', {
    department: 'city-data-resources',
  });
  await city.access.clients.request(
    {
      id: 'foreign-app',
      name: '别的应用',
      department: 'city-data-resources',
      purpose: '别的单位的应用',
      registration: {
        face: 'desk',
        signsIn: true,
        machine: false,
        redirectUris: ['https://other.example.com/back'],
        logoutUri: null,
        scopes: ['openid'],
      },
    },
    { ...(await city.access.principalOf((await city.access.admin.findSubjectId('market-3')) ?? '')) },
  );
  expect(other).toBeDefined();
  const [mine] = await rows<{ id: string; version: number }>(developer, 'business-platform.application', {});
  const renamed = await developer.patch(`/api/registers/rows/business-platform.application/${mine?.id}`, {
    version: mine?.version,
    values: { client: 'foreign-app' },
  });
  expect(renamed.statusCode, renamed.body).toBe(200);
  expect(
    (await developer.post(path, { redirectUri: 'https://permit.example.com/back' })).json(),
  ).toMatchObject({ code: 'business-platform.otherClient' });
  expect(await shown()).toEqual({ id: 'foreign-app', state: 'none' });
});

test('批准登录后货架带签发方打开；停了登录，调用也停', async () => {
  const [mine] = await rows<{ id: string; version: number }>(developer, 'business-platform.application', {});
  const back = await developer.patch(`/api/registers/rows/business-platform.application/${app}`, {
    version: mine?.version,
    values: { client: 'permit-helper' },
  });
  expect(back.statusCode, back.body).toBe(200);
  const { applications } = city.access.parts;
  const guard = await city.access.principalOf((await city.access.admin.findSubjectId('market-3')) ?? '');
  await applications.decide('permit-helper', true, '', guard);
  const shelve = (on: boolean) => manager.post(`/api/business-platform/applications/${app}/shelf`, { on });
  expect((await shelve(true)).statusCode).toBe(200);
  const entry = async () =>
    (await developer.get('/api/business-platform/shelf'))
      .json<{ entries: { id: string; signsIn: boolean }[] }>()
      .entries.find(({ id }) => id === app);
  expect(await entry()).toMatchObject({ signsIn: true });
  const issued = await developer.post(`/api/business-platform/applications/${app}/keys`, { kind: 'sandbox' });
  const secret = issued.json<{ key: string }>().key;
  expect((await call({ secret, door: 'sandbox' })).statusCode).toBe(200);
  await applications.setState('permit-helper', 'suspended', guard);
  expect(await entry()).toBeUndefined();
  expect((await shelve(false)).statusCode).toBe(200);
  expect(await codeOf({ secret, door: 'sandbox' })).toBe('business-platform.suspended');
  await applications.setState('permit-helper', 'active', guard);
});

test('货架只给该看的人：本单位、全体、持有权限的人；市民什么也看不到；地址不能是脚本', async () => {
  const shelf = async (who: Caller) =>
    (await who.get('/api/business-platform/shelf'))
      .json<{ entries: { name: string }[] }>()
      .entries.map(({ name }) => name);
  expect(await shelf(developer)).toEqual(['全市会议室预订（演示）']);
  expect((await shelf(manager)).toSorted()).toEqual(['全市会议室预订（演示）', '数据资源看板（演示）']);
  const on = await manager.post(`/api/business-platform/applications/${app}/shelf`, { on: true });
  expect(on.statusCode, on.body).toBe(200);
  expect(await shelf(developer)).toContain('排污许可助手（演示）');
  expect(
    (await developer.post(`/api/business-platform/applications/${app}/shelf`, { on: true })).statusCode,
  ).toBe(403);
  const [mine] = await rows<{ id: string; version: number }>(developer, 'business-platform.application', {});
  for (const address of ['javascript:alert(1)', '//evil.example', 'http://evil.example/', '/a\\b']) {
    const reply = await developer.patch(`/api/registers/rows/business-platform.application/${app}`, {
      version: mine?.version,
      values: { address },
    });
    expect(reply.statusCode, address).toBe(400);
  }
});

test('用过的随机串和过去的额度会清掉，计数留着', async () => {
  const meter = city.services.use(callMeter);
  await meter.flush();
  city.clock.advance(4 * 24 * 3_600_000);
  await meter.sweep();
  const left = await sql<{ nonces: number; quotas: number; calls: number }>`select
    (select count(*)::int from gateway_nonce) as nonces, (select count(*)::int from gateway_quota) as quotas,
    (select count(*)::int from gateway_call) as calls`.execute(city.store.db);
  expect(left.rows[0]).toMatchObject({ nonces: 0, quotas: 0 });
  expect(left.rows[0]?.calls).toBeGreaterThan(5);
});

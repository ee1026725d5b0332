/** What asking and giving departments see: no contract without the owner's word, no call without a contract, no answer without a receipt. */
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { type Bureau, openPostgresBureau } from '../../../engines/lake/server/test-support/bureaus.ts';
import { lake, type SignedCall } from '../../../engines/lake/service.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Services } from '../../../kernel/system.ts';
import { textToSign } from '../../../engines/lake/contract.ts';
import { registers } from '../../../engines/registers/service.ts';
import { sql } from '../../../engines/store/index.ts';
import { trust } from '../../../engines/trust/service.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import { application } from './registers/application.ts';
import { forgetGrant, grantFor } from './server/grants.ts';
import { pushDue } from './server/pushes.ts';
import system from './system.ts';

let city: TestCity;
let authority: Caller;
let market: Caller;
let ecology: Caller;
let pushedTo: Bureau | undefined;
beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, system], demo: true });
  await city.store.drain();
  authority = await city.as('share-1');
  market = await city.as('share-2');
  ecology = await city.as('share-3');
}, 240_000);
afterAll(async () => {
  await pushedTo?.close();
  await city.close();
});

async function list<T>(who: Caller, register: string, where: object): Promise<readonly T[]> {
  const reply = await who.get(
    `/api/registers/rows/${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: T[] }>().rows;
}

async function entryId(name: string): Promise<string> {
  const [entry] = await list<{ id: string }>(ecology, 'data-catalogue.resource', { name });
  return entry?.id ?? '';
}

async function appId(): Promise<string> {
  const [app] = await list<{ id: string }>(ecology, 'data-sharing.application', {});
  return app?.id ?? '';
}

const asked = {
  title: '办理排污许可时核验企业',
  basis: '《排污许可管理条例》第七条',
  purpose: '核验申请单位是否存续',
  fieldNames: 'credit_code\nname\nstatus\ncapital',
  callsPerDay: 5,
  until: '2027-12-31',
};

async function open(who: Caller, values: object) {
  return who.post('/api/flow/cases/data-sharing.request', { values });
}

async function act(who: Caller, id: string, action: string, more: object = {}) {
  const read = await who.get(`/api/registers/rows/data-sharing.request/${id}`);
  const version = read.statusCode === 200 ? read.json<{ row: { version: number } }>().row.version : 1;
  return who.post(`/api/flow/cases/data-sharing.request/${id}/acts`, { version, action, ...more });
}

let key = '';
let contract = '';
let firm = '';

function signed(query: string, more: Partial<SignedCall> = {}, secret = key): SignedCall {
  const content = {
    app: '',
    contract,
    at: city.clock.now().toISOString(),
    nonce: randomBytes(16).toString('hex'),
    query,
    ...more,
  };
  return {
    ...content,
    signature: createHmac('sm3', secret).update(textToSign(content)).digest('hex'),
    ...('signature' in more ? more : {}),
  };
}

/** Sealing waits for the oldest transaction of the whole server, another test's too. */
async function sealedReceipt(receipt: string) {
  return vi.waitFor(
    async () => {
      await city.services.use(lake).sealReceipts();
      const file = await ecology.get(`/api/data-sharing/receipts/${receipt}`);
      expect(file.statusCode, file.body).toBe(200);
      return file;
    },
    { timeout: 60_000, interval: 100 },
  );
}

async function call(query: string, more: Partial<SignedCall> = {}, secret = key) {
  return city.visitor.post('/api/data-sharing/call', signed(query, { app: await appId(), ...more }, secret));
}

test('申请写不全、要没有的字段、申请自己的数据、用别人的应用，都说明为什么不行', async () => {
  const resource = await entryId('市场主体登记信息');
  const application = await appId();
  const codes = [];
  for (const more of [
    { fieldNames: 'no_such' },
    { rowConditions: 'town' },
    { until: '2026-11-23' },
    { callsPerDay: 100_000_000 },
    { resource: await entryId('行政处罚信息') },
    {
      application: (
        await list<{ id: string }>(authority, 'data-sharing.application', {
          department: 'city-human-resources',
        })
      )[0]?.id,
    },
    { resource: await entryId('排污许可信息') },
  ])
    codes.push(
      (await open(ecology, { ...asked, resource, application, ...more })).json<{ code: string }>().code,
    );
  expect(codes).toEqual([
    'data-sharing.unknownFields',
    'data-sharing.badRows',
    'data-sharing.untilPast',
    'data-sharing.tooManyCalls',
    'data-sharing.noResource',
    'data-sharing.otherApplication',
    'data-sharing.ownData',
  ]);
  expect((await open(market, { ...asked, resource, application })).statusCode).toBe(403);
});

test('有条件共享：审查、拒绝写明理由、申诉、协调后授权，注册资本脱敏，只给一个乡镇', async () => {
  const opened = await open(ecology, {
    ...asked,
    resource: await entryId('市场主体登记信息'),
    application: await appId(),
  });
  expect(opened.statusCode, opened.body).toBeLessThan(300);
  const { id } = opened.json<{ id: string }>();
  await city.store.drain();
  expect((await act(market, id, 'agree')).statusCode).not.toBe(200);
  const steps = [
    [authority, 'pass', {}],
    [market, 'refuse', { opinion: '注册资本涉及商业秘密' }],
    [ecology, 'appeal', { opinion: '只用于核验，可以脱敏' }],
    [
      authority,
      'overrule',
      {
        opinion: '依法应当共享，注册资本脱敏',
        values: { maskedNames: 'capital', rowConditions: 'town=文峰街道、王店镇' },
      },
    ],
  ] as const;
  for (const [who, action, more] of steps) {
    const reply = await act(who, id, action, more);
    expect(reply.statusCode, `${action} ${reply.body}`).toBe(200);
  }
  const [made] = await list<{ id: string; status: string; consumer: string }>(
    ecology,
    'data-sharing.agreement',
    {},
  );
  expect(made).toMatchObject({
    status: 'active',
    consumer: 'city-ecology',
    provider: 'city-market-supervision',
  });
  contract = made?.id ?? '';
});

test('签发密钥后按主键取得一行：字段、脱敏、行条件都照合同；凭证可离线核验', async () => {
  const issued = await ecology.post(`/api/data-sharing/applications/${await appId()}/key`);
  expect(issued.statusCode, issued.body).toBe(200);
  key = issued.json<{ key: string }>().key;
  expect((await market.post(`/api/data-sharing/applications/${await appId()}/key`)).statusCode).not.toBe(200);
  const [set] = await list<{ id: string }>(await city.as('data-2'), 'data-collection.dataset', {
    code: 'market-firms',
  });
  const inside = await city.services
    .use(lake)
    .rows({ dataset: set?.id ?? '', clearance: 'sensitive', where: { town: '文峰街道' }, size: 5 });
  const outside = await city.services
    .use(lake)
    .rows({ dataset: set?.id ?? '', clearance: 'sensitive', where: { town: '清河街道' }, size: 1 });
  firm = String(inside.rows[0]?.['credit_code']);
  await city.store.drain();
  await expect.poll(() => city.services.use(lake).isServed(set?.id ?? ''), { timeout: 30_000 }).toBe(true);
  const reply = await call(`key=${firm}`);
  expect(reply.statusCode, reply.body).toBe(200);
  const answer = reply.json<{ rows: Record<string, unknown>[]; receipt: string }>();
  expect(Object.keys(answer.rows[0] ?? {}).toSorted()).toEqual(['capital', 'credit_code', 'name', 'status']);
  expect(answer.rows[0]?.['credit_code']).toBe(firm);
  expect(answer.rows[0]?.['capital']).not.toBe(inside.rows[0]?.['capital']);
  expect((await call(`key=${String(outside.rows[0]?.['credit_code'])}`)).json()).toMatchObject({ rows: [] });

  const file = await sealedReceipt(answer.receipt);
  const { verifyProof } = await import('../../../engines/trust/proof/verify-proof.ts');
  const keys = await city.services.use(trust).publicKeys();
  const verdict = verifyProof(file.body, keys);
  expect(verdict.outcome).toBe('proven');
  const { statement } = file.json<{ statement: string }>();
  expect(JSON.parse(statement)).toMatchObject({
    contract,
    department: 'city-ecology',
    rows: 1,
    outcome: 'served',
    query: createHmac('sm3', key).update(`key=${firm}`).digest('hex'),
    content: createHmac('sm3', key).update(JSON.stringify(answer.rows)).digest('hex'),
  });
  expect(statement).not.toContain(firm);
  const stranger = await city.as('data-3');
  expect((await stranger.get(`/api/data-sharing/receipts/${answer.receipt}`)).statusCode).not.toBe(200);
});

test('签名不对、时间不对、重放、查询不对、别的应用，都拒绝', async () => {
  expect((await call(`key=${firm}`, {}, 'wrong')).json()).toMatchObject({ code: 'lake.badSignature' });
  const late = new Date(city.clock.now().getTime() - 301_000).toISOString();
  expect((await call(`key=${firm}`, { at: late })).json()).toMatchObject({ code: 'lake.badTime' });
  expect((await call('size=5000')).json()).toMatchObject({ code: 'lake.badQuery' });
  const nonce = 'a'.repeat(20);
  expect((await call(`key=${firm}`, { nonce })).statusCode).toBe(200);
  expect((await call(`key=${firm}`, { nonce })).json()).toMatchObject({ code: 'lake.replayed' });
  const together = await Promise.all([1, 2].map(() => call(`key=${firm}`, { nonce: 'b'.repeat(20) })));
  expect(together.map((reply) => reply.statusCode).toSorted()).toEqual([200, 409]);
  const [other] = await list<{ id: string }>(authority, 'data-sharing.application', {
    department: 'city-human-resources',
  });
  // Without a key nobody learns which contracts there are.
  expect((await call(`key=${firm}`, { app: other?.id ?? '' })).json()).toMatchObject({
    code: 'lake.badSignature',
  });
  const otherKey = await city.services.use(lake).issueKey(other?.id ?? '');
  expect((await call(`key=${firm}`, { app: other?.id ?? '' }, otherKey)).json()).toMatchObject({
    code: 'data-sharing.otherApp',
  });
  expect(
    (await call(`key=${firm}`, { contract: '00000000-0000-7000-8000-000000000000' })).json(),
  ).toMatchObject({ code: 'data-sharing.notInForce' });
});

test('用满当日额度就不再提供，第二天重新计；依次取多行不重不漏', async () => {
  const first = (await call('size=3')).json<{ rows: { credit_code: string }[]; next: string }>();
  expect(first.rows).toHaveLength(3);
  const over = await call(`after=${first.next}&size=3`);
  expect(over.json()).toMatchObject({ code: 'lake.overQuota' });
  city.clock.advance(24 * 3_600_000);
  ecology = await city.as('share-3');
  authority = await city.as('share-1');
  const second = (await call(`after=${first.next}&size=3`)).json<{ rows: { credit_code: string }[] }>();
  const seen = [...first.rows, ...second.rows].map((row) => row.credit_code);
  expect(new Set(seen).size).toBe(6);
  const { calls } = (await ecology.get(`/api/data-sharing/agreements/${contract}/calls`)).json<{
    calls: { outcome: string }[];
  }>();
  expect(calls.filter((each) => each.outcome === 'over-quota')).toHaveLength(1);
});

test('整份取走也照合同，算一次调用，也有凭证；提供部门取不了', async () => {
  const path = `/api/data-sharing/agreements/${contract}/file`;
  const reply = await ecology.post(path);
  expect(reply.statusCode, reply.body.slice(0, 200)).toBe(200);
  const lines = reply.body.trim().split('\n');
  expect(lines[0]?.replace('\ufeff', '').trim()).toBe('统一社会信用代码,企业名称,注册资本（万元）,经营状态');
  expect(lines.length).toBeGreaterThan(100);
  const receipt = String(reply.headers['x-receipt']);
  const file = await sealedReceipt(receipt);
  const statement = JSON.parse(file.json<{ statement: string }>().statement) as { rows: number };
  expect(statement.rows).toBe(lines.length - 1);
  market = await city.as('share-2');
  expect((await market.post(path)).statusCode).toBe(403);
});

test('凭证表不能改不能删；凭证里记的查询语句没有任何值', async () => {
  await expect(sql`update lake_receipt set rows = 0`.execute(city.store.db)).rejects.toThrow();
  await expect(sql`delete from lake_receipt`.execute(city.store.db)).rejects.toThrow();
  const found = await sql<{ statement: string }>`select statement from lake_receipt`.execute(city.store.db);
  expect(JSON.stringify(found.rows)).not.toMatch(/9134\d{4}MA/);
});

interface Pushed {
  readonly id: string;
  readonly table: string;
  readonly status: string;
  readonly nextAt: string | null;
  readonly problem: string | null;
}

/** The city's own job may be at a push already: then its end is waited for. */
function donePushes(): Promise<readonly Pushed[]> {
  return vi.waitFor(
    async () => {
      await pushDue(city.services);
      const reply = await ecology.get(`/api/data-sharing/agreements/${contract}/pushes`);
      const { pushes } = reply.json<{ pushes: Pushed[] }>();
      expect(pushes.filter(({ status, nextAt }) => status !== 'retrying' && nextAt !== null)).toEqual([]);
      return pushes;
    },
    { timeout: 50_000, interval: 50 },
  );
}

test('推送到使用部门自己的库表：登记即推、数据更新再推、密码哪里也看不到', async () => {
  const [bureau, elsewhere] = [await openPostgresBureau(), await openPostgresBureau()];
  const path = `/api/data-sharing/agreements/${contract}/pushes`;
  try {
    await city.store.transaction((work) => city.store.settings.change(work, 'lake.own-server', 1));
    const target = { ...bureau.connection, secret: bureau.secret, table: 'firms' };
    expect((await market.post(path, target)).statusCode).toBe(403);
    expect((await ecology.post(path, { ...target, table: 'Firms; drop' })).statusCode).toBe(400);
    const made = await ecology.post(path, target);
    expect(made.statusCode, made.body).toBe(200);
    const [push] = await donePushes();
    expect(push).toMatchObject({ status: 'current', table: 'firms', problem: null });
    const count = async () => (await bureau.run('select count(*)::int as rows from firms'))[0]?.['rows'];
    const first = await count();
    expect(first).toBeGreaterThan(100);
    const [masked] = await bureau.run('select capital, name from firms limit 1');
    expect(masked?.['capital']).toMatch(/\*/);
    const calls = (await ecology.get(`/api/data-sharing/agreements/${contract}/calls`)).json<{
      calls: { rows: number }[];
    }>().calls;
    expect(calls[0]?.rows).toBe(first);
    // A new batch is heard of, and brings the table up to date.
    await bureau.run('delete from firms');
    await city.store.transaction(async (work) => {
      const [set] = (
        await sql<{
          dataset: string;
        }>`select dataset from lake_serving order by copied_at desc limit 1`.execute(work.db)
      ).rows;
      work.emit('lake.ended', 'tester', { dataset: set?.dataset, batch: newId(), state: 'loaded' });
    });
    await city.store.drain();
    await donePushes();
    expect(await count()).toBe(first);
    // A server that is away is tried again later; one that refuses is told of at once.
    await ecology.post(path, { ...elsewhere.connection, port: 1, secret: 'known-to-nobody', table: 'firms' });
    await bureau.run('create table other_firms (id integer)');
    await ecology.post(path, { ...bureau.connection, secret: bureau.secret, table: 'other_firms' });
    const states = await donePushes();
    expect(states.map(({ status, nextAt }) => `${status} ${nextAt !== null}`).toSorted()).toEqual([
      'current false',
      'failed false',
      'retrying true',
    ]);
    const stored = await sql<{
      all: string;
    }>`select coalesce(jsonb_agg(t), '[]')::text as all from data_sharing_push t`.execute(city.store.db);
    expect(stored.rows[0]?.all).toContain('firms');
    expect(JSON.stringify(stored.rows) + (await ecology.get(path)).body).not.toContain('known-to-nobody');
    expect(
      (await market.post(`/api/data-sharing/pushes/${push?.id}/acts`, { act: 'clear' })).statusCode,
    ).toBe(403);
  } finally {
    await elsewhere.close();
    pushedTo = bureau;
  }
  // Pushes count as calls: the next tests have a new day.
  city.clock.advance(24 * 3_600_000);
  ecology = await city.as('share-3');
  authority = await city.as('share-1');
});

test('合同暂停时正在读的旧合同不会留下来', async () => {
  const path = `/api/data-sharing/agreements/${contract}/status`;
  const rows = city.services.use(registers);
  let [letGo, hasRead] = [() => {}, () => {}];
  const suspended = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const read = new Promise<void>((resolve) => {
    hasRead = resolve;
  });
  // The contract has been read by the time its application is looked up.
  const slow = {
    ...rows,
    of(register: typeof application) {
      const of = rows.of(register);
      if (register !== application) return of;
      const find: typeof of.trusted.find = async (db, id) => {
        hasRead();
        await suspended;
        return of.trusted.find(db, id);
      };
      return { ...of, trusted: { ...of.trusted, find } };
    },
  };
  const services = {
    use: ((wanted: object) =>
      wanted === registers ? slow : city.services.use(wanted as typeof lake)) as Services['use'],
  };
  await forgetGrant(services, contract);
  const reading = grantFor(services, contract, await appId(), city.clock.now());
  await read;
  expect((await authority.post(path, { status: 'suspended', reason: '专项检查' })).statusCode).toBe(200);
  letGo();
  await reading;
  expect((await call(`key=${firm}`)).json()).toMatchObject({ code: 'data-sharing.notInForce' });
  expect((await authority.post(path, { status: 'active', reason: '检查结束' })).statusCode).toBe(200);
});

test('暂停的合同立即不能用，恢复又能用，撤销的不能再恢复；提供部门管不着', async () => {
  const path = `/api/data-sharing/agreements/${contract}/status`;
  market = await city.as('share-2');
  expect((await market.post(path, { status: 'revoked', reason: '不想给了' })).statusCode).toBe(403);
  expect((await authority.post(path, { status: 'suspended', reason: '专项检查' })).statusCode).toBe(200);
  expect((await call(`key=${firm}`)).json()).toMatchObject({ code: 'data-sharing.notInForce' });
  expect((await authority.post(path, { status: 'active', reason: '检查结束' })).statusCode).toBe(200);
  expect((await call(`key=${firm}`)).statusCode).toBe(200);
  expect((await authority.post(path, { status: 'revoked', reason: '职责调整' })).statusCode).toBe(200);
  expect((await authority.post(path, { status: 'active', reason: '恢复' })).json()).toMatchObject({
    code: 'data-sharing.closed',
  });
  // What was pushed goes with the contract.
  await vi.waitFor(
    async () => {
      await pushDue(city.services);
      expect(await pushedTo?.run('select * from firms')).toEqual([]);
    },
    { timeout: 50_000, interval: 50 },
  );
});

test('无条件共享的申请即时授权', async () => {
  const insurer = await city.as('data-3');
  expect(insurer).toBeDefined();
  const people = await city.access.admin.createSubject({
    account: 'share-test',
    name: '演示',
    kind: 'official',
    mustChange: false,
    posts: [
      { role: 'data-sharing:user', department: 'city-human-resources', area: '341200000000' },
      { role: 'data-catalogue:reader', department: 'city-human-resources', area: '341200000000' },
    ],
  });
  const asker = await city.as(people.id);
  const [app] = await list<{ id: string }>(asker, 'data-sharing.application', {});
  const opened = await open(asker, {
    ...asked,
    fieldNames: '',
    resource: await entryId('排污许可信息'),
    application: app?.id,
  });
  expect(opened.statusCode, opened.body).toBeLessThan(300);
  await city.store.drain();
  const made = await list<{ status: string }>(asker, 'data-sharing.agreement', {
    consumer: 'city-human-resources',
  });
  expect(made).toMatchObject([{ status: 'active' }]);
});

/** What 省, 市 and 县 see of each other: three whole cities over real HTTP and a line that can be cut; asking, calling, rows, receipts, silence. */
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Caller } from '../../../test/support/city.ts';
import {
  addLink,
  closePlaces,
  listRows,
  openPlace,
  type Place,
  pushLinks,
} from '../../../test/support/linked-cities.ts';
import { callsAgree, textToSign } from '../../../engines/lake/contract.ts';
import { lake, type LinkedCall, links } from '../../../engines/lake/service.ts';
import { sql } from '../../../engines/store/index.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import type { FarEntry, LinkView } from './link-routes.ts';
import { lapseAppeals } from './server/link/decide-far.ts';
import { deliverLinks, offerHeads } from './server/link/watch-links.ts';
import system from './system.ts';

const systems = [collection, catalogue, system];
const codes = { province: '340000000000', city: '341200000000', county: '341226000000' };
const creditCode = '113412000034100000';
let province: Place;
let city: Place;
let county: Place;

async function view(at: Place, code: string): Promise<LinkView> {
  const reply = await at.keeper.get('/api/data-sharing/links');
  expect(reply.statusCode, reply.body).toBe(200);
  const found = reply.json<{ links: LinkView[] }>().links.find((link) => link.code === code);
  if (found === undefined) throw new Error(`no link to ${code}`);
  return found;
}

beforeAll(async () => {
  [province, city, county] = [
    await openPlace(systems, codes.province, '安徽省'),
    await openPlace(systems, codes.city, '阜阳市'),
    await openPlace(systems, codes.county, '颍上县'),
  ];
  await addLink(city, province, { code: codes.province, name: '安徽省', direction: 'up' });
  await addLink(province, city, { code: codes.city, name: '阜阳市', direction: 'down' });
  await addLink(county, city, { code: codes.city, name: '阜阳市', direction: 'up' });
  await addLink(city, county, { code: codes.county, name: '颍上县', direction: 'down' });
}, 400_000);
beforeEach(() => {
  for (const { line } of [province, city, county]) line.manner = () => 'open';
});
afterAll(() => closePlaces([province, city, county]));

async function farEntries(at: Place, search = ''): Promise<readonly FarEntry[]> {
  const reply = await at.keeper.get(`/api/data-sharing/far-entries?search=${encodeURIComponent(search)}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ entries: FarEntry[] }>().entries;
}

async function compared(at: Place, code: string) {
  const { id } = await view(at, code);
  const reply = await at.keeper.get(`/api/data-sharing/links/${id}/compare`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ same: number; different: readonly unknown[] }>();
}

test('目录逐级上报、下发：县的到市、经市到省，省的到市、经市到县；两边比对相同', async () => {
  await vi.waitFor(
    async () => {
      await pushLinks(county, city, province, city, county);
      const problems = await Promise.all(
        [province, city, county].map(async (at) =>
          (await at.city.services.use(links).states()).flatMap(({ problem }) => problem ?? []),
        ),
      );
      expect(problems.flat()).toEqual([]);
      for (const [at, code] of [
        [county, codes.city],
        [city, codes.county],
        [city, codes.province],
        [province, codes.city],
      ] as const)
        expect((await compared(at, code)).different, code).toEqual([]);
      const owners = async (at: Place) => {
        const { objects } = await at.city.services
          .use(links)
          .received({ kind: 'entry', page: 1, size: 1000 });
        return [...new Set(objects.map(({ owner }) => owner))].toSorted();
      };
      expect(await owners(province)).toEqual([codes.city, codes.county]);
      expect(await owners(county)).toEqual([codes.province, codes.city]);
      expect(await owners(city)).toEqual([codes.province, codes.county]);
    },
    { timeout: 150_000, interval: 500 },
  );
}, 200_000);

test('没有管理权限的人看不到链路，也不能动；身份在有链路时不能改', async () => {
  const ecology = await city.city.as('share-3');
  expect((await ecology.get('/api/data-sharing/links')).statusCode).toBe(403);
  const { id } = await view(city, codes.county);
  expect((await ecology.post(`/api/data-sharing/links/${id}/acts`, { act: 'try' })).statusCode).toBe(403);
  const again = await city.keeper.post('/api/data-sharing/links/node', {
    code: codes.city,
    name: '阜阳市',
    creditCode,
  });
  expect(again.json<{ code: string }>().code).toBe('lake.linkNodeInUse');
  const close = await city.keeper.post(`/api/data-sharing/links/${id}/acts`, { act: 'close' });
  expect(close.json<{ code: string }>().code).toBe('data-sharing.reasonNeeded');
});

const asked = {
  title: '办理排污许可时核验颍上企业',
  basis: '《排污许可管理条例》第七条',
  purpose: '核验申请单位是否存续',
  fieldNames: 'credit_code\nname\nstatus',
  callsPerDay: 3,
  until: '2027-12-31',
};
let ecology: Caller;
let app = '';
let key = '';

async function ask(delivery: 'call' | 'rows', more: object = {}) {
  const entry = (await farEntries(city)).find(
    ({ owner, mayAsk, items }) =>
      owner === codes.county && mayAsk && items.some(({ name }) => name === 'credit_code'),
  );
  return ecology.post(`/api/data-sharing/far-entries/${entry?.id ?? ''}/requests`, {
    ...asked,
    application: app,
    delivery,
    ...more,
  });
}

/** The county's people decide what the city has asked. */
async function decide(action: 'agree' | 'refuse'): Promise<void> {
  const act = async (who: Caller, does: string, more: object = {}) => {
    const [open] = (
      await listRows<{ id: string; version: number; stage: string; status: string }>(
        county.keeper,
        'data-sharing.request',
      )
    ).filter(({ status }) => status === 'open');
    const reply = await who.post(`/api/flow/cases/data-sharing.request/${open?.id ?? ''}/acts`, {
      version: open?.version,
      action: does,
      ...more,
    });
    expect(reply.statusCode, reply.body).toBe(200);
  };
  const market = await county.city.as('share-2');
  await act(county.keeper, 'pass');
  if (action === 'agree') await act(market, 'agree', { values: { callsPerDay: 3, until: '2027-12-31' } });
  else await act(market, 'refuse', { opinion: '与申请的用途不符' });
}

interface FarRequest {
  readonly id: string;
  readonly stage: string;
  readonly answer: string | null;
  readonly agreement: string | null;
}

async function stageOf(id: string): Promise<FarRequest | undefined> {
  return (await listRows<FarRequest>(ecology, 'data-sharing.far-request')).find((row) => row.id === id);
}

async function reach(id: string, stage: string): Promise<FarRequest> {
  return vi.waitFor(
    async () => {
      await pushLinks(city, county, city);
      const row = await stageOf(id);
      expect(row?.stage).toBe(stage);
      return row as FarRequest;
    },
    { timeout: 90_000, interval: 300 },
  );
}

async function reply(id: string, act: 'appeal' | 'accept', opinion = '') {
  return ecology.post(`/api/data-sharing/far-requests/${id}/reply`, { act, opinion });
}

/** Said while the line is cut, heard once when it stands, and upheld over there. */
async function appeal(id: string): Promise<void> {
  expect((await reply(id, 'appeal')).json<{ code: string }>().code).toBe('data-sharing.reasonNeeded');
  county.line.manner = () => 'cut';
  const said = await reply(id, 'appeal', '许可核验是法定职责');
  expect(said.statusCode, said.body).toBe(200);
  expect((await reply(id, 'accept')).json<{ code: string }>().code).toBe('data-sharing.nothingToAppeal');
  await pushLinks(city);
  const there = async () =>
    (
      await listRows<{ id: string; version: number; stage: string; origin: string | null }>(
        county.keeper,
        'data-sharing.request',
      )
    ).find((row) => row.id === id);
  expect(await there()).toMatchObject({ stage: 'answer', origin: '阜阳市' });
  county.line.manner = () => 'twice';
  await reach(id, 'coordinate');
  const { version } = (await there()) ?? {};
  const upheld = { version, action: 'uphold', opinion: '县里没有这项归集依据' };
  const act = await county.keeper.post(`/api/flow/cases/data-sharing.request/${id}/acts`, upheld);
  expect(act.statusCode, act.body).toBe(200);
  expect((await reach(id, 'refused')).answer).toBe('县里没有这项归集依据');
  county.line.manner = () => 'open';
}

test('跨级申请：写错的当场退回；对方拒绝的带回理由，断线时申诉、接通后由对方协调；同意的成为两边相同的合同', async () => {
  ecology = await city.city.as('share-3');
  app =
    (await listRows<{ id: string; department: string }>(ecology, 'data-sharing.application'))[0]?.id ?? '';
  key = (await ecology.post(`/api/data-sharing/applications/${app}/key`)).json<{ key: string }>().key;
  expect((await ask('call', { fieldNames: 'no_such' })).json<{ code: string }>().code).toBe(
    'data-sharing.unknownFields',
  );
  expect((await ask('call', { until: '2020-01-01' })).json<{ code: string }>().code).toBe(
    'data-sharing.untilPast',
  );
  const relayed = (await farEntries(county)).find(({ owner }) => owner === codes.province);
  expect(relayed?.mayAsk).toBe(false);

  const first = (await ask('call')).json<{ id: string }>().id;
  await reach(first, 'review');
  await decide('refuse');
  expect((await reach(first, 'answer')).answer).toContain('与申请的用途不符');
  await appeal(first);

  const second = await ask('call');
  expect(second.statusCode, second.body).toBe(200);
  await reach(second.json<{ id: string }>().id, 'review');
  await decide('agree');
  const { agreement } = await reach(second.json<{ id: string }>().id, 'authorised');
  contract = agreement ?? '';
  const here = await city.keeper.get(`/api/data-sharing/agreements/${contract}`);
  const there = await county.keeper.get(`/api/data-sharing/agreements/${contract}`);
  expect(here.json<{ fields: unknown }>().fields).toEqual(there.json<{ fields: unknown }>().fields);
}, 300_000);

let contract = '';

async function call(query: string, of = contract) {
  const unsigned = {
    app,
    contract: of,
    at: city.city.clock.now().toISOString(),
    nonce: randomBytes(16).toString('base64url'),
    query,
  };
  const signature = createHmac('sm3', key).update(textToSign(unsigned)).digest('hex');
  return city.city.visitor.post('/api/data-sharing/call', { ...unsigned, signature });
}

interface Served {
  readonly rows: readonly Record<string, unknown>[];
  readonly receipt: string;
  readonly next: string | null;
}

test('经链路调用：同一把密钥、同样签名；只给合同的字段；两边各留凭证，字字相同，离线可核', async () => {
  const reply = await call('size=5');
  expect(reply.statusCode, reply.body).toBe(200);
  const { rows: got, receipt } = reply.json<Served>();
  expect(got).toHaveLength(5);
  expect(Object.keys(got[0] ?? {}).toSorted()).toEqual(['credit_code', 'name', 'status']);
  // Sealing waits for the oldest transaction of the whole server, another test's too.
  await vi.waitFor(
    async () => {
      await city.city.services.use(lake).sealReceipts();
      expect((await ecology.get(`/api/data-sharing/receipts/${receipt}`)).statusCode).toBe(200);
    },
    { timeout: 60_000, interval: 100 },
  );

  await deliverLinks(county.city.services);
  const there = await vi.waitFor(
    async () => {
      const [found] = await county.city.services.use(links).calls(contract);
      expect(found?.theirs).not.toBeNull();
      return found;
    },
    { timeout: 30_000 },
  );
  const words = await ecology.get(`/api/data-sharing/agreements/${contract}/linked-calls/${receipt}`);
  const here = words.json<Pick<LinkedCall, 'ours' | 'theirs'>>();
  expect(here.theirs).toEqual(there?.ours);
  expect(there?.theirs).toEqual(here.ours);
  expect(callsAgree(here.ours.statement, here.theirs?.statement ?? '')).toBe(true);
  const { verify } = city.city.services.use(links);
  expect(await verify(here.ours)).toBe(true);
  expect(here.theirs !== null && (await verify(here.theirs))).toBe(true);
  const changed = here.ours.statement.replace('"rows":5', '"rows":4');
  expect(await verify({ ...here.ours, statement: changed })).toBe(false);
  expect(callsAgree(changed, here.theirs?.statement ?? '')).toBe(false);
  const said = JSON.stringify(here);
  for (const row of got) expect(said).not.toContain(String(row['credit_code']));
});

test('链路断了：调用立即得到明确的代码和何时起；恢复后照常，用满额度就停', async () => {
  county.line.manner = () => 'cut';
  const down = await call('size=1');
  expect(down.statusCode).toBe(503);
  expect(down.json<{ code: string; message: string }>()).toMatchObject({ code: 'lake.linkDown' });
  expect(down.json<{ message: string }>().message).toMatch(/自2026-11-23 \d\d:\d\d起/);
  expect((await view(city, codes.county)).cutSince).not.toBeNull();
  county.line.manner = () => 'open';
  await pushLinks(city);
  expect((await call('size=1')).statusCode).toBe(200);
  expect((await call('size=1')).statusCode).toBe(200);
  expect((await call('size=1')).json<{ code: string }>().code).toBe('lake.overQuota');
  expect(
    (await ecology.post(`/api/data-sharing/agreements/${contract}/file`)).json<{ code: string }>().code,
  ).toBe('data-sharing.farCallsOnly');
});

interface Renewal {
  readonly id: string;
  readonly version: number;
  readonly origin: string | null;
}

test('经链路续期：由对方的提供部门办理，不予续期的带回理由；同意的两边期限和额度一起变；没有答复不能再提', async () => {
  const ask = (more: object) =>
    ecology.post(`/api/data-sharing/agreements/${contract}/far-renewals`, {
      until: '2028-12-31',
      callsPerDay: 50,
      reason: '许可核验是法定职责',
      ...more,
    });
  const code = async (more: object) => (await ask(more)).json<{ code?: string }>().code ?? 'none';
  expect(await code({ until: '2027-06-30' })).toBe('data-sharing.untilPast');
  const local = await ecology.post('/api/flow/cases/data-sharing.renewal', {
    values: { agreement: contract, reason: '仍需核验', until: '2028-12-31' },
  });
  expect(local.json<{ code: string }>().code).toBe('data-sharing.farRenewal');
  const strangers = await city.city.as('share-2');
  const refused = await strangers.post(`/api/data-sharing/agreements/${contract}/far-renewals`, {
    until: '2028-12-31',
    reason: '试一试',
  });
  expect([403, 404]).toContain(refused.statusCode);
  const decideRenewal = async (action: string, more: object) => {
    const asked = await ask({});
    expect(asked.statusCode, asked.body).toBe(200);
    const { id } = asked.json<{ id: string }>();
    expect(await code({})).toBe('data-sharing.notRenewable');
    await reach(id, 'review');
    const market = await county.city.as('share-2');
    const rows = await listRows<Renewal>(market, 'data-sharing.renewal');
    const there = rows.find((row) => row.id === id);
    expect(there?.origin).toBe('阜阳市');
    const act = await market.post(`/api/flow/cases/data-sharing.renewal/${id}/acts`, {
      version: there?.version,
      action,
      ...more,
    });
    expect(act.statusCode, act.body).toBe(200);
    return id;
  };
  const first = await decideRenewal('refuse', { opinion: '先说明本年使用情况' });
  expect((await reach(first, 'refused')).answer).toBe('先说明本年使用情况');
  const second = await decideRenewal('agree', { values: { until: '2028-06-30', callsPerDay: 20 } });
  await reach(second, 'authorised');
  const terms = { status: 'active', until: '2028-06-30', callsPerDay: 20 };
  const read = (who: Caller) => who.get(`/api/registers/rows/data-sharing.agreement/${contract}`);
  expect((await read(county.keeper)).json<{ row: object }>().row).toMatchObject(terms);
  await vi.waitFor(
    async () => {
      await pushLinks(county, city);
      expect((await read(ecology)).json<{ row: object }>().row).toMatchObject(terms);
    },
    { timeout: 60_000, interval: 300 },
  );
  // What the quota of before had used up goes on under the new one.
  expect((await call('size=1')).statusCode).toBe(200);
}, 200_000);

test('经链路的续期可以撤回：未送到的、审核中的、待用印的；对方撤回同意的告知使用部门；期限都不变', async () => {
  const of = contract;
  const terms = { status: 'active', until: '2028-06-30' };
  const open = async () => {
    const reply = await ecology.post(`/api/data-sharing/agreements/${of}/far-renewals`, {
      until: '2029-06-30',
      reason: '许可核验是法定职责',
    });
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json<{ id: string }>().id;
  };
  const withdraw = (who: Caller, id: string) => who.post(`/api/data-sharing/far-requests/${id}/withdrawal`);
  const there = async (id: string) =>
    (
      await listRows<Renewal & { outcome: string | null; stage: string | null }>(
        county.keeper,
        'data-sharing.renewal',
      )
    ).find((row) => row.id === id);
  const act = async (id: string, action: string, more: object = {}) => {
    const market = await county.city.as('share-2');
    const reply = await market.post(`/api/flow/cases/data-sharing.renewal/${id}/acts`, {
      version: (await there(id))?.version,
      action,
      ...more,
    });
    expect(reply.statusCode, reply.body).toBe(200);
  };

  // Never sent: the other end hears of it and of its end at once.
  county.line.manner = () => 'cut';
  const unsent = await open();
  expect([403, 404]).toContain((await withdraw(await city.city.as('share-2'), unsent)).statusCode);
  expect((await withdraw(ecology, unsent)).statusCode).toBe(200);
  expect((await withdraw(ecology, unsent)).json<{ code: string }>().code).toBe(
    'data-sharing.nothingToWithdraw',
  );
  expect((await stageOf(unsent))?.stage).toBe('withdrawing');
  county.line.manner = () => 'twice';
  await reach(unsent, 'withdrawn');

  const waiting = await open();
  await reach(waiting, 'review');
  expect((await withdraw(ecology, waiting)).statusCode).toBe(200);
  await reach(waiting, 'withdrawn');
  expect(await there(waiting)).toMatchObject({ outcome: 'withdrawn' });
  county.line.manner = () => 'open';

  // The county's data is important by now: three have to seal there.
  const grader = await county.city.as('catalogue-1');
  const [row] = (
    await listRows<{ id: string; resource: string }>(county.keeper, 'data-sharing.agreement')
  ).filter(({ id }) => id === of);
  const graded = `/api/data-catalogue/grading/entries/${row?.resource ?? ''}`;
  const grade = async (word: string) => {
    const { items } = (await grader.get(graded)).json<{ items: { id: string; version: number }[] }>();
    const set = await grader.post('/api/data-catalogue/grading/set', {
      rows: items.slice(0, 1).map(({ id, version }) => ({ id, version })),
      class: 'business',
      grade: word,
      opinion: '按目录细则重新核定',
    });
    expect(set.statusCode, set.body).toBe(200);
  };
  await grade('important');
  const sealing = await open();
  await reach(sealing, 'review');
  await act(sealing, 'agree');
  expect((await reach(sealing, 'sealing')).answer).toContain('用印后延长');
  expect((await withdraw(ecology, sealing)).statusCode).toBe(200);
  await reach(sealing, 'withdrawn');
  expect(await there(sealing)).toMatchObject({ outcome: 'withdrawn' });

  const retracted = await open();
  await reach(retracted, 'review');
  await act(retracted, 'agree');
  await reach(retracted, 'sealing');
  await act(retracted, 'retract', { opinion: '使用范围要重新商定' });
  expect((await reach(retracted, 'retracted')).answer).toBe('使用范围要重新商定');
  await city.city.store.drain();
  const told = await sql<{
    n: number;
  }>`select count(*)::int as n from messages_notice where title like '%对方的提供部门撤回同意'`.execute(
    city.city.store.db,
  );
  expect(told.rows[0]?.n).toBe(1);
  const read = (who: Caller) => who.get(`/api/registers/rows/data-sharing.agreement/${of}`);
  for (const who of [county.keeper, ecology])
    expect((await read(who)).json<{ row: object }>().row).toMatchObject(terms);
  await grade('general-2');
}, 200_000);

test('对方撤销合同，这边立即不能再用', async () => {
  await county.keeper.post(`/api/data-sharing/agreements/${contract}/status`, {
    status: 'revoked',
    reason: '用途已经结束',
  });
  await vi.waitFor(
    async () => {
      await pushLinks(county);
      expect((await call('size=1')).json<{ code: string }>().code).toBe('data-sharing.notInForce');
    },
    { timeout: 60_000, interval: 300 },
  );
}, 100_000);

test('按批落地：分块传送，中途断线、丢应答、杀掉发送方，最后一行不多一行不少；断线时照样能查', async () => {
  await county.city.store.transaction((work) =>
    county.city.store.settings.change(work, 'lake.link-piece-rows', 20),
  );
  const asking = (await ask('rows')).json<{ id: string }>().id;
  await reach(asking, 'review');
  const manners = ['open', 'swallow', 'cut', 'open', 'truncate', 'twice', 'delay'] as const;
  let turn = 0;
  city.line.manner = () => manners[(turn += 1) % manners.length] ?? 'open';
  await decide('agree');
  await county.city.store.drain();
  await pushLinks(county);
  // A sender that died in the middle: another one takes its turn over.
  await sql`update lake_link set claimed_until = ${new Date(county.city.clock.now().getTime() + 60_000)}`.execute(
    county.city.store.db,
  );
  await vi.waitFor(
    async () => {
      await pushLinks(county, city);
      expect((await stageOf(asking))?.stage).toBe('authorised');
      const done = await sql`select 1 from lake_link_transfer where way = 'in' and state = 'done'`.execute(
        city.city.store.db,
      );
      expect(done.rows).toHaveLength(1);
    },
    { timeout: 60_000, interval: 200 },
  );
  city.line.manner = () => 'open';
  county.line.manner = () => 'cut';
  const landed = (await stageOf(asking))?.agreement ?? '';
  await sql`update data_sharing_agreement set calls_per_day = 1000`
    .execute(city.city.store.db)
    .catch(() => undefined);
  const [there] = (
    await sql<{
      dataset: string;
    }>`select ("grant" ->> 'dataset') as dataset from lake_link_transfer where way = 'out' and state = 'done'`.execute(
      county.city.store.db,
    )
  ).rows;
  const source = await sql<{
    key: string;
  }>`select s.key from lake_serving v join lake_served s on s.dataset = v.dataset and s.batch = v.batch
    where v.dataset = ${there?.dataset ?? ''} order by s.key`.execute(county.city.store.db);
  const arrived = await sql<{
    key: string;
  }>`select key from lake_served where dataset = ${landed} order by key`.execute(city.city.store.db);
  expect(source.rows.length).toBeGreaterThan(60);
  expect(arrived.rows).toEqual(source.rows);
  const reply = await call(`key=${encodeURIComponent(arrived.rows[0]?.key ?? '')}`, landed);
  expect(reply.statusCode, reply.body).toBe(200);
  expect(reply.json<Served>().rows).toHaveLength(1);
}, 200_000);

test('凭证日志的树根交给两头保管；县报来别区的目录被搁置', async () => {
  await vi.waitFor(
    async () => {
      await city.city.services.use(lake).sealReceipts();
      await offerHeads(city.city.services);
      await pushLinks(city);
      const heads = await county.city.services.use(links).received({ kind: 'head', page: 1, size: 5 });
      expect(heads.objects).toHaveLength(1);
    },
    { timeout: 60_000, interval: 100 },
  );
  const link = (await view(county, codes.city)).id;
  await county.city.store.transaction((work) =>
    county.city.services.use(links).offer(work, link, {
      kind: 'entry',
      id: '01900000-0000-7000-8000-000000000001',
      owner: '341202000000',
      version: 1,
      group: '',
      title: '颍州区的目录',
      content: '{}',
    }),
  );
  await pushLinks(county);
  const { id, aside } = await view(city, codes.county);
  expect(aside).toBe(1);
  const [message] = (await city.keeper.get(`/api/data-sharing/links/${id}/asides`)).json<{
    messages: { id: string; code: string; reason: string }[];
  }>().messages;
  expect(message).toMatchObject({ code: 'lake.linkForeign', reason: '颍上县无权报送区划341202000000的内容' });
  const at = `/api/data-sharing/links/${id}/asides/${message?.id ?? ''}`;
  expect((await city.keeper.post(at, { act: 'discard' })).json<{ code: string }>().code).toBe(
    'data-sharing.reasonNeeded',
  );
  expect((await city.keeper.post(at, { act: 'retry' })).json<{ code: string }>().code).toBe(
    'lake.linkForeign',
  );
  expect((await city.keeper.post(at, { act: 'discard', reason: '已请颍上县改正' })).statusCode).toBe(200);
});

test('对拒绝逾期不申诉，视为接受：两边都办结', async () => {
  const asking = (await ask('call')).json<{ id: string }>().id;
  await reach(asking, 'review');
  await decide('refuse');
  await reach(asking, 'answer');
  expect(await lapseAppeals(county.city.services)).toBe(0);
  for (const { city: opened } of [province, city, county]) opened.clock.advance(40 * 86_400_000);
  ecology = await city.city.as('share-3');
  expect(await lapseAppeals(county.city.services)).toBe(1);
  expect((await reach(asking, 'refused')).answer).toBe('与申请的用途不符');
}, 200_000);

test('链路久无往来：管理部门收到一次提醒', async () => {
  county.line.manner = () => 'cut';
  city.line.manner = () => 'cut';
  city.city.clock.advance(45 * 60_000);
  city = { ...city, keeper: await city.city.as('share-1') };
  await deliverLinks(city.city.services);
  await deliverLinks(city.city.services);
  expect((await view(city, codes.county)).silent).toBe(true);
  const told = await sql<{
    n: number;
  }>`select count(*)::int as n from messages_notice where title like '%颍上县%没有往来%'`.execute(
    city.city.store.db,
  );
  expect(told.rows[0]?.n).toBeGreaterThan(0);
});

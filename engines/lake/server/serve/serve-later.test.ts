/** A call that is asked to be kept for data that lies here: served once whatever dies in between, as things stand when it is served. */
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { coversOf } from '../../../access/index.ts';
import { openStore, sql } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import { type SignedCall, textToSign } from '../../signed-call.ts';
import type { LaterAnswer, LaterGrantOf, ShareGrant } from '../../types.ts';
import type { LakeEngine } from '../create-lake.ts';
import { namePolicy } from '../test-support/name-policy.ts';
import { lakeOn, lakeStore, openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

let city: TestLake;
let beside: { readonly lake: LakeEngine; close(): Promise<void> };
let key = '';
let dataset = '';
let revoked = false;
const app = newId();
/** Calls a day by contract, and the dataset where it is not the usual one. */
const quotas = new Map<string, number>();
const others = new Map<string, string>();

const fields = [
  // Not in the order in which a database keeps them: what is signed is their text.
  { name: 'name', source: 'name', title: '名称', type: 'text' },
  { name: 'id', source: 'id', title: '编号', type: 'text', key: true },
];

const grantOf: LaterGrantOf = async ({ contract: of }) => {
  if (revoked) throw lakeErrors.linkPurpose();
  const named: ShareGrant = {
    department: 'ecology',
    provider: 'market',
    dataset: others.get(of) ?? dataset,
    purpose: '核验',
    fields: fields.map(({ name }) => ({ name, masked: false })),
    rows: {},
    callsPerDay: quotas.get(of) ?? 1000,
  };
  return named;
};

/** Another process on the same database and folder. */
async function openBeside() {
  const report = (problem: unknown) => void city.reported.push(String(problem));
  const { url, dataDirectory } = city.store;
  const store = await openStore({ ...lakeStore, url, dataDirectory, poolSize: 8, report });
  const { trust, lake } = lakeOn(store, report);
  return {
    lake,
    async close() {
      await lake.close();
      await trust.close();
      await store.close();
    },
  };
}

async function load(content: string, into: string): Promise<void> {
  const plan = await city.planOf(`id,name\n${content}`, fields, { dataset: into });
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded' });
}

const lines = (word: string) =>
  Array.from({ length: 30 }, (_, index) => `k${String(index).padStart(2, '0')},${word}${index}\n`).join('');

beforeAll(async () => {
  city = await openTestLake();
  await city.store.begin();
  dataset = newId();
  await load(lines('名'), dataset);
  await city.lake.serve(dataset);
  key = await city.lake.issueKey(app);
  beside = await openBeside();
  for (const { lake } of [city, beside]) lake.bindLater(grantOf);
}, 120_000);
afterEach(async () => {
  revoked = false;
  await revive();
});
afterAll(async () => {
  await beside.close();
  await city.close();
});

function signed(of: string, query: string, more: Partial<SignedCall> = {}): SignedCall {
  const unsigned = {
    app,
    contract: of,
    at: city.store.clock.now().toISOString(),
    nonce: randomBytes(16).toString('hex'),
    query,
    ...more,
  };
  return { ...unsigned, signature: createHmac('sm3', key).update(textToSign(unsigned)).digest('hex') };
}

async function later(of: string, query: string): Promise<string> {
  return (await city.lake.callLater(signed(of, query))).id;
}

const result = (of: string, id: string): Promise<LaterAnswer> =>
  city.lake.fetchLater(signed(of, `result=${id}`));

/** A minute later: what was looked at in vain is looked at again. */
async function minute(): Promise<void> {
  await sql`update lake_link_later set claimed_until = null where state = 'waiting'`.execute(city.store.db);
  await city.lake.links.deliverDue();
}

async function settle(of: string, id: string, state: LaterAnswer['state']): Promise<LaterAnswer> {
  return vi.waitFor(
    async () => {
      const now = await result(of, id);
      expect(now.state).toBe(state);
      return now;
    },
    { timeout: 20_000, interval: 30 },
  );
}

async function looked(id: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const found =
        await sql`select 1 from lake_link_later where id = ${id} and claimed_until is not null`.execute(
          city.store.db,
        );
      expect(found.rows).toHaveLength(1);
    },
    { timeout: 20_000, interval: 30 },
  );
  // Whoever is at it has come to its end.
  await city.lake.links.deliverDue();
}

async function receipts(of: string): Promise<readonly { id: string; outcome: string; statement: string }[]> {
  const found = await sql<{
    id: string;
    outcome: string;
    statement: string;
  }>`select id, outcome, statement from lake_receipt where contract = ${of}`.execute(city.store.db);
  return found.rows;
}

/** Every process dies at this step, until `revive`. */
async function die(at: 'receipt' | 'answer'): Promise<void> {
  const [table, when] =
    at === 'receipt'
      ? ['lake_nonce', 'insert on lake_nonce for each row when (length(new.nonce) = 36)']
      : ['lake_link_later', `update on lake_link_later for each row when (new.state = 'answered')`];
  for (const statement of [
    `create or replace function later_dies() returns trigger language plpgsql as $$ begin raise exception 'dies at ${table}'; end $$`,
    `create trigger later_dies before ${when} execute function later_dies()`,
  ])
    await sql.raw(statement).execute(city.store.db);
}

async function revive(): Promise<void> {
  for (const table of ['lake_nonce', 'lake_link_later'])
    await sql.raw(`drop trigger if exists later_dies on ${table}`).execute(city.store.db);
}

async function codeOf(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => 'none',
    (problem: unknown) => (problem as { code?: string }).code ?? String(problem),
  );
}

test('收下即办：行和当场调用一样，凭证里的摘要核得上取到的结果，再取还是那一份', async () => {
  const of = newId();
  const id = await later(of, 'size=2');
  const done = await settle(of, id, 'answered');
  const now = await city.lake.call(signed(of, 'size=2'), () => grantOf({ contract: of, app }));
  expect(done.answer).toEqual({ rows: now.rows, next: now.next });
  const receipt = (await receipts(of)).find((each) => each.id === id);
  expect(JSON.parse(receipt?.statement ?? '')).toMatchObject({
    outcome: 'served',
    rows: 2,
    content: createHmac('sm3', key).update(JSON.stringify(done.answer?.rows)).digest('hex'),
    query: createHmac('sm3', key).update('size=2').digest('hex'),
  });
  expect(await result(of, id)).toEqual(done);
  const rest = await settle(of, await later(of, `after=${done.answer?.next}&size=2`), 'answered');
  expect(rest.answer?.rows.map((row) => row['id'])).toEqual(['k02', 'k03']);
});

test('两个进程同时办三十次：每次恰好一份凭证，各是各的行，额度扣三十', async () => {
  const of = newId();
  revoked = false;
  const ids = await Promise.all(
    Array.from({ length: 30 }, async (_, index) => {
      const { lake } = index % 2 === 0 ? city : beside;
      const query = `key=k${String(index).padStart(2, '0')}`;
      return (await lake.callLater(signed(of, query))).id;
    }),
  );
  await Promise.all([city, beside, city, beside].map(({ lake }) => lake.links.deliverDue()));
  for (const [index, id] of ids.entries())
    expect((await settle(of, id, 'answered')).answer?.rows).toEqual([
      { id: `k${String(index).padStart(2, '0')}`, name: `名${index}` },
    ]);
  expect((await receipts(of)).map((each) => each.id).toSorted()).toEqual(ids.toSorted());
  const [used] = await city.lake.usage([of], '2020-01-01');
  expect(used).toMatchObject({ calls: 30, rows: 30 });
});

test('凭证已有而没有答复就死掉：数据变了、合同也撤销了，接着办的还是原来的行，不多一份凭证', async () => {
  const of = newId();
  await die('answer');
  const id = await later(of, 'key=k04');
  await vi.waitFor(async () => expect(await receipts(of)).toHaveLength(1), { timeout: 20_000, interval: 30 });
  expect(await result(of, id)).toMatchObject({ state: 'waiting', answer: null });
  await load(lines('新'), dataset);
  await city.lake.serve(dataset);
  await revive();
  revoked = true;
  await minute();
  expect((await settle(of, id, 'answered')).answer?.rows).toEqual([{ id: 'k04', name: '名4' }]);
  expect(await receipts(of)).toHaveLength(1);
  revoked = false;
  const next = await settle(of, await later(of, 'key=k04'), 'answered');
  expect(next.answer?.rows).toEqual([{ id: 'k04', name: '新4' }]);
});

test('备好答复而没有凭证就死掉：合同还在的接着办那一份；已撤销、已过期、策略已生效的，什么也不给，没有凭证', async () => {
  const [goes, ended, expired, hidden] = [newId(), newId(), newId(), newId()];
  await die('receipt');
  // Kept as well by its own nonce, which is shorter.
  const ids = new Map<string, string>();
  for (const of of [goes, ended, expired, hidden]) ids.set(of, await later(of, 'key=k05'));
  const idOf = (of: string) => ids.get(of) ?? '';
  for (const of of ids.keys()) await looked(idOf(of));
  await vi.waitFor(async () => {
    const ready = await sql`select 1 from lake_link_later where tried and state = 'waiting'`.execute(
      city.store.db,
    );
    expect(ready.rows).toHaveLength(4);
  });
  await load(lines('再'), dataset);
  await city.lake.serve(dataset);
  await revive();
  const only = (of: string) =>
    sql`update lake_link_later set claimed_until = ${new Date(Date.now() + 3_600_000)}
      where state = 'waiting' and contract <> ${of}`.execute(city.store.db);
  const again = async (of: string) => {
    await only(of);
    await sql`update lake_link_later set claimed_until = null where contract = ${of}`.execute(city.store.db);
    await beside.lake.links.deliverDue();
  };
  await again(goes);
  expect((await settle(goes, idOf(goes), 'answered')).answer?.rows).toEqual([{ id: 'k05', name: '新5' }]);
  expect(await receipts(goes)).toHaveLength(1);
  revoked = true;
  await again(ended);
  expect(await settle(ended, idOf(ended), 'refused')).toMatchObject({
    code: 'lake.linkPurpose',
    answer: null,
  });
  revoked = false;
  await sql`update lake_link_later set expires_at = ${new Date(Date.now() - 1000)} where contract = ${expired}`.execute(
    city.store.db,
  );
  await again(expired);
  expect(await settle(expired, idOf(expired), 'expired')).toMatchObject({
    code: 'lake.laterExpired',
    answer: null,
  });
  const covers = coversOf(city.store);
  await covers.bind(async () => [namePolicy(dataset)]);
  try {
    await only(hidden);
    await sql`update lake_link_later set claimed_until = null where contract = ${hidden}`.execute(
      city.store.db,
    );
    await city.lake.links.deliverDue();
    expect(await settle(hidden, idOf(hidden), 'refused')).toMatchObject({ code: 'lake.laterCovered' });
  } finally {
    await covers.bind(async () => []);
  }
  for (const of of [ended, expired, hidden]) expect(await receipts(of)).toEqual([]);
});

test('办好以后又有脱敏策略生效：这份结果不再给出；其后办的按新策略脱敏，取得到', async () => {
  const of = newId();
  const id = await later(of, 'key=k06');
  await settle(of, id, 'answered');
  const covers = coversOf(city.store);
  await covers.bind(async () => [namePolicy(dataset)]);
  try {
    expect(await codeOf(result(of, id))).toBe('lake.laterCovered');
    const again = await settle(of, await later(of, 'key=k06'), 'answered');
    expect(again.answer?.rows).toEqual([{ id: 'k06', name: '***' }]);
  } finally {
    await covers.bind(async () => []);
  }
});

test('数据还没备好的一直等，备好后办；别的合同不等它；额度满、条件不许的，以各自的理由办结', async () => {
  const [slow, quick, over] = [newId(), newId(), newId()];
  const unready = newId();
  others.set(slow, unready);
  quotas.set(over, 1);
  const waits = await later(slow, 'key=k01');
  const ready = await later(quick, 'key=k01');
  await settle(quick, ready, 'answered');
  await looked(waits);
  expect(await result(slow, waits)).toMatchObject({ state: 'waiting', code: null });
  await load(lines('迟'), unready);
  await city.lake.serve(unready);
  await minute();
  expect((await settle(slow, waits, 'answered')).answer?.rows).toEqual([{ id: 'k01', name: '迟1' }]);
  const [first, second] = [await later(over, 'key=k01'), await later(over, 'key=k02')];
  await settle(over, first, 'answered');
  expect(await settle(over, second, 'refused')).toMatchObject({ code: 'lake.overQuota', answer: null });
  expect((await receipts(over)).map((each) => each.outcome).toSorted()).toEqual(['over-quota', 'served']);
});

test('收下时重放、写坏的查询都拒绝；过期没办的过期；结果到期销毁；没有一处出错', async () => {
  const of = newId();
  const nonce = randomBytes(16).toString('hex');
  const call = signed(of, 'key=k01', { nonce });
  const { id } = await city.lake.callLater(call);
  expect(await codeOf(city.lake.callLater(call))).toBe('lake.replayed');
  expect(await codeOf(city.lake.call(call, () => grantOf({ contract: of, app })))).toBe('lake.replayed');
  await settle(of, id, 'answered');
  expect(await codeOf(beside.lake.callLater(call))).toBe('lake.replayed');
  expect(await receipts(of)).toHaveLength(1);
  const now = signed(of, 'key=k01');
  await city.lake.call(now, () => grantOf({ contract: of, app }));
  expect(await codeOf(city.lake.callLater(now))).toBe('lake.replayed');
  expect(await codeOf(later(of, 'size=100000'))).toBe('lake.badQuery');
  revoked = true;
  expect(await codeOf(later(of, 'key=k01'))).toBe('lake.linkPurpose');
  revoked = false;
  const never = newId();
  others.set(never, newId());
  const lost = await later(never, 'key=k01');
  await looked(lost);
  await sql`update lake_link_later set expires_at = ${new Date(Date.now() - 1000)} where id = ${lost}`.execute(
    city.store.db,
  );
  await minute();
  expect(await settle(never, lost, 'expired')).toMatchObject({ code: 'lake.laterExpired', answer: null });
  expect(await receipts(never)).toEqual([]);
  await sql`update lake_link_later set ended_at = ended_at - interval '15 days' where id = ${id}`.execute(
    city.store.db,
  );
  await minute();
  expect(await result(of, id)).toMatchObject({ state: 'answered', answer: null });
  expect((await city.lake.laterCalls(of)).map((each) => each.id)).toEqual([id]);
  expect(city.reported.filter((each) => !each.includes('dies at'))).toEqual([]);
});

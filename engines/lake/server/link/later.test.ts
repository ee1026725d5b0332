/** A call that is asked while the line is cut: kept, served once when the line stands, whatever the line does in between, or ended in time. */
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import type { LineManner } from '../../../../test/support/shaky-line.ts';
import { coversOf } from '../../../access/index.ts';
import { sql } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import { callsAgree } from '../../link.ts';
import { type SignedCall, textToSign } from '../../signed-call.ts';
import type { LaterAnswer, ShareGrant } from '../../types.ts';
import { namePolicy } from '../test-support/name-policy.ts';
import { join, type Joined, type LinkedNode, openLinkedNode } from '../test-support/linked-nodes.ts';

let up: LinkedNode;
let down: LinkedNode;
let at: Joined;
let key = '';
let quota = 1000;
let revoked = false;
const [app, contract] = [newId(), newId()];
let grant: ShareGrant;

beforeAll(async () => {
  [up, down] = [
    await openLinkedNode('341200000000', '阜阳市'),
    await openLinkedNode('341226000000', '颍上县'),
  ];
  at = await join(up, down);
  const fields = [
    // Not in the order in which a database keeps them: what is signed is their text.
    { name: 'name', source: 'name', title: '名称', type: 'text' },
    { name: 'id', source: 'id', title: '编号', type: 'text', key: true },
  ];
  const lines = Array.from({ length: 30 }, (_, index) => `k${String(index).padStart(2, '0')},名${index}`);
  const plan = await up.planOf(`id,name\n${lines.join('\n')}\n`, fields);
  await up.lake.load(plan, 'test');
  await up.lake.serve(plan.dataset);
  grant = {
    department: 'county',
    provider: 'city',
    dataset: plan.dataset,
    purpose: '核验',
    fields: [
      { name: 'id', masked: false },
      { name: 'name', masked: false },
    ],
    rows: {},
    callsPerDay: 1000,
  };
  up.lake.links.bindCalls(async () => {
    if (revoked) throw lakeErrors.linkPurpose();
    return { app, grant: { ...grant, callsPerDay: quota } };
  });
  down.lake.bindLater(async () => grantOf());
  key = await down.lake.issueKey(app);
  for (const node of [up, down])
    await node.store.transaction((work) => node.store.settings.change(work, 'lake.link-seconds', 1));
}, 240_000);
beforeEach(() => {
  quota = 1000;
  revoked = false;
  at.rising.manner = () => 'open';
  at.falling.manner = () => 'open';
});
afterAll(async () => {
  await at.rising.close();
  await at.falling.close();
  await up.close();
  await down.close();
});

function signed(query: string, more: Partial<SignedCall> = {}): SignedCall {
  const unsigned = {
    app,
    contract,
    at: down.store.clock.now().toISOString(),
    nonce: randomBytes(16).toString('hex'),
    query,
    ...more,
  };
  return { ...unsigned, signature: createHmac('sm3', key).update(textToSign(unsigned)).digest('hex') };
}

const grantOf = async () => ({ ...grant, via: at.atDown });

async function later(query: string, more: Partial<SignedCall> = {}): Promise<string> {
  return (await down.lake.callLater(signed(query, more))).id;
}

function result(id: string): Promise<LaterAnswer> {
  return down.lake.fetchLater(signed(`result=${id}`));
}

async function settle(id: string, state: LaterAnswer['state']): Promise<LaterAnswer> {
  return vi.waitFor(
    async () => {
      await down.lake.links.retryNow(at.atDown);
      const now = await result(id);
      expect(now.state).toBe(state);
      return now;
    },
    { timeout: 30_000, interval: 100 },
  );
}

/** Receipts of this id: at the asker by it, at the answerer by its nonce. */
async function receipts(id: string): Promise<readonly [here: number, there: number]> {
  const count = async (node: LinkedNode, column: 'id' | 'nonce') =>
    (
      await sql<{
        n: number;
      }>`select count(*)::int as n from lake_receipt where ${sql.ref(column)}::text = ${id}`.execute(
        node.store.db,
      )
    ).rows[0]?.n ?? 0;
  return [await count(down, 'id'), await count(up, 'nonce')];
}

/** The link's own first word gets through, the answer to what waited does not. */
function answersLost(): () => LineManner {
  let turn = 0;
  return () => ((turn += 1) % 2 === 1 ? 'open' : 'swallow');
}

async function codeOf(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => 'none',
    (problem: unknown) => (problem as { code?: string }).code ?? String(problem),
  );
}

test('断线时收下，恢复后办一次：行、凭证、双方签名的话都和当场调用一样', async () => {
  at.rising.manner = () => 'cut';
  expect(await codeOf(down.lake.call(signed('key=k03'), grantOf))).toBe('lake.linkDown');
  const id = await later('key=k03');
  await down.lake.links.retryNow(at.atDown);
  expect(await result(id)).toMatchObject({ state: 'waiting', answer: null });
  expect(await receipts(id)).toEqual([0, 0]);
  at.rising.manner = () => 'open';
  const done = await settle(id, 'answered');
  expect(done.answer).toEqual({ rows: [{ id: 'k03', name: '名3' }], next: null });
  expect(await receipts(id)).toEqual([1, 1]);
  const [here] = (await down.lake.links.calls(contract)).filter((call) => call.id === id);
  const [there] = (await up.lake.links.calls(contract)).filter((call) => call.id === id);
  expect(here?.theirs).toEqual(there?.ours);
  expect(callsAgree(here?.ours.statement ?? '', there?.ours.statement ?? '')).toBe(true);
  expect(await result(id)).toEqual(done);
});

test('应答丢失、截断、重复、拖延：三十次排队，每次恰好一份凭证，额度不多扣', async () => {
  const manners: readonly LineManner[] = ['swallow', 'truncate', 'twice', 'delay', 'cut', 'open'];
  let turn = 0;
  const before = await usage();
  at.rising.manner = () => manners[(turn += 1) % manners.length] ?? 'open';
  const ids: string[] = [];
  for (let number = 0; number < 30; number += 1)
    ids.push(await later(`key=k${String(number).padStart(2, '0')}`));
  await vi.waitFor(
    async () => {
      await down.lake.links.retryNow(at.atDown);
      const waiting = (await down.lake.laterCalls(contract)).filter(({ state }) => state === 'waiting');
      expect(waiting).toEqual([]);
    },
    { timeout: 100_000, interval: 20 },
  );
  at.rising.manner = () => 'open';
  for (const [number, id] of ids.entries()) {
    expect((await result(id)).answer?.rows).toEqual([
      { id: `k${String(number).padStart(2, '0')}`, name: `名${number}` },
    ]);
    expect(await receipts(id), id).toEqual([1, 1]);
  }
  expect((await usage()) - before).toBe(30);
  expect(at.rising.seen.swallow + at.rising.seen.truncate + at.rising.seen.twice).toBeGreaterThan(5);
}, 120_000);

async function usage(): Promise<number> {
  const found = await sql<{ n: number }>`select coalesce(sum(calls), 0)::int as n from lake_usage
    where contract = ${contract}`.execute(up.store.db);
  return found.rows[0]?.n ?? 0;
}

test('办到一半死掉：凭证已有而应答没有送出的，再问得到同一份，不多一份凭证', async () => {
  at.rising.manner = answersLost();
  const id = await later('size=3');
  await vi.waitFor(
    async () => {
      await down.lake.links.retryNow(at.atDown);
      expect((await receipts(id))[1]).toBe(1);
    },
    { timeout: 20_000, interval: 100 },
  );
  // The word that goes with the receipt was never written.
  await sql`delete from lake_link_call where id = ${id}`.execute(up.store.db);
  at.rising.manner = () => 'open';
  expect((await settle(id, 'answered')).answer?.rows).toHaveLength(3);
  expect(await receipts(id)).toEqual([1, 1]);
  const there = (await up.lake.links.calls(contract)).filter((call) => call.id === id);
  expect(there).toHaveLength(1);
});

test('答复备好、还没有送到时又有脱敏策略生效：这份答复不再送出，重新调用得到脱敏的', async () => {
  at.rising.manner = answersLost();
  const id = await later('key=k01');
  await vi.waitFor(
    async () => {
      await down.lake.links.retryNow(at.atDown);
      expect((await receipts(id))[1]).toBe(1);
    },
    { timeout: 20_000, interval: 100 },
  );
  const covers = coversOf(up.store);
  await covers.bind(async () => [namePolicy(grant.dataset)]);
  try {
    at.rising.manner = () => 'open';
    expect(await settle(id, 'refused')).toMatchObject({ code: 'lake.laterCovered', answer: null });
    const again = await settle(await later('key=k01'), 'answered');
    expect(again.answer?.rows).toEqual([{ id: 'k01', name: '***' }]);
  } finally {
    await covers.bind(async () => []);
  }
});

test('重放、伪造、别的应用或合同、写坏的查询，都拒绝', async () => {
  const nonce = randomBytes(16).toString('hex');
  const id = await later('key=k01', { nonce });
  // Whoever overheard it does not get at once what was asked for later.
  expect(await codeOf(down.lake.call(signed('key=k01', { nonce }), grantOf))).toBe('lake.replayed');
  expect(await codeOf(later('key=k02', { nonce }))).toBe('lake.replayed');
  await settle(id, 'answered');
  expect(await codeOf(later('key=k02', { nonce }))).toBe('lake.replayed');
  expect(await codeOf(down.lake.callLater({ ...signed('key=k01'), signature: '0'.repeat(64) }))).toBe(
    'lake.badSignature',
  );
  expect(await codeOf(later('size=100000'))).toBe('lake.badQuery');
  const fetch = (query: string, more: Partial<SignedCall> = {}) =>
    codeOf(down.lake.fetchLater(signed(query, more)));
  expect(await fetch(`result=${id}`)).toBe('none');
  expect(await fetch(`result=${id}`, { contract: newId() })).toBe('lake.laterMissing');
  expect(await fetch(`result=${newId()}`)).toBe('lake.laterMissing');
  expect(await fetch('result=all')).toBe('lake.laterQuery');
  expect(await codeOf(down.lake.fetchLater({ ...signed(`result=${id}`), signature: '0'.repeat(64) }))).toBe(
    'lake.badSignature',
  );
});

test('合同已撤销、额度已满：恢复后得到对方的理由，不给数据', async () => {
  at.rising.manner = () => 'cut';
  const ended = await later('key=k05');
  revoked = true;
  at.rising.manner = () => 'open';
  expect(await settle(ended, 'refused')).toMatchObject({ code: 'lake.linkPurpose', answer: null });
  revoked = false;
  quota = 0;
  const over = await later('key=k06');
  expect(await settle(over, 'refused')).toMatchObject({ code: 'lake.overQuota', answer: null });
});

test('过期没办的就过期；办过而应答丢了的，过期后仍取得那一份；结果到期销毁', async () => {
  at.rising.manner = answersLost();
  const served = await later('key=k07');
  await vi.waitFor(
    async () => {
      await down.lake.links.retryNow(at.atDown);
      expect((await receipts(served))[1]).toBe(1);
    },
    { timeout: 20_000, interval: 100 },
  );
  at.rising.manner = () => 'cut';
  await down.lake.links.retryNow(at.atDown);
  const never = await later('key=k08');
  await down.lake.links.deliver(at.atDown);
  await sql`update lake_link_later set expires_at = expires_at - interval '73 hours'
    where state = 'waiting'`.execute(down.store.db);
  at.rising.manner = () => 'open';
  await down.lake.links.deliverDue();
  expect(await settle(never, 'expired')).toMatchObject({ code: 'lake.laterExpired', answer: null });
  expect((await settle(served, 'answered')).answer?.rows).toHaveLength(1);
  expect(await receipts(never)).toEqual([0, 0]);
  await sql`update lake_link_later set ended_at = ended_at - interval '15 days'`.execute(down.store.db);
  await sql`update lake_link_answer set kept_until = kept_until - interval '30 days'`.execute(up.store.db);
  await down.lake.links.deliverDue();
  await up.lake.links.deliverDue();
  expect(await result(served)).toMatchObject({ state: 'answered', answer: null });
  const left = await sql`select 1 from lake_link_answer`.execute(up.store.db);
  expect(left.rows).toEqual([]);
});

/** Receipts of calls: what is refused uses nothing up, and what is left after pruning keeps its place in the log. */
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { sql } from '../../../store/index.ts';
import { verifyProof } from '../../../trust/proof/verify-proof.ts';
import { textToSign } from '../../signed-call.ts';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';
import { moveFormerReceipts, pruneReceipts, ReceiptMonths } from './receipt-months.ts';

let city: TestLake;
let dataset = '';
let key = '';
const [app, contract] = [newId(), newId()];
beforeAll(async () => {
  city = await openTestLake();
  const plan = await city.planOf('code,name\nA,甲\nB,乙\nC,丙\n', [
    { name: 'code', source: 'code', title: '代码', type: 'text', key: true },
    { name: 'name', source: 'name', title: '名称', type: 'text' },
  ]);
  ({ dataset } = plan);
  await city.lake.load(plan, 'tester');
  await city.lake.serve(dataset);
  key = await city.lake.issueKey(app);
});
afterAll(() => {
  vi.useRealTimers();
  return city.close();
});

function call(query: string, callsPerDay = 1000) {
  const unsigned = {
    app,
    contract,
    at: city.store.clock.now().toISOString(),
    nonce: randomBytes(16).toString('hex'),
    query,
  };
  const signature = createHmac('sm3', key).update(textToSign(unsigned)).digest('hex');
  return city.lake.call({ ...unsigned, signature }, async () => ({
    department: '甲局',
    provider: '乙局',
    dataset,
    purpose: '核验',
    fields: [{ name: 'name', masked: false }],
    rows: {},
    callsPerDay,
  }));
}

async function prove(id: string) {
  // A transaction of another test on the same server may hold back the sealing.
  const isSealed = async () => {
    await city.lake.sealReceipts();
    return city.lake.receipt(id).then(
      () => true,
      () => false,
    );
  };
  await expect.poll(isSealed, { timeout: 30_000 }).toBe(true);
  const receipt = await city.lake.receipt(id);
  const verdict = verifyProof(JSON.stringify(receipt), await city.trust.publicKeys());
  return [verdict.outcome, (JSON.parse(receipt.statement) as { id: string }).id];
}

test('超过额度的调用不算用量，也不算行数', async () => {
  expect((await call('size=2', 1)).rows).toHaveLength(2);
  const over = await Promise.all(
    [1, 2].map(() => call('size=3', 1).catch((problem: { code: string }) => problem.code)),
  );
  expect(over).toEqual(['lake.overQuota', 'lake.overQuota']);
  const used = await city.lake.usage([contract], '2020-01-01');
  expect(used).toMatchObject([{ calls: 1, rows: 2 }]);
  const calls = await city.lake.calls({ contracts: [contract], size: 10 });
  expect(calls.map(({ outcome, rows }) => `${outcome} ${rows}`).toSorted()).toEqual([
    'over-quota 0',
    'over-quota 0',
    'served 2',
  ]);
});

test('旧月份整月清除后，留下的凭证仍在原来的叶上', async () => {
  const months = new ReceiptMonths(city.store.db);
  const old = await call('key=A');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 400 * 86_400_000 });
  const kept = [await call('key=B'), await call('key=C')];
  const before = await Promise.all(kept.map(({ receipt }) => prove(receipt)));
  expect(before.map(([outcome]) => outcome)).toEqual(['proven', 'proven']);
  expect(await pruneReceipts(city.store, months)).toBe(1);
  await expect(city.lake.receipt(old.receipt)).rejects.toMatchObject({ code: 'lake.noReceipt' });
  expect(await Promise.all(kept.map(({ receipt }) => prove(receipt)))).toEqual(
    kept.map(({ receipt }) => ['proven', receipt]),
  );
  // Seals of before have no positions.
  await sql`alter table lake_call_seal disable trigger user`.execute(city.store.db);
  await sql`update lake_call_seal set positions = null`.execute(city.store.db);
  expect(await Promise.all(kept.map(({ receipt }) => prove(receipt)))).toEqual(
    kept.map(({ receipt }) => ['proven', receipt]),
  );
  await sql`alter table lake_call_seal enable trigger user`.execute(city.store.db);
  const nonces = await sql<{ n: number }>`select count(*)::int as n from lake_nonce`.execute(city.store.db);
  expect(nonces.rows[0]?.n).toBe(2);
});

test('从前放在一张表里的凭证搬进各月，照样能证', async () => {
  const done = await call('key=A');
  const expected = await prove(done.receipt);
  await sql`create table lake_call as select * from lake_receipt`.execute(city.store.db);
  await sql.raw('alter table lake_receipt disable trigger user').execute(city.store.db);
  await sql`truncate lake_receipt, lake_nonce`.execute(city.store.db);
  await sql.raw('alter table lake_receipt enable trigger user').execute(city.store.db);
  await moveFormerReceipts(city.store, new ReceiptMonths(city.store.db));
  expect(await prove(done.receipt)).toEqual(expected);
  expect((await call('key=B')).rows).toHaveLength(1);
});

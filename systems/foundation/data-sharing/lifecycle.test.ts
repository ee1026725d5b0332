/** How contracts end and go on: by their last day, by the user, by renewal; and what is left of them in departments' tables. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bureau, openPostgresBureau } from '../../../engines/lake/server/test-support/bureaus.ts';
import { lake, links } from '../../../engines/lake/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { sql } from '../../../engines/store/index.ts';
import { agreement } from './registers/agreement.ts';
import { push } from './registers/push.ts';
import { expireAgreements } from './server/expire-agreements.ts';
import { pushDue, pushNightly } from './server/pushes.ts';
import { tidyServing } from './server/serve-agreements.ts';
import { openSharing, type Sharing } from './test-support/open-sharing.ts';

let sharing: Sharing;
const day = 24 * 3_600_000;
beforeAll(async () => {
  sharing = await openSharing();
}, 240_000);
afterAll(() => sharing.close());

async function row(id: string) {
  const { city } = sharing;
  return city.services.use(registers).of(agreement).trusted.find(city.store.db, id);
}

async function tell(title: string): Promise<number> {
  const found = await sql<{
    n: number;
  }>`select count(*)::int as n from messages_notice where title like ${title}`.execute(sharing.city.store.db);
  return found.rows[0]?.n ?? 0;
}

async function renew(id: string, until: string) {
  const user = await sharing.user();
  return user.post('/api/flow/cases/data-sharing.renewal', {
    values: { agreement: id, reason: '仍需核验', until },
  });
}

test('到期前提醒双方一次；过了最后一天，夜间记为“到期”，当时调用的立即记', async () => {
  const { city, makeContract, call } = sharing;
  const [soon, later, used] = [
    await makeContract({ until: '2026-12-01' }),
    await makeContract({ until: '2027-12-31' }),
    await makeContract({ until: '2026-12-01' }),
  ];
  expect(await expireAgreements(city.services)).toBe(0);
  expect(await expireAgreements(city.services)).toBe(0);
  expect(await tell('共享合同%将于2026-12-01到期')).toBe(4);
  expect((await call(soon, 'size=1')).statusCode).toBe(200);
  city.clock.advance(30 * day);
  expect((await call(used, 'size=1')).json()).toMatchObject({ code: 'data-sharing.notInForce' });
  expect((await row(used))?.status).toBe('expired');
  expect(await expireAgreements(city.services)).toBe(1);
  expect([(await row(soon))?.status, (await row(later))?.status]).toEqual(['expired', 'active']);
  expect(await tell('共享合同%已到期')).toBe(4);
  const authority = await sharing.authority();
  const back = await authority.post(`/api/data-sharing/agreements/${soon}/status`, {
    status: 'active',
    reason: '恢复',
  });
  expect(back.json()).toMatchObject({ code: 'data-sharing.closed' });
});

test('续期：附使用情况，提供部门同意后延长；到期的恢复有效；到期太久、日期不晚于原期限的不行', async () => {
  const { city, makeContract, call } = sharing;
  const today = city.clock.now().toISOString().slice(0, 10);
  const id = await makeContract({ until: today, callsPerDay: 5 });
  expect((await call(id, 'size=2')).statusCode).toBe(200);
  const use = await (await sharing.user()).get(`/api/data-sharing/agreements/${id}/use`);
  expect(use.json()).toMatchObject({ calls: 1, rows: 2, days: 1, mayRenew: true });
  city.clock.advance(2 * day);
  await expireAgreements(city.services);
  expect((await renew(id, today)).json()).toMatchObject({ code: 'data-sharing.untilPast' });
  const opened = await renew(id, '2028-12-31');
  expect(opened.statusCode, opened.body).toBeLessThan(300);
  const { id: asked } = opened.json<{ id: string }>();
  const provider = await sharing.provider();
  const read = await provider.get(`/api/registers/rows/data-sharing.renewal/${asked}`);
  expect(read.json<{ row: object }>().row).toMatchObject({ usedCalls: 1, usedRows: 2, formerUntil: today });
  const agreed = await provider.post(`/api/flow/cases/data-sharing.renewal/${asked}/acts`, {
    version: read.json<{ row: { version: number } }>().row.version,
    action: 'agree',
    values: { until: '2028-06-30' },
  });
  expect(agreed.statusCode, agreed.body).toBe(200);
  expect(await row(id)).toMatchObject({ status: 'active', until: '2028-06-30', callsPerDay: 5 });
  expect((await call(id, 'size=2')).statusCode).toBe(200);
  const old = await makeContract({ until: '2026-01-01', status: 'expired' });
  expect((await renew(old, '2028-12-31')).json()).toMatchObject({ code: 'data-sharing.notRenewable' });
});

test('使用部门自己可以终止，提供部门不能替它终止；最后一份合同终止后不再留服务副本和索引', async () => {
  const { city, makeContract, call, dataset } = sharing;
  const id = await makeContract({ rows: { town: ['文峰街道'] } });
  const path = `/api/data-sharing/agreements/${id}/end`;
  expect((await (await sharing.provider()).post(path, { reason: '不用了' })).statusCode).toBe(403);
  expect((await (await sharing.user()).post(path, { reason: '职责调整' })).statusCode).toBe(200);
  expect((await call(id, 'size=1')).json()).toMatchObject({ code: 'data-sharing.notInForce' });
  const all = await city.services
    .use(registers)
    .of(agreement)
    .trusted.findMany(city.store.db, { limit: 500 });
  const authority = await sharing.authority();
  for (const each of all.filter((one) => one.dataset === dataset && one.status === 'active'))
    await authority.post(`/api/data-sharing/agreements/${each.id}/status`, {
      status: 'revoked',
      reason: '清理',
    });
  await city.store.drain();
  await expect.poll(() => city.services.use(lake).isServed(dataset), { timeout: 30_000 }).toBe(false);
  // The index was made by a job, which may still be at it.
  await expect.poll(() => tidyServing(city.services), { timeout: 30_000 }).toBeGreaterThanOrEqual(0);
  const left = await sql<{
    n: number;
  }>`select count(*)::int as n from lake_served where dataset = ${dataset}`.execute(city.store.db);
  expect(left.rows[0]?.n).toBe(0);
});

test('撤销后清不掉的库表：每天再试，写明原因，告诉管理部门，使用部门可以立即再试', async () => {
  const { city, makeContract } = sharing;
  const id = await makeContract();
  let bureau: Bureau | undefined = await openPostgresBureau();
  try {
    await city.store.transaction((work) => city.store.settings.change(work, 'lake.own-server', 1));
    const user = await sharing.user();
    const made = await user.post(`/api/data-sharing/agreements/${id}/pushes`, {
      ...bureau.connection,
      secret: bureau.secret,
      table: 'firms',
    });
    expect(made.statusCode, made.body).toBe(200);
    const { id: pushId } = made.json<{ id: string }>();
    const state = () => city.services.use(registers).of(push).trusted.find(city.store.db, pushId);
    const until = async (status: string) =>
      expect
        .poll(
          async () => {
            await pushDue(city.services);
            return (await state())?.status;
          },
          { timeout: 50_000 },
        )
        .toBe(status);
    await until('current');
    // The table is no longer the one that was made: nobody may be emptied by mistake.
    await bureau.run("comment on table firms is '改过'");
    const authority = await sharing.authority();
    await authority.post(`/api/data-sharing/agreements/${id}/status`, {
      status: 'revoked',
      reason: '职责调整',
    });
    await expect
      .poll(
        async () => {
          await pushDue(city.services);
          return (await state())?.problem;
        },
        { timeout: 50_000 },
      )
      .toMatch(/firms/);
    const stuck = await state();
    expect(stuck?.status).toBe('clearing');
    expect(Date.parse(stuck?.nextAt ?? '') - city.clock.now().getTime()).toBeGreaterThan(23 * 3_600_000);
    expect(await tell('合同已终止，库表“firms”还没有清除')).toBeGreaterThanOrEqual(2);
    // Left by an earlier version: without a turn for ever.
    await city.store.transaction(async (work) => {
      const { trusted } = city.services.use(registers).of(push);
      const row = await trusted.lock(work, pushId);
      if (row !== undefined) await trusted.update(work, 'tester', row, { nextAt: null });
    });
    await pushNightly(city.services);
    expect((await state())?.nextAt).not.toBeNull();
    await bureau.run(`comment on table firms is 'city-agreement:${id}'`);
    const refused = await user.post(`/api/data-sharing/pushes/${pushId}/acts`, { act: 'push' });
    expect(refused.json()).toMatchObject({ code: 'data-sharing.pushOver' });
    expect((await user.post(`/api/data-sharing/pushes/${pushId}/acts`, { act: 'clear' })).statusCode).toBe(
      200,
    );
    await until('cleared');
    expect(await bureau.run('select * from firms')).toEqual([]);
  } finally {
    await bureau?.close();
    bureau = undefined;
  }
});

test('凭证可按应用、部门、合同、结果、日期和编号检索；只看得到自己的，审计人看得到全部', async () => {
  const { makeContract, call, city } = sharing;
  const id = await makeContract({ callsPerDay: 1 });
  const { receipt } = (await call(id, 'size=2')).json<{ receipt: string }>();
  expect((await call(id, 'size=2')).statusCode).toBe(429);
  const user = await sharing.user();
  const find = async (who: typeof user, query: string) => {
    const reply = await who.get(`/api/data-sharing/receipts?${query}`);
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json<{ receipts: { id: string; outcome: string; contract: string }[]; all: boolean }>();
  };
  const today = new Date(city.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  expect((await find(user, `contract=${id}`)).receipts).toHaveLength(2);
  expect((await find(user, `contract=${id}&outcome=over-quota`)).receipts).toHaveLength(1);
  expect((await find(user, `contract=${id}&from=${today}&to=${today}`)).receipts).toHaveLength(2);
  expect((await find(user, `contract=${id}&to=2026-01-01`)).receipts).toHaveLength(0);
  expect((await find(user, `contract=${id}&application=${encodeURIComponent('没有')}`)).receipts).toEqual([]);
  expect((await find(user, `contract=${id}&department=city-market-supervision`)).receipts).toHaveLength(2);
  expect((await find(user, `receipt=${receipt}`)).receipts).toMatchObject([{ id: receipt, contract: id }]);
  const stranger = await city.as('data-3');
  const strangers = await stranger.get(`/api/data-sharing/receipts?receipt=${receipt}`);
  expect(strangers.statusCode === 403 || strangers.json<{ receipts: [] }>().receipts.length === 0).toBe(true);
  expect((await find(await sharing.authority(), `receipt=${receipt}`)).all).toBe(true);
  expect((await find(user, `receipt=${receipt}`)).all).toBe(false);
});

test('本平台数据的排队调用：收下，随后办一次，应用取得结果，两部门看得见；没办之前撤销的合同不给数据', async () => {
  const { city, makeContract, call } = sharing;
  const id = await makeContract();
  const fetch = async (kept: string) =>
    (await call(id, `result=${kept}`, 'later/result')).json<{
      state: string;
      code: string | null;
      rows: object[] | null;
      receipt: string | null;
    }>();
  const taken = await call(id, 'size=2', 'later');
  expect(taken.statusCode, taken.body).toBe(200);
  const first = taken.json<{ id: string }>().id;
  await expect.poll(async () => (await fetch(first)).state, { timeout: 30_000 }).toBe('answered');
  const now = (await call(id, 'size=2')).json<{ rows: object[] }>();
  expect(await fetch(first)).toMatchObject({ rows: now.rows, receipt: first });
  // Nothing to serve from in this moment: it waits.
  await city.store.transaction((work) => city.services.use(lake).endServing(work, sharing.dataset));
  const waiting = (await call(id, 'size=2', 'later')).json<{ id: string }>().id;
  await city.services.use(links).deliverDue();
  expect(await fetch(waiting)).toMatchObject({ state: 'waiting', rows: null });
  const authority = await sharing.authority();
  const revoked = await authority.post(`/api/data-sharing/agreements/${id}/status`, {
    status: 'revoked',
    reason: '职责调整',
  });
  expect(revoked.statusCode, revoked.body).toBe(200);
  await sql`update lake_link_later set claimed_until = null`.execute(city.store.db);
  await city.services.use(links).deliverDue();
  await expect
    .poll(() => fetch(waiting), { timeout: 30_000 })
    .toMatchObject({ state: 'refused', code: 'data-sharing.notInForce', rows: null, receipt: null });
  expect((await call(id, 'size=2', 'later')).json()).toMatchObject({ code: 'data-sharing.notInForce' });
  const user = await sharing.user();
  const seen = (await user.get(`/api/data-sharing/agreements/${id}/later`)).json<{
    calls: { id: string; state: string }[];
  }>();
  expect(seen.calls.map((each) => `${each.id} ${each.state}`)).toEqual([
    `${waiting} refused`,
    `${first} answered`,
  ]);
});

test('换发密钥：旧密钥在过渡期内还能用，选择立即作废的当即失效', async () => {
  const { makeContract, call, app } = sharing;
  const id = await makeContract();
  const user = await sharing.user();
  const issue = (body: object) => user.post(`/api/data-sharing/applications/${app}/key`, body);
  expect((await issue({})).json()).toMatchObject({ overlapHours: 24 });
  expect((await call(id, 'size=1')).statusCode).toBe(200);
  expect((await issue({ atOnce: true })).json()).toMatchObject({ overlapHours: 0 });
  await expect.poll(async () => (await call(id, 'size=1')).statusCode, { timeout: 10_000 }).toBe(401);
});

/** Until the last seal each of both takes back his word on a longer term: the former words stand alone, nothing sealed is lost, and the other hears of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../../test/support/city.ts';
import { sql } from '../../../engines/store/index.ts';
import type { AccordView } from './accord-routes.ts';
import { expireAgreements } from './server/expire-agreements.ts';
import { lapsePastRenewals } from './server/end-renewals.ts';
import {
  accordOf,
  answersOf,
  authority,
  base,
  call,
  city,
  codeOf,
  ecology,
  grade,
  makeContract,
  market,
  openAccordCity,
  readRow,
  renew,
  signIn,
} from './test-support/accord-city.ts';

beforeAll(openAccordCity, 240_000);
afterAll(() => city.close());

async function stepRenewal(who: Caller, id: string, action: string, opinion?: string): Promise<string> {
  const { version } = (await readRow(ecology, 'data-sharing.renewal', id)) as unknown as { version: number };
  const reply = await who.post(`/api/flow/cases/data-sharing.renewal/${id}/acts`, {
    version,
    action,
    ...(opinion === undefined ? {} : { opinion }),
  });
  return reply.statusCode === 200 ? 'none' : reply.json<{ code: string }>().code;
}

async function told(words: string): Promise<number> {
  await city.store.drain();
  const found = await sql<{ n: number }>`
    select count(distinct title || link)::int as n from messages_notice where title like ${words}`.execute(
    city.store.db,
  );
  return found.rows[0]?.n ?? 0;
}

test('续签签齐前任一方可以撤回：原协议、原期限、原额度不变，对方收到通知；撤回的用印留着；再续另编号；签齐后不能撤回', async () => {
  const contract = await makeContract('2027-08-31');
  const at = `/agreements/${contract}/accord`;
  const first = await accordOf(ecology, contract);
  const assess = async (accord: AccordView) =>
    codeOf(authority, `/agreements/${contract}/assessments`, {
      answers: answersOf(accord),
      opinion: '已逐项核对',
    });
  const sealAll = async (accord: AccordView, roles: readonly string[]) => {
    for (const [who, role] of [
      [authority, 'platform'],
      [ecology, 'consumer'],
      [market, 'provider'],
    ] as const)
      if (roles.includes(role))
        expect(await codeOf(who, `${at}/seals`, { role, digest: accord.digest })).toBe('none');
  };
  await assess(first);
  await sealAll(first, ['platform', 'consumer', 'provider']);
  const before = await accordOf(ecology, contract);
  const caseOf = async () => (await accordOf(ecology, contract)).renewal ?? '';
  const stands = { status: 'active', until: '2027-08-31', callsPerDay: 5 };

  // The owner takes back his word when two have sealed already.
  city.clock.advance(1000);
  expect(await renew(contract, '2028-08-31')).toBe('none');
  const asked = await caseOf();
  const next = await accordOf(ecology, contract);
  await assess(next);
  await sealAll(next, ['platform', 'consumer']);
  expect(await readRow(ecology, 'data-sharing.renewal', asked)).toMatchObject({
    stage: 'sealing',
    status: 'open',
  });
  expect(await stepRenewal(ecology, asked, 'retract', '不该我说')).not.toBe('none');
  expect(await stepRenewal(await city.as('data-3'), asked, 'verb.withdraw')).not.toBe('none');
  expect(await stepRenewal(market, asked, 'retract')).not.toBe('none');
  expect(await stepRenewal(market, asked, 'retract', '使用范围要重新商定')).toBe('none');
  expect(await readRow(ecology, 'data-sharing.renewal', asked)).toMatchObject({ outcome: 'retracted' });
  const back = await accordOf(ecology, contract);
  expect({ ...back, former: [] }).toEqual({ ...before, former: [] });
  expect(back.former).toMatchObject([
    {
      number: next.number,
      effectiveAt: null,
      roles: ['platform', 'consumer'],
      withdrawnAt: expect.any(String),
    },
  ]);
  expect(await readRow(ecology, 'data-sharing.agreement', contract)).toMatchObject(stands);
  expect(await call(contract)).toBe('none');
  expect(await codeOf(market, `${at}/seals`, { role: 'provider', digest: next.digest })).toBe(
    'data-sharing.accordOver',
  );
  const kept = await ecology.get(`${base}${at}/sealed/consumer?number=${encodeURIComponent(next.number)}`);
  expect(kept.statusCode).toBe(200);
  expect(await told('共享合同%的续期已由提供部门撤回')).toBe(1);

  // The asker takes back his, and no number is given twice.
  expect(await renew(contract, '2028-08-31')).toBe('none');
  const again = await accordOf(ecology, contract);
  expect(again.number).not.toBe(next.number);
  expect(again.former.map(({ number }) => number)).toEqual([first.number, next.number]);
  expect(await stepRenewal(ecology, await caseOf(), 'verb.withdraw', '改用别的数据')).toBe('none');
  expect((await accordOf(ecology, contract)).number).toBe(first.number);
  expect(await told('共享合同%的续期已由使用部门撤回')).toBe(1);

  // Before the owner decides it is only his case that goes; words of another renewal stay.
  const open = async () =>
    (
      await ecology.post('/api/flow/cases/data-sharing.renewal', {
        values: { agreement: contract, reason: '仍在核验', until: '2028-09-30' },
      })
    ).json<{ id: string }>().id;
  const [waiting, other] = [await open(), await open()];
  expect(await stepRenewal(market, waiting, 'agree')).toBe('none');
  expect(await stepRenewal(ecology, other, 'verb.withdraw', '重复提交')).toBe('none');
  expect(await caseOf()).toBe(waiting);

  // With the last seal the time for it is over.
  const last = await accordOf(ecology, contract);
  city.clock.advance(1000);
  await assess(last);
  await sealAll(last, ['platform', 'consumer', 'provider']);
  expect(await readRow(ecology, 'data-sharing.renewal', waiting)).toMatchObject({ outcome: 'renewed' });
  expect(await stepRenewal(ecology, waiting, 'verb.withdraw', '太晚了')).not.toBe('none');
  expect(await readRow(ecology, 'data-sharing.agreement', contract)).toMatchObject({ until: '2028-09-30' });
  expect((await accordOf(ecology, contract)).former.at(0)?.number).toBe(first.number);

  // A contract that is revoked takes the renewal that waits for seals with it.
  expect(await renew(contract, '2029-09-30')).toBe('none');
  const lapsing = await caseOf();
  const revoked = { status: 'revoked', reason: '用途结束' };
  expect(await codeOf(authority, `/agreements/${contract}/status`, revoked)).toBe('none');
  await city.store.drain();
  expect(await readRow(ecology, 'data-sharing.renewal', lapsing)).toMatchObject({ outcome: 'lapsed' });
}, 120_000);

test('原来没有三方协议的合同，续签撤回后照旧；暂停后可以恢复，再续不当作续签', async () => {
  await grade('general-2');
  const contract = await makeContract('2027-08-31');
  expect((await ecology.get(`${base}/agreements/${contract}/accord`)).json()).toEqual({ accord: null });
  await grade('important');
  expect(await renew(contract, '2028-08-31')).toBe('none');
  const asked = (await accordOf(ecology, contract)).renewal ?? '';
  expect(await stepRenewal(ecology, asked, 'verb.withdraw', '不需要了')).toBe('none');
  expect(await accordOf(ecology, contract)).toMatchObject({ stage: 'withdrawn', renewal: null });
  expect(await call(contract)).toBe('none');
  for (const status of ['suspended', 'active'])
    expect(await codeOf(authority, `/agreements/${contract}/status`, { status, reason: '核对' })).toBe(
      'none',
    );
  expect(await renew(contract, '2028-08-31')).toBe('none');
  const words = await accordOf(ecology, contract);
  expect(words.former.map(({ withdrawnAt }) => withdrawnAt !== null)).toEqual([true]);
  expect(words.body).not.toContain('本协议续签编号');
  await grade('general-2');
}, 120_000);

test('到了申请的日期仍未签齐的续期作废：原协议照旧，三方收到通知，宽限期内可以再续', async () => {
  await grade('important');
  const contract = await makeContract('2026-12-31');
  const first = await accordOf(ecology, contract);
  const assess = { answers: answersOf(first), opinion: '已逐项核对' };
  await codeOf(authority, `/agreements/${contract}/assessments`, assess);
  for (const [who, role] of [
    [authority, 'platform'],
    [ecology, 'consumer'],
    [market, 'provider'],
  ] as const)
    await codeOf(who, `/agreements/${contract}/accord/seals`, { role, digest: first.digest });
  city.clock.advance(1000);
  expect(await renew(contract, '2027-01-10')).toBe('none');
  const asked = (await accordOf(ecology, contract)).renewal ?? '';
  city.clock.advance(Date.parse('2027-01-10T12:00:00+08:00') - city.clock.now().getTime());
  await expireAgreements(city.services);
  expect(await lapsePastRenewals(city.services)).toBe(0);
  city.clock.advance(86_400_000);
  expect(await lapsePastRenewals(city.services)).toBe(1);
  expect(await lapsePastRenewals(city.services)).toBe(0);
  await signIn();
  expect(await readRow(ecology, 'data-sharing.renewal', asked)).toMatchObject({ outcome: 'lapsed' });
  expect(await accordOf(ecology, contract)).toMatchObject({ number: first.number, stage: 'expired' });
  expect(await told('共享合同%的续期到期未签齐，已作废')).toBe(1);
  expect(await renew(contract, '2027-08-31')).toBe('none');
}, 120_000);

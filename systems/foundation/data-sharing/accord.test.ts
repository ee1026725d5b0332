/** Important data is given under three seals only: the contract waits for an assessment and for each organ's own seal, and every copy proves itself. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../../test/support/city.ts';
import { sm3, toHex } from '../../../engines/trust/index.ts';
import { trust } from '../../../engines/trust/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { resource } from '../data-catalogue/contract.ts';
import type { AccordView } from './accord-routes.ts';
import { expireAgreements } from './server/expire-agreements.ts';
import {
  accordOf,
  answersOf,
  authority,
  base,
  call,
  city,
  codeOf,
  ecology,
  list,
  makeContract,
  market,
  openAccordCity,
  readRow,
  renew,
  signIn,
} from './test-support/accord-city.ts';

beforeAll(openAccordCity, 240_000);
afterAll(() => city.close());

test('重要数据的合同待签署：没有评估不能用印，三方全部用印才生效，之前一次也调不到', async () => {
  const contract = await makeContract('2027-12-31');
  expect(await readRow(ecology, 'data-sharing.agreement', contract)).toMatchObject({ status: 'pending' });
  const accord = await accordOf(ecology, contract);
  expect(accord).toMatchObject({
    stage: 'waiting',
    grade: 'important',
    needsAssessment: true,
    assessment: null,
  });
  expect(accord.body).toContain('核验申请单位是否存续 {number}');
  const above = accord.body.split('\n').slice(0, -1).join('\n');
  expect(toHex(sm3(new TextEncoder().encode(above)))).toBe(accord.digest);
  const seal = (who: Caller, role: string, digest = accord.digest) =>
    codeOf(who, `/agreements/${contract}/accord/seals`, { role, digest });
  const resume = (status: string) =>
    codeOf(authority, `/agreements/${contract}/status`, { status, reason: '试一试' });

  expect(await call(contract)).toBe('data-sharing.notInForce');
  expect(await resume('active')).toBe('data-sharing.unsealed');
  expect(await seal(ecology, 'consumer')).toBe('data-sharing.notAssessed');
  expect(await codeOf(ecology, `/agreements/${contract}/assessments`, { answers: [], opinion: '可以' })).toBe(
    'city.forbidden',
  );
  const assess = (answers: object[]) =>
    codeOf(authority, `/agreements/${contract}/assessments`, { answers, opinion: '已逐项核对' });
  expect(await assess(answersOf(accord).slice(1))).toBe('data-sharing.badAnswers');
  expect(await assess(answersOf(accord, 'minimum'))).toBe('none');
  expect(await seal(ecology, 'consumer')).toBe('data-sharing.notAssessed');
  city.clock.advance(1000);
  expect(await assess(answersOf(accord, 'deletion'))).toBe('none');
  expect((await accordOf(ecology, contract)).assessment).toMatchObject({ conclusion: 'pass' });

  expect(await seal(ecology, 'consumer', 'ab'.repeat(32))).toBe('data-sharing.otherText');
  expect(await seal(ecology, 'provider')).toBe('city.forbidden');
  expect(await seal(ecology, 'consumer')).toBe('none');
  expect(await seal(ecology, 'consumer')).toBe('data-sharing.sealedAlready');
  expect(await seal(authority, 'platform')).toBe('none');
  expect((await accordOf(market, contract)).stage).toBe('signing');
  // No way around the third seal.
  expect(await resume('suspended')).toBe('none');
  expect(await resume('active')).toBe('data-sharing.unsealed');
  expect(await call(contract)).toBe('data-sharing.notInForce');
  expect(await seal(market, 'provider')).toBe('none');
  expect((await accordOf(market, contract)).stage).toBe('effective');
  expect(await call(contract)).toBe('data-sharing.notInForce');
  expect(await resume('active')).toBe('none');
  expect(await call(contract)).toBe('none');
}, 60_000);

test('每份用印的协议都能离线核验：一改就不成立；没用印的没有文件；撤销即解除', async () => {
  const contract = await makeContract('2027-12-31');
  const accord = await accordOf(ecology, contract);
  await authority.post(`${base}/agreements/${contract}/assessments`, {
    answers: answersOf(accord),
    opinion: '已逐项核对',
  });
  const at = `/agreements/${contract}/accord`;
  const none = await ecology.get(`${base}${at}/sealed/platform`);
  expect(none.json()).toMatchObject({ code: 'data-sharing.notYetSealed' });
  for (const [who, role] of [
    [authority, 'platform'],
    [market, 'provider'],
    [ecology, 'consumer'],
  ] as const) {
    expect(await codeOf(who, `${at}/seals`, { role, digest: accord.digest })).toBe('none');
    const file = (await ecology.get(`${base}${at}/sealed/${role}`)).rawPayload;
    const { seals } = city.services.use(trust);
    const roots = (await seals.roots()).map((root) => ({ ...root, title: root.name }));
    const report = await seals.check(file, roots);
    expect(JSON.stringify(report), role).toContain('阜阳市');
    expect(report.state, JSON.stringify(report)).toBe('intact');
    const broken = Buffer.from(file);
    const middle = Math.floor(broken.length / 2);
    broken[middle] = (broken[middle] ?? 0) ^ 1;
    expect((await seals.check(broken, roots)).state).not.toBe('intact');
  }
  // All three at hand: in force without anybody's further act.
  expect(await readRow(ecology, 'data-sharing.agreement', contract)).toMatchObject({ status: 'active' });
  expect(await call(contract)).toBe('none');
  expect(
    await codeOf(authority, `/agreements/${contract}/status`, { status: 'revoked', reason: '用途结束' }),
  ).toBe('none');
  expect((await accordOf(ecology, contract)).stage).toBe('ended');
  expect(await call(contract)).toBe('data-sharing.notInForce');
}, 60_000);

test('一般数据不需要三方协议；期限过了协议到期，不能再签', async () => {
  const [first] = await list(ecology, 'data-sharing.agreement', { status: 'pending' });
  expect(first).toBeUndefined();
  const contract = await makeContract('2026-12-01');
  const accord = await accordOf(ecology, contract);
  await authority.post(`${base}/agreements/${contract}/assessments`, {
    answers: answersOf(accord),
    opinion: '已逐项核对',
  });
  const seal = (who: Caller, role: string) =>
    codeOf(who, `/agreements/${contract}/accord/seals`, { role, digest: accord.digest });
  for (const [who, role] of [
    [authority, 'platform'],
    [market, 'provider'],
    [ecology, 'consumer'],
  ] as const)
    expect(await seal(who, role)).toBe('none');
  const late = await makeContract('2026-12-01');
  city.clock.advance(20 * 86_400_000);
  await signIn();
  expect(await expireAgreements(city.services)).toBe(2);
  expect((await accordOf(ecology, contract)).stage).toBe('expired');
  expect(
    await codeOf(ecology, `/agreements/${late}/accord/seals`, { role: 'consumer', digest: accord.digest }),
  ).toBe('data-sharing.accordOver');
}, 60_000);

test('续签三方协议：签齐前按原期限；重新评估；第三方用印时延长，到期的恢复；以前的协议和用印都留着', async () => {
  const contract = await makeContract('2027-03-31');
  const at = `/agreements/${contract}/accord`;
  const three = [
    [authority, 'platform'],
    [market, 'provider'],
    [ecology, 'consumer'],
  ] as const;
  const assess = async (accord: AccordView) =>
    codeOf(authority, `/agreements/${contract}/assessments`, {
      answers: answersOf(accord),
      opinion: '已逐项核对',
    });
  const first = await accordOf(ecology, contract);
  await assess(first);
  for (const [who, role] of three)
    expect(await codeOf(who, `${at}/seals`, { role, digest: first.digest })).toBe('none');
  const before = (await ecology.get(`${base}${at}/sealed/provider`)).rawPayload;
  city.clock.advance(1000);
  expect(await renew(contract, '2027-12-31')).toBe('none');
  const next = await accordOf(ecology, contract);
  expect(next).toMatchObject({ stage: 'waiting', until: '2027-12-31', assessment: null });
  expect(next.body).toContain(first.digest);
  expect(next.body).toContain('使用期限至 2027-12-31');
  expect(next.former).toMatchObject([{ number: first.number, until: '2027-03-31' }]);
  // Until it is sealed all is as it was; nobody asks twice, and nobody seals what was not assessed anew.
  expect(await readRow(ecology, 'data-sharing.agreement', contract)).toMatchObject({
    status: 'active',
    until: '2027-03-31',
    callsPerDay: 5,
  });
  expect(await call(contract)).toBe('none');
  expect(await renew(contract, '2028-12-31')).toBe('data-sharing.notRenewable');
  const seal = (who: Caller, role: string) => codeOf(who, `${at}/seals`, { role, digest: next.digest });
  expect(await seal(ecology, 'consumer')).toBe('data-sharing.notAssessed');
  expect(await codeOf(ecology, `${at}/seals`, { role: 'consumer', digest: first.digest })).toBe(
    'data-sharing.otherText',
  );
  await assess(next);
  expect(await seal(ecology, 'consumer')).toBe('none');
  const paused = { status: 'suspended', reason: '核对' };
  expect(await codeOf(authority, `/agreements/${contract}/status`, paused)).toBe('none');
  expect(await codeOf(authority, `/agreements/${contract}/status`, { ...paused, status: 'active' })).toBe(
    'none',
  );
  // Its former term passes while the last seals are missing.
  city.clock.advance(135 * 86_400_000);
  await signIn();
  await expireAgreements(city.services);
  expect(await readRow(ecology, 'data-sharing.agreement', contract)).toMatchObject({ status: 'expired' });
  expect(await call(contract)).toBe('data-sharing.notInForce');
  expect(await seal(authority, 'platform')).toBe('none');
  // What the catalogue shares no longer is not shared for longer by a seal either.
  const change = (values: object) =>
    city.store.transaction(async (work) => {
      const rows = city.services.use(registers).of(resource).trusted;
      const filter = { field: 'name', is: 'equal', value: '市场主体登记信息' } as const;
      const [entry] = await rows.findMany(work.db, { filter, limit: 1 });
      if (entry !== undefined) await rows.update(work, 'tester', entry, values);
    });
  await change({ status: 'suspended' });
  expect(await seal(market, 'provider')).toBe('data-sharing.noResource');
  await change({ status: 'published', shareType: '3' });
  expect(await seal(market, 'provider')).toBe('data-sharing.notShared');
  expect((await accordOf(ecology, contract)).stage).toBe('signing');
  await change({ shareType: '2' });
  expect(await seal(market, 'provider')).toBe('none');
  expect(await readRow(ecology, 'data-sharing.agreement', contract)).toMatchObject({
    status: 'active',
    until: '2027-12-31',
    callsPerDay: 9,
  });
  expect((await accordOf(ecology, contract)).stage).toBe('effective');
  expect(await call(contract)).toBe('none');
  const kept = await ecology.get(`${base}${at}/sealed/provider?number=${encodeURIComponent(first.number)}`);
  expect(kept.rawPayload.equals(before)).toBe(true);
  expect((await ecology.get(`${base}${at}/sealed/provider`)).rawPayload.equals(before)).toBe(false);
}, 60_000);

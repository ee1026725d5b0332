/** 数据需求: from a need that nobody has catalogued to a contract and a verdict, and the ways back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registers } from '../../../engines/registers/service.ts';
import type { Caller } from '../../../test/support/city.ts';
import { resource } from '../data-catalogue/contract.ts';
import { openSharing, type Sharing } from './test-support/open-sharing.ts';

let sharing: Sharing;
beforeAll(async () => {
  sharing = await openSharing();
}, 240_000);
afterAll(() => sharing.close());

const values = {
  title: '企业登记信息核验',
  content: '市场主体的名称、统一社会信用代码和经营状态',
  basis: '《排污许可管理条例》第七条',
  purpose: '核验申请单位是否存续',
};

async function act(who: Caller, id: string, action: string, more: object = {}) {
  const { city } = sharing;
  const row = await city.services.use(registers).rows('data-sharing.demand').trusted.find(city.store.db, id);
  return who.post(`/api/flow/cases/data-sharing.demand/${id}/acts`, {
    version: row?.version ?? 1,
    action,
    ...more,
  });
}

async function stageOf(id: string) {
  const { city } = sharing;
  const row = await city.services.use(registers).rows('data-sharing.demand').trusted.find(city.store.db, id);
  return String(row?.['stage']);
}

test('需求：受理、匹配建议、误认退回、认领、编目、供给转为共享申请、反馈后办结', async () => {
  const { city, app } = sharing;
  const [user, provider, authority] = [
    await sharing.user(),
    await sharing.provider(),
    await sharing.authority(),
  ];
  const opened = await user.post('/api/flow/cases/data-sharing.demand', { values });
  expect(opened.statusCode, opened.body).toBeLessThan(300);
  const { id } = opened.json<{ id: string }>();
  expect((await act(provider, id, 'accept')).statusCode).not.toBe(200);
  expect((await act(authority, id, 'accept')).statusCode).toBe(200);
  const suggested = await authority.get(`/api/data-sharing/demands/${id}/suggestions`);
  expect(suggested.statusCode, suggested.body).toBe(200);
  const { entries } = suggested.json<{ entries: { id: string; name: string; words: string[] }[] }>();
  expect(entries[0]?.name).toBe('市场主体登记信息');
  // A department that is not meant sends it back; the demanding one cannot be it.
  const own = await act(authority, id, 'assign', { values: { provider: 'city-ecology' } });
  expect(own.statusCode).toBe(400);
  const assign = { values: { provider: 'city-market-supervision' } };
  expect((await act(authority, id, 'assign', assign)).statusCode).toBe(200);
  expect((await act(provider, id, 'decline', { opinion: '请再核' })).statusCode).toBe(200);
  expect(await stageOf(id)).toBe('match');
  expect((await act(authority, id, 'assign', assign)).statusCode).toBe(200);
  expect((await act(provider, id, 'take')).statusCode).toBe(200);
  // What is only described ends no need, nor does another department's entry.
  const rows = await city.services
    .use(registers)
    .of(resource)
    .trusted.findMany(city.store.db, { limit: 500 });
  const unmounted = rows.find((row) => row.target === null && row.status === 'published');
  const others = rows.find((row) => row.target?.startsWith('register:') && row.shareType !== '3');
  for (const wrong of [unmounted, others])
    expect((await act(provider, id, 'compiled', { values: { resource: wrong?.id } })).statusCode).not.toBe(
      200,
    );
  const entry = rows.find((row) => row.name === '市场主体登记信息');
  expect((await act(provider, id, 'compiled', { values: { resource: entry?.id } })).statusCode).toBe(200);
  const asked = await act(user, id, 'ask', {
    values: { application: app, fieldNames: 'name', callsPerDay: 100, until: '2027-12-31' },
  });
  expect(asked.statusCode, asked.body).toBe(200);
  expect(await stageOf(id)).toBe('feedback');
  expect((await act(user, id, 'rate', { values: { score: 5 } })).json()).toMatchObject({
    code: 'data-sharing.requestOpen',
  });
  const [request] = await sharing.list<{ id: string; version: number }>(user, 'data-sharing.request', {
    title: values.title,
  });
  const step = async (who: Caller, action: string) => {
    const row = await city.services
      .use(registers)
      .rows('data-sharing.request')
      .trusted.find(city.store.db, request?.id ?? '');
    const reply = await who.post(`/api/flow/cases/data-sharing.request/${request?.id}/acts`, {
      version: row?.version,
      action,
    });
    expect(reply.statusCode, `${action} ${reply.body}`).toBe(200);
  };
  await step(authority, 'pass');
  await step(provider, 'agree');
  const agreements = await sharing.list(user, 'data-sharing.agreement', { resource: entry?.id });
  expect(agreements.length).toBeGreaterThanOrEqual(1);
  expect((await act(user, id, 'rate', {})).statusCode).toBe(400);
  expect((await act(user, id, 'rate', { values: { score: 5, feedback: '可用' } })).statusCode).toBe(200);
});

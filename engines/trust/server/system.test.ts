/** Keys over HTTP: who keeps them, what the audit says of it, and what anybody may check. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import type { RingKey } from '../contract.ts';
import { verifyProof } from '../proof/verify-proof.ts';
import type { KeyFile, LogState } from '../service.ts';
import { sealAudit } from '../../../test/support/seal-audit.ts';

let city: TestCity;
let keeper: Caller;
let auditor: Caller;

async function holder(role: string): Promise<Caller> {
  const { id } = await city.access.admin.createSubject({
    account: role,
    name: '测试',
    kind: 'official',
    mustChange: false,
    posts: [{ role: `access:${role}`, department: 'city-urban-management', area: '341200000000' }],
  });
  return city.as(id);
}

beforeAll(async () => {
  city = await openTestCity({ systems: [] });
  keeper = await holder('system-administrator');
  auditor = await holder('audit-administrator');
  await sealAudit(city.access.parts.audit);
});
afterAll(() => city.close());

async function ring(): Promise<readonly RingKey[]> {
  return (await keeper.get('/api/trust/ring')).json();
}

test('任何人都看得到公钥和树根，看不到密钥清单', async () => {
  const keys = (await city.visitor.get('/api/trust/keys')).json<KeyFile>();
  expect(keys.keys.map(({ id, state }) => `${id} ${state}`)).toEqual(['log-1 active']);
  const [log] = (await city.visitor.get('/api/trust/logs')).json<LogState[]>();
  expect(log).toMatchObject({ health: 'sound', head: { log: 'audit' } });
  expect((await city.visitor.get('/api/trust/ring')).statusCode).toBe(401);
  expect((await auditor.get('/api/trust/ring')).statusCode).toBe(403);
});

test('更换签名密钥后日志接着写，增长证明跨得过去，更换记入审计', async () => {
  const before = await city.access.parts.trust.logs.findHead('audit');
  expect((await keeper.post('/api/trust/ring/log/rotate')).json()).toEqual({ id: 'log-2' });
  await sealAudit(city.access.parts.audit);
  const after = await city.access.parts.trust.logs.findHead('audit');
  expect(after?.size).toBeGreaterThan(before?.size ?? 0);
  const growth = await city.visitor.get(
    `/api/trust/logs/audit/growth?from=${before?.size ?? 0}&to=${after?.size ?? 0}`,
  );
  const keys = (await city.visitor.get('/api/trust/keys')).json<KeyFile>();
  expect(verifyProof(growth.body, keys).outcome).toBe('proven');
  const lines = (await auditor.get('/api/access/audit?objectId=log-2')).json<{ rows: unknown[] }>();
  expect(lines.rows).toMatchObject([{ event: 'create', objectType: 'key', module: 'trust' }]);
});

test('在用的、还有值的密钥不能销毁；销毁要理由，销毁后公钥仍在', async () => {
  const refused = async (id: string, body: unknown) =>
    (await keeper.post(`/api/trust/ring/${id}/destroy`, body)).json<{ code: string }>().code;
  const reason = { reason: '已更换' };
  expect(await refused('log-2', reason)).toBe('trust.keyActive');
  expect(await refused('log-9', reason)).toBe('trust.unknownKey');
  expect(await refused('log-1', { reason: '' })).toBe('city.invalid');
  expect((await keeper.post('/api/trust/ring/log-1/destroy', reason)).json()).toEqual({ done: true });
  expect(await ring()).toMatchObject([
    { id: 'log-1', state: 'destroyed', usable: false },
    { id: 'log-2', state: 'active', usable: true },
  ]);
  const keys = (await city.visitor.get('/api/trust/keys')).json<KeyFile>();
  expect(keys.keys.map(({ id }) => id)).toEqual(['log-1', 'log-2']);
  expect(await city.access.parts.audit.verify()).toMatchObject({ intact: true });
});

test('重新加密有进度可查，别的任务查不到', async () => {
  const { job } = (await keeper.post('/api/trust/reseal')).json<{ job: string }>();
  await expect
    .poll(async () => (await keeper.get(`/api/trust/reseal/${job}`)).json<{ state: string }>().state, {
      timeout: 10_000,
    })
    .toBe('done');
  city.store.jobs.define('test.other', () => Promise.resolve(null));
  const other = await city.store.jobs.start('test.other', {}, 'somebody');
  expect((await keeper.get(`/api/trust/reseal/${other}`)).statusCode).toBe(404);
});

test('没有的日志、反着的大小、不是数的大小都有说法', async () => {
  const ask = async (path: string) => (await city.visitor.get(`/api/trust/logs/${path}`)).statusCode;
  expect(await ask('nothing/growth?from=1&to=2')).toBe(400);
  expect(await ask('audit/growth?from=5&to=1')).toBe(400);
  expect(await ask('audit/growth?from=x&to=1')).toBe(400);
  expect(await ask('audit/growth?from=1e99&to=1')).toBe(400);
});

test('离最近一次验证身份太久，不能更换和销毁密钥', async () => {
  city.clock.advance(11 * 60_000);
  expect((await keeper.get('/api/trust/ring')).statusCode).toBe(200);
  for (const act of ['log/rotate', 'log-2/destroy']) {
    const refused = await keeper.post(`/api/trust/ring/${act}`, { reason: '已更换' });
    expect(refused.statusCode).toBe(403);
    expect(refused.json().code).toBe('access.stepUp');
  }
});

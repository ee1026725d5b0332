/** The whole city opens on an empty database, and opens again without doing anything twice. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestCity, type TestCity } from '../../test/support/city.ts';

let city: TestCity;
beforeAll(async () => {
  city = await openTestCity({ systems: [] });
});
afterAll(() => city.close());

test('首次启动建立三个管理员，口令随机且只给一次', () => {
  expect(city.firstAccounts.map((one) => one.account)).toEqual(['sysadmin', 'secadmin', 'auditadmin']);
  expect(new Set(city.firstAccounts.map((one) => one.password)).size).toBe(3);
});

test('存活、就绪与指标可供运维查看', async () => {
  expect((await city.visitor.get('/healthz')).statusCode).toBe(200);
  expect((await city.visitor.get('/readyz')).json()).toEqual({ ready: true });
  expect((await city.visitor.get('/metrics')).body).toContain('http_request_seconds');
});

test('未登录者的会话里只有公开页面', async () => {
  const session = (await city.visitor.get('/api/access/session')).json();
  expect(session).toMatchObject({ signedIn: false, permissions: [] });
});

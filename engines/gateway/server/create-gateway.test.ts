/** The door of the city: what it lets in, what it refuses, and how it says so. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { ManualClock } from '../../../kernel/clock.ts';
import { defineContract, get, post } from '../../../kernel/contract.ts';
import { defineSystem, type Services } from '../../../kernel/system.ts';
import { type AccessEngine, accessSystem, accessTables, createAccess } from '../../access/index.ts';
import { createTrust, type TrustEngine, trustTables } from '../../trust/index.ts';
import accessContract from '../../access/contract.ts';
import gatewayContract from '../contract.ts';
import { createGateway } from './create-gateway.ts';

const lamp = defineContract({
  id: 'lamp',
  title: '路灯',
  plan: [],
  permissions: { read: '查看', write: '维护' },
  roles: {
    keeper: { title: '养护员', allow: ['read', 'write'] },
    viewer: { title: '查看员', allow: ['read'], reach: 'department' },
  },
  routes: {
    list: get('/list', {
      title: '列表',
      allow: 'read',
      input: z.object({ size: z.coerce.number().int().max(10).default(5) }),
      output: z.object({ size: z.number() }),
    }),
    fail: get('/fail', { title: '故障', publicBecause: '测试', input: z.object({}), output: z.object({}) }),
    ask: post('/ask', {
      title: '询问',
      publicBecause: '测试',
      withoutSession: true,
      input: z.object({}),
      output: z.object({ who: z.string() }),
    }),
    light: post('/light/:code', {
      title: '点亮',
      allow: 'write',
      input: z.object({ code: z.string().max(5) }),
      output: z.object({ code: z.string() }),
    }),
  },
});
const lampSystem = defineSystem({
  contract: lamp,
  handlers: {
    list: ({ size }) => ({ size }),
    fail: () => {
      throw new Error('secret detail 13900000000');
    },
    ask: (_, { principal }) => ({ who: principal.id }),
    light: ({ code }) => ({ code }),
  },
});

const clock = new ManualClock('2026-11-23T02:00:00Z');
let store: TestStore;
let access: AccessEngine;
let trust: TrustEngine;
let app: FastifyInstance;
let keeper: string;

const organs = {
  departments: [
    {
      id: 'city-lamps',
      name: '路灯管理处',
      shortName: '路灯',
      areaCode: '341200000000',
      parent: undefined,
      kind: 'institution',
      creditCode: '12341200MB0000018B',
      creditCodeKind: 'synthetic',
    },
  ],
  areaName: (code: string) => (code.startsWith('3412') ? '阜阳' : undefined),
};

beforeAll(async () => {
  const contracts = [gatewayContract, accessContract, lamp];
  const settings = Object.fromEntries(
    contracts.flatMap((one) =>
      Object.entries(one.settings ?? {}).map(([name, spec]) => [`${one.id}.${name}`, spec]),
    ),
  );
  store = await openTestStore({ tables: [...trustTables, ...accessTables], clock, settings });
  trust = createTrust({ store });
  access = createAccess({ store, trust, contracts, organs, demo: false });
  await access.load();
  const services: Services = {
    use: () => {
      throw new Error('none');
    },
  };
  app = await createGateway({
    store,
    access,
    services,
    systems: [accessSystem(access, store), lampSystem],
    fileGuards: {},
    version: 'test',
    rate: 100_000,
    checkReplies: true,
  });
  const made = await access.admin.createSubject({
    account: 'keeper',
    name: '张三',
    kind: 'official',
    password: 'Lamp-2026-on',
    mustChange: false,
    posts: [{ role: 'lamp:keeper', department: 'city-lamps', area: '341202000000' }],
  });
  keeper = made.id;
});
afterAll(async () => {
  await access.stop();
  await trust.close();
  await app.close();
  await store.close();
});

const own = { 'x-city-request': '1' };

async function signIn(account: string, password: string): Promise<string> {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/access/sign-in',
    headers: own,
    payload: { account, password },
  });
  return reply.cookies.find((one) => one.name === 'city_session')?.value ?? '';
}

describe('登录', () => {
  test('账号密码正确即可登录，会话能看到自己的权限', async () => {
    const token = await signIn('KEEPER', 'Lamp-2026-on');
    const session = await app.inject({ url: '/api/access/session', cookies: { city_session: token } });
    expect(session.json()).toMatchObject({
      signedIn: true,
      subject: { name: '张三' },
      permissions: ['lamp:read', 'lamp:write'],
    });
  });

  test('账号不存在与密码错误给出同一个回答', async () => {
    const wrong = await app.inject({
      method: 'POST',
      url: '/api/access/sign-in',
      headers: own,
      payload: { account: 'keeper', password: 'x' },
    });
    const absent = await app.inject({
      method: 'POST',
      url: '/api/access/sign-in',
      headers: own,
      payload: { account: 'nobody', password: 'x' },
    });
    expect([wrong.statusCode, absent.statusCode]).toEqual([401, 401]);
    expect(wrong.json()).toMatchObject({ code: 'access.wrongPassword' });
    expect({ ...wrong.json(), traceId: '' }).toEqual({ ...absent.json(), traceId: '' });
  });

  test('连续输错五次锁定三十分钟，到时自动解除', async () => {
    await access.admin.createSubject({
      account: 'locked',
      name: '李四',
      kind: 'official',
      password: 'Lamp-2026-on',
      mustChange: false,
    });
    for (let n = 0; n < 5; n += 1) await signIn('locked', 'x');
    const refused = await app.inject({
      method: 'POST',
      url: '/api/access/sign-in',
      headers: own,
      payload: { account: 'locked', password: 'Lamp-2026-on' },
    });
    expect(refused.json()).toMatchObject({ code: 'access.locked' });
    clock.advance(30 * 60_000 + 1000);
    expect(await signIn('locked', 'Lamp-2026-on')).not.toBe('');
  });

  test('三十分钟无操作自动退出', async () => {
    const token = await signIn('keeper', 'Lamp-2026-on');
    clock.advance(29 * 60_000);
    expect((await app.inject({ url: '/api/lamp/list', cookies: { city_session: token } })).statusCode).toBe(
      200,
    );
    clock.advance(31 * 60_000);
    expect((await app.inject({ url: '/api/lamp/list', cookies: { city_session: token } })).statusCode).toBe(
      401,
    );
  });

  test('首次登录须先改密码，改之前没有任何权限，弱密码不收', async () => {
    await access.admin.createSubject({
      account: 'fresh',
      name: '王五',
      kind: 'official',
      password: 'First-2026-in',
      posts: [{ role: 'lamp:keeper', department: 'city-lamps', area: '341200000000' }],
    });
    const token = await signIn('fresh', 'First-2026-in');
    const cookies = { city_session: token };
    expect((await app.inject({ url: '/api/lamp/list', cookies })).statusCode).toBe(403);
    const change = (next: string) =>
      app.inject({
        method: 'POST',
        url: '/api/access/password',
        headers: own,
        cookies,
        payload: { current: 'First-2026-in', next },
      });
    expect((await change('12345678')).json()).toMatchObject({ code: 'access.weakPassword' });
    expect((await change('First-2026-in')).json()).toMatchObject({ code: 'access.passwordReused' });
    expect((await change('Second-2026-in')).statusCode).toBe(200);
    expect((await app.inject({ url: '/api/lamp/list', cookies })).statusCode).toBe(200);
  });

  test('停用账号后，已有会话立即失效', async () => {
    const { id } = await access.admin.createSubject({
      account: 'leaver',
      name: '赵六',
      kind: 'official',
      password: 'Lamp-2026-on',
      mustChange: false,
    });
    const token = await signIn('leaver', 'Lamp-2026-on');
    await access.parts.accounts.setState(id, 'disabled', { ...(await access.principalOf(keeper)) });
    expect(
      (await app.inject({ url: '/api/access/session', cookies: { city_session: token } })).json(),
    ).toMatchObject({ signedIn: false });
  });
});

describe('三员分立', () => {
  test('三类管理员不能兼任，也不能给自己授权', async () => {
    const post = (role: string) => ({ role, department: 'city-lamps', area: '341200000000' });
    await expect(
      access.admin.createSubject({
        account: 'two-hats',
        name: '两顶帽',
        kind: 'official',
        posts: [post('access:system-administrator'), post('access:audit-administrator')],
      }),
    ).rejects.toMatchObject({ code: 'access.rolesConflict' });
    await expect(
      access.admin.createSubject({
        account: 'two-hats',
        name: '两顶帽',
        kind: 'official',
        posts: [post('access:security-administrator'), post('lamp:keeper')],
      }),
    ).rejects.toMatchObject({ code: 'access.rolesConflict' });
    const made = await access.admin.createSubject({
      account: 'security',
      name: '安全员',
      kind: 'official',
      password: 'Secure-2026-on',
      mustChange: false,
      posts: [post('access:security-administrator')],
    });
    const cookies = { city_session: await signIn('security', 'Secure-2026-on') };
    const grant = await app.inject({
      method: 'POST',
      url: `/api/access/people/${made.id}/posts`,
      headers: own,
      cookies,
      payload: { posts: [post('lamp:keeper')] },
    });
    expect(grant.json()).toMatchObject({ code: 'access.ownGrant' });
    const create = await app.inject({
      method: 'POST',
      url: '/api/access/people',
      headers: own,
      cookies,
      payload: { account: 'newone', name: '新人' },
    });
    expect(create.statusCode).toBe(403);
  });
});

describe('网关', () => {
  test('未登录、无权限、输入有误各有各的回答，都不带内部细节', async () => {
    const cookies = { city_session: await signIn('keeper', 'Lamp-2026-on') };
    expect((await app.inject({ url: '/api/lamp/list' })).json()).toMatchObject({
      code: 'city.unauthenticated',
    });
    expect((await app.inject({ url: '/api/lamp/list?size=99', cookies })).json()).toMatchObject({
      code: 'city.invalid',
      problems: [{ path: 'size' }],
    });
    expect((await app.inject({ url: '/api/nothing' })).json()).toMatchObject({ code: 'city.missing' });
    const failed = await app.inject({ url: '/api/lamp/fail' });
    expect(failed.statusCode).toBe(500);
    expect(failed.body).not.toContain('secret');
  });

  test('别的网站发来的请求不受理', async () => {
    const cookies = { city_session: await signIn('keeper', 'Lamp-2026-on') };
    const light = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/api/lamp/light/A1', headers, cookies, payload: {} });
    expect((await light({})).json()).toMatchObject({ code: 'gateway.crossSite' });
    expect((await light({ ...own, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await light({ ...own, origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await light(own)).json()).toEqual({ code: 'A1' });
  });

  test('声明为不看会话的公开路由：外来程序可以 POST，谁来都是访客', async () => {
    const cookies = { city_session: await signIn('keeper', 'Lamp-2026-on') };
    const ask = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/api/lamp/ask', headers, cookies, payload: {} });
    for (const headers of [{}, { ...own }, { origin: 'https://evil.example' }, { authorization: 'Bearer x' }])
      expect((await ask(headers)).json()).toEqual({ who: 'anonymous' });
  });

  test('畸形 JSON、过大请求、原型污染都被拒绝', async () => {
    const cookies = { city_session: await signIn('keeper', 'Lamp-2026-on') };
    const send = (payload: string) =>
      app.inject({
        method: 'POST',
        url: '/api/lamp/light/A1',
        headers: { ...own, 'content-type': 'application/json' },
        cookies,
        payload,
      });
    expect((await send('{"a":')).statusCode).toBe(400);
    expect((await send('{"__proto__":{"admin":true}}')).statusCode).toBe(400);
    expect((await send(`{"a":"${'x'.repeat(1_100_000)}"}`)).json()).toMatchObject({ code: 'city.tooLarge' });
    expect((await send('[1]')).statusCode).toBe(400);
  });

  test('安全响应头齐全，会话 Cookie 不可被脚本读取', async () => {
    const reply = await app.inject({
      method: 'POST',
      url: '/api/access/sign-in',
      headers: own,
      payload: { account: 'keeper', password: 'Lamp-2026-on' },
    });
    expect(reply.headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    const page = await app.inject({ url: '/api/docs' });
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['x-frame-options']).toBe('DENY');
    expect(reply.headers['set-cookie']).toMatch(/HttpOnly.*SameSite=Strict/);
  });

  test('接口文档列出每一个路由', async () => {
    const document = (await app.inject({ url: '/api/openapi.json' })).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/api/lamp/light/{code}');
  });

  test('文件只有上传者和有权的人能取', async () => {
    const cookies = { city_session: await signIn('keeper', 'Lamp-2026-on') };
    const body = (content: Buffer) =>
      Buffer.concat([
        Buffer.from(
          '--b\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n',
        ),
        content,
        Buffer.from('\r\n--b--\r\n'),
      ]);
    const upload = (content: Buffer) =>
      app.inject({
        method: 'POST',
        url: '/api/files',
        cookies,
        headers: { ...own, 'content-type': 'multipart/form-data; boundary=b' },
        payload: body(content),
      });
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
    const { id } = (await upload(png)).json();
    expect((await app.inject({ url: `/api/files/${id}`, cookies })).rawPayload.equals(png)).toBe(true);
    expect((await app.inject({ url: `/api/files/${id}` })).statusCode).toBe(404);
    expect((await upload(Buffer.from('<script>'))).json()).toMatchObject({ code: 'city.unsupported' });
    const huge = await app.inject({
      method: 'POST',
      url: '/api/files',
      cookies,
      headers: {
        ...own,
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': String(1024 ** 3),
      },
      payload: body(png),
    });
    expect(huge.json()).toMatchObject({ code: 'city.tooLarge' });
  });
});

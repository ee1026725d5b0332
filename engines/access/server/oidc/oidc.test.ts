/** A department's own application signs its people in, with a stock client (openid-client) over real HTTP; a browser is played by a jar of cookies. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../store/index.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';

const loopback = { [client.customFetch]: undefined, execute: [client.allowInsecureRequests] };
let city: TestCity;
let base = '';
let system: Caller;
let security: Caller;
let app: Server;
let appUrl = '';
const told: string[] = [];

beforeAll(async () => {
  city = await openTestCity({ systems: [], now: new Date().toISOString() });
  await city.app.listen({ host: '127.0.0.1', port: 0 });
  base = `http://127.0.0.1:${(city.app.server.address() as AddressInfo).port}`;
  app = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      told.push(new URLSearchParams(body).get('logout_token') ?? '');
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => app.once('listening', resolve));
  appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  system = await official('oidc-system', 'access:system-administrator');
  security = await official('oidc-security', 'access:security-administrator');
  await official('oidc-li');
});
afterAll(async () => {
  app.close();
  await city.close();
});

async function official(account: string, role?: string): Promise<Caller> {
  const [department] = await city.access.departments();
  const posts = role === undefined ? [] : [{ role, department: department?.id ?? '', area: '341200000000' }];
  await city.access.admin.createSubject({
    account,
    name: '张三',
    kind: 'official',
    mustChange: false,
    posts,
  });
  return city.as(account);
}

function registration(more: object = {}) {
  return {
    face: 'desk',
    signsIn: true,
    machine: true,
    redirectUris: [`${appUrl}/back`],
    logoutUri: `${appUrl}/logout`,
    scopes: ['openid', 'profile', 'organ', 'offline_access'],
    ...more,
  };
}

async function register(id: string, more: object = {}): Promise<string> {
  const [department] = await city.access.departments();
  const body = { id, name: '水务调度', department: department?.id, purpose: '水务人员登录本单位系统' };
  const asked = await system.post('/api/access/applications', { ...body, registration: registration(more) });
  expect(asked.statusCode).toBe(200);
  expect((await security.post(`/api/access/applications/${id}/decide`, { approve: true })).statusCode).toBe(
    200,
  );
  return (await system.post(`/api/access/applications/${id}/secret`)).json().secret;
}

async function configurationOf(id: string, secret: string): Promise<client.Configuration> {
  return client.discovery(new URL(`${base}/oidc`), id, secret, client.ClientSecretBasic(secret), {
    execute: loopback.execute,
  });
}

/** Follows redirects like a browser that is signed in to the city, agrees, and stops at the application's own address. */
async function browse(from: URL, token: string, choice: 'agree' | 'decline' = 'agree'): Promise<URL> {
  const jar = new Map([['city_session', token]]);
  let at = from;
  for (let hop = 0; hop < 10; hop += 1) {
    if (at.origin === appUrl) return at;
    const interaction = /\/access\/(?:consent|agree)$/.test(at.pathname)
      ? at.searchParams.get('request')
      : null;
    const headers = { cookie: [...jar].map((pair) => pair.join('=')).join('; '), 'x-city-request': '1' };
    const reply =
      interaction === null
        ? await fetch(at, { redirect: 'manual', headers })
        : await fetch(`${base}/oidc/interaction/${interaction}/${choice}`, { method: 'POST', headers });
    for (const cookie of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    const next =
      reply.headers.get('location') ??
      (interaction === null ? null : ((await reply.json()) as { next: string }).next);
    if (next === null) throw new Error(`${at.href}: ${reply.status} ${await reply.text()}`);
    at = new URL(next, at);
  }
  throw new Error('too many redirects');
}

async function begin(config: client.Configuration, scope: string) {
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: `${appUrl}/back`,
    scope,
    prompt: 'consent',
    state: 'somewhere',
    nonce: 'once',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { url, checks: { pkceCodeVerifier: verifier, expectedState: 'somewhere', expectedNonce: 'once' } };
}

async function signIn(
  config: client.Configuration,
  account: string,
  scope = 'openid profile organ offline_access',
) {
  const subject = (await city.access.admin.findSubjectId(account)) ?? '';
  const token = await city.access.admin.openSession(subject);
  const { url, checks } = await begin(config, scope);
  const back = await browse(url, token);
  return { subject, token, back, checks, tokens: await client.authorizationCodeGrant(config, back, checks) };
}

describe('接入应用', () => {
  test('系统管理员登记、安全管理员批准；谁也不能一人办完；未批准的应用登录不了', async () => {
    const [department] = await city.access.departments();
    const body = {
      id: 'waits',
      name: '待批应用',
      department: department?.id,
      purpose: '测试尚未批准的应用',
      registration: registration(),
    };
    expect((await security.post('/api/access/applications', body)).statusCode).toBe(403);
    expect((await system.post('/api/access/applications', body)).statusCode).toBe(200);
    expect((await system.post('/api/access/applications/waits/decide', { approve: true })).statusCode).toBe(
      403,
    );
    expect((await system.post('/api/access/applications/waits/secret')).json().code).toBe(
      'access.notApproved',
    );
    const started = await fetch(`${base}/oidc/auth?client_id=waits&response_type=code&scope=openid`);
    expect(started.status).toBe(400);
    expect(await started.text()).toContain('登录没有完成');
    expect(
      (await security.post('/api/access/applications/waits/decide', { approve: false, reason: '用途不明' }))
        .statusCode,
    ).toBe(200);
  });

  test.each([
    ['http://evil.example/back'],
    ['https://good.example/back#part'],
    ['https://user@good.example/back'],
    ['javascript:alert(1)'],
    ['https://*.example/back'],
  ])('回调地址 %s 不收', async (address) => {
    const [department] = await city.access.departments();
    const reply = await system.post('/api/access/applications', {
      id: 'bad-address',
      name: '坏地址',
      department: department?.id,
      purpose: '测试不合格的地址',
      registration: registration({ redirectUris: [address] }),
    });
    expect(reply.json().code).toBe('access.badAddress');
  });
});

describe('登录', () => {
  test('用现成的客户端登录：只得到同意的内容，编号因应用而异', async () => {
    const config = await configurationOf('water', await register('water'));
    const { tokens, subject } = await signIn(config, 'oidc-li', 'openid profile');
    const claims = tokens.claims();
    expect(claims?.sub).not.toBe(subject);
    expect(claims).not.toHaveProperty('name');
    const told = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
    expect(told).toMatchObject({ name: '张三' });
    expect(told).not.toHaveProperty('organs');
    expect(told).not.toHaveProperty('phone_number');
    const other = await configurationOf('gas', await register('gas'));
    const again = await signIn(other, 'oidc-li', 'openid');
    expect(again.tokens.claims()?.sub).not.toBe(claims?.sub);
    const once = await signIn(config, 'oidc-li', 'openid');
    expect(once.tokens.claims()?.sub).toBe(claims?.sub);
  });

  test('不同意则应用得到 access_denied；没有登记的范围、没有 PKCE 都不受理；市民进不了工作人员的应用', async () => {
    const config = await configurationOf(
      'narrow',
      await register('narrow', { scopes: ['openid', 'profile'] }),
    );
    const token = await city.access.admin.openSession(
      (await city.access.admin.findSubjectId('oidc-li')) ?? '',
    );
    const { url } = await begin(config, 'openid');
    expect((await browse(url, token, 'decline')).searchParams.get('error')).toBe('access_denied');
    expect((await browse((await begin(config, 'openid organ')).url, token)).searchParams.get('error')).toBe(
      'invalid_scope',
    );
    const bare = new URL(url);
    bare.searchParams.delete('code_challenge');
    bare.searchParams.delete('code_challenge_method');
    expect((await browse(bare, token)).searchParams.get('error')).toBe('invalid_request');
    const { id } = await city.access.admin.createSubject({
      account: '13800000001',
      name: '市民',
      kind: 'citizen',
      mustChange: false,
    });
    const citizen = await city.access.admin.openSession(id);
    await expect(browse((await begin(config, 'openid')).url, citizen)).rejects.toThrow();
  });

  test('别人发来的授权链接不能替他同意：没有发起者的 Cookie 一律没有此页', async () => {
    const config = await configurationOf(
      'narrow',
      (await system.post('/api/access/applications/narrow/secret')).json().secret,
    );
    const { url } = await begin(config, 'openid');
    const started = await fetch(url, { redirect: 'manual' });
    const uid = started.headers.get('location')?.split('/').at(-1) ?? '';
    expect(uid).not.toBe('');
    const token = await city.access.admin.openSession(
      (await city.access.admin.findSubjectId('oidc-li')) ?? '',
    );
    const reply = await fetch(`${base}/oidc/interaction/${uid}/agree`, {
      method: 'POST',
      headers: { cookie: `city_session=${token}`, 'x-city-request': '1' },
    });
    expect(reply.status).toBe(404);
  });
});

describe('令牌', () => {
  let config: client.Configuration;
  let keys: { keys: JWK[] };
  beforeAll(async () => {
    config = await configurationOf('tokens', await register('tokens'));
    keys = (await (await fetch(`${base}/oidc/jwks`)).json()) as { keys: JWK[] };
  });

  test('授权码只用一次，再用一次连已发的令牌一起作废；换了验证串不给', async () => {
    const { back, checks, tokens } = await signIn(config, 'oidc-li');
    await expect(client.authorizationCodeGrant(config, back, checks)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    expect((await client.tokenIntrospection(config, tokens.access_token)).active).toBe(false);
    const token = await city.access.admin.openSession(
      (await city.access.admin.findSubjectId('oidc-li')) ?? '',
    );
    const begun = await begin(config, 'openid');
    const next = await browse(begun.url, token);
    const stolen = { ...begun.checks, pkceCodeVerifier: client.randomPKCECodeVerifier() };
    await expect(client.authorizationCodeGrant(config, next, stolen)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('刷新令牌用过即换，旧的再用，整个授权作废', async () => {
    const { tokens } = await signIn(config, 'oidc-li');
    const first = tokens.refresh_token ?? '';
    const fresh = await client.refreshTokenGrant(config, first);
    expect(fresh.refresh_token).not.toBe(first);
    await expect(client.refreshTokenGrant(config, first)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(client.refreshTokenGrant(config, fresh.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('过期的访问令牌、别的应用的令牌、编造的令牌都说无效', async () => {
    const { tokens } = await signIn(config, 'oidc-li');
    expect(await client.tokenIntrospection(config, tokens.access_token)).toMatchObject({ active: true });
    const other = await configurationOf('other', await register('other'));
    expect((await client.tokenIntrospection(other, tokens.access_token)).active).toBe(false);
    expect((await client.tokenIntrospection(config, 'made-up-token')).active).toBe(false);
    await sql`update access_oidc_artifact set expires_at = now() - interval '1 second' where model = 'AccessToken'`.execute(
      city.store.db,
    );
    expect((await client.tokenIntrospection(config, tokens.access_token)).active).toBe(false);
  });

  test('身份令牌：无签名、换密钥签、改内容、错受众、错签发者、过期一年的，按公钥核验都不过；快慢五分钟的过', async () => {
    const { tokens } = await signIn(config, 'oidc-li');
    const set = createLocalJWKSet(keys);
    const want = { issuer: `${base}/oidc`, audience: 'tokens', algorithms: ['RS256'], clockTolerance: 300 };
    const good = tokens.id_token ?? '';
    const { payload } = await jwtVerify(good, set, want);
    const [head = '', body = '', signature = ''] = good.split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const forged = (claims: object) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: keys.keys[0]?.kid ?? '' })
        .sign(privateKey);
    const jwk = await exportJWK(publicKey);
    const wrong = [
      `${encode({ alg: 'none' })}.${body}.`,
      `${encode({ alg: 'none', typ: 'JWT' })}.${body}.${signature}`,
      `${encode({ alg: 'HS256', kid: keys.keys[0]?.kid })}.${body}.${signature}`,
      `${encode({ alg: 'RS256', jwk })}.${body}.${signature}`,
      `${head}.${encode({ ...payload, sub: 'somebody-else' })}.${signature}`,
      `${head}.${body}.${signature.slice(0, -4)}`,
      await forged(payload),
    ];
    for (const token of wrong)
      await expect(jwtVerify(token, set, want), token.slice(0, 60)).rejects.toThrow();
    await expect(jwtVerify(good, set, { ...want, audience: 'gas' })).rejects.toThrow();
    await expect(jwtVerify(good, set, { ...want, issuer: 'https://evil.example' })).rejects.toThrow();
    const expiry = (payload.exp ?? 0) * 1000;
    await expect(
      jwtVerify(good, set, { ...want, currentDate: new Date(expiry + 31_536_000_000) }),
    ).rejects.toThrow();
    expect(
      (await jwtVerify(good, set, { ...want, currentDate: new Date(expiry + 290_000) })).payload.sub,
    ).toBe(payload.sub);
  });

  test('更换签名密钥：新令牌用新钥，旧令牌在册期间仍可核验；数据库里没有可用的令牌和私钥', async () => {
    const before = await signIn(config, 'oidc-li');
    expect((await system.post('/api/access/oidc-keys')).statusCode).toBe(200);
    const after = await signIn(config, 'oidc-li');
    const now = (await (await fetch(`${base}/oidc/jwks`)).json()) as { keys: JWK[] };
    expect(now.keys).toHaveLength(2);
    expect(now.keys.every((key) => key.d === undefined)).toBe(true);
    const set = createLocalJWKSet(now);
    const kidOf = (token: string | undefined) =>
      JSON.parse(Buffer.from((token ?? '').split('.')[0] ?? '', 'base64url').toString()).kid;
    expect(kidOf(before.tokens.id_token)).not.toBe(kidOf(after.tokens.id_token));
    for (const { tokens } of [before, after])
      await jwtVerify(tokens.id_token ?? '', set, { issuer: `${base}/oidc` });
    const kept = await sql<{
      text: string;
    }>`select payload as text from access_oidc_artifact union all select secret from access_oidc_key
      union all select secret from access_application where secret is not null`.execute(city.store.db);
    const all = kept.rows.map(({ text }) => text).join('\n');
    expect(all).not.toContain(after.tokens.access_token);
    expect(all).not.toContain(after.tokens.refresh_token);
    expect(all).not.toMatch(/"d":|"kty"/);
  });
});

describe('退出', () => {
  test('退出城市后，应用收到后端退出通知，令牌随即失效', async () => {
    const config = await configurationOf('leaves', await register('leaves'));
    const { tokens, token } = await signIn(config, 'oidc-li');
    told.length = 0;
    await city.app.inject({
      method: 'POST',
      url: '/api/access/sign-out',
      headers: { 'x-city-request': '1' },
      cookies: { city_session: token },
      payload: {},
    });
    await expect.poll(() => told.length, { timeout: 15_000 }).toBeGreaterThan(0);
    const keys = (await (await fetch(`${base}/oidc/jwks`)).json()) as { keys: JWK[] };
    const { payload } = await jwtVerify(told[0] ?? '', createLocalJWKSet(keys), {
      audience: 'leaves',
      issuer: `${base}/oidc`,
    });
    expect(payload['events']).toHaveProperty('http://schemas.openid.net/event/backchannel-logout');
    expect(payload['sid']).toBeTypeOf('string');
    expect(payload).not.toHaveProperty('nonce');
    expect((await client.tokenIntrospection(config, tokens.access_token)).active).toBe(false);
    await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('账号停用后，刷新令牌不再给出新令牌', async () => {
    const config = await configurationOf('disabled', await register('disabled'));
    await official('oidc-gone');
    const { tokens, subject } = await signIn(config, 'oidc-gone');
    await system.patch(`/api/access/people/${subject}/state`, { state: 'disabled' });
    await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });
});

describe('机器', () => {
  test('凭客户端凭据调用城市接口：按服务账号的岗位决定，停用即止，密钥换了旧的不行', async () => {
    const secret = await register('robot', { signsIn: false, redirectUris: [], logoutUri: null, scopes: [] });
    const config = await configurationOf('robot', secret);
    const { access_token: token } = await client.clientCredentialsGrant(config);
    const ask = (url: string) => fetch(`${base}${url}`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask('/api/access/departments')).status).toBe(200);
    expect((await ask('/api/access/audit')).status).toBe(403);
    expect((await (await ask('/api/access/session')).json()).subject.kind).toBe('service');
    await system.post('/api/access/applications/robot/secret');
    await expect(client.clientCredentialsGrant(config)).rejects.toMatchObject({ status: 401 });
    await security.post('/api/access/applications/robot/state', { state: 'suspended' });
    expect((await ask('/api/access/departments')).status).toBe(401);
    const person = await fetch(`${base}/api/access/departments`, {
      headers: { authorization: 'Bearer nonsense-nonsense-nonsense' },
    });
    expect(person.status).toBe(401);
  });
});

/** Second factors over HTTP, as the person at the screen meets them; the authenticator is a real one (otpauth), the clock is moved by hand. */
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../../store/index.ts';
import { openTestCity, type TestCity } from '../../../../test/support/city.ts';

const own = { 'x-city-request': '1' };
const password = 'Factor-2026-on';
let city: TestCity;
let serial = 0;

beforeAll(async () => {
  city = await openTestCity({ systems: [] });
});
afterAll(() => city.close());
// A code once used is used: each test begins in a new time step.
beforeEach(() => city.clock.advance(90_000));

async function send(url: string, payload: object, token?: string) {
  return city.app.inject({
    method: 'POST',
    url: `/api/access${url}`,
    headers: own,
    payload,
    ...(token === undefined ? {} : { cookies: { city_session: token } }),
  });
}

function get(url: string, token: string) {
  return city.app.inject({ url: `/api/access${url}`, cookies: { city_session: token } });
}

async function person(role?: string): Promise<{ id: string; account: string }> {
  serial += 1;
  const account = `factor-${serial}`;
  const posts =
    role === undefined ? [] : [{ role, department: 'city-government-office', area: '341200000000' }];
  const known = (await city.access.departments())[0]?.id ?? '';
  const { id } = await city.access.admin.createSubject({
    account,
    name: `人员${serial}`,
    kind: 'official',
    password,
    mustChange: false,
    posts: posts.map((post) => ({ ...post, department: known })),
  });
  return { id, account };
}

async function signIn(account: string, secret = password) {
  const reply = await send('/sign-in', { account, password: secret });
  return { reply, token: reply.cookies.find(({ name }) => name === 'city_session')?.value ?? '' };
}

function codeOf(secret: string, steps = 0): string {
  const timestamp = city.clock.now().getTime() + steps * 30_000;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

/** Enrols an authenticator and gives its secret and the recovery codes. */
async function enrol(token: string): Promise<{ secret: string; recovery: string[] }> {
  const begun = (await send('/factors/totp', {}, token)).json();
  const made = await send(`/factors/totp/${begun.id}/confirm`, { code: codeOf(begun.secret) }, token);
  expect(made.statusCode).toBe(200);
  city.clock.advance(90_000);
  return { secret: begun.secret, recovery: made.json().recoveryCodes };
}

async function ticketOf(account: string): Promise<string> {
  return (await signIn(account)).reply.json().second.ticket;
}

describe('动态口令', () => {
  test('绑定后只凭密码进不来，口令对了才有会话', async () => {
    const { account } = await person();
    const { token } = await signIn(account);
    const { secret } = await enrol(token);
    const { reply, token: none } = await signIn(account);
    expect(none).toBe('');
    expect(reply.json().second.kinds).toEqual(['totp', 'recovery']);
    const { ticket } = reply.json().second;
    expect((await send('/sign-in/code', { ticket, code: codeOf(secret) })).cookies).toHaveLength(1);
  });

  test('同一口令用第二次、上一步的口令、别人的口令都不收；时钟差一步收，差三步不收', async () => {
    const { account } = await person();
    const { secret } = await enrol((await signIn(account)).token);
    const code = codeOf(secret);
    expect((await send('/sign-in/code', { ticket: await ticketOf(account), code })).statusCode).toBe(200);
    const replayed = await send('/sign-in/code', { ticket: await ticketOf(account), code });
    expect(replayed.json()).toMatchObject({ code: 'access.wrongCode' });
    // An earlier code of the window, after a later one was accepted.
    const earlier = await send('/sign-in/code', {
      ticket: await ticketOf(account),
      code: codeOf(secret, -1),
    });
    expect(earlier.statusCode).toBe(401);
    const slow = await send('/sign-in/code', { ticket: await ticketOf(account), code: codeOf(secret, 1) });
    expect(slow.statusCode).toBe(200);
    city.clock.advance(300_000);
    const year = await send('/sign-in/code', { ticket: await ticketOf(account), code: codeOf(secret, 3) });
    expect(year.statusCode).toBe(401);
  });

  test('两个人同时交同一口令，只有一个进来', async () => {
    const { account } = await person();
    const { secret } = await enrol((await signIn(account)).token);
    const code = codeOf(secret);
    const tickets = [await ticketOf(account), await ticketOf(account)];
    const replies = await Promise.all(tickets.map((ticket) => send('/sign-in/code', { ticket, code })));
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
  });

  test('连错五次账号锁定，换票据也没有新的机会', async () => {
    const { account } = await person();
    const { secret } = await enrol((await signIn(account)).token);
    const wrong = codeOf(secret) === '000000' ? '000001' : '000000';
    for (let n = 0; n < 5; n += 1)
      expect(
        (await send('/sign-in/code', { ticket: await ticketOf(account), code: wrong })).json().code,
      ).toBe('access.wrongCode');
    expect((await signIn(account)).reply.json().code).toBe('access.locked');
    city.clock.advance(31 * 60_000);
    const again = await send('/sign-in/code', { ticket: await ticketOf(account), code: codeOf(secret) });
    expect(again.statusCode).toBe(200);
  });

  test('票据过时、用过、伪造都不收', async () => {
    const { account } = await person();
    const { secret } = await enrol((await signIn(account)).token);
    const ticket = await ticketOf(account);
    expect((await send('/sign-in/code', { ticket, code: codeOf(secret) })).statusCode).toBe(200);
    city.clock.advance(60_000);
    expect((await send('/sign-in/code', { ticket, code: codeOf(secret) })).json().code).toBe(
      'access.ticketOver',
    );
    const old = await ticketOf(account);
    city.clock.advance(6 * 60_000);
    expect((await send('/sign-in/code', { ticket: old, code: codeOf(secret) })).json().code).toBe(
      'access.ticketOver',
    );
    const forged = await send('/sign-in/code', { ticket: 'x'.repeat(43), code: codeOf(secret) });
    expect(forged.json().code).toBe('access.ticketOver');
  });

  test('数据库里只有密文：换密钥重新加密后照样登录', async () => {
    const { account } = await person();
    const { secret } = await enrol((await signIn(account)).token);
    const kept = await sql<{
      secret: string;
    }>`select secret from access_factor where secret is not null`.execute(city.store.db);
    expect(kept.rows.every((row) => row.secret.startsWith('sealed:1:data-'))).toBe(true);
    expect(kept.rows.some((row) => row.secret.includes(secret))).toBe(false);
    const reply = await send('/sign-in/code', { ticket: await ticketOf(account), code: codeOf(secret) });
    expect(reply.statusCode).toBe(200);
  });
});

describe('恢复码', () => {
  test('十个，每个只用一次，写法不拘；重新生成后旧的作废', async () => {
    const { account } = await person();
    const { recovery, secret } = await enrol((await signIn(account)).token);
    expect(recovery).toHaveLength(10);
    const [first = '', second = ''] = recovery;
    const spend = async (code: string) => send('/sign-in/code', { ticket: await ticketOf(account), code });
    expect((await spend(` ${first.toUpperCase().replace('-', ' ')} `)).statusCode).toBe(200);
    expect((await spend(first)).json().code).toBe('access.wrongCode');
    const entered = await spend(codeOf(secret));
    const token = entered.cookies[0]?.value ?? '';
    expect((await send('/factors/recovery', {}, token)).json().codes).toHaveLength(10);
    expect((await spend(second)).statusCode).toBe(401);
  });
});

describe('岗位要求双因素', () => {
  test('期限内可以工作并被提醒，过期后除绑定外什么也做不了，绑定后恢复', async () => {
    const { account } = await person('access:audit-administrator');
    const { token } = await signIn(account);
    expect((await get('/audit', token)).statusCode).toBe(200);
    const before = (await get('/session', token)).json();
    expect(before).toMatchObject({ mustEnrol: false });
    expect(Date.parse(before.factorDueAt)).toBe(city.clock.now().getTime() + 7 * 86_400_000);
    city.clock.advance(8 * 86_400_000);
    const { token: late } = await signIn(account);
    expect((await get('/session', late)).json()).toMatchObject({
      mustEnrol: true,
      permissions: [],
      pages: [],
    });
    expect((await get('/audit', late)).statusCode).toBe(403);
    await enrol(late);
    expect((await get('/audit', late)).statusCode).toBe(200);
    expect((await get('/session', late)).json()).toMatchObject({ mustEnrol: false, factorDueAt: null });
  });

  test('要求双因素的岗位不能删除最后一种；遗失设备由安全管理员解除，不能解除自己的', async () => {
    const keeper = await person('access:audit-administrator');
    const token = (await signIn(keeper.account)).token;
    await enrol(token);
    const [factor] = (await get('/factors', token)).json().factors;
    expect((await send(`/factors/${factor.id}/remove`, {}, token)).json().code).toBe('access.lastFactor');
    const security = await person('access:security-administrator');
    const guard = (await signIn(security.account)).token;
    expect((await send(`/people/${security.id}/factors/reset`, {}, guard)).json().code).toBe(
      'access.ownGrant',
    );
    expect((await send(`/people/${keeper.id}/factors/reset`, {}, guard)).statusCode).toBe(200);
    expect((await get('/audit', token)).statusCode).toBe(401);
    const system = await person('access:system-administrator');
    const other = (await signIn(system.account)).token;
    expect((await send(`/people/${keeper.id}/factors/reset`, {}, other)).statusCode).toBe(403);
  });
});

describe('高风险操作', () => {
  test('十分钟内验证过才能做；再次验证后照做；错的口令不算', async () => {
    const { account } = await person('access:security-administrator');
    const { secret } = await enrol((await signIn(account)).token);
    const entered = await send('/sign-in/code', { ticket: await ticketOf(account), code: codeOf(secret) });
    const token = entered.cookies[0]?.value ?? '';
    const subject = (await person()).id;
    const grant = () => send(`/people/${subject}/posts`, { posts: [] }, token);
    expect((await grant()).statusCode).toBe(200);
    city.clock.advance(11 * 60_000);
    expect((await grant()).json()).toMatchObject({ code: 'access.stepUp' });
    expect((await get('/step-up', token)).json()).toEqual({ kinds: ['totp'] });
    // His password is no proof any more.
    expect((await send('/step-up', { secret: password }, token)).json().code).toBe('access.wrongCode');
    expect((await grant()).statusCode).toBe(403);
    expect((await send('/step-up', { secret: codeOf(secret) }, token)).statusCode).toBe(200);
    expect((await grant()).statusCode).toBe(200);
  });
});

describe('不泄露账号是否存在', () => {
  test('不存在的账号与存在的账号，从第一次到锁定，回答逐字相同', async () => {
    const { account } = await person();
    const answers = async (name: string) => {
      const said: string[] = [];
      for (let n = 0; n < 7; n += 1) {
        const { code, message } = (await signIn(name, 'Wrong-2026-no')).reply.json();
        said.push(`${code} ${message}`);
      }
      return said;
    };
    const known = await answers(account);
    expect(known.at(-1)).toContain('access.locked');
    expect(await answers('nobody-at-all')).toEqual(known);
  });

  test('同时来的猜测逐个计数，不因并发多猜', async () => {
    const { account } = await person();
    const replies = await Promise.all(Array.from({ length: 12 }, () => signIn(account, 'Wrong-2026-no')));
    const wrong = replies.filter(({ reply }) => reply.json().code === 'access.wrongPassword');
    expect(wrong.length).toBeLessThanOrEqual(5);
    expect((await signIn(account)).reply.json().code).toBe('access.locked');
  });
});

describe('会话数', () => {
  test('第六个会话进来，最早的一个退出；管理员只有一个', async () => {
    const { account } = await person();
    const tokens: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      tokens.push((await signIn(account)).token);
      city.clock.advance(1000);
    }
    const alive = await Promise.all(tokens.map(async (token) => (await get('/factors', token)).statusCode));
    expect(alive).toEqual([401, 200, 200, 200, 200, 200]);
    const keeper = await person('access:audit-administrator');
    const first = (await signIn(keeper.account)).token;
    city.clock.advance(1000);
    await signIn(keeper.account);
    expect((await get('/factors', first)).statusCode).toBe(401);
  });
});

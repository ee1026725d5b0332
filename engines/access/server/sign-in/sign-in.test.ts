/** Signing up and in, over HTTP and at once: what must not be told, and what must not outlive its end. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { systemPrincipal } from '../create-access.ts';
import { tokenDigest } from './sessions.ts';

let city: TestCity;

beforeAll(async () => {
  // In a demonstration the code is shown, so that a test can read it.
  city = await openTestCity({ systems: [], demo: true });
});
afterAll(() => city.close());

const password = 'yinghe-2026';
const askCode = (account: string) => city.visitor.post('/api/access/sign-up/code', { account });
async function signUp(account: string, name = '颍小满', secret = password, code?: string) {
  city.clock.advance(61_000);
  const { shown } = code === undefined ? (await askCode(account)).json<{ shown: string }>() : { shown: code };
  return city.visitor.post('/api/access/sign-up', { account, code: shown, name, password: secret });
}
const signIn = (account: string, secret = password) =>
  city.visitor.post('/api/access/sign-in', { account, password: secret });

async function titles(subject: string): Promise<string[]> {
  await city.store.drain();
  const reply = await (await city.as(subject)).get('/api/messages/notices');
  return reply.json<{ notices: { title: string }[] }>().notices.map(({ title }) => title);
}

test('号码是否已注册，从注册的答复看不出来；号码的主人收到消息，他的账号不变', async () => {
  const first = await signUp('13900000001');
  const again = await signUp('13900000001', '冒名者', 'another-2026');
  expect([again.statusCode, again.body]).toEqual([first.statusCode, first.body]);
  const plain = (headers: Record<string, unknown>) =>
    Object.keys(headers).filter((name) => !name.startsWith('x-ratelimit'));
  expect(plain(again.headers)).toEqual(plain(first.headers));
  // A bad password is refused before anybody looks whose number it is.
  expect((await signUp('13900000001', '颍小满', 'short')).json().code).toBe('access.weakPassword');
  expect((await signUp('13900000002', '颍小满', 'short')).json().code).toBe('access.weakPassword');
  const owner = (await city.access.admin.findSubjectId('13900000001')) ?? '';
  expect(await titles(owner)).toEqual(['有人用您的手机号注册']);
  await signUp('13900000001', '冒名者', 'another-2026');
  expect(await titles(owner)).toHaveLength(1);
  expect((await signIn('13900000001', 'another-2026')).statusCode).toBe(401);
  expect((await signIn('13900000001')).statusCode).toBe(200);
  expect((await city.access.namesOf([owner])).get(owner)).toBe('颍小满');
});

test('没有收到验证码的人，问不出号码有没有注册：要码、错码、马上登录，答复都一样', async () => {
  await signUp('13900000007');
  city.clock.advance(61_000);
  const [free, taken] = await Promise.all([askCode('13900000008'), askCode('13900000007')]);
  const shape = (reply: { statusCode: number; json(): unknown }) => [
    reply.statusCode,
    Object.keys(reply.json() as object).sort(),
  ];
  expect(shape(taken)).toEqual(shape(free));
  // No code, no account: neither number can be signed in with what was just given.
  for (const account of ['13900000007', '13900000008']) {
    const wrong = await signUp(account, '试探者', 'another-2026', 'x');
    expect(wrong.json().code).toBe('city.invalid');
    const guess = free.json().shown === '123456' || taken.json().shown === '123456' ? '654321' : '123456';
    const reply = await signUp(account, '试探者', 'another-2026', guess);
    expect([reply.statusCode, reply.json().code]).toEqual([400, 'access.codeWrong']);
    const after = await signIn(account, 'another-2026');
    expect([after.statusCode, after.json().code]).toEqual([401, 'access.wrongPassword']);
  }
  expect(await city.access.admin.findSubjectId('13900000008')).toBeUndefined();
});

test('注册的人号码已验证；一个验证码只用一次，一分钟内不再发', async () => {
  const { shown } = (await askCode('13900000009')).json<{ shown: string }>();
  expect((await askCode('13900000009')).json().code).toBe('access.codeSoon');
  const given = { account: '13900000009', code: shown, name: '颍小满', password };
  expect((await city.visitor.post('/api/access/sign-up', given)).statusCode).toBe(200);
  expect((await city.visitor.post('/api/access/sign-up', given)).json().code).toBe('access.codeWrong');
  const own = (await (await city.as('13900000009')).get('/api/access/identity')).json();
  expect(own).toMatchObject({ level: 'L2', codes: true });
});

test('查找会话的当口会话结束，它不会因此留下来', async () => {
  const { sessions } = city.access.parts;
  await signUp('13900000003');
  const subject = (await city.access.admin.findSubjectId('13900000003')) ?? '';
  const token = await city.access.admin.openSession(subject);
  await sessions.find(token, async () => {
    await sessions.end(tokenDigest(token));
    return 30;
  });
  expect(await sessions.find(token, () => Promise.resolve(30))).toBeUndefined();
  const kept = await city.access.admin.openSession(subject);
  // Known already, and ended while it is found once more.
  await sessions.find(kept, () => Promise.resolve(30));
  await sessions.find(kept, async () => {
    await sessions.endAll(subject);
    return 30;
  });
  expect(await sessions.find(kept, () => Promise.resolve(30))).toBeUndefined();
  expect(await city.access.findPrincipal(kept)).toBeUndefined();
});

test('验证旧密码的当口密码被重置或账号被停用，旧密码开不了会话', async () => {
  const { accounts, sessions } = city.access.parts;
  await signUp('13900000004');
  const subject = (await city.access.admin.findSubjectId('13900000004')) ?? '';
  const live = async () => (await sessions.list({ subject, search: '', page: 1, size: 50 })).total;
  for (let turn = 0; turn < 4; turn += 1) {
    // Whoever is first, afterwards no session of the former password is left.
    await Promise.all([signIn('13900000004'), accounts.resetPassword(subject, systemPrincipal)]);
    expect(await live()).toBe(0);
    const secret = await accounts.resetPassword(subject, systemPrincipal);
    const [reply] = await Promise.all([
      signIn('13900000004', secret),
      accounts.setState(subject, 'disabled', systemPrincipal),
    ]);
    expect([200, 401]).toContain(reply.statusCode);
    expect(await live()).toBe(0);
    await accounts.setState(subject, 'active', systemPrincipal);
  }
});

test('收回岗位的当口正在读他的权限，读到的旧权限不会留下', async () => {
  const department = (await city.access.departments())[0]?.id ?? '';
  const post = { role: 'registers:code-keeper', department, area: '341200000000' };
  const { id } = await city.access.admin.createSubject({
    account: 'race',
    name: '测试',
    kind: 'official',
    posts: [post],
    mustChange: false,
  });
  for (let turn = 0; turn < 10; turn += 1) {
    await city.access.admin.setPosts(id, [post]);
    await Promise.all([city.access.principalOf(id), city.access.admin.setPosts(id, [])]);
    expect((await city.access.principalOf(id)).grants.size).toBe(0);
  }
});

test('启动不加载单点登录的库，有人用它登录时才加载', async () => {
  const { execFile } = await import('node:child_process');
  const { promisify } = await import('node:util');
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    "await import('./engines/access/index.ts'); console.log('loaded')",
  ]);
  expect([stdout.trim(), stderr]).toEqual(['loaded', '']);
});

test('一个号码一天只发几条验证码，空号和已注册的号码一样；第二天可以再要', async () => {
  await signUp('13900000017');
  const most = city.store.settings.value('access.codes-a-day');
  async function asked(account: string): Promise<string[]> {
    const codes: string[] = [];
    for (let at = 0; at < most + 2; at += 1) {
      city.clock.advance(61_000);
      const reply = await askCode(account);
      codes.push(reply.statusCode === 200 ? 'sent' : (reply.json<{ code: string }>().code ?? ''));
    }
    return codes;
  }
  const [free, taken] = [await asked('13900000018'), await asked('13900000017')];
  expect(taken).toEqual(free);
  expect(free.filter((one) => one === 'sent')).toHaveLength(most);
  expect(free.at(-1)).toBe('access.codesOver');
  city.clock.advance(86_400_000);
  expect((await askCode('13900000018')).statusCode).toBe(200);
});

test('拿着验证码注册，号码是空的还是已注册的，用时也看不出来', async () => {
  const spent = { free: [] as number[], taken: [] as number[] };
  await signUp('13900000060');
  for (let at = 0; at < 8; at += 1) {
    for (const kind of ['free', 'taken'] as const) {
      city.clock.advance(86_400_000);
      const account = kind === 'free' ? `1390000007${at}` : '13900000060';
      const { shown } = (await askCode(account)).json<{ shown: string }>();
      const from = performance.now();
      await city.visitor.post('/api/access/sign-up', { account, code: shown, name: '颍小满', password });
      spent[kind].push(performance.now() - from);
    }
  }
  // The quickest of each: whatever else the machine does only adds.
  const [free, taken] = [Math.min(...spent.free), Math.min(...spent.taken)];
  console.log(`sign-up: free ${free.toFixed(1)} ms, taken ${taken.toFixed(1)} ms`);
  expect(Math.max(free, taken) / Math.min(free, taken)).toBeLessThan(2);
});

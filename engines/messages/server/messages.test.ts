/** What people are told: once, only their own, live while a page is open, and again after a lost connection. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../../kernel/clock.ts';
import { defineContract } from '../../../kernel/contract.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Services } from '../../../kernel/system.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import accessContract from '../../access/contract.ts';
import { type AccessEngine, accessSystem, accessTables, createAccess } from '../../access/index.ts';
import gatewayContract from '../../gateway/contract.ts';
import { createGateway } from '../../gateway/index.ts';
import { createTrust, type TrustEngine, trustTables } from '../../trust/index.ts';
import messagesContract from '../contract.ts';
import { createMessages, type MessageEngine, messagesSystem, messageTables, type Notice } from '../index.ts';

const lamp = defineContract({
  id: 'lamp',
  title: '路灯',
  plan: [],
  permissions: { read: '查看' },
  roles: { keeper: { title: '养护员', allow: ['read'] } },
  routes: {},
});
const clock = new ManualClock('2026-11-23T02:00:00Z');
const countyA = '341202000000';
const countyB = '341203000000';
const own = { 'x-city-request': '1' };

let store: TestStore;
let access: AccessEngine;
let trust: TrustEngine;
let engine: MessageEngine;
let app: FastifyInstance;
let address: string;
const ids = { zhang: '', li: '', wang: '' };
const tokens = { zhang: '', li: '', wang: '' };
type Person = keyof typeof ids;

beforeAll(async () => {
  const contracts = [gatewayContract, accessContract, messagesContract, lamp];
  const settings = Object.fromEntries(
    contracts.flatMap((one) =>
      Object.entries(one.settings ?? {}).map(([name, spec]) => [`${one.id}.${name}`, spec]),
    ),
  );
  store = await openTestStore({
    tables: [...trustTables, ...accessTables, ...messageTables],
    clock,
    settings,
  });
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
  trust = createTrust({ store });
  access = createAccess({ store, trust, contracts, organs, demo: false });
  await access.load();
  engine = createMessages({
    store,
    access,
    trust,
    calendar: () => {
      throw new Error('no ladder here');
    },
    areaExists: () => false,
    report: (problem) => {
      throw problem;
    },
  });
  const services: Services = {
    use() {
      throw new Error('none');
    },
  };
  const systems = [accessSystem(access, store), messagesSystem(engine, store, access)];
  app = await createGateway({
    store,
    access,
    services,
    systems,
    fileGuards: {},
    version: 'test',
    rate: 100_000,
    checkReplies: true,
  });
  for (const [name, area] of [
    ['zhang', countyA],
    ['li', countyB],
    ['wang', undefined],
  ] as const) {
    const posts = area === undefined ? [] : [{ role: 'lamp:keeper', department: 'city-lamps', area }];
    const made = await access.admin.createSubject({
      account: name,
      name,
      kind: 'official',
      password: 'Lamp-2026-on',
      mustChange: false,
      posts,
    });
    ids[name] = made.id;
  }
  await app.listen({ port: 0, host: '127.0.0.1' });
  address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await engine.close();
  await access.stop();
  await trust.close();
  await app.close();
  await store.close();
});

/** A test that moves the clock by a day would end the sessions of the next. */
async function signInAll(): Promise<void> {
  for (const name of ['zhang', 'li', 'wang'] as const)
    tokens[name] = await access.admin.openSession(ids[name]);
}
beforeEach(signInAll);

async function tell(notice: Partial<Notice> & Pick<Notice, 'to'>): Promise<void> {
  await store.transaction((work) =>
    engine.send(work, { kind: 'to-do', title: '新任务', body: '请处理', ...notice }),
  );
}

async function ask(person: Person | undefined, method: 'GET' | 'POST', path: string, payload?: object) {
  return app.inject({
    method,
    url: `/api/messages/${path}`,
    headers: own,
    ...(person === undefined ? {} : { cookies: { city_session: tokens[person] } }),
    ...(payload === undefined ? {} : { payload }),
  });
}

interface Heard {
  /** Everything so far, as it came over the wire. */
  text(): string;
  until(part: string): Promise<void>;
  stop(): void;
}

async function listen(person: Person, headers: Record<string, string> = {}): Promise<Heard> {
  const abort = new AbortController();
  const reply = await fetch(`${address}/api/messages/stream`, {
    headers: { cookie: `city_session=${tokens[person]}`, 'accept-encoding': 'gzip', ...headers },
    signal: abort.signal,
  });
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toContain('text/event-stream');
  expect(reply.headers.get('content-encoding')).toBeNull();
  let text = '';
  const decoder = new TextDecoder();
  const reading = (async () => {
    for await (const piece of reply.body ?? []) text += decoder.decode(piece, { stream: true });
  })().catch(() => undefined);
  const heard: Heard = {
    text: () => text,
    until: (part) => expect.poll(() => text, { timeout: 4000 }).toContain(part),
    stop() {
      abort.abort();
      void reading;
    },
  };
  await heard.until('event: unread');
  return heard;
}

describe('站内消息', () => {
  test('按权限和区划发给该收的人,各看各的,读过就不再计数', async () => {
    await tell({ to: { permission: 'lamp:read', area: '341202001000' }, title: '颍州任务', link: '/lamp/1' });
    const mine = (await ask('zhang', 'GET', 'notices')).json();
    expect(mine).toMatchObject({
      unread: 1,
      more: false,
      notices: [{ title: '颍州任务', link: '/lamp/1', readAt: null }],
    });
    expect((await ask('li', 'GET', 'notices')).json()).toEqual({ notices: [], unread: 0, more: false });

    const stolen = await ask('li', 'POST', 'read', { ids: [mine.notices[0].id] });
    expect(stolen.json()).toEqual({ unread: 0 });
    expect((await ask('zhang', 'GET', 'unread')).json()).toEqual({ unread: 1 });
    expect((await ask('zhang', 'POST', 'read', { ids: [mine.notices[0].id] })).json()).toEqual({ unread: 0 });
    expect((await ask('zhang', 'GET', 'notices?unread=true')).json().notices).toEqual([]);
  });

  test('同一件事一天内只说一次,过一天可再说;名单里重复的人只收一条', async () => {
    const notice = { to: [ids.wang, ids.wang], once: 'case-1:urge', title: '催办' } as const;
    await tell(notice);
    await tell(notice);
    // Past midnight in Shanghai but within 24 hours.
    clock.advance(15 * 3_600_000);
    await tell(notice);
    await signInAll();
    expect((await ask('wang', 'GET', 'unread')).json()).toEqual({ unread: 1 });
    clock.advance(10 * 3_600_000);
    await tell(notice);
    await signInAll();
    expect((await ask('wang', 'GET', 'unread')).json()).toEqual({ unread: 2 });
    expect((await ask('wang', 'POST', 'read-all', {})).json()).toEqual({ unread: 0 });
  });

  test('翻页不重不漏', async () => {
    for (let index = 0; index < 5; index += 1) await tell({ to: [ids.li], title: `第${index}条` });
    const first = (await ask('li', 'GET', 'notices?size=3')).json();
    expect(first.more).toBe(true);
    const rest = (await ask('li', 'GET', `notices?size=3&before=${first.notices[2].id}`)).json();
    expect([...first.notices, ...rest.notices].map((each: { title: string }) => each.title)).toEqual([
      '第4条',
      '第3条',
      '第2条',
      '第1条',
      '第0条',
    ]);
    expect(rest.more).toBe(false);
  });

  test('事务回滚就没有消息;站外链接不让发;没人可发不算错', async () => {
    await expect(
      store.transaction(async (work) => {
        await engine.send(work, { to: [ids.wang], kind: 'notice', title: '不该有', body: '' });
        throw new Error('回滚');
      }),
    ).rejects.toThrow('回滚');
    for (const link of [
      'https://example.com',
      '//example.com',
      'javascript:alert(1)',
      '/a b',
      '/\\example.com',
    ])
      await expect(tell({ to: [ids.wang], link })).rejects.toThrow(RangeError);
    await tell({ to: [] });
    expect((await ask('wang', 'GET', 'unread')).json()).toEqual({ unread: 0 });
  });

  test('未登录一律 401,坏参数 400', async () => {
    for (const path of ['notices', 'unread', 'stream'])
      expect((await ask(undefined, 'GET', path)).statusCode).toBe(401);
    expect((await ask(undefined, 'POST', 'read-all', {})).statusCode).toBe(401);
    expect((await ask('li', 'POST', 'read', { ids: ['x'] })).statusCode).toBe(400);
    expect((await ask('li', 'GET', 'notices?before=x')).statusCode).toBe(400);
    expect((await ask('li', 'GET', 'notices?size=1000')).statusCode).toBe(400);
  });
});

describe('实时消息', () => {
  test('打开的页面立刻收到自己的消息和未读数,收不到别人的', async () => {
    const zhang = await listen('zhang');
    const wang = await listen('wang');
    await tell({ to: [ids.zhang], title: '立即处理' });
    await zhang.until('立即处理');
    expect(zhang.text()).toMatch(/id: [0-9a-f-]{36}\nevent: notice\ndata: {"notice":{.*"unread":1}\n\n/);
    expect(wang.text()).not.toContain('立即处理');
    await ask('zhang', 'POST', 'read-all', {});
    await expect
      .poll(() => zhang.text().split('event: unread').at(-1), { timeout: 30_000 })
      .toContain('"unread":0');
    zhang.stop();
    wang.stop();
  });

  test('断线重连补上漏掉的', async () => {
    const first = await listen('zhang');
    await tell({ to: [ids.zhang], title: '断线前' });
    await first.until('断线前');
    first.stop();
    const last = (await ask('zhang', 'GET', 'notices?size=1')).json().notices[0].id;
    await tell({ to: [ids.zhang], title: '断线时' });
    const again = await listen('zhang', { 'last-event-id': last });
    await again.until('断线时');
    expect(again.text()).not.toContain('断线前');
    again.stop();
    const foreign = await listen('wang', { 'last-event-id': last });
    const unknown = await listen('wang', { 'last-event-id': newId() });
    for (const heard of [foreign, unknown]) {
      expect(heard.text()).not.toContain('event: notice');
      heard.stop();
    }
  });

  test('大屏推送只到有该权限的人;指明区划时只到管得着的人', async () => {
    const people = { zhang: await listen('zhang'), li: await listen('li'), wang: await listen('wang') };
    engine.push('lamp:read', { id: 'p1' });
    engine.push('lamp:read', { id: 'p2' }, { area: '341203001000' });
    await people.li.until('"p2"');
    await people.zhang.until('"p1"');
    expect(people.zhang.text()).not.toContain('"p2"');
    expect(people.wang.text()).not.toContain('event: push');
    for (const heard of Object.values(people)) heard.stop();
    expect(() => engine.push('lamp:read', 'x'.repeat(7000))).toThrow(RangeError);
  });

  test('一人开得太多会被拒,关掉就能再开', async () => {
    const open: Heard[] = [];
    for (let index = 0; index < 8; index += 1) open.push(await listen('li'));
    expect((await ask('li', 'GET', 'stream')).statusCode).toBe(429);
    for (const heard of open) heard.stop();
    await expect
      .poll(
        async () => {
          const reply = await fetch(`${address}/api/messages/stream`, {
            headers: { cookie: `city_session=${tokens.li}` },
          });
          await reply.body?.cancel();
          return reply.status;
        },
        { timeout: 30_000 },
      )
      .toBe(200);
  });
});

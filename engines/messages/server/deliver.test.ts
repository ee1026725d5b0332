/** What leaves the app: on which ways, once, signed, at the right hour, again after failures, and climbing while nobody reads it. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestCity, type TestCity } from '../../../test/support/city.ts';
import { sql } from '../../store/index.ts';
import { type MessageEngine, messages, type Telling } from '../index.ts';
import { hmacSm3 } from './channel/sign-request.ts';
import { receiptText } from './delivery/take-receipt.ts';
import { lampSystem } from './test-support/lamp-system.ts';
import { openGateway, openMail, type OutsideGateway, type OutsideMail } from './test-support/outside.ts';

const morning = '2026-11-23T02:00:00Z';
const minute = 60_000;
const secret = 'gateway-secret-1';
const department = 'yingzhou-urban-management';
const area = '341202000000';
const phone = '13905580001';

let city: TestCity;
let engine: MessageEngine;
let gateway: OutsideGateway;
let mail: OutsideMail;
let webhookSecret: string;
let [wang, chief, li] = ['', '', ''];

beforeAll(async () => {
  city = await openTestCity({ systems: [lampSystem], begin: false, now: morning });
  engine = city.services.use(messages) as MessageEngine;
  [gateway, mail] = [await openGateway(), await openMail()];
  async function person(account: string, role: string): Promise<string> {
    const made = await city.access.admin.createSubject({
      account,
      name: account,
      kind: 'official',
      password: 'Lamp-2026-on',
      mustChange: false,
      posts: [{ role, department, area }],
    });
    return made.id;
  }
  wang = await person('wang', 'lamp:keeper');
  chief = await person('chief', 'lamp:chief');
  li = await person('li-keeper', 'lamp:keeper');
  for (const id of ['sms', 'voice', 'email', 'webhook'] as const) await setChannel(id, 0);
  await city.store.transaction(async (work) => {
    await engine.centre.keepContact(work, wang, 'phone', phone);
    await engine.centre.keepContact(work, chief, 'phone', '13905580002');
    await engine.centre.keepContact(work, wang, 'email', 'wang@example.com');
    const kept = await engine.centre.keepContact(work, wang, 'webhook', `http://${gateway.host}/hook`);
    webhookSecret = kept.secret ?? '';
  });
  await engine.deliver();
});
afterAll(async () => {
  await city?.close();
  await Promise.all([gateway?.close(), mail?.close()]);
});
beforeEach(async () => {
  await sql`delete from messages_delivery`.execute(city.store.db);
  await sql`delete from messages_escalation`.execute(city.store.db);
  gateway.heard.length = 0;
  gateway.answers.length = 0;
  mail.letters.length = 0;
  city.clock.set(morning);
});

const configs = {
  sms: () => ({
    mode: 'gateway',
    url: `http://${gateway.host}/sms`,
    app: 'city',
    sign: '数字阜阳',
    okCode: '0',
    refusedCodes: ['BAD'],
  }),
  voice: () => ({
    mode: 'gateway',
    url: `http://${gateway.host}/voice`,
    app: 'city',
    sign: '数字阜阳',
    okCode: '0',
    refusedCodes: [],
  }),
  email: () => ({
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    user: '',
    from: 'city@fuyang.example',
  }),
  webhook: () => ({ hosts: [gateway.host] }),
} as const;

async function setChannel(id: keyof typeof configs, revision: number, rate = 600): Promise<void> {
  await city.store.transaction((work) =>
    engine.centre.changeChannel(
      work,
      {
        id,
        revision,
        enabled: true,
        config: configs[id](),
        rate,
        secret: id === 'email' ? undefined : secret,
      },
      'test',
    ),
  );
}

async function tell(telling: Partial<Telling> = {}): Promise<void> {
  await city.store.transaction((work) =>
    engine.tell(work, {
      to: [wang],
      template: 'lamp:broken',
      values: { number: 'YZ-7', caller: '13800000000' },
      ...telling,
    }),
  );
  await engine.deliver();
}

async function rows(): Promise<
  readonly { id: string; channel: string; state: string; reason: string | null; content: string | null }[]
> {
  const found = await sql<{
    id: string;
    channel: string;
    state: string;
    reason: string | null;
    content: string | null;
  }>`
    select id, channel, state, reason, content from messages_delivery order by channel`.execute(
    city.store.db,
  );
  return found.rows;
}

const states = async () => (await rows()).map(({ channel, state }) => `${channel} ${state}`);

describe('发到站外', () => {
  test('短信、邮件、回调各发一次，签名对得上；个人信息不进回调；发出后正文不留', async () => {
    await tell();
    const sms = gateway.heard.find((one) => one.path === '/sms');
    expect(sms?.body).toMatchObject({ to: phone, text: '路灯YZ-7待修，报修人13800000000' });
    expect(sms?.signed(secret)).toBe(true);
    expect(sms?.key).toBe(sms?.body.id);
    const hook = gateway.heard.find((one) => one.path === '/hook');
    expect(hook?.body.data).toEqual({ number: 'YZ-7' });
    expect(JSON.stringify(hook?.body)).not.toContain('13800000000');
    expect(hook?.signed(webhookSecret)).toBe(true);
    expect(mail.letters.map(({ to }) => to)).toEqual([['wang@example.com']]);
    expect(await states()).toEqual(['email sent', 'sms sent', 'webhook sent']);
    expect((await rows()).every(({ content }) => content === null)).toBe(true);
    const kept = await sql<{
      address: string;
    }>`select address from messages_contact where kind = 'phone'`.execute(city.store.db);
    expect(kept.rows.every(({ address }) => !address.includes('139'))).toBe(true);
  });

  test('同一件事要求两次只发一次；事务回滚就不发', async () => {
    await tell({ once: 'lamp:7' });
    await tell({ once: 'lamp:7' });
    expect(gateway.heard.filter((one) => one.path === '/sms')).toHaveLength(1);
    await expect(
      city.store.transaction(async (work) => {
        await engine.tell(work, {
          to: [wang],
          template: 'lamp:broken',
          values: { number: 'A', caller: 'B' },
        });
        throw new Error('回滚');
      }),
    ).rejects.toThrow('回滚');
    await engine.deliver();
    expect(gateway.heard.filter((one) => one.path === '/sms')).toHaveLength(1);
    for (const values of [
      { number: 'A' },
      { number: 'A', caller: 'B', more: 'C' },
      { number: 'A', caller: 7 },
    ])
      await expect(tell({ values })).rejects.toThrow(RangeError);
    await expect(tell({ template: 'lamp:none' })).rejects.toMatchObject({ code: 'messages.noTemplate' });
  });

  test('邮件服务器停了：隔一阵再试，恢复后送到，一封不丢；一直不行转待处理，人工重发', async () => {
    const { port } = mail;
    await mail.close();
    await tell();
    expect(await states()).toContain('email waiting');
    await engine.deliver();
    expect(await states()).toContain('email waiting');
    mail = await openMail(port);
    city.clock.advance(minute);
    await engine.deliver();
    expect(mail.letters).toHaveLength(1);
    expect(await states()).toContain('email sent');

    await mail.close();
    await tell();
    for (const wait of [1, 5, 15, 60, 240]) {
      city.clock.advance(wait * minute);
      await engine.deliver();
    }
    const dead = (await rows()).find(({ state }) => state === 'dead');
    expect(dead).toMatchObject({ channel: 'email', reason: 'ESOCKET' });
    mail = await openMail(port);
    await city.store.transaction((work) => engine.centre.resend(work, dead?.id ?? ''));
    await engine.deliver();
    expect(mail.letters).toHaveLength(1);
    await expect(
      city.store.transaction((work) => engine.centre.resend(work, dead?.id ?? '')),
    ).rejects.toMatchObject({ code: 'messages.notDead' });
  });

  test('对方明确拒收就不再试；网关忙就再试，键不变', async () => {
    mail.refused.add('wang@example.com');
    gateway.answers.push({ status: 200, code: 'BAD' }, { status: 503 });
    await tell();
    mail.refused.clear();
    const failed = await rows();
    expect(failed.find(({ channel }) => channel === 'email')).toMatchObject({
      state: 'failed',
      reason: 'smtp-550',
    });
    const codes = failed.filter(({ channel }) => channel !== 'email').map(({ reason }) => reason);
    expect(codes).toContain('http-503');
    city.clock.advance(minute);
    await engine.deliver();
    const keys = gateway.heard.map(({ key }) => key);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(2);
  });

  test('免打扰时段先不发，时段过后再发；应急消息照发', async () => {
    city.clock.set('2026-11-23T14:30:00Z');
    await tell({ template: 'lamp:calm' });
    expect(await states()).toEqual(['sms held']);
    await tell({ template: 'lamp:flood' });
    expect(gateway.heard).toHaveLength(1);
    city.clock.set('2026-11-24T00:00:00Z');
    await engine.deliver();
    expect(gateway.heard).toHaveLength(2);
  });

  test('每分钟不超过渠道的速率', async () => {
    await setChannel('sms', 1, 2);
    for (let index = 0; index < 3; index += 1) await tell({ template: 'lamp:calm' });
    expect(gateway.heard).toHaveLength(2);
    city.clock.advance(minute + 1);
    await engine.deliver();
    expect(gateway.heard).toHaveLength(3);
    await setChannel('sms', 2);
  });

  test('发送中的进程被强行终止：过了占用时间由别的进程用同一个键再发，不丢也不多', async () => {
    gateway.answers.push('silence');
    await city.store.transaction((work) =>
      // Written without waking this process.
      sql`insert into messages_delivery (id, subject, contact, channel, template, version, kind, urgency, rank, content, shown, state, due_at, created_at)
        select gen_random_uuid(), subject, id, 'sms', 'lamp:broken', 1, 'to-do', 'urgent', 1, '{"text":"路灯"}', shown, 'waiting', ${morning}::timestamptz, ${morning}::timestamptz
        from messages_contact where subject = ${wang} and kind = 'phone'`.execute(work.db),
    );
    const script = path.join(import.meta.dirname, 'test-support', 'deliver-alone.ts');
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', script, city.databaseUrl, city.dataDirectory, morning],
      {
        stdio: 'ignore',
      },
    );
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await expect.poll(() => gateway.heard.length, { timeout: 30_000 }).toBe(1);
    child.kill('SIGKILL');
    await ended;
    await engine.deliver();
    expect(gateway.heard).toHaveLength(1);
    city.clock.advance(3 * minute);
    await engine.deliver();
    expect(gateway.heard).toHaveLength(2);
    expect(gateway.heard[1]?.key).toBe(gateway.heard[0]?.key);
    await engine.deliver();
    expect(gateway.heard).toHaveLength(2);
    expect(await states()).toEqual(['sms sent']);
  }, 60_000);
});

describe('回执', () => {
  async function report(given: { state: string; reason?: string; at?: string; key?: string; id: string }) {
    const { state, reason = '', at = city.clock.now().toISOString(), key = secret, id } = given;
    const signature = hmacSm3(key, receiptText({ id, state: state as 'read', reason, at }));
    return city.visitor.post('/api/messages/receipts', { channel: 'sms', id, state, reason, at, signature });
  }

  test('验签后记送达、已读；重复和乱序不倒退；签名不对、时间太久的拒收', async () => {
    await tell();
    const id = (await rows()).find(({ channel }) => channel === 'sms')?.id ?? '';
    const forged = await report({ id, state: 'delivered', key: 'another-secret' });
    expect([forged.statusCode, forged.json().code]).toEqual([403, 'messages.badSignature']);
    const late = await report({ id, state: 'delivered', at: '2026-11-01T00:00:00Z' });
    expect([late.statusCode, late.json().code]).toEqual([400, 'messages.staleReceipt']);
    expect((await report({ id, state: 'read' })).statusCode).toBe(200);
    expect((await report({ id, state: 'delivered' })).statusCode).toBe(200);
    expect((await report({ id, state: 'failed', reason: 'gone' })).statusCode).toBe(200);
    expect(await states()).toContain('sms read');
    expect((await report({ id, state: 'nonsense' })).statusCode).toBe(400);
  });
});

describe('逐级升级', () => {
  const slow = {
    template: 'lamp:slow',
    about: 'lamp:7',
    superiors: { permission: 'lamp:supervise', area },
  } as const;

  async function noticesOf(subject: string): Promise<readonly string[]> {
    const found = await sql<{ title: string }>`select title from messages_notice
      where subject = ${subject} and template = 'lamp:slow' order by created_at`.execute(city.store.db);
    return found.rows.map(({ title }) => title);
  }

  test('按工作时间等：先打电话给本人，再告诉督办人；下班和周末不算', async () => {
    await tell({ ...slow, once: 'ladder-1' });
    expect(gateway.heard).toEqual([]);
    // 10:00 Monday; the afternoon begins later, so two working hours end at 12:00 at the earliest.
    city.clock.advance(119 * minute);
    await engine.deliver();
    expect(gateway.heard).toEqual([]);
    city.clock.advance(2 * minute);
    await engine.deliver();
    expect(gateway.heard.map((one) => one.path)).toEqual(['/voice']);
    expect(await noticesOf(chief)).toEqual([]);
    city.clock.set('2026-11-23T10:30:00Z');
    await engine.deliver();
    expect(await noticesOf(chief)).toEqual(['[升级提醒] 路灯YZ-7待修']);
    expect(gateway.heard.map((one) => [one.path, one.body.to])).toContainEqual(['/sms', '13905580002']);
    city.clock.set('2026-11-25T02:00:00Z');
    await engine.deliver();
    expect(await noticesOf(chief)).toHaveLength(1);
  });

  test('本人看过就不再升级；事情办完也不再升级，没发出的提醒撤下', async () => {
    await tell({ ...slow, to: [li], once: 'ladder-2' });
    await (await city.as('li-keeper')).post('/api/messages/read-all');
    await tell({ ...slow, about: 'lamp:8', once: 'ladder-3' });
    await city.store.transaction((work) => engine.settle(work, ['lamp:8']));
    city.clock.set('2026-11-24T09:00:00Z');
    await engine.deliver();
    expect(gateway.heard).toEqual([]);
    const ended = await sql<{
      why: string;
    }>`select ended_because as why from messages_escalation order by 1`.execute(city.store.db);
    expect(ended.rows.map(({ why }) => why)).toEqual(['over', 'read']);
  });
});

describe('我的消息设置', () => {
  const base = '/api/messages';

  test('登记手机要验证码：格式、错码、过期、次数都管住；号码只见掩码', async () => {
    const me = await city.as('li-keeper');
    const code = async () => {
      await engine.deliver();
      return /验证码(\d{6})/.exec(gateway.heard.at(-1)?.body.text ?? '')?.[1] ?? '';
    };
    const refused = async (route: string, payload: object) => {
      const reply = await me.post(`${base}${route}`, payload);
      return [reply.statusCode, reply.json().code];
    };
    expect((await city.visitor.get(`${base}/settings`)).statusCode).toBe(401);
    expect(await refused('/contacts', { kind: 'phone', address: '12345' })).toEqual([
      400,
      'messages.badAddress',
    ]);
    expect(await refused('/contacts', { kind: 'email', address: 'a@b\r\nBcc: c@d.cn' })).toEqual([
      400,
      'messages.badAddress',
    ]);
    expect(await refused('/contacts/confirm', { kind: 'phone', code: '123456' })).toEqual([
      409,
      'messages.codeNeeded',
    ]);
    const asked = await me.post(`${base}/contacts`, { kind: 'phone', address: '13905580009' });
    expect(asked.json().shown).not.toContain('13905580009');
    const right = await code();
    const wrong = right === '000000' ? '000001' : '000000';
    expect(await refused('/contacts/confirm', { kind: 'phone', code: wrong })).toEqual([
      400,
      'messages.codeWrong',
    ]);
    city.clock.advance(11 * minute);
    expect(await refused('/contacts/confirm', { kind: 'phone', code: right })).toEqual([
      409,
      'messages.codeOver',
    ]);
    await me.post(`${base}/contacts`, { kind: 'phone', address: '13905580009' });
    expect(
      (await me.post(`${base}/contacts/confirm`, { kind: 'phone', code: await code() })).statusCode,
    ).toBe(200);
    const settings = (await me.get(`${base}/settings`)).json();
    expect(settings.contacts).toEqual([{ kind: 'phone', shown: asked.json().shown, verified: true }]);
    for (let index = 0; index < 3; index += 1) {
      await me.post(`${base}/contacts/remove`, { kind: 'phone' });
      await me.post(`${base}/contacts`, { kind: 'phone', address: '13905580009' });
    }
    expect(await refused('/contacts', { kind: 'phone', address: '13905580009' })).toEqual([
      429,
      'messages.tooManyCodes',
    ]);
  });

  test('按类别选接收方式；本人事项不能拒收；区划要真有', async () => {
    const me = await city.as('wang');
    const refused = await me.post(`${base}/preferences`, { kind: 'to-do', wanted: false, channels: [] });
    expect([refused.statusCode, refused.json().code]).toEqual([400, 'messages.notRefusable']);
    await me.post(`${base}/preferences`, { kind: 'to-do', wanted: true, channels: ['email'] });
    await tell();
    expect(await states()).toEqual(['email sent']);
    await me.post(`${base}/preferences`, {
      kind: 'to-do',
      wanted: true,
      channels: ['sms', 'email', 'webhook'],
    });
    expect((await me.post(`${base}/place`, { area: '999999000000' })).json().code).toBe(
      'messages.unknownArea',
    );
    expect((await me.post(`${base}/place`, { area })).statusCode).toBe(200);
    expect((await me.get(`${base}/settings`)).json().area).toBe(area);
  });
});

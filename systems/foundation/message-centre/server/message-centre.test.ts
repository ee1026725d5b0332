/** 消息管理 over HTTP: bulk messages by two persons within their reach, words, channels and records, and each refusal. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MessageEngine, messages } from '../../../../engines/messages/index.ts';
import { sql } from '../../../../engines/store/index.ts';
import { openTestCity, type Caller, type TestCity } from '../../../../test/support/city.ts';
import system from '../system.ts';

const base = '/api/message-centre';
const county = '341202000000';
const other = '341203000000';
const wholeCity = '341200000000';
const department = 'city-data-resources';
const notice = {
  title: '汛期提醒',
  template: 'message-centre:notice',
  values: { title: '汛期提醒', text: '今晚有暴雨，请避开低洼路段', organ: '市应急管理局' },
  audience: { kinds: ['citizen'], area: county },
} as const;

let city: TestCity;
let engine: MessageEngine;
const who: Record<'operator' | 'narrow' | 'sender' | 'approver' | 'far' | 'plain', Caller> = {} as never;
const citizens: string[] = [];

beforeAll(async () => {
  // The demonstration's own people and simulated channels; its clock stands at ten in the morning.
  city = await openTestCity({ systems: [system], demo: true, begin: false });
  engine = city.services.use(messages) as MessageEngine;
  async function official(account: string, role: string | undefined, area: string): Promise<Caller> {
    await city.access.admin.createSubject({
      account,
      name: account,
      kind: 'official',
      passwordHash: 'none',
      password: 'none',
      mustChange: false,
      posts: role === undefined ? [] : [{ role: `message-centre:${role}`, department, area }],
    });
    return city.as(account);
  }
  who.operator = await city.as('message-1');
  who.sender = await official('sender', 'sender', county);
  who.approver = await official('approver', 'approver', county);
  who.far = await official('far', 'approver', other);
  who.narrow = await official('narrow', 'sender', other);
  who.plain = await official('plain', undefined, county);
  for (const [index, area] of [county, county, '341202001000', other].entries()) {
    const { id } = await city.access.admin.createSubject({
      account: `citizen-${index}`,
      name: `市民${index}`,
      kind: 'citizen',
      passwordHash: 'none',
      password: 'none',
      mustChange: false,
    });
    citizens.push(id);
    await city.store.transaction(async (work) => {
      await engine.centre.keepPlace(work, id, area);
      await engine.centre.keepContact(work, id, 'phone', `1700000010${index}`);
    });
  }
  // The second one of the county refuses general notices.
  const refusing = await city.as(citizens[1] ?? '');
  await refusing.post('/api/messages/preferences', { kind: 'notice', wanted: false, channels: [] });
});
afterAll(() => city?.close());

async function codes(
  reply: Promise<{ statusCode: number; json(): { code?: string } }>,
): Promise<[number, string | undefined]> {
  const { statusCode, json } = await reply.then((one) => ({ statusCode: one.statusCode, json: one.json() }));
  return [statusCode, json.code];
}

async function ask(body: object = notice, by: Caller = who.sender): Promise<string> {
  const reply = await by.post(`${base}/broadcasts`, body);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json().id;
}

/** Sessions end with the day. */
async function signInAgain(): Promise<void> {
  for (const one of ['sender', 'approver', 'far', 'narrow', 'plain'] as const) who[one] = await city.as(one);
  who.operator = await city.as('message-1');
}

const decide = (id: string, approve = true, by: Caller = who.approver) =>
  by.post(`${base}/broadcasts/${id}/decide`, { approve, opinion: approve ? '同意' : '范围不对' });

async function shown(id: string, by: Caller = who.sender) {
  return (await by.get(`${base}/broadcasts/${id}`)).json();
}

async function smsTexts(): Promise<readonly string[]> {
  return (await who.operator.get(`${base}/simulated`)).json().map((one: { text: string }) => one.text);
}

describe('群发', () => {
  test('先看人数：按县和渠道计数，没有姓名；拒收的另计；超出本人范围的不给', async () => {
    const reply = await who.sender.post(`${base}/reach`, {
      template: notice.template,
      audience: notice.audience,
    });
    expect(reply.json()).toEqual({
      people: 2,
      refused: 1,
      areas: [{ area: county, title: '颍州区', people: 2 }],
      channels: [
        { channel: 'app', people: 2 },
        { channel: 'sms', people: 2 },
      ],
    });
    for (const audience of [
      { kinds: ['citizen'] },
      { kinds: ['citizen'], area: other },
      { kinds: ['official'], department },
    ]) {
      const refused = codes(who.sender.post(`${base}/reach`, { template: notice.template, audience }));
      expect(await refused).toEqual([403, 'message-centre.outOfReach']);
    }
    const bad = { template: notice.template, audience: { kinds: [] } };
    expect((await who.sender.post(`${base}/reach`, bad)).statusCode).toBe(400);
    expect(await codes(who.plain.post(`${base}/reach`, bad))).toEqual([403, 'city.forbidden']);
    expect((await city.visitor.post(`${base}/reach`, bad)).statusCode).toBe(401);
  });

  test('申请时逐项核对；审批人收到待办', async () => {
    const refused = (change: object) =>
      codes(who.sender.post(`${base}/broadcasts`, { ...notice, ...change }));
    expect(await refused({ template: 'message-centre:none' })).toEqual([404, 'messages.noTemplate']);
    expect(
      await refused({ template: 'message-centre:broadcast-waits', values: { title: 'x', people: 1 } }),
    ).toEqual([400, 'messages.notBroadcast']);
    expect(await refused({ values: { title: '只有标题' } })).toEqual([400, 'messages.badValues']);
    expect(await refused({ values: { ...notice.values, organ: '长'.repeat(41) } })).toEqual([
      400,
      'messages.badValues',
    ]);
    expect(await refused({ audience: { kinds: ['citizen'], area: '341202002000' } })).toEqual([
      409,
      'messages.emptyReach',
    ]);
    const id = await ask();
    const notices = (await who.approver.get('/api/messages/notices')).json().notices;
    expect(notices[0]).toMatchObject({
      title: '群发待审批：汛期提醒',
      link: `/message-centre/broadcasts/${id}`,
    });
    expect((await who.far.get('/api/messages/notices')).json().notices).toEqual([]);
    expect((await who.sender.post(`${base}/broadcasts/${id}/stop`)).json()).toEqual({ state: 'withdrawn' });
  });

  test('申请人自己批不了，范围外的人看不到也批不了；另一人批准后只发一次，拒收的不发', async () => {
    const both = await city.access.admin.findSubjectId('sender');
    await city.access.admin.setPosts(both ?? '', [
      { role: 'message-centre:sender', department, area: county },
      { role: 'message-centre:approver', department, area: county },
    ]);
    who.sender = await city.as('sender');
    const id = await ask();
    expect(await codes(decide(id, true, who.sender))).toEqual([403, 'messages.ownBatch']);
    expect(await codes(decide(id, true, who.far))).toEqual([404, 'city.missing']);
    expect(await codes(who.narrow.get(`${base}/broadcasts/${id}`))).toEqual([404, 'city.missing']);
    expect((await shown(id)).state).toBe('waiting');
    expect((await decide(id)).json()).toEqual({ state: 'sending' });
    expect(await codes(decide(id))).toEqual([409, 'messages.batchChanged']);
    await engine.deliver();
    await engine.deliver();
    const done = await shown(id);
    expect(done).toMatchObject({ state: 'done', reached: 2, refused: 1, overridden: 0 });
    expect(done.counts).toEqual([
      { channel: 'app', state: 'sent', count: 2 },
      { channel: 'sms', state: 'sent', count: 2 },
    ]);
    const texts = (await smsTexts()).filter((text) => text.includes('低洼路段'));
    expect(texts).toEqual(Array(2).fill('【数字阜阳】汛期提醒：今晚有暴雨，请避开低洼路段（市应急管理局）'));
    expect((await (await city.as(citizens[1] ?? '')).get('/api/messages/notices')).json().notices).toEqual(
      [],
    );
  });

  test('应急通知发给拒收的人，并记下人数', async () => {
    const id = await ask({ ...notice, template: 'message-centre:emergency' });
    await decide(id);
    await engine.deliver();
    expect(await shown(id)).toMatchObject({ state: 'done', reached: 3, refused: 0, overridden: 1 });
  });

  test('退回要有意见；发送中可以停，停后不再发；中途断掉从原处接着发，一人一次', async () => {
    const refused = await ask();
    expect(
      (await who.approver.post(`${base}/broadcasts/${refused}/decide`, { approve: false, opinion: ' ' }))
        .statusCode,
    ).toBe(400);
    expect((await decide(refused, false)).json()).toEqual({ state: 'refused' });
    expect(await codes(who.sender.post(`${base}/broadcasts/${refused}/stop`))).toEqual([
      409,
      'messages.batchChanged',
    ]);

    // Held by the night, so that stopping finds something unsent.
    city.clock.set('2026-11-23T14:00:00Z');
    await signInAgain();
    const stopped = await ask();
    await decide(stopped);
    await engine.deliver();
    await sql`update messages_batch set state = 'sending' where id = ${stopped}`.execute(city.store.db);
    // Begun anew from its start, as after a crash before the place was kept: nobody is told twice.
    await sql`update messages_batch set place = null where id = ${stopped}`.execute(city.store.db);
    await engine.deliver();
    expect((await shown(stopped)).counts.find((one: { channel: string }) => one.channel === 'sms')).toEqual({
      channel: 'sms',
      state: 'held',
      count: 2,
    });
    await sql`update messages_batch set state = 'sending' where id = ${stopped}`.execute(city.store.db);
    expect(await codes(who.plain.post(`${base}/broadcasts/${stopped}/stop`))).toEqual([404, 'city.missing']);
    expect((await who.approver.post(`${base}/broadcasts/${stopped}/stop`)).json()).toEqual({
      state: 'cancelled',
    });
    const before = (await smsTexts()).length;
    city.clock.set('2026-11-24T01:00:00Z');
    await engine.deliver();
    await signInAgain();
    expect(await smsTexts()).toHaveLength(before);
  });

  test('发给单位一棵树和一个角色，只到有岗位的人', async () => {
    const chief = await city.as('message-2');
    const reach = async (audience: object) =>
      (await chief.post(`${base}/reach`, { template: notice.template, audience })).json().people;
    expect(await reach({ kinds: ['official', 'citizen'], department })).toBeGreaterThanOrEqual(7);
    expect(await reach({ kinds: ['official'], role: 'message-centre:approver', area: county })).toBe(2);
    expect(await reach({ kinds: ['citizen'] })).toBe(3);
    expect(await reach({ kinds: ['official'], area: wholeCity })).toBeGreaterThan(5);
  });
});

describe('模板、渠道和记录', () => {
  test('新文字编为新版本；未声明的参数、别人先改的、无权的都不行', async () => {
    const texts = { app: { title: '{title}', body: '{text}' }, sms: '{title}：{text}' };
    const publish = (change: object = {}) =>
      who.operator.post(`${base}/templates`, { code: notice.template, base: 1, texts, ...change });
    expect(await codes(publish({ texts: { ...texts, sms: '{phone}' } }))).toEqual([400, 'messages.badTexts']);
    expect(await codes(publish({ texts: { ...texts, sms: '长'.repeat(301) } }))).toEqual([
      400,
      'messages.badTexts',
    ]);
    const sensitive = { app: { title: '催办', body: '{opinion}' }, sms: '{opinion}' };
    expect(await codes(publish({ code: 'flow:urge', texts: sensitive }))).toEqual([400, 'messages.badTexts']);
    expect((await publish()).json()).toEqual({ version: 1001 });
    expect(await codes(publish())).toEqual([409, 'messages.templateChanged']);
    expect(await codes(publish({ code: 'nobody:nothing' }))).toEqual([404, 'messages.noTemplate']);
    expect(await codes(who.plain.get(`${base}/templates`))).toEqual([403, 'city.forbidden']);
    const versions = (await who.operator.get(`${base}/templates/versions?code=${notice.template}`)).json();
    expect(versions.map((one: { version: number }) => one.version)).toEqual([1001, 1]);
  });

  test('渠道：密钥不外露，旧版本不能盖新版本，元数据地址和未列入白名单的主机不收', async () => {
    const change = (body: object) =>
      who.operator.post(`${base}/channels`, { revision: 0, enabled: true, rate: 60, ...body });
    const gateway = {
      mode: 'gateway',
      url: 'http://169.254.169.254/latest',
      app: 'a',
      sign: '数字阜阳',
      okCode: '0',
      refusedCodes: [],
    };
    expect(await codes(change({ id: 'sms', config: gateway, secret: 'a-secret-key' }))).toEqual([
      409,
      'messages.channelChanged',
    ]);
    expect(await codes(change({ id: 'sms', revision: 1, config: gateway }))).toEqual([
      400,
      'messages.secretNeeded',
    ]);
    expect(await codes(change({ id: 'sms', revision: 1, config: gateway, secret: 'a-secret-key' }))).toEqual([
      400,
      'messages.forbiddenAddress',
    ]);
    const mail = { host: '[fe80::1]', port: 25, security: 'none', user: '', from: 'a@fuyang.example' };
    expect(await codes(change({ id: 'email', config: mail }))).toEqual([400, 'messages.forbiddenAddress']);
    expect(await codes(change({ id: 'email', config: { ...mail, port: 0 } }))).toEqual([400, 'city.invalid']);
    expect(await codes(change({ id: 'email', config: { ...mail, host: '127.0.0.1', user: 'a' } }))).toEqual([
      400,
      'messages.secretNeeded',
    ]);
    const saved = await change({
      id: 'email',
      config: { ...mail, host: '127.0.0.1', user: 'a' },
      secret: 'mail-password',
    });
    expect(saved.statusCode, saved.body).toBe(200);
    const listed = await who.operator.get(`${base}/channels`);
    expect(listed.body).not.toContain('mail-password');
    expect(listed.json().channels.find((one: { id: string }) => one.id === 'email')).toMatchObject({
      hasSecret: true,
      revision: 1,
    });
    const sealed = await sql<{
      secret: string;
    }>`select secret from messages_channel where id = 'email'`.execute(city.store.db);
    expect(sealed.rows[0]?.secret).toMatch(/^sealed:/);
    expect(
      await codes(
        who.operator.post(`${base}/webhooks`, { account: 'plain', address: 'http://partner.example/hook' }),
      ),
    ).toEqual([400, 'messages.hostNotListed']);
    await change({ id: 'webhook', config: { hosts: ['partner.example', '169.254.169.254'] } });
    expect(
      await codes(
        who.operator.post(`${base}/webhooks`, {
          account: 'plain',
          address: 'http://u:p@partner.example/hook',
        }),
      ),
    ).toEqual([400, 'messages.hostNotListed']);
    expect(
      await codes(
        who.operator.post(`${base}/webhooks`, { account: 'plain', address: 'http://169.254.169.254/hook' }),
      ),
    ).toEqual([400, 'messages.forbiddenAddress']);
    expect(
      await codes(
        who.operator.post(`${base}/webhooks`, { account: 'nobody', address: 'http://partner.example/hook' }),
      ),
    ).toEqual([404, 'city.missing']);
    expect(
      (
        await who.operator.post(`${base}/webhooks`, {
          account: 'plain',
          address: 'http://partner.example/hook',
        })
      ).json().secret,
    ).toMatch(/^[0-9a-f]{64}$/);
    for (const path of ['channels', 'simulated', 'deliveries'])
      expect(await codes(who.plain.get(`${base}/${path}`))).toEqual([403, 'city.forbidden']);
  });

  test('发送记录只见掩码，只给全市范围的人看；统计分母为零不算比例', async () => {
    const { rows } = (await who.operator.get(`${base}/deliveries?channel=sms&state=sent`)).json();
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row.shown).toMatch(/\*{4}/);
      expect(row.person).toContain('*');
      expect(JSON.stringify(row)).not.toContain('暴雨');
    }
    const posts = [{ role: 'message-centre:local-operator', department, area: other }];
    await sql`insert into access_role (id, title, system, permissions, clearance, reach, built_in)
      values ('message-centre:local-operator', '县消息管理员', 'message-centre', '{message-centre:read}', 'internal', 'area', false)`.execute(
      city.store.db,
    );
    await city.access.load();
    await city.access.admin.setPosts((await city.access.admin.findSubjectId('narrow')) ?? '', posts);
    const local = await city.as('narrow');
    expect(await codes(local.get(`${base}/deliveries`))).toEqual([403, 'message-centre.wholeCity']);
    const lines = (await who.operator.get(`${base}/statistics?days=30`)).json();
    expect(
      lines.find(
        (line: { channel: string; template: string }) =>
          line.channel === 'sms' && line.template === notice.template,
      ),
    ).toMatchObject({ title: '政务通知' });
    expect(await codes(who.operator.post(`${base}/deliveries/${rows[0].id}/resend`))).toEqual([
      409,
      'messages.notDead',
    ]);
  });
});

/** What an SL 651 station, a JT/T 809 platform and a syslog host get from the city: confirmation after the commit, or silence that is counted. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { jt809Platform } from '../../../../scripts/simulate-device/simulate-jt809.ts';
import { sl651Station } from '../../../../scripts/simulate-device/simulate-sl651.ts';
import { sendSyslog } from '../../../../scripts/simulate-device/simulate-syslog.ts';
import type { SyslogMessage } from '../codec/syslog/message.ts';
import type { CommandAnswer, DeviceLine } from '../../service.ts';
import { type LineName, openLines, type OpenLines } from './open-lines.ts';
import { type Door, openDoor, soon } from './test-support/open-door.ts';

const host = '127.0.0.1';

async function opened(door: Door, ...names: readonly LineName[]): Promise<OpenLines> {
  return openLines({
    store: door.sensing.store,
    ingest: door.deps.ingest,
    report: door.deps.report,
    ports: Object.fromEntries(names.map((name) => [name, 0])),
    host,
  });
}

function portOf(lines: OpenLines, name: LineName): number {
  return lines.lines.get(name)?.port ?? 0;
}

describe('SL 651 遥测站', () => {
  const address = '0034120001';
  let door: Door;
  let lines: OpenLines;

  beforeAll(async () => {
    door = await openDoor({
      protocol: 'sl651',
      properties: { level: '39', rain: '20', voltage: '38' },
      devices: { [address]: 'A000' },
    });
    lines = await opened(door, 'sl651');
  });
  afterAll(async () => {
    await lines.close();
    await door.close();
  });
  afterEach(() => {
    door.broken = false;
    door.sensing.clock.advance(60_000);
  });

  function station(password = 'A000') {
    return sl651Station({
      host,
      port: portOf(lines, 'sl651'),
      station: address,
      password,
      now: door.deps.now,
      timeout: 1500,
    });
  }

  test('定时报入库后回 EOT,链路维持报不答', async () => {
    const river = await station();
    expect(
      await river.ask(river.report(0x32, { '39': [27.503, 4, 3], '20': [0.5, 3, 1], '38': [12.15, 2, 2] })),
    ).toBe('eot');
    const at = door.sensing.clock.now().toISOString();
    expect(await door.stored(address)).toEqual([
      ['level', 27.503, 0, at],
      ['rain', 0.5, 0, at],
      ['voltage', 12.15, 0, at],
    ]);
    const alive = { ...river.report(0x2f, {}), content: { kind: 'opaque', bytes: Buffer.alloc(0) } } as const;
    expect(await river.ask(alive)).toBeUndefined();
    await river.talk.end();
  });

  test('分包的报文收齐后只存一次、只答一次', async () => {
    const river = await station();
    expect(await river.ask({ ...river.report(0x34, { '39': [27.6, 4, 3] }), packets: 3 })).toBe('eot');
    expect((await door.stored(address)).at(-1)?.[1]).toBe(27.6);
    await river.talk.end();
  });

  test('库存不进去、密码不对、图片都不回确认', async () => {
    const river = await station();
    const report = river.report(0x32, { '39': [27.7, 4, 3] });
    door.broken = true;
    expect(await river.ask(report)).toBeUndefined();
    door.broken = false;
    expect(await river.ask(report)).toBe('eot');
    const liar = await station('0000');
    expect(await liar.ask(liar.report(0x32, { '39': [1, 4, 3] }))).toBeUndefined();
    expect(await river.ask(river.report(0x36, { '39': [1, 4, 3] }))).toBeUndefined();
    await soon(() =>
      expect(door.counts()).toMatchObject({ 'not-stored': 1, 'unknown-device': 1, unsupported: 1 }),
    );
    await Promise.all([river.talk.end(), liar.talk.end()]);
  });

  async function set(values: Readonly<Record<string, number>>): Promise<void> {
    const { store } = door.sensing;
    await store.transaction(async (work) => {
      for (const [name, value] of Object.entries(values))
        await store.settings.change(work, `telemetry.${name}`, value);
    });
  }

  /** A line of its own, on which the platform may ask, and what the station answered. */
  async function asking() {
    const { ingest } = door.deps;
    const answers: (readonly [command: string, answer: CommandAnswer])[] = [];
    const held: { send?: DeviceLine['send'] } = {};
    const own = await openLines({
      store: door.sensing.store,
      ingest: {
        ...ingest,
        attach(device) {
          held.send = (command) => device.send(command);
          return ingest.attach(device);
        },
        answer: async (command, _, answer) => answers.push([command, answer]) > 0,
      },
      report: door.deps.report,
      ports: { sl651: 0 },
      host,
    });
    const river = await sl651Station({
      host,
      port: portOf(own, 'sl651'),
      station: address,
      password: 'A000',
      now: door.deps.now,
      timeout: 3000,
    });
    await river.ask(river.report(0x30, { '39': [27.8, 4, 3] }));
    return {
      river,
      answers,
      send: async (name: string, input: Readonly<Record<string, unknown>> = {}) => {
        const expiresAt = door.deps.now() + 3_600_000;
        await held.send?.({ id: name, device: door.ids.get(address) ?? '', name, input, expiresAt });
      },
      async close() {
        await river.talk.end();
        await own.close();
      },
    };
  }

  test('查询实时数据、设置时钟,遥测站应答后命令完成', async () => {
    const { river, answers, send, close } = await asking();
    await send('query');
    await send('set-clock');
    await soon(() =>
      expect(answers).toEqual([
        ['query', { kind: 'done', result: null }],
        ['set-clock', { kind: 'done', result: null }],
      ]),
    );
    expect(river.asked.map(({ code, direction, end }) => [code, direction, end])).toEqual([
      [0x37, 'down', 'enq'],
      [0x4a, 'down', 'enq'],
    ]);
    await expect(send('fly')).rejects.toThrow(RangeError);
    await close();
  });

  const span = { begin: '2026-11-20 08:00', end: '2026-11-21 07:00', element: '39' };

  /** Level each hour of the span, as the station has stored it. */
  async function levelsOfSpan() {
    const [from, to] = [span.begin, span.end].map((text) => `${text.replace(' ', 'T')}:00+08:00`);
    const begin = new Date(from ?? '').toISOString();
    const end = new Date(to ?? '').toISOString();
    return (await door.stored(address)).filter(
      ([name, , , at]) => name === 'level' && at >= begin && at <= end,
    );
  }

  test('查询一段的历史小时值(38H):校验错的包点名索取,收齐后作为迟到数据入库,逐包回确认', async () => {
    await set({ 'sl651-packet-seconds': 1 });
    const { river, answers, send, close } = await asking();
    const late = door.counts()['late'] ?? 0;
    river.packets = 5;
    for (const bad of [2, 4]) river.spoil.add(bad);
    await send('fetch-hours', span);
    await soon(() => expect(door.counts()).toMatchObject({ 'bad-checksum': 2 }));
    door.sensing.clock.advance(2000);
    await soon(() => expect(answers).toEqual([['fetch-hours', { kind: 'done', result: { values: 24 } }]]));
    const levels = await levelsOfSpan();
    expect(levels).toHaveLength(24);
    expect(levels[0]).toEqual(['level', 27, 0, '2026-11-20T00:00:00.000Z']);
    expect(levels.at(-1)).toEqual(['level', 27.023, 0, '2026-11-20T23:00:00.000Z']);
    expect((door.counts()['late'] ?? 0) - late).toBe(24);
    expect(river.asked.map(({ code, end, packet }) => [code, end, packet?.index])).toEqual([
      [0x38, 'enq', undefined],
      [0x38, 'nak', 2],
      [0x38, 'nak', 4],
    ]);
    await close();
  });

  test('总是校验错的包索取有限次,命令失败并说明缺哪几包', async () => {
    await set({ 'sl651-packet-seconds': 1, 'sl651-resends': 2 });
    const { river, answers, send, close } = await asking();
    river.packets = 3;
    river.spoil.add(3);
    await send('fetch-hours', span);
    const asked = () => river.asked.filter(({ end }) => end === 'nak').length;
    await soon(() => {
      river.spoil.add(3);
      door.sensing.clock.advance(2000);
      expect(answers).toMatchObject([
        ['fetch-hours', { kind: 'failed', message: expect.stringContaining('第 3 包') }],
      ]);
    });
    expect(asked()).toBe(2);
    await close();
  });

  test('遥测站否定应答(NAK):问题重发有限次,仍不接受的命令失败', async () => {
    await set({ 'sl651-resends': 2 });
    const { river, answers, send, close } = await asking();
    river.refuses.set(0x37, 1);
    await send('query');
    await soon(() => expect(answers).toEqual([['query', { kind: 'done', result: null }]]));
    river.refuses.set(0x38, 99);
    await send('fetch-hours', span);
    await soon(() => expect(answers[1]).toMatchObject(['fetch-hours', { kind: 'failed' }]));
    expect(river.asked.filter(({ code }) => code === 0x38)).toHaveLength(3);
    expect(door.counts()['refused-by-station']).toBe(4);
    await close();
  });

  test('上一个同样的问题没有答完,不再问第二遍', async () => {
    const { river, send, close } = await asking();
    river.packets = 2;
    river.spoil.add(1);
    await send('fetch-hours', span);
    await expect(send('fetch-hours', span)).rejects.toThrow(RangeError);
    await close();
  });
});

describe('JT/T 809 平台', () => {
  let door: Door;
  let lines: OpenLines;

  beforeAll(async () => {
    door = await openDoor({
      protocol: 'jt809',
      properties: { latitude: 'latitude', longitude: 'longitude', speed: 'speed' },
      devices: {
        '20180920': 'secret09',
        '皖K12345/2': 'unused',
        '皖K54321/2': 'unused',
        '皖K00000/2': 'unused',
      },
      platforms: { '皖K12345/2': '20180920', '皖K54321/2': '皖K12345/2' },
    });
    lines = await opened(door, 'jt809');
  });
  afterAll(async () => {
    await lines.close();
    await door.close();
  });

  function platform(password = 'secret09') {
    return jt809Platform({
      host,
      port: portOf(lines, 'jt809'),
      userId: 20180920,
      password,
      accessCode: 0x0133efb8,
      timeout: 3000,
    });
  }

  test('登录、保活、实时与补传的位置入库;没有登记的车只计数', async () => {
    const company = await platform();
    expect([await company.logIn(), await company.keepAlive()]).toEqual([0, true]);
    const now = door.deps.now();
    company.send('皖K12345', 2, [now]);
    company.send('皖K99999', 2, [now]);
    company.send('皖K12345', 2, [now - 7_200_000, now - 3_600_000]);
    await company.keepAlive();
    await soon(async () => expect(await door.stored('皖K12345/2')).toHaveLength(9));
    expect(door.counts()).toMatchObject({ 'unknown-device': 1, history: 1, late: 6 });
    await company.talk.end();
  });

  test('位置没有入库的,这次登录里之后的保活都不答;重新登录补发后再答', async () => {
    const company = await platform();
    await company.logIn();
    const [before, problems] = [(await door.stored('皖K12345/2')).length, door.problems.length];
    const missed = door.deps.now() - 60_000;
    door.broken = true;
    company.send('皖K12345', 2, [missed]);
    await soon(() => expect(door.problems).toHaveLength(problems + 1));
    door.broken = false;
    expect(await company.keepAlive()).toBe(false);
    expect(await company.logIn()).toBe(0);
    company.send('皖K12345', 2, [missed]);
    expect(await company.keepAlive()).toBe(true);
    expect(await door.stored('皖K12345/2')).toHaveLength(before + 3);
    await company.talk.end();
  });

  test('别家平台的车、没有指明平台的车,位置不收', async () => {
    const company = await platform();
    await company.logIn();
    const now = door.deps.now();
    company.send('皖K54321', 2, [now]);
    company.send('皖K00000', 2, [now]);
    await company.keepAlive();
    await soon(() => expect(door.counts()).toMatchObject({ 'other-platform': 2 }));
    expect([await door.stored('皖K54321/2'), await door.stored('皖K00000/2')]).toEqual([[], []]);
    await company.talk.end();
  });

  test('口令不对的不给登录,没有登录的位置不收', async () => {
    const liar = await platform('guess');
    const before = await door.stored('皖K12345/2');
    expect(await liar.logIn()).toBe(4);
    liar.send('皖K12345', 2, [door.deps.now() - 1000]);
    await soon(() => expect(door.counts()).toMatchObject({ 'wrong-key': 1, 'not-authenticated': 1 }));
    expect(await door.stored('皖K12345/2')).toEqual(before);
    await liar.talk.end();
  });
});

describe('syslog 主机', () => {
  let door: Door;
  let lines: OpenLines;

  beforeAll(async () => {
    door = await openDoor({
      protocol: 'syslog',
      properties: { severity: 'severity' },
      devices: { 'gate-1': 'unused' },
    });
    lines = await opened(door, 'syslog', 'syslog-udp');
  });
  afterAll(async () => {
    await lines.close();
    await door.close();
  });

  test.each([
    ['counted', 'syslog'],
    ['lines', 'syslog'],
    ['udp', 'syslog-udp'],
  ] as const)('%s:同一秒的几条都存得下,不知道的主机只计数', async (transport, name) => {
    door.sensing.clock.advance(60_000);
    const now = door.deps.now();
    const before = (await door.stored('gate-1')).length;
    const line: SyslogMessage = {
      form: 'rfc5424',
      facility: 4,
      severity: 3,
      timestamp: new Date(now).toISOString(),
      host: 'gate-1',
      data: [],
      text: 'refused',
    };
    const strangers = door.counts()['unknown-device'] ?? 0;
    await sendSyslog([line, line, { ...line, host: 'gate-9' }, line], transport, {
      host,
      port: portOf(lines, name),
    });
    await soon(async () => expect(await door.stored('gate-1')).toHaveLength(before + 3));
    expect(door.problems).toEqual([]);
    expect((door.counts()['unknown-device'] ?? 0) - strangers).toBe(1);
  });

  test('说完就挂断的,最后一段也照收', async () => {
    door.sensing.clock.advance(60_000);
    const before = (await door.stored('gate-1')).length;
    const timestamp = new Date(door.deps.now()).toISOString();
    const line: SyslogMessage = {
      form: 'rfc5424',
      facility: 4,
      severity: 3,
      timestamp,
      host: 'gate-1',
      data: [],
    };
    await sendSyslog(Array<SyslogMessage>(500).fill(line), 'lines', { host, port: portOf(lines, 'syslog') });
    await soon(async () => expect(await door.stored('gate-1')).toHaveLength(before + 500));
  });

  test('端口被占,一扇门也不留', async () => {
    const taken = portOf(lines, 'syslog');
    await expect(
      openLines({
        store: door.sensing.store,
        ingest: door.deps.ingest,
        report: door.deps.report,
        ports: { hj212: 0, syslog: taken },
        host,
      }),
    ).rejects.toThrow(/EADDRINUSE/);
  });
});

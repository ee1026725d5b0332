/** What a JT/T 808 terminal gets from the platform: registration by its own number, an answer for each message after the commit, commands and packets asked for again. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  jt808Terminal,
  type Jt808TerminalOptions,
  placeAt,
} from '../../../../scripts/simulate-device/simulate-jt808.ts';
import { jt808 } from '../codec/jt808/codec.ts';
import type { Jt808Body, Jt808Message } from '../codec/jt808/message.ts';
import { readVersions } from '../firmware/note-versions.ts';
import { jt808Line } from './jt808-session.ts';
import type { Line } from './line.ts';
import { openTcpLine } from './open-tcp-line.ts';
import { type Door, openDoor, soon } from './test-support/open-door.ts';

const phone = '13812345678';
let door: Door;
let line: Line;

beforeAll(async () => {
  door = await openDoor({
    protocol: 'jt808',
    properties: { latitude: 'latitude', longitude: 'longitude', speed: 'speed', mileage: 'mileage' },
    devices: { [phone]: 'T000001' },
  });
  line = await openTcpLine(jt808Line, door.deps, { port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await line.close();
  await door.close();
});

beforeEach(() => {
  door.settings.clear();
  door.broken = false;
  door.sensing.clock.advance(60_000);
});

function terminal(more: Partial<Jt808TerminalOptions> = {}) {
  return jt808Terminal({
    host: '127.0.0.1',
    port: line.port,
    edition: '2013',
    phone,
    terminalId: 'T000001',
    plate: '皖K12345',
    timeout: 3000,
    ...more,
  });
}

function counted(outcome: string): number {
  return door.counts()[outcome] ?? 0;
}

function here(): Jt808Body {
  return { kind: 'location', location: placeAt(door.deps.now()) };
}

describe('登录', () => {
  test.each(['2013', '2019'] as const)('%s 版:注册、鉴权、心跳、位置', async (edition) => {
    const vehicle = await terminal({ edition });
    expect(await vehicle.logIn()).toBe(0);
    expect(await vehicle.ask(0x0002, { kind: 'empty' })).toBe(0);
    expect(await vehicle.ask(0x0200, here())).toBe(0);
    const at = door.sensing.clock.now().toISOString();
    expect((await door.stored(phone)).slice(-4)).toEqual([
      ['latitude', 32.890124, 0, at],
      ['longitude', 115.814205, 0, at],
      ['mileage', 12567.8, 0, at],
      ['speed', 62.5, 0, at],
    ]);
    await vehicle.talk.end();
  });

  test('存着的凭证可直接鉴权', async () => {
    const vehicle = await terminal();
    expect(await vehicle.ask(0x0102, { kind: 'authenticate', code: 'T000001' })).toBe(0);
    await vehicle.talk.end();
  });

  test('没有登记的号码、终端号不符的不给注册;鉴权码不对的不给鉴权;没有鉴权的不收位置', async () => {
    const stranger = await terminal({ phone: '13900000000', timeout: 1500 });
    const liar = await terminal({ terminalId: 'T999999' });
    expect([await stranger.logIn(), await liar.logIn()]).toEqual([-4, -4]);
    expect(await liar.ask(0x0102, { kind: 'authenticate', code: 'guess' })).toBe(1);
    const before = await door.stored(phone);
    expect(await liar.ask(0x0200, here())).toBe(1);
    expect(await door.stored(phone)).toEqual(before);
    expect([counted('unknown-device'), counted('wrong-key'), counted('not-authenticated')]).toEqual([
      2, 1, 1,
    ]);
    await Promise.all([stranger.talk.end(), liar.talk.end()]);
  });
});

describe('上报', () => {
  test('库存不进去就不答成功,同一流水号再来照收', async () => {
    const vehicle = await terminal({ timeout: 1500 });
    await vehicle.logIn();
    door.broken = true;
    expect(await vehicle.ask(0x0200, here())).toBeUndefined();
    door.broken = false;
    expect([await vehicle.ask(0x0200, here()), await vehicle.ask(0x0200, here())]).toEqual([0, 0]);
    expect(counted('duplicate')).toBeGreaterThan(0);
    await vehicle.talk.end();
  });

  test('盲区补传的一批记为历史,逐点入库', async () => {
    const vehicle = await terminal();
    await vehicle.logIn();
    const now = door.deps.now();
    const locations = [3, 2, 1].map((ago) => placeAt(now - ago * 3_600_000));
    expect(await vehicle.ask(0x0704, { kind: 'locations', type: 1, locations })).toBe(0);
    expect(counted('history')).toBe(1);
    expect(counted('late')).toBe(12);
    await vehicle.talk.end();
  });

  test('没有定位的位置存疑,没有时刻的答消息有误,存不了的答不支持', async () => {
    const vehicle = await terminal();
    await vehicle.logIn();
    const now = door.deps.now();
    expect(await vehicle.ask(0x0200, { kind: 'location', location: placeAt(now, { status: 1 }) })).toBe(0);
    expect((await door.stored(phone)).slice(-4).map(([name, , quality]) => [name, quality])).toEqual([
      ['latitude', 8],
      ['longitude', 8],
      ['mileage', 0],
      ['speed', 8],
    ]);
    expect(
      await vehicle.ask(0x0200, { kind: 'location', location: placeAt(now, { time: '000000000000' }) }),
    ).toBe(2);
    expect(
      await vehicle.ask(0x0800, {
        kind: 'media-event',
        media: { mediaId: 1, type: 0, format: 0, event: 0, channel: 1 },
      }),
    ).toBe(3);
    await vehicle.talk.end();
  });

  test('分包的批量位置收齐后入库,每一包都得到应答;缺的包过一会儿再要', async () => {
    const vehicle = await terminal();
    await vehicle.logIn();
    const now = door.deps.now();
    const locations = Array.from({ length: 60 }, (_, index) => placeAt(now - index * 1000));
    expect(await vehicle.ask(0x0704, { kind: 'locations', type: 0, locations }, 3)).toBe(0);
    const message: Jt808Message = {
      header: {
        id: 0x0704,
        edition: '2013',
        phone: phone.padStart(12, '0'),
        serial: 500,
        packets: 3,
        encryption: 0,
      },
      body: { kind: 'locations', type: 0, locations: locations.map((place) => ({ ...place, altitude: 32 })) },
    };
    const whole = jt808.encode(message);
    vehicle.talk.sendBytes(whole.subarray(0, whole.indexOf('7e7e', 0, 'hex') + 1));
    // The packet must have come before the clock goes on.
    await vehicle.ask(0x0002, { kind: 'empty' });
    door.sensing.clock.advance(20_000);
    await soon(() =>
      expect(vehicle.asked.map(({ body }) => body)).toEqual([
        { kind: 'resend', serial: 500, packets: [2, 3] },
      ]),
    );
    await vehicle.talk.end();
  });

  test('一个终端刷屏,超过的不收不答', async () => {
    door.settings.set('line-messages-each-minute', 2);
    const vehicle = await terminal({ timeout: 1500 });
    await vehicle.logIn();
    const results: (number | undefined)[] = [];
    for (let index = 0; index < 3; index += 1) results.push(await vehicle.ask(0x0002, { kind: 'empty' }));
    expect(results).toEqual([0, 0, undefined]);
    await vehicle.talk.end();
  });
});

describe('命令', () => {
  test('下发文字与参数,终端应答后完成;注销后命令送不到', async () => {
    const answers: unknown[] = [];
    let send: ((name: string, input: Record<string, unknown>) => Promise<void>) | undefined;
    const { ingest } = door.deps;
    const own = await openTcpLine(
      jt808Line,
      {
        ...door.deps,
        ingest: {
          ...ingest,
          attach(device) {
            send = (name, input) =>
              device.send({
                id: name,
                device: device.device,
                name,
                input,
                expiresAt: door.deps.now() + 60_000,
              });
            return ingest.attach(device);
          },
          answer: async (command, _, answer) => {
            answers.push([command, answer.kind === 'done' ? (answer.result ?? 'done') : answer.kind]);
            return true;
          },
        },
      },
      { port: 0, host: '127.0.0.1' },
    );
    const vehicle = await terminal({ port: own.port, edition: '2019', firmware: 'V2.1.0' });
    await vehicle.logIn();
    await send?.('text', { text: '前方积水,请绕行' });
    await send?.('set-interval', { seconds: 10 });
    await send?.('query-attributes', {});
    await soon(() =>
      expect(answers).toEqual([
        ['text', 'done'],
        ['set-interval', 'done'],
        ['query-attributes', { hardware: 'H1.0', firmware: 'V2.1.0' }],
      ]),
    );
    expect(vehicle.asked.map(({ body }) => body)).toEqual([
      { kind: 'text', flag: 12, type: 0, text: '前方积水,请绕行' },
      { kind: 'parameters', parameters: [{ id: 0x29, value: Buffer.from([0, 0, 0, 10]) }] },
      { kind: 'empty' },
    ]);
    await soon(async () =>
      expect(await readVersions(door.sensing.store.db, door.ids.get(phone) ?? '', 9)).toMatchObject([
        { version: 'V2.1.0', reportedBy: 'jt808' },
      ]),
    );
    await expect(send?.('set-interval', { seconds: 0 })).rejects.toThrow(RangeError);
    expect(await vehicle.ask(0x0003, { kind: 'empty' })).toBe(0);
    await expect(send?.('reset', {})).rejects.toThrow(RangeError);
    await vehicle.talk.end();
    await own.close();
  });
});

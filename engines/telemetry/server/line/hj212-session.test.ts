/** What a data logger of HJ 212 gets from the platform: an answer for what is stored, silence for what is not, and commands that are repeated until heard. */
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hj212Logger, type Hj212LoggerOptions } from '../../../../scripts/simulate-device/simulate-hj212.ts';
import { hj212 } from '../codec/hj212/codec.ts';
import { flagOf, valueOf } from '../codec/hj212/message.ts';
import { hj212Line } from './hj212-session.ts';
import type { Line } from './line.ts';
import { openTcpLine } from './open-tcp-line.ts';
import { type Door, openDoor, soon } from './test-support/open-door.ts';

const mn = '0341200A0000000000000001';
const second = '0341200A0000000000000002';
let door: Door;
let line: Line;

beforeAll(async () => {
  door = await openDoor({
    protocol: 'hj212',
    properties: { cod: 'w01018', ammonia: 'w21003', 'cod-hour': 'w01018-hour-Avg', pump: 'SB1-RS' },
    devices: { [mn]: '123456', [second]: '654321' },
  });
  line = await openTcpLine(hj212Line, door.deps, { port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await line.close();
  await door.close();
});

beforeEach(() => {
  door.settings.clear();
  door.broken = false;
  door.problems.length = 0;
});

function logger(more: Partial<Hj212LoggerOptions> = {}) {
  return hj212Logger({
    host: '127.0.0.1',
    port: line.port,
    device: mn,
    password: '123456',
    systemCode: '32',
    now: door.deps.now,
    timeout: 15000,
    resends: 0,
    obeys: { ready: '1', result: '1' },
    ...more,
  });
}

function counted(outcome: string): number {
  return door.counts()[outcome] ?? 0;
}

describe('上传', () => {
  test('实时数据先入库后应答,标记成为质量码', async () => {
    const device = await logger();
    const message = device.data('2011', 'Rtd', { w01018: 28.6, w21003: 1.27, w99999: 1 });
    const flagged = message.content.map((group) =>
      group.map(([name, value]) => [name, name === 'w21003-Flag' ? 'T' : value] as const),
    );
    expect(await device.upload({ ...message, content: flagged })).toBe('acknowledged');
    const at = door.sensing.clock.now().toISOString();
    expect(await door.stored(mn)).toEqual([
      ['ammonia', 1.27, 6, at],
      ['cod', 28.6, 0, at],
    ]);
    expect(counted('unknown-property')).toBe(1);
    await device.talk.end();
  });

  test('小时均值与实时值分开;同一帧再来一次照样应答,只存一次', async () => {
    door.sensing.clock.advance(60_000);
    const device = await logger();
    const message = device.data('2061', 'Avg', { w01018: 30 });
    expect([await device.upload(message), await device.upload(message)]).toEqual([
      'acknowledged',
      'acknowledged',
    ]);
    expect((await door.stored(mn)).filter(([property]) => property === 'cod-hour')).toHaveLength(1);
    expect(counted('duplicate')).toBe(1);
    await device.talk.end();
  });

  test('库存不进去就不应答,恢复后重发即收', async () => {
    door.sensing.clock.advance(60_000);
    const device = await logger({ timeout: 1500 });
    const message = device.data('2011', 'Rtd', { w01018: 31 });
    door.broken = true;
    expect(await device.upload(message)).toBe('given-up');
    await soon(() => expect([door.problems.length, counted('not-stored')]).toEqual([1, 1]));
    door.broken = false;
    expect(await device.upload(message)).toBe('acknowledged');
    await device.talk.end();
  });

  test('不知道的设备、错的口令都没有应答,只计数', async () => {
    const before = counted('unknown-device');
    const stranger = await logger({ device: 'F'.repeat(24), timeout: 1500 });
    const liar = await logger({ password: '000000', timeout: 1500 });
    expect(await stranger.upload(stranger.data('2011', 'Rtd', { w01018: 1 }))).toBe('given-up');
    expect(await liar.upload(liar.data('2011', 'Rtd', { w01018: 1 }))).toBe('given-up');
    await soon(() => expect(counted('unknown-device') - before).toBe(2));
    await Promise.all([stranger.talk.end(), liar.talk.end()]);
  });

  test('口令作废的当时就不再收,不等五分钟', async () => {
    const { engine, store } = door.sensing;
    const id = door.ids.get(second) ?? '';
    const device = await logger({ device: second, password: '654321' });
    await device.upload(device.data('2011', 'Rtd', { w01018: 1 }));
    await store.transaction((work) => engine.credentials.revoke(work, id));
    engine.devices.dismiss(id);
    const before = counted('unknown-device');
    void device.upload(device.data('2011', 'Rtd', { w01018: 2 })).catch(() => undefined);
    await soon(() => expect(counted('unknown-device')).toBe(before + 1));
    await store.transaction((work) => engine.credentials.issue(work, id, 'test', '654321'));
    engine.devices.dismiss(id);
    await device.talk.end();
  });

  test('没有时刻的数据不收;分包时后面的包沿用第一包的时刻', async () => {
    door.sensing.clock.advance(60_000);
    const device = await logger({ timeout: 1500 });
    const whole = device.data('2011', 'Rtd', { w01018: 5 });
    const late = { ...whole, content: whole.content.slice(1) };
    expect(await device.upload(late)).toBe('given-up');
    expect(counted('no-time')).toBe(1);
    const flag = flagOf({ answer: true, packets: true });
    expect(
      await device.upload({
        ...whole,
        flag,
        packet: { total: 2, index: 1 },
        content: whole.content.slice(0, 1),
      }),
    ).toBe('acknowledged');
    expect(await device.upload({ ...late, flag, packet: { total: 2, index: 2 } })).toBe('acknowledged');
    expect((await door.stored(mn)).at(-1)?.[1]).toBe(5);
    await device.talk.end();
  });

  test('补传的历史照收,记为迟到;时钟快两年的收进隔离区,并给它对时', async () => {
    const { clock } = door.sensing;
    const past = await logger({ now: () => clock.now().getTime() - 86_400_000, obeys: undefined });
    expect(await past.upload(past.data('2011', 'Rtd', { w01018: 7 }))).toBe('acknowledged');
    expect(counted('late')).toBe(1);
    const ahead = await logger({ now: () => clock.now().getTime() + 2 * 365 * 86_400_000 });
    const before = await door.stored(mn);
    expect(await ahead.upload(ahead.data('2011', 'Rtd', { w01018: 9 }))).toBe('acknowledged');
    expect(await door.stored(mn)).toEqual(before);
    await soon(() => expect(ahead.asked.map((asked) => asked.command)).toEqual(['1012']));
    expect(counted('clock-off')).toBe(2);
    await soon(() => expect(counted('request-done')).toBe(1));
    await Promise.all([past.talk.end(), ahead.talk.end()]);
  });

  test('校时请求得到通知应答和对时命令', async () => {
    const device = await logger();
    const request = { ...device.data('1013', 'Rtd', {}), content: [[['PolId', 'w01018'] as const]] };
    expect(await device.upload(request)).toBe('acknowledged');
    await soon(() => expect(device.asked.map((asked) => asked.command)).toEqual(['1012']));
    await device.talk.end();
  });

  test('一台设备刷屏,超过的不收不答,别的设备照常', async () => {
    door.settings.set('line-messages-each-minute', 3);
    door.sensing.clock.advance(60_000);
    const flood = await logger({ timeout: 1500 });
    const results: string[] = [];
    for (let index = 0; index < 5; index += 1)
      results.push(await flood.upload(flood.data('2011', 'Rtd', { w01018: index })));
    expect(results).toEqual(['acknowledged', 'acknowledged', 'acknowledged', 'given-up', 'given-up']);
    const other = await logger({ device: second, password: '654321' });
    expect(await other.upload(other.data('2011', 'Rtd', { w01018: 1 }))).toBe('acknowledged');
    expect(counted('too-many')).toBe(2);
    await Promise.all([flood.talk.end(), other.talk.end()]);
  });
});

describe('命令', () => {
  async function attached(more: Partial<Hj212LoggerOptions> = {}) {
    let send: ((name: string, input: Record<string, unknown>) => Promise<void>) | undefined;
    const answers: unknown[] = [];
    const { ingest } = door.deps;
    const own = await openTcpLine(
      hj212Line,
      {
        ...door.deps,
        ingest: {
          ...ingest,
          attach(device) {
            send = (name, input) =>
              device.send({ id: 'c1', device: device.device, name, input, expiresAt: 0 });
            return ingest.attach(device);
          },
          answer: async (command, device, answer) => {
            answers.push([command, device, answer]);
            return true;
          },
        },
      },
      { port: 0, host: '127.0.0.1' },
    );
    const device = await logger({ port: own.port, ...more });
    await device.upload(device.data('2011', 'Rtd', { w01018: 1 }));
    await soon(() => expect(send).toBeDefined());
    return { own, device, answers, send: send as NonNullable<typeof send> };
  }

  test('设实时间隔:请求、准备执行、执行成功', async () => {
    const { own, device, answers, send } = await attached();
    await send('set-interval', { seconds: 30 });
    await soon(() =>
      expect(answers).toEqual([
        ['c1', door.ids.get(mn), { kind: 'accepted' }],
        ['c1', door.ids.get(mn), { kind: 'done', result: null }],
      ]),
    );
    expect(device.asked.map((asked) => [asked.command, asked.flag, valueOf(asked, 'RtdInterval')])).toEqual([
      ['1062', 5, '30'],
    ]);
    await expect(send('set-interval', { seconds: 5 })).rejects.toThrow(RangeError);
    await expect(send('fly', {})).rejects.toThrow(RangeError);
    await device.talk.end();
    await own.close();
  });

  test('现场机拒绝,命令失败并说明返回码', async () => {
    const { own, device, answers, send } = await attached({ obeys: { ready: '3', result: '1' } });
    await send('fetch-hours', { begin: '2026-11-22T00:00:00Z', end: '2026-11-23T00:00:00Z' });
    await soon(() =>
      expect(answers).toEqual([
        ['c1', door.ids.get(mn), { kind: 'failed', message: '现场机返回 3：PW 错误' }],
      ]),
    );
    expect(device.asked.map((asked) => [valueOf(asked, 'BeginTime'), valueOf(asked, 'EndTime')])).toEqual([
      ['20261122080000', '20261123080000'],
    ]);
    await device.talk.end();
    await own.close();
  });

  test('不应答的重发三次,然后作罢', async () => {
    const { own, device, answers, send } = await attached({ obeys: undefined });
    await send('start-real-time', {});
    for (let index = 1; index <= 4; index += 1) {
      await soon(() => expect(device.asked).toHaveLength(Math.min(index, 4)));
      door.sensing.clock.advance(10_000);
    }
    await soon(() =>
      expect(answers).toEqual([['c1', door.ids.get(mn), { kind: 'failed', message: '现场机没有应答' }]]),
    );
    expect(new Set(device.asked.map((asked) => asked.requestNumber)).size).toBe(1);
    await device.talk.end();
    await own.close();
  }, 30_000);
});

describe('线路', () => {
  test('乱码中的好帧照收,坏帧逐个计数', async () => {
    door.sensing.clock.advance(60_000);
    const device = await logger();
    const before = counted('bad-checksum');
    const broken = hj212
      .encode(device.data('2011', 'Rtd', { w01018: 1 }))
      .toString()
      .replace('w01018', 'w01019');
    device.talk.sendBytes(Buffer.from(`garbage##${broken}`));
    expect(await device.upload(device.data('2011', 'Rtd', { w01018: 2 }))).toBe('acknowledged');
    expect(counted('bad-checksum') - before).toBe(1);
    await device.talk.end();
  });

  test('一个字节一个字节磨的连接,到时断开;坏帧太多的也断开', async () => {
    const slow = connect({ port: line.port, host: '127.0.0.1' });
    const closed = new Promise((resolve) => slow.once('close', resolve));
    slow.on('error', () => {});
    slow.write('##02');
    await soon(() => expect(line.connections()).toBe(1));
    door.sensing.clock.advance(31_000);
    slow.write('0');
    await closed;
    expect(counted('silent')).toBe(1);
    door.settings.set('line-faults', 50);
    const noisy = connect({ port: line.port, host: '127.0.0.1' });
    const gone = new Promise((resolve) => noisy.once('close', resolve));
    noisy.on('error', () => {});
    noisy.write('##0001x0000\r\n'.repeat(100));
    await gone;
    expect(counted('too-many-faults')).toBe(1);
  });

  test('连接数有上限', async () => {
    door.settings.set('line-connections', 1);
    const device = await logger();
    await expect((await logger({ timeout: 500 })).talk.closed).resolves.toBeUndefined();
    expect(counted('too-many-connections')).toBe(1);
    await device.talk.end();
  });
});

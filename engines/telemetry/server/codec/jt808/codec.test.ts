/** JT/T 808 frames: those of the standard's facts, any cutting, packets in any order, whatever a broken line sends. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../../kernel/seeded-random.ts';
import { damagedFrames, endure, readCut } from '../test-support/hostile-bytes.ts';
import { bytes, made2013, made2019, messageOf } from '../test-support/jt808-messages.ts';
import { jt808, missingPackets } from './codec.ts';
import { readItem } from './location.ts';
import { type Jt808Header, type Jt808Message, phoneOf, serialsOf } from './message.ts';

const assembly = { packets: 200, messages: 8, bytes: 300_000, patience: 60_000 };

function state(now = () => 0) {
  return jt808.createState({ assembly, now });
}

function decode(hex: string) {
  return jt808.decode(Buffer.from(hex, 'hex'), state());
}

function hexOf(message: Jt808Message): string {
  return jt808.encode(message).toString('hex').toUpperCase();
}

const heartbeat = '7E000200000138123456780001327E';

describe('标准的帧', () => {
  test('位置汇报:经纬度、0.1 km/h、里程、转义的流水号', () => {
    const { messages, faults, rest } = decode(made2013);
    expect([faults, rest.toString('hex')]).toEqual([[], '7e']);
    expect(messages[0]).toMatchObject({
      header: { id: 0x0200, edition: '2013', phone: '013812345678', serial: 0x7e, packets: 1, encryption: 0 },
      body: {
        location: {
          alarm: 2,
          status: 0x00080003,
          latitude: 32.890124,
          longitude: 115.814205,
          altitude: 31,
          speed: 125.6,
          direction: 270,
          time: '260315081530',
        },
      },
    });
    const items = messages[0]?.body.kind === 'location' ? messages[0].body.location.items.map(readItem) : [];
    expect(items).toEqual([{ mileage: 12567.8 }, { 'signal-strength': 28 }, { satellites: 14 }]);
    expect(messages.map(hexOf)).toEqual([made2013]);
  });

  test('2019 版的头,手机号去零后与 2013 版相同', () => {
    const [read] = decode(made2019).messages;
    expect(read?.header).toMatchObject({
      edition: '2019',
      protocolVersion: 1,
      phone: '00000000013812345678',
    });
    expect(read && phoneOf(read.header)).toBe('13812345678');
    expect(read && hexOf(read)).toBe(made2019);
  });

  test('心跳', () => {
    expect(decode(heartbeat).messages.map(hexOf)).toEqual([heartbeat]);
  });

  test('加密的消息体不读,标志留着', () => {
    const header = { ...(decode(made2013).messages[0]?.header as Jt808Header), encryption: 1 };
    const sealed: Jt808Message = { header, body: { kind: 'opaque', bytes: Buffer.from([1, 2, 3]) } };
    expect(decode(hexOf(sealed)).messages).toEqual([sealed]);
  });
});

describe('分包', () => {
  const header: Jt808Header = {
    id: 0x0900,
    edition: '2013',
    phone: '013812345678',
    serial: 0xfffe,
    packets: 4,
    encryption: 0,
  };
  const message: Jt808Message = {
    header,
    body: { kind: 'opaque', bytes: Buffer.from(Array.from({ length: 3000 }, (_, at) => at % 251)) },
  };
  const frames = [
    ...jt808
      .encode(message)
      .toString('hex')
      .matchAll(/7e(?:(?!7e)..)+7e/g),
  ].map(([hex]) => Buffer.from(hex, 'hex'));

  test('流水号越过 65535 也拼得起来,次序颠倒、重复都不要紧', () => {
    expect(frames).toHaveLength(4);
    const [a, b, c, d] = frames as [Buffer, Buffer, Buffer, Buffer];
    const read = jt808.decode(Buffer.concat([c, a, a, d, b]), state());
    expect([read.messages, read.faults]).toEqual([[message], []]);
  });

  test('缺的包说得出来,一分钟后忘掉并计数', () => {
    let now = 0;
    const kept = state(() => now);
    const [a, , c] = frames as [Buffer, Buffer, Buffer];
    jt808.decode(Buffer.concat([a, c]), kept);
    expect(missingPackets(kept, 5000)).toEqual([]);
    now = 5000;
    expect(missingPackets(kept, 5000)).toMatchObject([{ serial: 0xfffe, missing: [2, 4] }]);
    now = 60_000;
    expect(jt808.decode(Buffer.alloc(0), kept).faults).toEqual([
      { reason: 'bad-packets', bytes: 1500, head: '' },
    ]);
    expect(kept.assembly.bytes).toBe(0);
  });

  test('同一序号来了不同内容:放弃旧的,从新的拼起', () => {
    const [a] = frames as [Buffer];
    const other: Jt808Message = { ...message, body: { kind: 'opaque', bytes: Buffer.alloc(3000) } };
    const read = jt808.decode(Buffer.concat([a, jt808.encode(other)]), state());
    expect(read.faults).toEqual([{ reason: 'bad-packets', bytes: 750, head: '' }]);
    expect(read.messages).toEqual([other]);
  });

  test('各包流水号不相连的照拼,每个流水号都留着以便逐一应答', () => {
    const apart = { ...message, header: { ...header, serial: 1, packetSerials: [1, 5, 9, 0] } };
    expect(jt808.decode(jt808.encode(apart), state()).messages).toEqual([apart]);
    expect([serialsOf(apart.header), serialsOf(header)]).toEqual([
      [1, 5, 9, 0],
      [0xfffe, 0xffff, 0, 1],
    ]);
  });
});

describe('断线、乱码与恢复', () => {
  test.each([
    ['前面是乱码', `010203${heartbeat}`, ['rubbish']],
    ['标志重复', `7E7E7E${heartbeat}`, []],
    ['两帧共用一个标志', `${made2013}${heartbeat.slice(2)}`, []],
    ['前一帧少了结尾', `${made2013.slice(0, 40)}${heartbeat}`, ['bad-checksum']],
    ['校验错', `${made2013.replace('1C31', '1D31')}${heartbeat}`, ['bad-checksum']],
    ['转义错', `7E7D03${made2013.slice(2)}${heartbeat}`, ['bad-escape']],
    ['太短', `7E010203047E${heartbeat}`, ['bad-header']],
    ['消息体比声明的长', `${lengthened()}${heartbeat}`, ['bad-length']],
    ['太长', `7E${'55'.repeat(2100)}7E${heartbeat}`, ['too-long', 'rubbish']],
  ])('%s:计数后收下一帧', (_, hex, reasons) => {
    const read = decode(hex);
    expect(read.messages.at(-1)?.header.id).toBe(2);
    expect(read.faults.map((fault) => fault.reason)).toEqual(reasons);
  });

  function lengthened(): string {
    const body = Buffer.from('000200010138123456780001', 'hex');
    const xor = body.reduce((sum, value) => sum ^ value, 0);
    return `7E${body.toString('hex')}${xor.toString(16).padStart(2, '0')}7E`;
  }

  test('样本里没有手机号', () => {
    expect(decode(made2013.replace('1C31', '1D31')).faults[0]?.head).toBe('7e02000028');
  });

  const samples = [made2013, made2019, heartbeat].map((hex) => Buffer.from(hex, 'hex'));

  test('怎样切块都得到同样的消息与同样的计数', () => {
    const part = fc.oneof(
      messageOf(0x0200).map((made) => jt808.encode(made)),
      messageOf(0x0801).map((made) => jt808.encode(made)),
      fc.constantFrom(...samples),
      bytes(40),
      fc.constantFrom('7e', '7d', '7e7e', '7d017e').map((hex) => Buffer.from(hex, 'hex')),
      fc.nat(2500).map((length) => Buffer.alloc(length, 0x31)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 30 }), (parts, cuts) => {
        const all = Buffer.concat(parts);
        expect(readCut(jt808, state(), all, cuts)).toEqual(readCut(jt808, state(), all, []));
      }),
      { numRuns: 300 },
    );
  });

  test.each([1, 2, 3, 4, 5])('一万个坏帧(种子 %i):不抛错,不占内存,逐个计数', (seed) => {
    const random = seededRandom(seed);
    const split = jt808.encode({
      header: { id: 0x0900, edition: '2013', phone: '013812345678', serial: 1, packets: 3, encryption: 0 },
      body: { kind: 'opaque', bytes: Buffer.alloc(2000, 7) },
    });
    const kept = state();
    const endured = endure(jt808, kept, damagedFrames([...samples, split], 10_000, random), random);
    expect(endured.mostWaiting).toBeLessThanOrEqual(2 * 1045 + 1);
    expect(kept.assembly.bytes).toBeLessThanOrEqual(assembly.bytes);
    expect(Object.values(endured.counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(7000);
    expect(endured.messages).toBeGreaterThan(1000);
  });
});

/** JT/T 809 frames: the reference frames of public implementations, both editions there and back, any cutting, whatever a broken line sends. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../../kernel/seeded-random.ts';
import { damagedFrames, endure, readCut } from '../test-support/hostile-bytes.ts';
import { haveReferenceFrames, referenceFrames } from '../test-support/reference-frames.ts';
import { jt809 } from './codec.ts';
import {
  answerTo,
  type Jt809Body,
  type Jt809Data,
  type Jt809Edition,
  type Jt809Message,
  type Jt809Position,
} from './message.ts';
import { decryptMessage, encryptMessage } from './encrypt.ts';
import { officialPlace, readPosition } from './position.ts';

const options = { frameBytes: 4096 };

function state(edition: Jt809Edition = '2011') {
  return { ...jt809.createState(options), edition };
}

function decode(hex: string) {
  return jt809.decode(Buffer.from(hex, 'hex'), state());
}

function hexOf(message: Jt809Message): string {
  return jt809.encode(message).toString('hex').toUpperCase();
}

const doubleWord = fc.integer({ min: 0, max: 0xffffffff });
const word = fc.integer({ min: 0, max: 0xffff });
const byte = fc.integer({ min: 0, max: 255 });
const text = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'皖K阜A1b2[]^Z'), maxLength: Math.floor(length / 2) });
const bytes = (length: number) => fc.uint8Array({ maxLength: length }).map((some) => Buffer.from(some));
const exactly = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((some) => Buffer.from(some));

function position(edition: Jt809Edition): fc.Arbitrary<Jt809Position> {
  if (edition === '2011') return fc.record({ encrypted: byte, place: exactly(35) });
  const platforms = fc.array(fc.record({ id: text(11), alarm: doubleWord }), { minLength: 3, maxLength: 3 });
  return fc.record({ encrypted: byte, place: bytes(60), platforms });
}

const moment = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

function alarm(edition: Jt809Edition): fc.Arbitrary<Jt809Data> {
  const shared = { type: word, at: moment, words: bytes(40) };
  if (edition === '2011')
    return fc.record({ kind: fc.constant('alarm' as const), source: byte, id: doubleWord, ...shared });
  return fc.record({
    kind: fc.constant('alarm-2019' as const),
    platform: text(11),
    begin: moment,
    end: moment,
    plate: text(20),
    colour: byte,
    target: text(11),
    line: doubleWord,
    ...shared,
  });
}

function dataOf(edition: Jt809Edition): fc.Arbitrary<readonly [number, Jt809Data]> {
  const is2019 = edition === '2019';
  const ids = {
    platform: text(11),
    producer: text(11),
    model: text(20),
    terminalId: text(7),
    phone: text(12),
  };
  const registration = { kind: fc.constant('registration' as const), ...ids };
  return fc.oneof(
    (is2019 ? fc.record({ ...registration, imei: text(15) }) : fc.record(registration)).map(
      (data) => [0x1201, data] as const,
    ),
    position(edition).map((one) => [0x1202, { kind: 'position', position: one }] as const),
    fc
      .array(position(edition), { maxLength: 5 })
      .map((positions) => [0x1203, { kind: 'positions', positions }] as const),
    alarm(edition).map((one) => [0x1402, one] as const),
    bytes(80).map((some) => [0x1205, { kind: 'opaque', bytes: some }] as const),
  );
}

function bodyOf(edition: Jt809Edition): fc.Arbitrary<readonly [number, Jt809Body]> {
  const login = {
    kind: fc.constant('login' as const),
    userId: doubleWord,
    password: text(8),
    host: text(32),
    port: word,
  };
  return fc.oneof(
    fc
      .constantFrom(0x1004, 0x1005, 0x1006, 0x9004, 0x9005, 0x9006)
      .map((type) => [type, { kind: 'empty' }] as const),
    (edition === '2019' ? fc.record({ ...login, centre: doubleWord }) : fc.record(login)).map(
      (body) => [0x1001, body] as const,
    ),
    fc
      .record({ kind: fc.constant('login-answer' as const), result: byte, verifyCode: doubleWord })
      .map((body) => [0x1002, body] as const),
    fc
      .record({ kind: fc.constant('logout' as const), userId: doubleWord, password: text(8) })
      .map((body) => [0x1003, body] as const),
    fc
      .tuple(fc.constantFrom(0x9001, 0x9003), doubleWord)
      .map(([type, verifyCode]) => [type, { kind: 'verify', verifyCode }] as const),
    fc
      .tuple(fc.constantFrom(0x1007, 0x1008, 0x9002, 0x9007, 0x9008), byte)
      .map(([type, code]) => [type, { kind: 'code', code }] as const),
    fc
      .tuple(fc.constantFrom(0x1200, 0x1400, 0x9400), dataOf(edition), text(20), byte)
      .map(
        ([type, [dataType, data], plate, colour]) =>
          [type, { kind: 'data', vehicle: { plate, colour }, dataType, data }] as const,
      ),
  );
}

const message: fc.Arbitrary<Jt809Message> = fc.constantFrom<Jt809Edition>('2011', '2019').chain((edition) =>
  fc
    .tuple(
      bodyOf(edition),
      fc.record({
        serial: doubleWord,
        accessCode: doubleWord,
        version: fc.stringMatching(/^[0-9a-f]{6}$/),
        key: doubleWord,
      }),
      doubleWord,
    )
    .map(([[type, body], header, time]) => ({
      edition,
      type,
      encrypted: 0,
      ...header,
      ...(edition === '2019' ? { time } : {}),
      body,
    })),
);

const login: Jt809Message = {
  edition: '2011',
  serial: 0x85,
  type: 0x1001,
  accessCode: 0x0133efb8,
  version: '010000',
  encrypted: 0,
  key: 0,
  body: { kind: 'login', userId: 20180920, password: '20180920', host: '127.0.0.1', port: 809 },
};

describe('往返', () => {
  test('两个版本的任何消息往返相同', () => {
    fc.assert(
      fc.property(message, (made) => {
        expect(jt809.decode(jt809.encode(made), state(made.edition))).toEqual({
          messages: [made],
          rest: Buffer.alloc(0),
          faults: [],
        });
      }),
      { numRuns: 500 },
    );
  });

  test('平台消息没有车辆,加密的消息体不读', () => {
    const about: Jt809Message = {
      ...login,
      type: 0x1300,
      body: { kind: 'data', dataType: 0x1301, data: { kind: 'opaque', bytes: Buffer.from('ask') } },
    };
    const sealed: Jt809Message = {
      ...login,
      encrypted: 1,
      key: 7,
      body: { kind: 'opaque', bytes: Buffer.alloc(46, 9) },
    };
    for (const made of [about, sealed]) expect(decode(hexOf(made)).messages).toEqual([made]);
  });

  test('任何消息加密后往返相同;参数不对的读不出原文', () => {
    const number = fc.integer({ min: 1, max: 0xffffffff });
    const keys = fc.record({ m1: number, ia1: number, ic1: number });
    fc.assert(
      fc.property(message, keys, doubleWord, (made, agreed, key) => {
        const sent = jt809.encode(encryptMessage(made, agreed, key));
        const [heard] = jt809.decode(sent, state(made.edition)).messages;
        expect(heard).toMatchObject({ encrypted: 1, key });
        expect(heard && decryptMessage(heard, agreed)).toEqual({ ...made, key: 0 });
      }),
      { numRuns: 300 },
    );
    const sealed = encryptMessage(login, { m1: 3, ia1: 5_000_003, ic1: 7_000_011 }, 9);
    expect(decryptMessage(sealed, { m1: 3, ia1: 5_000_003, ic1: 9_000_011 })).not.toMatchObject({
      body: login.body,
    });
  });

  test('不可说的消息不编码', () => {
    expect(() => hexOf({ ...login, body: { kind: 'empty' } })).toThrow(RangeError);
    expect(() =>
      hexOf({
        ...login,
        type: 0x1200,
        body: { kind: 'data', dataType: 0x1202, data: { kind: 'opaque', bytes: Buffer.alloc(3) } },
      }),
    ).toThrow(RangeError);
  });

  test('应答用对方的接入码与版本', () => {
    expect(answerTo(login, 0x1002, 1, { kind: 'login-answer', result: 0, verifyCode: 9 })).toMatchObject({
      type: 0x1002,
      serial: 1,
      accessCode: login.accessCode,
      edition: '2011',
    });
  });

  test('2011 版的位置:先经后纬,时间是二进制数', () => {
    const place = {
      latitude: 32.890124,
      longitude: 115.814205,
      speed: 62,
      direction: 270,
      altitude: 31,
      status: 3,
      alarm: 2,
      mileage: 12567,
    };
    const made = { encrypted: 0, place: officialPlace(place, '20260315081530') };
    expect(readPosition(made)).toEqual({ ...place, at: Date.parse('2026-03-15T08:15:30+08:00') });
    expect(readPosition({ ...made, encrypted: 1 })).toBeUndefined();
    expect(readPosition({ encrypted: 0, place: Buffer.alloc(3) })).toBeUndefined();
  });
});

describe('断线、乱码与恢复', () => {
  const good = hexOf(login);

  test.each([
    ['乱码在前', `0102${good}`, ['rubbish']],
    ['前一帧被截断', `${good.slice(0, 60)}${good}`, ['bad-length']],
    ['校验错', `${good.replace('32303138', '32303139')}${good}`, ['bad-checksum']],
    ['转义错', `5B5A035D${good}`, ['bad-escape']],
    ['太短', `5B00015D${good}`, ['bad-header']],
    ['太长', `5B${'11'.repeat(5000)}5D${good}`, ['too-long', 'rubbish']],
  ])('%s:计数后收下一帧', (_, hex, reasons) => {
    const read = decode(hex);
    expect(read.messages.at(-1)).toEqual(login);
    expect(read.faults.map((fault) => fault.reason)).toEqual(reasons);
  });

  const samples = [
    login,
    {
      ...login,
      type: 0x1200,
      body: {
        kind: 'data',
        vehicle: { plate: '皖K12345', colour: 2 },
        dataType: 0x1202,
        data: { kind: 'position', position: { encrypted: 0, place: Buffer.alloc(35, 0x5b) } },
      },
    } as const,
    {
      ...login,
      type: 0x1400,
      body: {
        kind: 'data',
        vehicle: { plate: '皖K12345', colour: 2 },
        dataType: 0x1402,
        data: { kind: 'alarm', source: 3, type: 1, at: 1_773_533_730, id: 7, words: Buffer.alloc(9, 0x5d) },
      },
    } as const,
  ].map((made) => jt809.encode(made));

  test('怎样切块都得到同样的消息与同样的计数', () => {
    const part = fc.oneof(
      message.map((made) => jt809.encode(made)),
      fc.constantFrom(...samples),
      bytes(40),
      fc.constantFrom('5b', '5d', '5a', '5b5b', '5d5d').map((hex) => Buffer.from(hex, 'hex')),
      fc.nat(6000).map((length) => Buffer.alloc(length, 0x31)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 30 }), (parts, cuts) => {
        const all = Buffer.concat(parts);
        expect(readCut(jt809, state(), all, cuts)).toEqual(readCut(jt809, state(), all, []));
      }),
      { numRuns: 300 },
    );
  });

  test.each([1, 2, 3, 4, 5])('一万个坏帧(种子 %i):不抛错,不占内存,逐个计数', (seed) => {
    const random = seededRandom(seed);
    const endured = endure(jt809, state(), damagedFrames(samples, 10_000, random), random);
    expect(endured.mostWaiting).toBeLessThanOrEqual(options.frameBytes);
    expect(Object.values(endured.counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(7000);
    expect(endured.messages).toBeGreaterThan(1000);
  });
});

describe.skipIf(!haveReferenceFrames)('公开实现的 20 帧(../shared 不在时跳过)', () => {
  const frames = referenceFrames('jt809').map((frame) => ({ ...frame, read: decode(frame.hex) }));

  const agreeing = frames.filter(({ crcOk, read }) => crcOk === (read.messages.length === 1));

  test('16 帧与记录的裁决一致,其余 4 帧都是记录为对而我们不收的:', () => {
    const others = frames.filter((frame) => !agreeing.includes(frame));
    expect([frames.length, agreeing.length]).toEqual([20, 16]);
    expect(others.map(({ msgId, read }) => [msgId, ...read.faults.map(({ reason }) => reason)])).toEqual([
      // 声明 72 字节,实有 73
      ['0x1001', 'bad-length'],
      // 0x1205 与 0x1206 的数据长度字段写成 0x04040000,与后面的字节不符
      ['0x1200', 'bad-body'],
      ['0x1200', 'bad-body'],
      // 时间里的 5E 没有转义
      ['0x1400', 'bad-escape'],
    ]);
  });

  test('收下的 14 帧重新编码逐字节相同,2011 与 2019 版由长度分清', () => {
    const taken = agreeing.flatMap(({ hex, read }) =>
      read.messages.map((one) => [hexOf(one) === hex, one.edition]),
    );
    expect(taken.filter(([same]) => same)).toHaveLength(14);
    expect(taken.filter(([, edition]) => edition === '2019')).toHaveLength(7);
  });

  test('加密的登录用该实现的参数读得出来', () => {
    const keys = { m1: 30_000_000, ia1: 20_000_000, ic1: 20_000_000 };
    const sealed = frames.flatMap(({ read }) => read.messages.filter(({ key }) => key === 256_178));
    expect(sealed.map((one) => decryptMessage(one, keys)?.body)).toMatchObject([
      { kind: 'login', userId: 20180920, password: '20180920', port: 809 },
    ]);
  });

  test('2019 版的 0x1402 报警读得出来', () => {
    const alarms = frames.flatMap(({ read }) =>
      read.messages.flatMap(({ body }) =>
        body.kind === 'data' && body.data.kind === 'alarm-2019' ? [body.data] : [],
      ),
    );
    expect(alarms).toMatchObject([
      { platform: 'JC2020PT088', type: 0xa001, plate: '测A93228', colour: 2, line: 0 },
    ]);
  });

  test('0x1202 的位置读得出来', () => {
    const places = frames.flatMap(({ read }) =>
      read.messages.flatMap(({ body }) =>
        body.kind === 'data' && body.data.kind === 'position' ? [readPosition(body.data.position)] : [],
      ),
    );
    expect(places).toMatchObject([
      { at: Date.parse('2025-09-29T17:54:43+08:00'), longitude: 112.414833, latitude: 34.674454 },
    ]);
  });
});

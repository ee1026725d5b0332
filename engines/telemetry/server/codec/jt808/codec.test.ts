/** JT/T 808 frames: the reference frames of public implementations, any message there and back, any cutting, packets in any order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { damagedFrames, endure, readCut, seededRandom } from '../test-support/hostile-bytes.ts';
import {
  haveReferenceFrames,
  type ReferenceFrame,
  referenceFrames,
} from '../test-support/reference-frames.ts';
import { knownIds } from './bodies.ts';
import { jt808, missingPackets } from './codec.ts';
import { readItem } from './location.ts';
import {
  headerTo,
  type Jt808Body,
  type Jt808Header,
  type Jt808Item,
  type Jt808Location,
  type Jt808Message,
  phoneOf,
  serialsOf,
} from './message.ts';

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

const made2013 =
  '7E02000028013812345678007D02000000020008000301F5DD0C06E72F3D001F04E8010E26031508153001040001EAEE30011C31010E487E';
const made2019 =
  '7E020040280100000000013812345678007D02000000020008000301F5DD0C06E72F3D001F04E8010E26031508153001040001EAEE30011C31010E097E';
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

const byte = fc.integer({ min: 0, max: 255 });
const word = fc.integer({ min: 0, max: 0xffff });
const doubleWord = fc.integer({ min: 0, max: 0xffffffff });
const text = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'皖K阜A1b2 ~}-'), maxLength: Math.floor(length / 2) });
const bytes = (length: number) => fc.uint8Array({ maxLength: length }).map((made) => Buffer.from(made));
const digits = (count: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: count, maxLength: count });
const items: fc.Arbitrary<readonly Jt808Item[]> = fc.array(fc.record({ id: byte, value: bytes(12) }), {
  maxLength: 5,
});
const parameters: fc.Arbitrary<readonly Jt808Item[]> = fc.array(
  fc.record({ id: doubleWord, value: bytes(20) }),
  { maxLength: 5 },
);

const location: fc.Arbitrary<Jt808Location> = fc
  .record({
    alarm: doubleWord,
    status: doubleWord,
    lat: doubleWord,
    lon: doubleWord,
    altitude: word,
    speed: word,
    direction: word,
    time: digits(12),
    items,
  })
  .map(({ lat, lon, speed, status, ...rest }) => ({
    ...rest,
    status,
    latitude: ((status & 4) !== 0 && lat > 0 ? -lat : lat) / 1e6,
    longitude: ((status & 8) !== 0 && lon > 0 ? -lon : lon) / 1e6,
    speed: speed / 10,
  }));
const media = fc.record({ mediaId: doubleWord, type: byte, format: byte, event: byte, channel: byte });

type Edition = Jt808Header['edition'];

function register(edition: Edition): fc.Arbitrary<Jt808Body> {
  const layouts = edition === '2019' ? (['2019'] as const) : (['2011', '2013'] as const);
  return fc.constantFrom(...layouts).chain((layout) => {
    const [maker, model, id] = { '2011': [5, 8, 7], '2013': [5, 20, 7], '2019': [11, 30, 30] }[layout] as [
      number,
      number,
      number,
    ];
    return fc.record({
      kind: fc.constant('register' as const),
      layout: fc.constant(layout),
      province: word,
      city: word,
      maker: text(maker),
      model: text(model),
      terminalId: text(id),
      plateColour: byte,
      plate: fc.constantFrom('皖K12345', '', '皖KD1234'),
    });
  });
}

/** Any body that the id can carry in the edition. */
function bodyOf(id: number, edition: Edition): fc.Arbitrary<Jt808Body> {
  const packets = fc.array(word, { maxLength: 9 });
  const is2019 = edition === '2019';
  switch (id) {
    case 0x0001:
    case 0x8001:
      return fc.record({ kind: fc.constant('answer' as const), serial: word, id: word, result: byte });
    case 0x0002:
    case 0x0003:
    case 0x8104:
    case 0x8107:
    case 0x8201:
      return fc.constant({ kind: 'empty' });
    case 0x0005:
    case 0x8003:
      return fc.record({ kind: fc.constant('resend' as const), serial: word, packets });
    case 0x0100:
      return register(edition);
    case 0x0102:
      return is2019
        ? fc.record({
            kind: fc.constant('authenticate' as const),
            code: text(40),
            imei: text(15),
            software: text(20),
          })
        : fc.record({ kind: fc.constant('authenticate' as const), code: text(40) });
    case 0x0104:
      return fc.record({ kind: fc.constant('parameters' as const), serial: word, parameters });
    case 0x8103:
      return fc.record({ kind: fc.constant('parameters' as const), parameters });
    case 0x8106:
      return fc.record({
        kind: fc.constant('query-parameters' as const),
        ids: fc.array(doubleWord, { maxLength: 9 }),
      });
    case 0x0200:
      return fc.record({ kind: fc.constant('location' as const), location });
    case 0x0201:
    case 0x0500:
      return fc.record({ kind: fc.constant('location' as const), serial: word, location });
    case 0x0704:
      return fc.record({
        kind: fc.constant('locations' as const),
        type: byte,
        locations: fc.array(location, { maxLength: 6 }),
      });
    case 0x0800:
      return fc.record({ kind: fc.constant('media-event' as const), media });
    case 0x0801:
      return fc.record({
        kind: fc.constant('media' as const),
        media,
        location: location.map((place) => ({ ...place, items: [] })),
        data: bytes(3000),
      });
    case 0x8100:
      return fc.oneof(
        fc.record({
          kind: fc.constant('register-answer' as const),
          serial: word,
          result: fc.constant(0),
          code: text(30),
        }),
        fc.record({
          kind: fc.constant('register-answer' as const),
          serial: word,
          result: fc.integer({ min: 1, max: 255 }),
        }),
      );
    case 0x8105:
      return fc.record({ kind: fc.constant('control' as const), command: byte, parameters: bytes(60) });
    case 0x8202:
      return fc.record({ kind: fc.constant('track' as const), interval: word, duration: doubleWord });
    case 0x8300:
      return is2019
        ? fc.record({ kind: fc.constant('text' as const), flag: byte, type: byte, text: text(200) })
        : fc.record({ kind: fc.constant('text' as const), flag: byte, text: text(200) });
    case 0x8800:
      return fc.record({ kind: fc.constant('media-answer' as const), mediaId: doubleWord, packets });
    default:
      return fc.record({ kind: fc.constant('opaque' as const), bytes: bytes(2500) });
  }
}

function messageOf(id: number): fc.Arbitrary<Jt808Message> {
  return fc
    .record({
      edition: fc.constantFrom<Edition>('2013', '2019'),
      serial: word,
      extra: fc.nat(3),
      version: byte,
    })
    .chain(({ edition, serial, extra, version }) =>
      fc.tuple(digits(edition === '2019' ? 20 : 12), bodyOf(id, edition)).map(([phone, body]) => {
        const header: Jt808Header = {
          id,
          edition,
          ...(edition === '2019' ? { protocolVersion: version } : {}),
          phone,
          serial,
          packets: 4 + extra,
          encryption: 0,
        };
        return { header, body };
      }),
    );
}

describe('往返', () => {
  test.each(
    [...knownIds, 0x0107, 0x0900, 0x6666].map((id) => [id.toString(16).padStart(4, '0'), id] as const),
  )('消息 0x%s 编码再解码相同,分不分包都一样', (_, id) => {
    fc.assert(
      fc.property(messageOf(id), (made) => {
        expect(jt808.decode(jt808.encode(made), state()).messages).toEqual([made]);
        const whole = { ...made, header: { ...made.header, packets: 1 } };
        let frame: Buffer | undefined;
        try {
          frame = jt808.encode(whole);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
        if (frame !== undefined) expect(jt808.decode(frame, state()).messages).toEqual([whole]);
      }),
      { numRuns: 60 },
    );
  });

  test('不可说的消息不编码', () => {
    const header: Jt808Header = {
      id: 0x0200,
      edition: '2013',
      phone: '013812345678',
      serial: 1,
      packets: 1,
      encryption: 0,
    };
    const place = decode(made2013).messages[0]?.body;
    const south =
      place?.kind === 'location' ? { ...place, location: { ...place.location, latitude: -1 } } : place;
    expect(() => jt808.encode({ header, body: south as Jt808Body })).toThrow(RangeError);
    expect(() => jt808.encode({ header, body: { kind: 'empty' } })).toThrow(RangeError);
    expect(() => jt808.encode({ header: { ...header, id: 0x6666 }, body: { kind: 'empty' } })).toThrow(
      RangeError,
    );
    expect(() => jt808.encode({ header: { ...header, phone: '1' }, body: place as Jt808Body })).toThrow(
      RangeError,
    );
  });

  test('回给终端的头用终端自己的版本与号码', () => {
    const [read] = decode(made2019).messages;
    expect(read && headerTo(read.header, 0x8001, 9)).toEqual({
      ...read?.header,
      id: 0x8001,
      serial: 9,
      packets: 1,
    });
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

/** What our decoder says of a reference frame: every byte taken, or the reasons why not. */
function verdictOf(frame: ReferenceFrame): string {
  const { messages, faults } = decode(frame.hex);
  if (faults.length > 0) return faults.map((fault) => fault.reason).join(' ');
  if (frame.subpackage) return 'packet';
  return messages.map(hexOf).join('') === frame.hex.toUpperCase() ? 'same bytes' : 'other bytes';
}

/** Frames whose check byte the finder calls right, by their beginning, and why we refuse them nevertheless. */
const refusedInSpite: readonly (readonly [begin: string, verdict: string, why: string])[] = [
  ['7E0104004B', 'bad-body', '参数总数写 0,后面却跟着 7 个参数'],
  ['7E0102400C', 'bad-length', '版本位为 1 而头仍是 2013 版的,长度对不上'],
  ['7E0201004504', 'bad-length', '声明 69 字节,实有 70'],
  ['7E81040000010000', 'bad-length', '2019 版的头没有置版本位'],
  ['7E02000026123456789012007E', 'bad-header bad-escape', '未转义的帧,测试写入器用'],
  ['7E7D027D', 'bad-header', '只有转义字符,测试读取器用'],
  ['7E00000000000000000000000000000', 'bad-length', '全零,长度对不上'],
  ['7E7E7D7E', 'bad-escape bad-escape bad-header', '未转义的标志,测试写入器用'],
  ['7E20190619232323012319', 'bad-checksum bad-checksum', '没有校验码的字节,写了两遍,异或恰为零'],
  ['7E1234567890', 'bad-header bad-header', '同上'],
  ['7E736D616C6C636869284B6F696B6529', 'bad-checksum bad-checksum', '同上'],
  ['7E0000000000000000000000ABCDEF1234', 'bad-checksum bad-checksum', '同上'],
  ['7E0102037E', 'bad-header bad-header', '同上'],
  ['7E0100100000002000000040', 'bad-header bad-header', '同上'],
  ['7E00000000007E7E', 'bad-header bad-header', '同上'],
  ['7EFFFFFFFFFF', 'bad-header bad-header', '同上'],
  ['7E000000000000000000000000000000007E7E', 'bad-length bad-length', '同上'],
  ['7E00000010', 'bad-header bad-header', '同上'],
  ['7E017E7D7E', 'bad-header bad-escape bad-header', '未转义的标志,测试写入器用'],
  ['7E0200006C0011', 'bad-body', '附加项用两字节的自定义编号,不是 808 的'],
  ['7E0200006B0011', 'bad-body', '同上'],
  ['7E0001000701', 'bad-body', '通用应答后多 2 字节自定义内容'],
];

describe.skipIf(!haveReferenceFrames)('公开实现的 106 帧', () => {
  const frames = referenceFrames('jt808').map((frame) => ({ ...frame, verdict: verdictOf(frame) }));
  const agreeing = frames.filter(({ xorOk, verdict }) => xorOk === /same|other|packet/.test(verdict));

  test('84 帧与记录的裁决一致,其余 22 帧都是记录为对而我们不收的,各有说明', () => {
    expect([frames.length, agreeing.length]).toEqual([106, 84]);
    const others = frames.filter((frame) => !agreeing.includes(frame));
    const unexplained = others.filter(
      ({ hex, verdict, xorOk }) =>
        !xorOk || !refusedInSpite.some(([begin, why]) => hex.startsWith(begin) && why === verdict),
    );
    expect(unexplained.map(({ hex, verdict }) => `${hex} ${verdict}`)).toEqual([]);
    expect(others).toHaveLength(refusedInSpite.length);
  });

  test('收下的整帧重新编码逐字节相同;只有两帧 0x8800 多写了一个可省的 0', () => {
    const taken = agreeing.filter(({ xorOk, subpackage }) => xorOk && !subpackage);
    const other = taken.filter(({ verdict }) => verdict !== 'same bytes').map(({ hex }) => hex);
    expect(other).toEqual([
      '7E8800000500012345678900000000008100857E',
      '7E8800000500012345678900010000008100847E',
    ]);
    expect(taken).toHaveLength(65);
  });

  test('0x0104 的两个分包拼成一条参数上报', () => {
    const two = frames.filter(({ msgId, subpackage }) => msgId === '0x0104' && subpackage);
    const { messages, faults } = decode(two.map(({ hex }) => hex).join(''));
    expect(faults).toEqual([]);
    expect(messages).toMatchObject([{ header: { packets: 2 }, body: { kind: 'parameters', serial: 0 } }]);
  });
});

/** SL 651 frames: the made frame of the facts, both modes and directions there and back, packets, any cutting, whatever a broken line sends. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../../kernel/seeded-random.ts';
import { damagedFrames, endure, readCut } from '../test-support/hostile-bytes.ts';
import { dropPackets, missingPackets, sl651 } from './codec.ts';
import { readElements } from './elements.ts';
import { hasGroups } from './groups.ts';
import {
  answerEnds,
  answerTo,
  askAgain,
  functions,
  type Sl651Content,
  type Sl651Group,
  type Sl651Message,
} from './message.ts';

const assembly = { packets: 200, messages: 8, bytes: 300_000, patience: 60_000 };

function state() {
  return sl651.createState({ assembly, now: () => 0 });
}

function decode(bytes: Buffer | string) {
  return sl651.decode(typeof bytes === 'string' ? Buffer.from(bytes, 'hex') : bytes, state());
}

const made =
  '7E7E050034120001A00032002B020011260315080000F1F1003412000148F0F0260315080020190000052619001235392300027503381212150381A4';

function moment(text: string): number {
  return Date.parse(`${text}+08:00`);
}

describe('标准的帧', () => {
  test('定时报:雨量、累计、水位、电压逐一读出,逐字节往返', () => {
    const { messages, faults, rest } = decode(made);
    expect([faults, rest.length]).toEqual([[], 0]);
    expect(messages[0]).toMatchObject({
      mode: 'binary',
      direction: 'up',
      centre: 5,
      station: '0034120001',
      password: 'A000',
      code: 0x32,
      serial: 0x11,
      time: '260315080000',
      packets: 1,
      end: 'etx',
    });
    const at = moment('2026-03-15T08:00:00');
    expect(messages[0] && readElements(messages[0])).toEqual({
      stationClass: 'H',
      at,
      values: [
        { id: '20', value: 0.5, at },
        { id: '26', value: 123.5, at },
        { id: '39', value: 27.503, at },
        { id: '38', value: 12.15, at },
      ],
    });
    expect(messages.map((message) => sl651.encode(message).toString('hex').toUpperCase())).toEqual([made]);
  });

  test('中心的应答把两个地址对调,ETX 回 EOT,ETB 回 ACK,链路维持报不答', () => {
    const [report] = decode(made).messages;
    if (report === undefined) throw new Error('the made frame does not decode');
    const answer = answerTo(report, '260315080001');
    const bytes = answer === undefined ? Buffer.alloc(0) : sl651.encode(answer);
    expect(bytes.toString('hex').toUpperCase()).toMatch(
      /^7E7E003412000105A00032800802001126031508000104[0-9A-F]{4}$/,
    );
    expect(decode(bytes).messages).toEqual([answer]);
    expect(answerTo({ ...report, end: 'etb' }, '260315080001')?.end).toBe('ack');
    expect(answerTo({ ...report, code: 0x2f }, '260315080001')).toBeUndefined();
    expect(answer && answerTo(answer, '260315080001')).toBeUndefined();
    expect([Object.keys(functions).length, functions[0x34]]).toEqual([30, '小时报']);
  });

  test('ASCII 模式按关键字读', () => {
    const message: Sl651Message = {
      mode: 'ascii',
      direction: 'up',
      centre: 5,
      station: '0034120001',
      password: 'A000',
      code: 0x32,
      serial: 0x11,
      time: '260315080000',
      content: {
        kind: 'words',
        words: 'ST 0034120001 H TT 2603150800 PT 123.5 Z 27.503 VT 12.15 XX 1'.split(' '),
      },
      packets: 1,
      end: 'etx',
    };
    const bytes = sl651.encode(message);
    expect(
      bytes
        .toString('latin1')
        .replaceAll('\u0001', '<SOH>')
        .replaceAll('\u0002', '<STX>')
        .replaceAll('\u0003', '<ETX>'),
    ).toMatch(
      /^<SOH>050034120001A000320[0-9A-F]{3}<STX>0011260315080000 ST 0034120001 H TT .*<ETX>[0-9A-F]{4}$/,
    );
    expect(decode(bytes).messages).toEqual([message]);
    const at = moment('2026-03-15T08:00:00');
    expect(readElements(message)).toEqual({
      stationClass: 'H',
      at,
      values: [
        { id: '26', value: 123.5, at },
        { id: '39', value: 27.503, at },
        { id: '38', value: 12.15, at },
      ],
    });
  });
});

const byte = fc.integer({ min: 0, max: 255 });
const digits = (count: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: count, maxLength: count });
const bytesOf = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((some) => Buffer.from(some));

const group: fc.Arbitrary<Sl651Group> = fc.oneof(
  bytesOf(5).map((data) => ({ id: 'F0', definition: 0xf0, data })),
  bytesOf(6).map((data) => ({ id: 'F1', definition: 0xf1, data })),
  fc
    .tuple(
      fc.constantFrom('04', '20', '26', '39', 'F4', 'FC', 'FF01', '45'),
      fc.integer({ min: 1, max: 31 }),
      fc.nat(7),
    )
    .chain(([id, size, decimals]) =>
      bytesOf(size).map((data) => ({ id, definition: size * 8 + decimals, data })),
    ),
);

function contentOf(
  mode: Sl651Message['mode'],
  code: number,
  direction: Sl651Message['direction'],
): fc.Arbitrary<Sl651Content> {
  if (mode === 'ascii')
    return fc
      .array(fc.stringMatching(/^[!-~]{1,8}$/), { maxLength: 12 })
      .map((words) => ({ kind: 'words', words }));
  if (!hasGroups(code, direction))
    return fc.uint8Array({ maxLength: 300 }).map((some) => ({ kind: 'opaque', bytes: Buffer.from(some) }));
  // In uniform reports what follows the time step takes all the rest: the step stands last or not at all here.
  return fc
    .array(group, { maxLength: 6 })
    .map((groups) => ({ kind: 'groups', groups: groups.filter(({ id }) => id !== '04') }));
}

const packet = fc
  .tuple(fc.integer({ min: 1, max: 0xfff }), fc.integer({ min: 1, max: 0xfff }))
  .map(([total, index]) => ({ total, index }));

/** An answer of the centre is one frame; some name a packet. */
function asSaid(one: Sl651Message, named: Sl651Message['packet']): Sl651Message {
  if (one.direction === 'up' || !answerEnds.has(one.end)) return one;
  return { ...one, packets: 1, ...(named === undefined ? {} : { packet: named }) };
}

const message: fc.Arbitrary<Sl651Message> = fc
  .record({
    mode: fc.constantFrom('binary' as const, 'ascii' as const),
    code: fc.constantFrom(...Object.keys(functions).map(Number), 0xe1),
    direction: fc.constantFrom('up' as const, 'down' as const),
  })
  .chain(({ mode, code, direction }) =>
    fc.record({
      mode: fc.constant(mode),
      code: fc.constant(code),
      direction: fc.constant(direction),
      centre: byte,
      station: digits(10),
      password: fc.stringMatching(/^[0-9A-F]{4}$/),
      serial: fc.integer({ min: 0, max: 0xffff }),
      time: digits(12),
      content: contentOf(mode, code, direction),
      packets: fc.integer({ min: 1, max: 4 }),
      end: fc.constantFrom(
        'etx' as const,
        'etb' as const,
        'enq' as const,
        'ack' as const,
        'nak' as const,
        'eot' as const,
        'esc' as const,
      ),
    }),
  )
  .chain((one) => fc.option(packet, { nil: undefined }).map((named) => asSaid(one, named)));

describe('往返、切块与坏帧', () => {
  test('任何可说的消息往返相同,分包的也一样', () => {
    fc.assert(
      fc.property(message, (one) => {
        const read = decode(sl651.encode(one));
        expect([read.messages, read.faults, read.rest.length]).toEqual([[one], [], 0]);
      }),
      { numRuns: 500 },
    );
  });

  test('缺的、校验不对的包逐个点名;放弃之后从头收', () => {
    const [report] = decode(made).messages as [Sl651Message];
    const whole = Buffer.from(sl651.encode({ ...report, packets: 4 }));
    // Three packets of eleven bytes of the body and one of ten, each in 20 bytes of its own.
    const [first, third] = [whole.subarray(0, 31), whole.subarray(62)];
    third.writeUInt8(0xff, 20);
    const kept = state();
    sl651.decode(Buffer.concat([first, third]), kept);
    expect(missingPackets(kept, 0)).toEqual([
      { station: report.station, code: report.code, total: 4, missing: [2, 3] },
    ]);
    const again = askAgain(report, { code: report.code, total: 4, index: 3 }, 9, '260315080002');
    expect(decode(sl651.encode(again)).messages).toEqual([again]);
    expect(again).toMatchObject({ direction: 'down', end: 'nak', packet: { total: 4, index: 3 } });
    dropPackets(kept, { station: report.station, code: report.code, total: 4 });
    expect([missingPackets(kept, 0), kept.assembly.bytes]).toEqual([[], 0]);
  });

  test('不可说的消息不编码', () => {
    const [report] = decode(made).messages as [Sl651Message];
    expect(() => sl651.encode({ ...report, content: { kind: 'opaque', bytes: Buffer.alloc(1) } })).toThrow(
      RangeError,
    );
    expect(() => sl651.encode({ ...report, mode: 'ascii' })).toThrow(RangeError);
    expect(() =>
      sl651.encode({ ...report, code: 0x40, content: { kind: 'opaque', bytes: Buffer.alloc(5000) } }),
    ).toThrow(RangeError);
    expect(() => sl651.encode({ ...report, station: '1' })).toThrow(RangeError);
    const packet = { total: 3, index: 2 };
    expect(() => sl651.encode({ ...report, packet })).toThrow(RangeError);
    const asked = {
      ...report,
      direction: 'down',
      content: { kind: 'opaque', bytes: Buffer.alloc(9) },
    } as const;
    expect(() => sl651.encode({ ...asked, end: 'nak', packet, packets: 2 })).toThrow(RangeError);
    expect(() => sl651.encode({ ...asked, end: 'eot', packets: 2 })).toThrow(RangeError);
  });

  test.each([
    ['乱码在前', `00017E55${made}`, ['rubbish']],
    ['校验错', `${made.slice(0, -2)}00${made}`, ['bad-checksum', 'rubbish']],
    ['前一帧被截断', `${made.slice(0, 60)}${made}`, ['bad-checksum', 'rubbish']],
    ['起始符重复', `7E${made}`, ['rubbish']],
  ])('%s:计数后收下一帧', (_, hex, reasons) => {
    // A cut frame waits for the bytes that it announced: the frame behind brings them. Its 01 might have begun an ASCII frame.
    const read = decode(`${hex}${made}`);
    expect(read.messages.length).toBeGreaterThanOrEqual(1);
    expect([...new Set(read.faults.map((fault) => fault.reason))]).toEqual(reasons);
  });

  const samples = [
    Buffer.from(made, 'hex'),
    sl651.encode({ ...(decode(made).messages[0] as Sl651Message), packets: 3 }),
  ];

  test('怎样切块都得到同样的消息与同样的计数', () => {
    const part = fc.oneof(
      message.map((one) => sl651.encode(one)),
      fc.constantFrom(...samples),
      fc.uint8Array({ maxLength: 40 }).map((some) => Buffer.from(some)),
      fc.constantFrom('7e', '7e7e7e', '01', '0130').map((hex) => Buffer.from(hex, 'hex')),
      fc.nat(60).map((cut) => Buffer.from(made, 'hex').subarray(0, cut)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 30 }), (parts, cuts) => {
        const all = Buffer.concat(parts);
        expect(readCut(sl651, state(), all, cuts)).toEqual(readCut(sl651, state(), all, []));
      }),
      { numRuns: 500 },
    );
  });

  test.each([1, 2, 3, 4, 5])('一万个坏帧(种子 %i):不抛错,不占内存,逐个计数', (seed) => {
    const random = seededRandom(seed);
    const kept = state();
    const endured = endure(sl651, kept, damagedFrames(samples, 10_000, random), random);
    expect(endured.mostWaiting).toBeLessThanOrEqual(24 + 0xfff + 5);
    expect(kept.assembly.bytes).toBeLessThanOrEqual(assembly.bytes);
    expect(Object.values(endured.counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(7000);
    expect(endured.messages).toBeGreaterThan(1000);
  });
});

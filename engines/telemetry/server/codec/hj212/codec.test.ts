/** HJ 212 frames: the standard's own example, any message there and back, any cutting, and whatever a broken line sends. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc16Hj212 } from '../bytes/crc16.ts';
import { seededRandom } from '../../../../../kernel/seeded-random.ts';
import { damagedFrames, endure, readCut } from '../test-support/hostile-bytes.ts';
import { haveReferenceFrames, referenceFrames } from '../test-support/reference-frames.ts';
import { hj212 } from './codec.ts';
import { editionOf, flagOf, type Hj212Message, isLegacyDevice, valueOf, wantsAnswer } from './message.ts';

const options = { segmentBytes: 1024 };

function decode(text: string) {
  return hj212.decode(Buffer.from(text), options);
}

const samples = [
  '##0200QN=20260315080000123;ST=32;CN=2011;PW=123456;MN=0341200A0000000000000001;Flag=5;CP=&&DataTime=20260315080000;w01018-Rtd=28.6,w01018-Flag=N;w21003-Rtd=1.27,w21003-Flag=N;w01001-Rtd=7.42,w01001-Flag=N&&A881\r\n',
  '##0087QN=20260315080000123;ST=91;CN=9014;PW=123456;MN=0341200A0000000000000001;Flag=4;CP=&&&&5880\r\n',
  '##0250QN=20260315090000456;ST=22;CN=2061;PW=123456;MN=0341200A0000000000000002;Flag=5;CP=&&DataTime=20260315080000;a34004-Avg=46,a34004-Flag=N;a34002-Avg=88,a34002-Flag=N;a21026-Avg=9,a21026-Flag=N;a21004-Avg=31,a21004-Flag=N;a21005-Avg=0.8,a21005-Flag=N&&CD41\r\n',
  '##0153QN=20260315100000000;ST=32;CN=2061;PW=123456;MN=0341200A0000000000000001;Flag=7;PNUM=2;PNO=1;CP=&&DataTime=20260315090000;w00000-Cou=63.0,w00000-Flag=N&&EDC1\r\n',
] as const;

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const word = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/);
const value = fc.stringMatching(/^[A-Za-z0-9 .:+/=#中文-]{0,16}$/);

const packet = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.nat())
  .map(([total, seed]) => ({ total, index: (seed % total) + 1 }));

/** Any message that the standard can say, the D bit and the packet numbers agreeing. */
const message: fc.Arbitrary<Hj212Message> = fc
  .record(
    {
      requestNumber: digits(17),
      systemCode: digits(2),
      command: digits(4),
      password: fc.stringMatching(/^[0-9A-Za-z]{6}$/),
      device: fc.stringMatching(/^[0-9A-F]{24}$/),
      flag: fc.integer({ min: 0, max: 63 }).map((version) => version * 4 + (version % 2)),
      packet,
      content: fc.array(fc.array(fc.tuple(word, value), { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
    },
    { requiredKeys: ['systemCode', 'command', 'password', 'device', 'content'] },
  )
  .map((made) => (made.packet === undefined ? made : { ...made, flag: flagOf({ packets: true }) }));

describe('校验与帧', () => {
  test('标准自己的例子校验为 1C80,不是 MODBUS', () => {
    const segment =
      'QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&';
    expect(crc16Hj212(Buffer.from(segment)).toString(16).toUpperCase()).toBe('1C80');
    const [read] = decode(`##0101${segment}1C80\r\n`).messages;
    expect(read && hj212.encode(read).toString()).toBe(`##0101${segment}1C80\r\n`);
  });

  test.each(samples)('按标准制作的帧逐字节往返:%s', (frame) => {
    const { messages, rest, faults } = decode(frame);
    expect([rest.length, faults]).toEqual([0, []]);
    expect(messages.map((read) => hj212.encode(read).toString())).toEqual([frame]);
  });

  test('校验码的前导零不丢,小写也认', () => {
    const found = Array.from({ length: 2000 }, (_, index) =>
      hj212
        .encode({
          systemCode: '32',
          command: '2011',
          password: '123456',
          device: 'A'.repeat(24),
          content: [[['n', `${index}`]]],
        })
        .toString(),
    ).find((frame) => /0[0-9A-F]{3}\r\n$/.test(frame));
    expect(decode(found ?? '').messages).toHaveLength(1);
    expect(decode(samples[0].replace('A881', 'a881')).messages).toHaveLength(1);
  });

  test('中文按字节计长', () => {
    const frame = hj212.encode({
      systemCode: '32',
      command: '3020',
      password: '123456',
      device: 'A'.repeat(24),
      content: [[['i-Info', '清洗']]],
    });
    expect(frame.toString().slice(2, 6)).toBe(`${frame.length - 12}`.padStart(4, '0'));
    expect(hj212.decode(frame, options).messages[0]?.content).toEqual([[['i-Info', '清洗']]]);
  });
});

describe('标志与版本', () => {
  const [first] = decode(samples[0]).messages;

  test('4、5、6、7 是 2017 版,不带 Flag 的是 2005 版,更高的照读', () => {
    expect(first && [editionOf(first), wantsAnswer(first)]).toEqual(['2017', true]);
    expect(first && editionOf({ ...first, flag: 8 })).toBe('newer');
    const [old] = decode(`##0136${referenceLikeOld}1dc0\r\n`).messages;
    expect(old && [editionOf(old), wantsAnswer(old), isLegacyDevice(old.device)]).toEqual([
      '2005',
      false,
      true,
    ]);
    expect(old && valueOf(old, 'B01-Rtd')).toBe('36.91');
  });

  test('D 位为 1 而没有包号、包号超过总包数的整帧不收', () => {
    const segment = (flag: string) => `ST=32;CN=2011;PW=123456;MN=${'A'.repeat(24)};${flag};CP=&&&&`;
    for (const flag of ['Flag=6', 'Flag=6;PNUM=2', 'Flag=6;PNUM=2;PNO=3', 'Flag=6;PNUM=2;PNO=0', 'Flag=300'])
      expect(decode(framed(segment(flag)))).toMatchObject({ messages: [], faults: [{ reason: 'bad-body' }] });
  });

  test('以后版本增加的头字段原样保留', () => {
    const segment = `ST=32;CN=2011;PW=123456;MN=${'A'.repeat(24)};Flag=8;Sign=SM2;CP=&&&&`;
    const [read] = decode(framed(segment)).messages;
    expect(read?.others).toEqual([['Sign', 'SM2']]);
    expect(read && hj212.encode(read).toString()).toBe(framed(segment));
  });
});

const referenceLikeOld =
  'ST=32;CN=2011;PW=000000;MN=LD130133000015;CP=&&DataTime=20160824003817;011-Rtd=231.0,011-Flag=N;B01-Rtd=36.91;060-Rtd=1.803,060-Flag=N&&';

function framed(segment: string): string {
  const crc = crc16Hj212(Buffer.from(segment)).toString(16).toUpperCase().padStart(4, '0');
  return `##${segment.length.toString().padStart(4, '0')}${segment}${crc}\r\n`;
}

describe('断线、乱码与恢复', () => {
  const good = samples[1];

  test.each([
    ['前面是乱码', `abc#d#${good}`, ['rubbish']],
    ['标志多一个 #', `#${good}`, ['rubbish']],
    ['前一帧被截断、没有换行', `${samples[0].slice(0, 90)}${good}`, ['bad-length']],
    ['前一帧被截断、有换行', `${samples[0].slice(0, 90)}\r\n${good}`, ['bad-length']],
    ['前一帧校验错', `${samples[0].replace('28.6', '28.7')}${good}`, ['bad-checksum']],
    ['前一帧没有换行', `${samples[0].trimEnd()}${good}`, ['bad-tail']],
    ['前一帧声明过长', `##9999${good}`, ['too-long']],
    ['长度不是数字', `##00x2QN=1${good}`, ['rubbish']],
    ['数据段不成形', `${framed('hello')}${good}`, ['bad-body']],
    ['有名无值', `${framed(`ST=32;CN=2011;PW=1;MN=A;CP=&&alarm&&`)}${good}`, ['bad-body']],
    ['同一字段两次', `${framed(`ST=32;ST=22;CN=2011;PW=1;MN=A;CP=&&&&`)}${good}`, ['bad-body']],
  ])('%s:计数后收下一帧', (_, bytes, reasons) => {
    const read = decode(bytes);
    expect(read.messages.map((message) => message.command)).toEqual(['9014']);
    expect([...new Set(read.faults.map((fault) => fault.reason))]).toEqual(reasons);
  });

  test('样本只留开头几个字节,没有口令', () => {
    const [fault] = decode(samples[0].replace('28.6', '28.7')).faults;
    expect(fault).toEqual({ reason: 'bad-checksum', bytes: samples[0].length, head: '2323303230' });
  });

  test('任何可说的消息往返相同', () => {
    fc.assert(
      fc.property(message, (made) => {
        expect(hj212.decode(hj212.encode(made), { segmentBytes: 9999 })).toEqual({
          messages: [made],
          rest: Buffer.alloc(0),
          faults: [],
        });
      }),
    );
  });

  test('不可说的消息不编码', () => {
    const base = { systemCode: '32', command: '2011', password: '123456', device: 'A'.repeat(24) };
    for (const content of [[[['a;b', '1']]], [[['a', '1,2']]], [[['', '1']]], [[['a', '1&&2']]]] as const)
      expect(() => hj212.encode({ ...base, content })).toThrow(RangeError);
    expect(() => hj212.encode({ ...base, command: '20', content: [] })).toThrow(RangeError);
  });

  test('怎样切块都得到同样的消息与同样的计数', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            message.map((made) => hj212.encode(made)),
            fc.constantFrom(...samples).map((text) => Buffer.from(text)),
            fc.uint8Array({ maxLength: 40 }).map((noise) => Buffer.from(noise)),
            fc.stringMatching(/^[#0-9\r\nA]{1,30}$/).map((text) => Buffer.from(text)),
            fc
              .tuple(fc.constantFrom(...samples), fc.nat(90))
              .map(([text, cut]) => Buffer.from(text.slice(0, cut))),
          ),
          { maxLength: 8 },
        ),
        fc.array(fc.nat(), { maxLength: 30 }),
        (parts, cuts) => {
          const bytes = Buffer.concat(parts);
          expect(readCut(hj212, options, bytes, cuts)).toEqual(readCut(hj212, options, bytes, []));
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([1, 2, 3, 4, 5])('一万个坏帧(种子 %i):不抛错,不占内存,逐个计数', (seed) => {
    const random = seededRandom(seed);
    const frames = samples.map((text) => Buffer.from(text));
    const endured = endure(hj212, options, damagedFrames(frames, 10_000, random), random);
    expect(endured.mostWaiting).toBeLessThanOrEqual(1024 + 12);
    const counted = Object.values(endured.counts).reduce((sum, count) => sum + count, 0);
    expect(counted).toBeGreaterThan(7000);
    expect(endured.messages).toBeGreaterThan(1000);
  });
});

test.skipIf(!haveReferenceFrames)(
  '公开实现的 4 帧(../shared 不在时跳过):裁决全部一致;第 1 帧的校验码来自同文件的另一帧,第 4 帧的校验码被有意改错',
  () => {
    const verdicts = referenceFrames('hj212').map(({ frame, crcOk }) => {
      const { messages, faults } = decode(`${frame}\r\n`);
      if (crcOk)
        expect(messages.map((read) => hj212.encode(read).toString('latin1').trimEnd())).toEqual([
          frame.replace(/[0-9a-f]{4}$/, (crc) => crc.toUpperCase()),
        ]);
      else expect(faults.map((fault) => fault.reason)).toEqual(['bad-checksum']);
      return (messages.length === 1) === crcOk;
    });
    expect(verdicts).toEqual([true, true, true, true]);
  },
);

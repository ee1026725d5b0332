/** Syslog: the forms of RFC 5424 and RFC 3164, both framings of a stream, any cutting, and whatever a broken sender sends. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../../kernel/seeded-random.ts';
import { damagedFrames, endure, readCut } from '../test-support/hostile-bytes.ts';
import { decodeDatagram, syslog } from './codec.ts';
import { type SyslogMessage, timeOf } from './message.ts';
import { parseSyslog, writeSyslog } from './parse-message.ts';

const options = { messageBytes: 2048 };

function state() {
  return syslog.createState(options);
}

function decode(text: string) {
  return syslog.decode(Buffer.from(text), state());
}

const full =
  '<165>1 2026-03-15T08:15:30.003-07:00 gate.fuyang.example evntslog 111 ID47 [exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"][examplePriority@32473 class="high"] 登录失败';
const nil = '<34>1 - - - - - -';
const old = '<34>Mar  5 22:14:15 mymachine su[230]: failed for lonvick on /dev/pts/8';

describe('一条消息', () => {
  test('RFC 5424:各字段与结构化数据', () => {
    expect(parseSyslog(full)).toEqual({
      form: 'rfc5424',
      facility: 20,
      severity: 5,
      timestamp: '2026-03-15T08:15:30.003-07:00',
      host: 'gate.fuyang.example',
      app: 'evntslog',
      process: '111',
      messageId: 'ID47',
      data: [
        {
          id: 'exampleSDID@32473',
          parameters: [
            ['iut', '3'],
            ['eventSource', 'Application'],
            ['eventID', '1011'],
          ],
        },
        { id: 'examplePriority@32473', parameters: [['class', 'high']] },
      ],
      text: '登录失败',
    });
    expect(parseSyslog(nil)).toEqual({ form: 'rfc5424', facility: 4, severity: 2, data: [] });
    expect(parseSyslog(`${nil} \ufeff正文`)).toMatchObject({ text: '正文' });
    expect(parseSyslog('<0>1 - - - - - [a x="1\\"2\\\\3\\]4\\n"]')).toMatchObject({
      data: [{ id: 'a', parameters: [['x', '1"2\\3]4\\n']] }],
    });
  });

  test('RFC 3164:标签与进程号;没有头的整段是正文', () => {
    expect(parseSyslog(old)).toEqual({
      form: 'rfc3164',
      facility: 4,
      severity: 2,
      timestamp: 'Mar  5 22:14:15',
      host: 'mymachine',
      tag: 'su',
      process: '230',
      text: 'failed for lonvick on /dev/pts/8',
    });
    expect(parseSyslog('<13>hello there')).toEqual({
      form: 'rfc3164',
      facility: 1,
      severity: 5,
      text: 'hello there',
    });
  });

  test('年与时区由收到的时刻推断', () => {
    const read = parseSyslog(old) as SyslogMessage;
    expect(timeOf(read, Date.parse('2026-03-06T00:00:00+08:00'))).toBe(
      Date.parse('2026-03-05T22:14:15+08:00'),
    );
    const eve = parseSyslog('<34>Dec 31 23:59:59 h a: b') as SyslogMessage;
    expect(timeOf(eve, Date.parse('2026-01-01T00:00:05+08:00'))).toBe(
      Date.parse('2025-12-31T23:59:59+08:00'),
    );
    expect(timeOf(parseSyslog(full) as SyslogMessage, 0)).toBe(Date.parse('2026-03-15T15:15:30.003Z'));
    expect(timeOf(parseSyslog(nil) as SyslogMessage, 0)).toBeUndefined();
  });

  test.each([
    '',
    'hello',
    '<192>x',
    '<01>x',
    '<-1>x',
    '<1',
    '<34>1 ',
    '<34>1 2026-03-15 h a p m -',
    '<34>1 2026-03-15T08:15:60Z h a p m -',
    '<34>1 2026-03-15T08:15:30.1234567Z h a p m -',
    '<34>1 - - - - - [a x=1]',
    '<34>1 - - - - - [a x="1"',
    '<34>1 - - - - - [a][a]',
    '<34>1 - - - - - []',
    '<34>1 - - - - - -x',
    `<34>1 - ${'h'.repeat(256)} - - - -`,
  ])('不成形的不收:%s', (text) => {
    expect(parseSyslog(text)).toBeUndefined();
  });
});

const printable = (most: number) =>
  fc.string({ unit: fc.constantFrom(...'abcZ09._@/#'), minLength: 1, maxLength: most });
const line = fc
  .string({ unit: fc.constantFrom(...'ab 9:[]"\\]<>中文-'), maxLength: 60 })
  .map((text) => text.trim())
  .filter((text) => !text.startsWith('\ufeff'));
const nameOf = fc.stringMatching(/^[a-zA-Z0-9@.]{1,32}$/);
const priority = { facility: fc.integer({ min: 0, max: 23 }), severity: fc.integer({ min: 0, max: 7 }) };

const new5424 = fc.record(
  {
    form: fc.constant('rfc5424' as const),
    ...priority,
    timestamp: fc
      .date({ min: new Date(0), max: new Date('2099-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    host: printable(255),
    app: printable(48),
    process: printable(128),
    messageId: printable(32),
    data: fc.uniqueArray(
      fc.record({ id: nameOf, parameters: fc.array(fc.tuple(nameOf, line), { maxLength: 3 }) }),
      { selector: ({ id }) => id, maxLength: 3 },
    ),
    text: line.filter((text) => text !== ''),
  },
  { requiredKeys: ['form', 'facility', 'severity', 'data'] },
);
const new3164 = fc.record({
  form: fc.constant('rfc3164' as const),
  ...priority,
  timestamp: fc.constantFrom('Mar  5 22:14:15', 'Dec 31 00:00:00'),
  host: printable(40),
  tag: fc.stringMatching(/^[A-Za-z0-9]{1,32}$/),
  process: fc.stringMatching(/^[0-9]{1,6}$/),
  text: line,
});
const message: fc.Arbitrary<SyslogMessage> = fc.oneof(new5424, new3164);

describe('往返、切块与坏消息', () => {
  test('任何可说的消息往返相同', () => {
    fc.assert(
      fc.property(message, (made) => {
        expect(syslog.decode(syslog.encode(made), state())).toEqual({
          messages: [made],
          rest: Buffer.alloc(0),
          faults: [],
        });
        expect(decodeDatagram(Buffer.from(writeSyslog(made)), state()).messages).toEqual([made]);
      }),
      { numRuns: 500 },
    );
  });

  test('不可说的消息不编码', () => {
    expect(() => syslog.encode({ form: 'rfc5424', facility: 24, severity: 0, data: [] })).toThrow(RangeError);
    expect(() => syslog.encode({ form: 'rfc5424', facility: 1, severity: 0, host: 'a b', data: [] })).toThrow(
      RangeError,
    );
    expect(() => syslog.encode({ form: 'rfc3164', facility: 1, severity: 0, text: '1 - - - - - -' })).toThrow(
      RangeError,
    );
  });

  test('一条流上计数与换行两种分法可以混用,空行不算', () => {
    const { messages, faults } = decode(`${old}\r\n\n17 ${nil}${full}\n5 <1>ab<13>x\0\n`);
    expect(faults).toEqual([]);
    expect(messages).toHaveLength(5);
  });

  test.each([
    ['太长的一行', `<13>${'x'.repeat(3000)}\n${old}\n`, ['too-long', 'rubbish']],
    ['太长的计数', `99999 ${old}\n${old}\n`, ['too-long']],
    ['没有优先级的一行', `hello\n${old}\n`, ['bad-body']],
    ['数字开头却不是计数', `12x\n${old}\n`, ['bad-body']],
  ])('%s:计数后收下一条', (_, text, reasons) => {
    const read = decode(text);
    expect(read.messages.at(-1)).toMatchObject({ tag: 'su' });
    expect(read.faults.map((fault) => fault.reason)).toEqual(reasons);
  });

  test('怎样切块都得到同样的消息与同样的计数', () => {
    const part = fc.oneof(
      message.map((made) => syslog.encode(made)),
      message.map((made) => Buffer.from(`${writeSyslog(made)}\n`)),
      fc.constantFrom('1', '12 ', '\n', 'x\n', '0 ', '999999999999 ', '<').map((text) => Buffer.from(text)),
      fc.nat(3000).map((length) => Buffer.alloc(length, 0x61)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 30 }), (parts, cuts) => {
        const all = Buffer.concat(parts);
        expect(readCut(syslog, state(), all, cuts)).toEqual(readCut(syslog, state(), all, []));
      }),
      { numRuns: 300 },
    );
  });

  test.each([1, 2, 3, 4, 5])('一万条坏消息(种子 %i):不抛错,不占内存,逐个计数', (seed) => {
    const random = seededRandom(seed);
    const samples = [full, nil, old].flatMap((text) => [
      Buffer.from(`${text}\n`),
      Buffer.from(`${Buffer.byteLength(text)} ${text}`),
    ]);
    const endured = endure(syslog, state(), damagedFrames(samples, 10_000, random), random);
    expect(endured.mostWaiting).toBeLessThanOrEqual(options.messageBytes + 11);
    expect(Object.values(endured.counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3000);
    expect(endured.messages).toBeGreaterThan(1000);
  });

  test('恶意的结构化数据不让解析变慢', () => {
    // A runaway pattern would take minutes, and the test its time-out.
    for (const text of [`[a ${'x="\\'.repeat(15_000)}`, `[a x="${'\\\\'.repeat(30_000)}`, 'a'.repeat(60_000)])
      expect(parseSyslog(`<1>1 - - - - - ${text}`)).toBeUndefined();
  });
});

/** The helpers under all codecs: checks, text, time, and packets that come in any order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, MalformedBody } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { chinaBcd, chinaDigits, chinaTime, chinaTimeOfBcd } from './china-time.ts';
import { crc16Ccitt, crc16Hj212, crc16Modbus } from './crc16.ts';
import { decodeGbk, encodeGbk } from './gbk.ts';
import { PacketAssembly } from './packet-assembly.ts';

describe('校验', () => {
  test('标准检验串 123456789', () => {
    const check = Buffer.from('123456789');
    expect(crc16Modbus(check)).toBe(0x4b37);
    expect(crc16Ccitt(check)).toBe(0x29b1);
  });

  test('HJ 212 的与按标准逐位算的相同', () => {
    function bitwise(bytes: Uint8Array): number {
      let crc = 0xffff;
      for (const byte of bytes) {
        crc = (crc >> 8) ^ byte;
        for (let bit = 0; bit < 8; bit += 1) {
          const low = crc & 1;
          crc >>= 1;
          if (low === 1) crc ^= 0xa001;
        }
      }
      return crc;
    }
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(crc16Hj212(bytes)).toBe(bitwise(bytes));
      }),
    );
  });
});

describe('数与字', () => {
  test('写什么读什么,读过头的不给', () => {
    const bytes = new ByteWriter()
      .byte(1)
      .word(2)
      .doubleWord(0xffffffff)
      .number(7, 3)
      .digits('0138', 2)
      .text('皖K', 6)
      .toBuffer();
    const reader = new ByteReader(bytes);
    expect([
      reader.byte(),
      reader.word(),
      reader.doubleWord(),
      reader.number(3),
      reader.digits(2),
      reader.text(6),
    ]).toEqual([1, 2, 0xffffffff, 7, '0138', '皖K']);
    reader.end();
    expect(() => reader.byte()).toThrow(MalformedBody);
    expect(() => new ByteReader(bytes).end()).toThrow(MalformedBody);
    expect(() => new ByteWriter().byte(256)).toThrow(RangeError);
    expect(() => new ByteWriter().digits('12', 2)).toThrow(RangeError);
    expect(() => new ByteWriter().text('阜阳', 3)).toThrow(RangeError);
  });

  test('GBK 里有的字往返相同,没有的不写', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'皖K12345阜阳颍州测试视频车辆·—“”〇ㄅ一龥 '), maxLength: 20 }),
        (text) => {
          expect(decodeGbk(encodeGbk(text))).toBe(text);
        },
      ),
    );
    expect(encodeGbk('测试').toString('hex')).toBe('b2e2cad4');
    expect(() => encodeGbk('😀')).toThrow(RangeError);
  });
});

describe('北京时间', () => {
  test('不存在的时刻没有毫秒', () => {
    for (const wrong of [
      '20260230080000',
      '20261301000000',
      '20260315240000',
      '20260315086000',
      '2026031508000',
      '',
      'x',
      '202603150800001',
      '20260315080000.5',
    ])
      expect(chinaTime(wrong)).toBeUndefined();
    expect(chinaTimeOfBcd('000000000000')).toBeUndefined();
  });

  test('毫秒与数字往返', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2099, 0, 1) }), (at) => {
        expect(chinaTime(chinaDigits(at))).toBe(at);
        expect(chinaTimeOfBcd(chinaBcd(at))).toBe(at - (at % 1000));
      }),
    );
    expect(chinaTime('20260315')).toBe(Date.parse('2026-03-15T00:00:00+08:00'));
  });
});

describe('分包', () => {
  const limits = { packets: 100, messages: 3, bytes: 1000, patience: 60_000 };

  test('任何次序、任何重复都拼回原样,只给一次', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 2, maxLength: 9 }),
        fc.infiniteStream(fc.nat()),
        (parts, seeds) => {
          const assembly = new PacketAssembly(limits);
          const order = parts
            .map((part, at) => ({ part: Buffer.from(part), index: at + 1, rank: seeds.next().value ?? 0 }))
            .sort((a, b) => a.rank - b.rank);
          const joined = order.flatMap(({ part, index }, at) => {
            const packet = { serial: index, bytes: part };
            const made = assembly.add('k', parts.length, index, packet, 0);
            if (at < order.length - 1)
              expect(assembly.add('k', parts.length, index, packet, 0)).toBe('repeated');
            return typeof made === 'string' ? [] : [Buffer.concat(made.map((one) => one.bytes))];
          });
          expect(joined).toEqual([Buffer.concat(parts)]);
          expect([assembly.bytes, assembly.size]).toEqual([0, 0]);
        },
      ),
    );
  });

  test('矛盾的包、过多的包、过多的消息、过多的字节都不收', () => {
    const assembly = new PacketAssembly(limits);
    const part = { serial: 1, bytes: Buffer.from('x') };
    expect(assembly.add('a', 3, 1, part, 0)).toBe('waiting');
    expect(assembly.add('a', 3, 1, { serial: 1, bytes: Buffer.from('y') }, 0)).toBe('conflict');
    expect(assembly.add('a', 4, 2, part, 0)).toBe('conflict');
    expect(assembly.add('a', 3, 4, part, 0)).toBe('conflict');
    expect(assembly.add('b', 101, 1, part, 0)).toBe('too-long');
    expect(assembly.add('b', 3, 1, { serial: 1, bytes: Buffer.alloc(1000) }, 0)).toBe('too-long');
    expect([assembly.add('b', 3, 1, part, 0), assembly.add('c', 3, 1, part, 0)]).toEqual([
      'waiting',
      'waiting',
    ]);
    expect(assembly.add('d', 3, 1, part, 0)).toBe('too-long');
  });

  test('缺哪些包说得出来,等够了就忘', () => {
    const assembly = new PacketAssembly(limits);
    assembly.add('a', 4, 2, { serial: 0, bytes: Buffer.from('xx') }, 0);
    assembly.add('b', 2, 1, { serial: 9, bytes: Buffer.from('y') }, 50_000);
    expect(assembly.missing(10_000, 10_000)).toEqual([{ key: 'a', serial: 0xffff, missing: [1, 3, 4] }]);
    expect(assembly.sweep(59_999)).toEqual([]);
    expect(assembly.sweep(60_000)).toEqual([2]);
    expect([assembly.size, assembly.bytes]).toEqual([1, 1]);
  });
});

/** What the elements of an SL 651 report say: units, series of an hour, uniform intervals, status bits. */
import { describe, expect, test } from 'vitest';
import { crc16Modbus } from '../bytes/crc16.ts';
import { sl651 } from './codec.ts';
import { bcdValue, elements, readElements } from './elements.ts';
import type { Sl651Message } from './message.ts';

const assembly = { packets: 200, messages: 8, bytes: 300_000, patience: 60_000 };

function decode(bytes: Buffer) {
  return sl651.decode(bytes, sl651.createState({ assembly, now: () => 0 }));
}

function moment(text: string): number {
  return Date.parse(`${text}+08:00`);
}

describe('要素', () => {
  function read(code: number, body: string) {
    const message: Sl651Message = {
      mode: 'binary',
      direction: 'up',
      centre: 1,
      station: '0034120001',
      password: '0000',
      code,
      serial: 1,
      time: '260315080500',
      content: { kind: 'opaque', bytes: Buffer.alloc(0) },
      packets: 1,
      end: 'etx',
    };
    const whole = Buffer.from(`0001260315080500${body}`, 'hex');
    const head = Buffer.concat([
      Buffer.from('7E7E010034120001000000', 'hex').subarray(0, 10),
      Buffer.of(code, whole.length >> 8, whole.length & 0xff, 2),
      whole,
      Buffer.of(3),
    ]);
    const crc = Buffer.alloc(2);
    crc.writeUInt16BE(crc16Modbus(head));
    const { messages, faults } = decode(Buffer.concat([head, crc]));
    return {
      values: messages.flatMap((one) => readElements({ ...message, ...one }).values),
      faults: faults.map((fault) => fault.reason),
      status: messages.map((one) => readElements(one).status),
    };
  }

  test('小时报的十二个五分钟雨量与相对水位,缺测的不算', () => {
    const rain = '0001FF00000000000000000A';
    const level = `${'FFFF'.repeat(11)}0064`;
    const { values } = read(0x34, `F1F1003412000148F0F02603150800F460${rain}F5C0${level}`);
    expect(values).toHaveLength(12);
    expect(values[1]).toEqual({ id: '22', value: 0.1, at: moment('2026-03-15T07:10:00') });
    expect(values.at(-2)).toEqual({ id: '22', value: 1, at: moment('2026-03-15T08:00:00') });
    expect(values.at(-1)).toEqual({ id: 'F5', value: 1, at: moment('2026-03-15T08:00:00') });
  });

  test('均匀时段报:一个要素跟着许多值,按步长排开', () => {
    const { values } = read(
      0x31,
      'F1F1003412000148F0F026031507000418000005392300027503FFFFFFFFFF000123'.replace(
        '0418000005',
        '0418000005',
      ),
    );
    expect(values).toEqual([
      { id: '39', value: 27.503, at: moment('2026-03-15T07:00:00') },
      { id: '39', value: -0.123, at: moment('2026-03-15T07:10:00') },
    ]);
    expect(read(0x31, 'F0F02603150700041800000539230002750300').faults).toEqual(['bad-body']);
  });

  test('状态字按位,负数以 FF 开头,全 F 缺测,不是数字的没有值', () => {
    expect(read(0x32, 'F0F0260315080045200000008A').status).toEqual([0x8a]);
    expect(bcdValue(Buffer.from('FF1234', 'hex'), 2)).toBe(-12.34);
    expect(bcdValue(Buffer.from('FFFFFF', 'hex'), 2)).toBeUndefined();
    expect(bcdValue(Buffer.from('00A0', 'hex'), 0)).toBeUndefined();
    expect(elements['39']?.unit).toBe('m');
  });

  test('没有字节的要素、观测时间标识符不成对、要素被截断的都不收', () => {
    for (const body of ['3900', 'F0392603150800', '39230002', 'F0'])
      expect(read(0x32, body).faults).toEqual(['bad-body']);
    expect(read(0x32, 'F0F0260230080039230002 7503'.replace(' ', '')).values).toEqual([]);
  });
});

/** The JT/T 808 frames of a public implementation: which we take, which we refuse, and why. */
import { describe, expect, test } from 'vitest';
import {
  haveReferenceFrames,
  type ReferenceFrame,
  referenceFrames,
} from '../test-support/reference-frames.ts';
import { jt808 } from './codec.ts';
import type { Jt808Message } from './message.ts';

const assembly = { packets: 200, messages: 8, bytes: 300_000, patience: 60_000 };

function decode(hex: string) {
  return jt808.decode(Buffer.from(hex, 'hex'), jt808.createState({ assembly, now: () => 0 }));
}

function hexOf(message: Jt808Message): string {
  return jt808.encode(message).toString('hex').toUpperCase();
}

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

describe.skipIf(!haveReferenceFrames)('公开实现的 106 帧(../shared 不在时跳过)', () => {
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

  test('0x0107 的固件版本读得出来,制造商五字节与十一字节的都认得', () => {
    const versions = frames.flatMap(({ hex }) =>
      decode(hex).messages.flatMap(({ body }) =>
        body.kind === 'attributes' ? [[body.makerBytes, body.hardware, body.firmware]] : [],
      ),
    );
    expect(versions).toEqual([
      [5, 'abcdefg', 'poiuytrewq'],
      [5, 'abcdefg', 'poiuytrewq'],
      [5, 'HW-V2.5', 'CK100C-JT-V024'],
      [11, 'EC200AEUHAR01A26M16_69609920521106', '6.2.84'],
    ]);
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

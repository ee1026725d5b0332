/** Hidden marks: every mark comes back, from whole rows and from pieces, and nothing else is taken for one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markRow, readHidden, writeHidden } from './hidden-mark.ts';

const marks = fc.stringMatching(/^[0-9A-F]{8}$/);

test('写进去的记号都读得出来,前后有什么都一样', () => {
  fc.assert(
    fc.property(marks, fc.string(), fc.string(), (mark, before, after) => {
      const text = `${before}。${writeHidden(mark)}。${after}`;
      expect(readHidden(text).get(mark)).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('别的零宽字符、残缺或改动过的记号不算', () => {
  const hidden = [...writeHidden('4F9A2C1B')];
  expect(readHidden('👨‍👩‍👧 普通文字')).toEqual(new Map());
  expect(readHidden(hidden.slice(1).join(''))).toEqual(new Map());
  expect(readHidden(hidden.toReversed().join(''))).toEqual(new Map());
  expect(readHidden(`${hidden.join('')}${hidden.join('')}`)).toEqual(new Map([['4F9A2C1B', 2]]));
  // A stray one before it does not hide it.
  expect(readHidden(`\u200b${hidden.join('')}`)).toEqual(new Map([['4F9A2C1B', 1]]));
});

test('数字、电话、日期和一个字的格子不动,公式符号仍在最前', () => {
  const hidden = writeHidden('00000000');
  const row = markRow([5, '13812345678', '2026-11-27 09:30', '男', '=A1 合计', '颍州区', '阜阳市'], hidden);
  expect(row).toEqual([
    5,
    '13812345678',
    '2026-11-27 09:30',
    '男',
    `=${hidden}A1 合计`,
    `颍${hidden}州区`,
    '阜阳市',
  ]);
});

/** What may not go out does not: few people, one who stands out, and two outputs that together tell of few. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCell, checkLists, difference, isFreeText, isNearMatch, markList } from './check-output.ts';

const rules = { fewest: 10, largest: 2, percent: 85 };

function marks(...numbers: readonly number[]) {
  return markList(
    numbers.map((number) => {
      const bytes = new Uint8Array(40);
      new DataView(bytes.buffer).setUint32(0, number);
      return bytes.subarray(0, 32);
    }),
  );
}

test.each([
  ['九个人', 9, [], [], 'few'],
  ['十个人', 10, [], [], undefined],
  ['没有人', 0, [], [], undefined],
  ['两个人占了九成', 12, [50, 45, 1, 1, 1, 1, 1, 0, 0, 0], [], 'dominated'],
  ['负数按大小算', 12, [-90, 2, 1, 1, 1, 1, 1, 1, 1, 1], [], 'dominated'],
  ['各人相近', 12, [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], [], undefined],
  ['与已放行的同组差三个人', 53, [], [{ group: '甲', people: 50 }], 'difference'],
  ['与已放行的同组一样', 50, [], [{ group: '甲', people: 50 }], undefined],
  ['与别的组差三个人', 53, [], [{ group: '乙', people: 50 }], undefined],
] as const)('%s', (_, people, shares, earlier, finding) => {
  expect(checkCell({ group: '甲', people, shares }, earlier, rules)).toBe(finding);
});

test('像人名以外的东西不能当组名', () => {
  expect(
    ['文峰街道', '341202199001011234', '电话 13912345678', '一二三四五六七八九十'.repeat(4), 'a@b.cn'].map(
      isFreeText,
    ),
  ).toEqual([false, true, true, true, true]);
});

test('两个名单相差多少，与集合运算一致', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(50)), fc.uniqueArray(fc.nat(50)), (one, other) => {
      const apart =
        one.filter((each) => !other.includes(each)).length +
        other.filter((each) => !one.includes(each)).length;
      expect(difference(marks(...one), marks(...other))).toBe(apart);
    }),
  );
});

test('相同、相近、足够不同的名单', () => {
  const before = [marks(1, 2, 3, 4), marks(10, 11, 12, 13)];
  expect(checkLists(marks(4, 3, 2, 1), before, 3)).toBe('same');
  expect(checkLists(marks(1, 2, 3, 5), before, 3)).toBe('near');
  expect(checkLists(marks(1, 2, 30, 50), before, 3)).toBeUndefined();
});

test('命中相同也算接近：只在差一个时拒绝，等于说出那一个人在不在', () => {
  expect(isNearMatch(marks(1, 2), [marks(1, 2)], 3)).toBe(true);
  expect(isNearMatch(marks(1, 2, 3), [marks(1, 2)], 3)).toBe(true);
  expect(isNearMatch(marks(7, 8, 9), [marks(1, 2)], 3)).toBe(false);
});

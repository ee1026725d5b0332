/** The score by an example worked out by hand. */
import { expect, test } from 'vitest';
import { meanScore, scoreOf, sharesOf } from './dimensions.ts';
import { passes, shareOf } from './passes.ts';

const equal = { '01': 1, '02': 1, '03': 1, '04': 1, '05': 1, '06': 1 };

test('规则先在指标内平均，再在维度内平均，按权重加权；没有规则的维度不计', () => {
  const shares = sharesOf(
    [
      { indicator: '0201', checked: 100, failed: 10 },
      { indicator: '0201', checked: 100, failed: 30 },
      { indicator: '0202', checked: 10, failed: 0 },
      { indicator: '0301', checked: 200, failed: 50 },
      // Nothing was looked at: no share, not a full one.
      { indicator: '0402', checked: 0, failed: 0 },
      { indicator: '0502', checked: 1, failed: 1 },
    ],
    { timely: true, readable: true },
  );
  // 0201: (0.9 + 0.7) / 2 = 0.8; dimension 02: (0.8 + 1) / 2 = 0.9. 0502: on time 1, its rule 0 → 0.5.
  expect(shares).toEqual({
    '01': null,
    '02': expect.closeTo(0.9),
    '03': 0.75,
    '04': null,
    '05': 0.5,
    '06': 1,
  });
  // (0.9 + 0.75 + 0.5 + 1) / 4 = 0.7875
  expect(scoreOf(shares, equal)).toBe(78.7);
  // (3 × 0.9 + 0.75 + 0 × 0.5 + 1) / 5 = 0.89
  expect(scoreOf(shares, { ...equal, '02': 3, '05': 0 })).toBe(89);
  expect(scoreOf({ '01': null }, equal)).toBeNull();
  expect(scoreOf(shares, {})).toBeNull();
});

test('部门得分是数据集得分的平均，没有得分的数据集不算', () => {
  expect(meanScore([78.7, 89, null])).toBe(83.8);
  expect(meanScore([null])).toBeNull();
});

test('容忍度按检查行的千分之几；查不了的既不算达标也不算不达标', () => {
  expect(passes({ checked: 1000, failed: 5 }, 5)).toBe(true);
  expect(passes({ checked: 1000, failed: 6 }, 5)).toBe(false);
  expect(passes({ checked: 3, failed: 1 }, 333)).toBe(false);
  expect(passes({ checked: 1, failed: 0 }, 0)).toBe(true);
  expect(passes({ checked: 0, failed: 0 }, 0)).toBeNull();
  expect(passes({ checked: 5, failed: 0, problem: '没有字段' }, 0)).toBeNull();
  expect(shareOf({ checked: 0, failed: 0 })).toBeNull();
});

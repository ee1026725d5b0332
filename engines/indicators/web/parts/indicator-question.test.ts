import { describe, expect, test } from 'vitest';
import type { CatalogueEntry } from '../../contract.ts';
import {
  barLength,
  fits,
  partsText,
  periodBefore,
  questionInput,
  valueText,
  wholeOf,
} from './indicator-question.ts';

const rate = { kind: 'ratio', unit: '%' } as const;
const hours = { kind: 'mean', unit: '小时' } as const;

describe('指标的读法', () => {
  test('比率显示百分数，分母为零显示一横', () => {
    expect(valueText(rate, { numerator: 12, denominator: 13, value: 12 / 13 })).toBe('92.3%');
    expect(valueText(rate, { numerator: 0, denominator: 0, value: null })).toBe('—');
    expect(valueText(hours, { numerator: 10.5, denominator: 2, value: 5.25 })).toBe('5.3 小时');
    expect(
      valueText({ kind: 'count', unit: '件' }, { numerator: 1234, denominator: null, value: 1234 }),
    ).toBe('1,234 件');
    expect(partsText(rate, { numerator: 12, denominator: 13, value: 12 / 13 })).toBe('12 ÷ 13');
  });

  test('比率的条以百分之百为满，件数以本列最多的为满', () => {
    expect(barLength(rate, { numerator: 1, denominator: 2, value: 0.5 }, 0.5)).toBe(0.5);
    expect(barLength({ kind: 'count' }, { numerator: 5, denominator: null, value: 5 }, 10)).toBe(0.5);
    expect(barLength({ kind: 'count' }, { numerator: 0, denominator: null, value: 0 }, 0)).toBe(0);
    expect(barLength(rate, { numerator: 0, denominator: 0, value: null }, 1)).toBe(0);
  });

  test('上期是紧接在前、一样长的时段', () => {
    expect(periodBefore({ from: '2026-03-01', to: '2026-03-31' })).toEqual({
      from: '2026-01-29',
      to: '2026-02-28',
    });
  });

  test('只按指标声明的维度问；不分区划的只问总数，选了区划就不问', () => {
    const days = { from: '2026-03-01', to: '2026-03-31' };
    const entry: Pick<CatalogueEntry, 'groupings'> = { groupings: ['department'] };
    expect(fits(entry, { ...days, by: 'area', level: 'county' })).toBe(false);
    expect(fits(entry, { ...days, by: 'department' })).toBe(true);
    expect(fits(entry, { ...days, by: 'department', within: '341202000000' })).toBe(false);
    expect(wholeOf({ ...days, by: 'area', level: 'town' })).toEqual(days);
    expect(wholeOf({ ...days, by: 'area', within: '341202000000' })).toBeUndefined();
  });

  test('“未填写”的一组也点得开', () => {
    expect(questionInput({ from: 'a', to: 'b', by: 'area' }, null)).toMatchObject({ by: 'area', group: '' });
    expect(questionInput({ from: 'a', to: 'b' })).toEqual({
      from: 'a',
      to: 'b',
      by: 'none',
      level: 'county',
    });
  });
});

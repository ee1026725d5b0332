import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaAtLevel, areaLevel, areaPath, areaPrefix, isAreaCode, isInArea, parentArea } from './area.ts';

const city = '341200000000';
const county = '341202000000';
const town = '341202001000';
const village = '341202001001';
const grid = '341202001001007';

describe('区划代码', () => {
  test.each([
    ['340000000000', 'province', '34', undefined],
    [city, 'city', '3412', '340000000000'],
    [county, 'county', '341202', city],
    [town, 'town', '341202001', county],
    [village, 'village', village, town],
    [grid, 'grid', grid, village],
    ['341202001000003', 'grid', '341202001000003', town],
    ['441900003000', 'town', '441900003', '441900000000'],
  ])('%s 是 %s,前缀 %s,上级 %s', (code, level, prefix, parent) => {
    expect(areaLevel(code)).toBe(level);
    expect(areaPrefix(code)).toBe(prefix);
    expect(parentArea(code)).toBe(parent);
  });

  test.each([
    '',
    '3412',
    '341202',
    '34120200100',
    '3412020010011',
    '34120200000A',
    '341202000001',
    '340002000000',
    '001200000000',
    `${county}001`,
    `${village}000`,
    ' 341202000000',
    '３41200000000',
  ])('拒绝不成形的代码「%s」', (code) => {
    expect(isAreaCode(code)).toBe(false);
    expect(() => areaLevel(code)).toThrow(RangeError);
    expect(isInArea(code, city)).toBe(false);
    expect(isInArea(village, code)).toBe(false);
  });

  test('网格一路向上能找到村、镇、县、市、省', () => {
    expect(areaPath(grid)).toEqual(['340000000000', city, county, town, village, grid]);
    expect(areaAtLevel(grid, 'county')).toBe(county);
    expect(areaAtLevel(county, 'village')).toBeUndefined();
  });

  test('县里的东西不在邻县', () => {
    expect(isInArea(grid, county)).toBe(true);
    expect(isInArea(county, county)).toBe(true);
    expect(isInArea(county, town)).toBe(false);
    expect(isInArea(village, '341203000000')).toBe(false);
  });

  test('任何合法代码都在自己的每一个上级之内，上级的前缀更短', () => {
    const segment = (digits: number) =>
      fc.integer({ min: 0, max: 10 ** digits - 1 }).map((value) => String(value).padStart(digits, '0'));
    const anyCode = fc
      .tuple(
        fc.constant('34'),
        segment(2),
        segment(2),
        segment(3),
        segment(3),
        fc.option(segment(3), { nil: '' }),
      )
      .map((parts) => parts.join(''))
      .filter(isAreaCode);
    fc.assert(
      fc.property(anyCode, (code) => {
        for (const above of areaPath(code)) {
          expect(isInArea(code, above)).toBe(true);
          expect(code.startsWith(areaPrefix(above))).toBe(true);
        }
        const parent = parentArea(code);
        if (parent !== undefined) {
          expect(areaPrefix(parent).length).toBeLessThan(areaPrefix(code).length);
          expect(isInArea(parent, code)).toBe(false);
        }
      }),
    );
  });
});

/** The quick answer to 'where is this' is always the exact one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cityCode } from './divisions.ts';
import { cityOutline, isInCity, locateCounty } from './outlines.ts';
import { findAreaCode, locate } from './places.ts';

const [west, south, east, north] = cityOutline.bbox;

test('网格加速的结果与逐边判断一致', () => {
  const lon = fc.double({ min: west - 0.1, max: east + 0.1, noNaN: true });
  const lat = fc.double({ min: south - 0.1, max: north + 0.1, noNaN: true });
  fc.assert(
    fc.property(lon, lat, (x, y) => {
      expect(locate(x, y)).toBe(locateCounty(x, y) ?? (isInCity(x, y) ? cityCode : undefined));
    }),
    { numRuns: 5000 },
  );
  expect(locate(Number.NaN, 32.9)).toBeUndefined();
  expect(locate(121.5, 31.2)).toBeUndefined();
});

test('区划可以按名称找,重名的找不到', () => {
  expect(findAreaCode('颍州区')).toBe('341202000000');
  expect(findAreaCode('无此区')).toBeUndefined();
});

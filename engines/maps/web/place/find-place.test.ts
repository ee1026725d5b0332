/** What the map's search box understands, and how it measures. */
import { expect, test } from 'vitest';
import { boxOf, distanceText, findAreas, pathMetres, readCoordinate } from './find-place.ts';

const outlines = [
  {
    properties: { code: '341202000000', name: '颍州区' },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [115.7, 32.7],
          [116, 32.7],
          [116, 33],
          [115.7, 32.7],
        ],
      ],
    },
  },
  {
    properties: { code: '341226000000', name: '颍上县' },
    geometry: {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [116, 32.4],
            [116.5, 32.8],
            [116, 32.4],
          ],
        ],
      ],
    },
  },
];

test('输入经纬度直接定位，顺序写反也认得', () => {
  expect(readCoordinate('115.81, 32.89')).toEqual({ lon: 115.81, lat: 32.89 });
  expect(readCoordinate('32.89,115.81')).toEqual({ lon: 115.81, lat: 32.89 });
  expect(readCoordinate('颍州区')).toBeUndefined();
  expect(readCoordinate('200, 95')).toBeUndefined();
});

test('按名称和代码找到区县，给出全境范围', () => {
  expect(findAreas('颍上', outlines)).toEqual([
    { code: '341226000000', name: '颍上县', box: [116, 32.4, 116.5, 32.8] },
  ]);
  expect(findAreas('341202', outlines)[0]?.name).toBe('颍州区');
  expect(findAreas('颍', outlines)).toHaveLength(2);
  expect(findAreas('  ', outlines)).toEqual([]);
});

test('多层坐标取最大范围', () => {
  expect(
    boxOf([
      [
        [1, 2],
        [3, -4],
      ],
    ]),
  ).toEqual([1, -4, 3, 2]);
});

test('量距：一度纬距约 111 公里', () => {
  const metres = pathMetres([
    { lon: 115, lat: 32 },
    { lon: 115, lat: 33 },
  ]);
  expect(metres).toBeGreaterThan(111_000);
  expect(metres).toBeLessThan(111_300);
  expect(pathMetres([{ lon: 115, lat: 32 }])).toBe(0);
  expect([distanceText(84.6), distanceText(1234), distanceText(45_678)]).toEqual([
    '85 米',
    '1.23 公里',
    '45.7 公里',
  ]);
});

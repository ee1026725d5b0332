/** Level and overflow of a manhole from rain: the rational method, Manning, and when the cover is reached. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  capacityOf,
  type DrainPoint,
  flowDepth,
  forecastLevel,
  inflowOf,
  nextInflow,
} from './forecast-level.ts';

const point: DrainPoint = {
  depth: 2.5,
  storage: 400,
  catchment: 8,
  runoff: 0.7,
  diameter: 0.8,
  slope: 0.002,
  roughness: 0.013,
};

test('8 公顷、径流系数 0.7、雨强 50 mm/h：流量 778 L/s', () => {
  expect(inflowOf(point, 50)).toBeCloseTo(777.8, 1);
});

test('DN800、坡度 2‰、n 0.013 的满管流量约 591 L/s（曼宁公式）', () => {
  expect(capacityOf(point)).toBeCloseTo(591.2, 0);
});

test('入流大于能力就上涨，到井口的时间等于余量除以差额', () => {
  const { overflowAfter, levels } = forecastLevel(
    point,
    1,
    Array.from({ length: 24 }, () => 80),
    10,
  );
  const surplus = inflowOf(point, 80) - capacityOf(point);
  expect(overflowAfter).toBeCloseTo((1.5 * 400 * 1000) / surplus / 60, 6);
  expect(levels.at(-1)).toBe(2.5);
});

test('雨停后回落到零，不会为负；已满的立即溢出', () => {
  expect(
    forecastLevel(
      point,
      1,
      Array.from({ length: 24 }, () => 0),
      10,
    ),
  ).toMatchObject({ overflowAfter: null });
  expect(
    forecastLevel(
      point,
      1,
      Array.from({ length: 24 }, () => 0),
      10,
    ).levels.at(-1),
  ).toBe(0);
  expect(forecastLevel(point, 2.6, [0], 10).overflowAfter).toBe(0);
});

test('半满的圆管流一半，均匀流水深随流量增加，满管以上是管径', () => {
  expect(flowDepth(point, capacityOf(point) / 2)).toBeCloseTo(point.diameter / 2, 6);
  expect(flowDepth(point, 0)).toBe(0);
  expect(flowDepth(point, capacityOf(point) * 2)).toBe(point.diameter);
});

test('线性水库：一个 K 以后到稳定流量的 63%，雨停后按同样的快慢退', () => {
  const slow = { ...point, lag: 30 };
  const steady = inflowOf(point, 50);
  expect(nextInflow(slow, 0, 50, 30) / steady).toBeCloseTo(1 - Math.exp(-1), 9);
  expect(nextInflow(slow, steady, 0, 30) / steady).toBeCloseTo(Math.exp(-1), 9);
  const rain = Array.from({ length: 6 }, () => 80);
  const after = (lag: number) => forecastLevel({ ...point, lag }, 1, rain, 10).overflowAfter ?? Infinity;
  expect(after(30)).toBeGreaterThan(after(0));
});

test('雨越大水位越高', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.double({ min: 0, max: 100, noNaN: true }),
      (a, b) => {
        const last = (rain: number) => forecastLevel(point, 0.5, [rain, rain, rain], 10).levels.at(-1) ?? 0;
        return a <= b ? last(a) <= last(b) : last(a) >= last(b);
      },
    ),
  );
});

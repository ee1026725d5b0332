/** Temperature taken out of a bridge's readings: the line is found again, warm days are no damage, a real drop is. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitTemperature, judgeReading } from './compensate.ts';

const year = Array.from({ length: 200 }, (_, day) => {
  const temperature = 15 + 15 * Math.sin(day / 30);
  return { temperature, value: 2.1 - 0.002 * temperature + 0.003 * Math.sin(day * 7.3) };
});

test('没有误差的直线原样找回', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.double({ min: 1, max: 5, noNaN: true }),
      (slope, intercept) => {
        const pairs = [0, 10, 20, 30].map((temperature) => ({
          temperature,
          value: intercept + slope * temperature,
        }));
        const fit = fitTemperature(pairs, 3);
        expect(fit?.slope).toBeCloseTo(slope, 8);
        expect(fit?.intercept).toBeCloseTo(intercept, 8);
        expect(fit?.sigma).toBeCloseTo(0, 8);
      },
    ),
  );
});

test('升温使频率降低不算异常；同一温度下降 6% 是异常', () => {
  const fit = fitTemperature(year, 48);
  if (fit === undefined) throw new Error('no fit');
  const warm = judgeReading(fit, { temperature: 38, value: 2.1 - 0.002 * 38 });
  expect(Math.abs(warm.drift ?? 9)).toBeLessThan(0.5);
  const dropped = judgeReading(fit, { temperature: 20, value: (2.1 - 0.04) * 0.94 });
  expect(dropped.drift).toBeCloseTo(-6, 0);
  expect(dropped.deviations).toBeLessThan(-3);
});

test('样本太少、温度不变时不作判断；期望为零时没有百分比', () => {
  expect(fitTemperature(year.slice(0, 10), 48)).toBeUndefined();
  expect(
    fitTemperature(
      year.map(({ value }) => ({ temperature: 20, value })),
      48,
    ),
  ).toBeUndefined();
  expect(judgeReading({ intercept: 0, slope: 0, sigma: 0 }, { temperature: 1, value: 1 })).toEqual({
    expected: 0,
    deviations: null,
    drift: null,
  });
});

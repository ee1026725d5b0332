/** A flood that passes upstream first. */
import { expect, test } from 'vitest';
import { forecastGauge } from './forecast-gauge.ts';

/** Waves of unlike height and length; the same each time. */
const upstream = Array.from(
  { length: 720 },
  (_, at) => 30 + 1.5 * Math.sin(at / 17) + Math.sin(at / 7.3) + 0.6 * Math.sin(at / 41),
);
/** Twelve hours later, lower. */
const series = upstream.map((_, at) => 25 + 0.7 * ((upstream[at - 12] ?? 30) - 30));

test('上游 12 小时前的水位说明本站：用它比不用误差小，也比“不变”小', async () => {
  const [near, middle] = (await forecastGauge(series, upstream))?.errors ?? [];
  const [, alone] = (await forecastGauge(series, undefined))?.errors ?? [];
  expect(near?.skill).toBeGreaterThan(0.5);
  expect(middle?.skill).toBeGreaterThan(0.5);
  expect(middle?.mae).toBeLessThan(alone?.mae ?? 0);
});

test('范围包住预报值；没有三天历史不预报', async () => {
  const { hours = [] } = (await forecastGauge(series, upstream)) ?? {};
  expect(hours).toHaveLength(24);
  expect(
    hours.every(({ level, low, high }) => low !== null && high !== null && low <= level && level <= high),
  ).toBe(true);
  expect(await forecastGauge(series.slice(0, 60), undefined)).toBeUndefined();
});

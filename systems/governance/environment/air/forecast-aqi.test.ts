/** The forecast of the index, and what its errors are on a real week of Fuyang. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { type Pollutant, pollutants } from './compute-aqi.ts';
import { forecastAqi } from './forecast-aqi.ts';
import type { AirPast } from './forecast-shapes.ts';
import { errorOf } from './judge-forecasts.ts';

const hour = 3_600_000;
const from = Date.parse('2026-11-01T00:00:00+08:00');
const wave = (at: number) => 60 + 30 * Math.sin((at / 24) * 2 * Math.PI);

function pastLike(
  length: number,
  valueAt: (pollutant: Pollutant, at: number) => number | undefined,
): AirPast {
  const series = Object.fromEntries(
    pollutants.map((each) => [each, Array.from({ length }, (_, at) => valueAt(each, at))]),
  ) as unknown as AirPast['series'];
  return { from, series };
}

const quiet = (pollutant: Pollutant, at: number) => (pollutant === 'pm25' ? wave(at) : 1);

test('72 小时逐时和逐日都有指数；每天一样时比“不变”好得多', async () => {
  const made = await forecastAqi(pastLike(240, quiet));
  expect(made?.hours).toHaveLength(72);
  expect(made?.days.map(({ day }) => day)).toEqual(['2026-11-11', '2026-11-12', '2026-11-13']);
  expect(made?.days[0]).toMatchObject({ primary: ['pm25'] });
  expect(made?.errors[2]?.skill).toBeGreaterThan(0.5);
  expect(made?.errors[2]?.levelHits).toBeGreaterThan(made?.errors[2]?.unchangedHits ?? 1);
  expect(
    made?.hours.every(
      ({ aqi, low, high }) => low !== null && high !== null && aqi !== null && low <= aqi && aqi <= high,
    ),
  ).toBe(true);
});

test('历史不足三天、刚才没有读数，不作预报；历史刚够时不给范围', async () => {
  expect(await forecastAqi(pastLike(60, quiet))).toBeUndefined();
  expect(
    await forecastAqi(pastLike(240, (each, at) => (at > 230 ? undefined : quiet(each, at)))),
  ).toBeUndefined();
  const short = await forecastAqi(pastLike(75, quiet));
  expect(short?.hours[40]).toMatchObject({ low: null, high: null });
  expect(short?.days[1]).toMatchObject({ levelLow: null, tries: 0 });
});

test('级别命中和范围命中分开算；没有说过范围的不算范围', () => {
  const error = errorOf(
    [
      { ahead: 1, forecast: 48, came: 52, unchanged: 60, low: 40, high: 60 },
      { ahead: 2, forecast: 90, came: 80, unchanged: 120, low: null, high: null },
      { ahead: 7, forecast: 90, came: 80, unchanged: 120 },
    ],
    1,
    6,
  );
  expect(error).toMatchObject({ count: 2, levelHits: 0.5, unchangedHits: 0.5, rangeHits: 1 });
});

const file = path.resolve(
  import.meta.dirname,
  '../../../../../shared/data/04-sensors/fuyang-air/fuyang_stations_hourly_20200402_20200408.csv',
);

describe.skipIf(!existsSync(file))('阜阳 2020 年 4 月的实测（没有 ../shared 时跳过）', () => {
  const columns = { pm25: 'PM2.5', pm10: 'PM10', so2: 'SO2', no2: 'NO2', co: 'CO', o3: 'O3_1h' } as const;
  const begins = Date.parse('2020-04-02T00:00:00+08:00');

  function readStation(name: string): AirPast {
    const lines = parse(readFileSync(file, 'utf8'), { columns: true }) as readonly Record<string, string>[];
    const own = lines.filter((line) => line['WatchPoint'] === name);
    const valueAt = new Map(
      own.map((line) => {
        const day = (line['Date'] ?? '').replace(/(\d{4})(\d{2})(\d{2})/, '$1-$2-$3');
        return [Date.parse(`${day}T${line['Hour']}:00:00+08:00`), line] as const;
      }),
    );
    const last = Math.max(...valueAt.keys());
    const past = pastLike((last - begins) / hour + 1, (each, at) => {
      const value = Number(valueAt.get(begins + at * hour)?.[columns[each]] ?? Number.NaN);
      return Number.isFinite(value) ? value : undefined;
    });
    return { ...past, from: begins };
  }

  test.each(['市监测站', '开发区', '阜阳职业技术学院'])(
    '%s：误差如实给出，选中的方法不比“不变”差很多',
    async (name) => {
      const made = await forecastAqi(readStation(name));
      const [near] = made?.errors ?? [];
      expect(made?.hours).toHaveLength(72);
      expect(near?.count).toBeGreaterThan(20);
      for (const { mae, rmse, unchangedMae, skill, count } of made?.errors ?? []) {
        if (count === 0) continue;
        // With a week to learn from “nothing changes” is hard to beat; what was chosen instead is never much worse.
        expect(skill).toBeGreaterThan(-0.2);
        expect(rmse).toBeGreaterThanOrEqual(mae ?? Infinity);
        expect(skill).toBeCloseTo(1 - (mae ?? 0) / (unchangedMae ?? 1), 10);
      }
    },
  );

  test('市委党校整周没有数据：不作预报', async () => {
    expect(await forecastAqi(readStation('市委党校'))).toBeUndefined();
  });
});

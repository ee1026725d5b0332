/** The index that the city publishes, recomputed from what was measured: equal in every row of the real data. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import {
  type Concentrations,
  computeAqi,
  editionOf,
  type Pollutant,
  roundConcentration,
} from './compute-aqi.ts';

const own = path.resolve(import.meta.dirname, '../data');
const shared = path.resolve(import.meta.dirname, '../../../../../shared/data/04-sensors/fuyang-air');
const columns: Readonly<Record<Pollutant, string>> = {
  pm25: 'PM2.5',
  pm10: 'PM10',
  so2: 'SO2',
  no2: 'NO2',
  co: 'CO',
  o3: 'O3_1h',
};
const words: Readonly<Record<string, Pollutant>> = {
  '细颗粒物(PM2.5)': 'pm25',
  '颗粒物(PM10)': 'pm10',
  二氧化硫: 'so2',
  二氧化氮: 'no2',
  一氧化碳: 'co',
  臭氧1小时: 'o3',
};

type Line = Readonly<Record<string, string>>;

function linesOf(folder: string): readonly Line[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .flatMap((name) => parse(readFileSync(path.join(folder, name), 'utf8'), { columns: true }) as Line[]);
}

function measured(line: Line): Concentrations {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([pollutant, column]) => {
      const value = Number(line[column]);
      return Number.isFinite(value) && line[column] !== '' ? [[pollutant, value]] : [];
    }),
  );
}

/** Names that the page listed under each other. */
function primaryOf(line: Line): readonly string[] {
  return (line['PrimaryPollution'] ?? '')
    .split('\n')
    .flatMap((word) => words[word.trim()] ?? [])
    .toSorted();
}

function check(folder: string): { rows: number; none: number; wrong: readonly Line[] } {
  const lines = linesOf(folder);
  const published = lines.filter((line) => Number.isFinite(Number(line['AQI'])) && line['AQI'] !== '');
  const wrong = published.filter((line) => {
    const digits = line['Date'] ?? '';
    const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
    const { aqi, primary } = computeAqi(day, 'hour', measured(line));
    return aqi !== Number(line['AQI']) || primary.toSorted().join() !== primaryOf(line).join();
  });
  return { rows: published.length, none: lines.length - published.length, wrong };
}

describe('the real hours of Fuyang, April 2020', () => {
  test('index and primary pollutant are the published ones in every row', () => {
    const { rows, wrong } = check(own);
    expect(wrong).toEqual([]);
    expect(rows).toBe(283);
  });

  test.runIf(existsSync(shared))(
    'and in every row of the four cities around it (left out without ../shared)',
    () => {
      const { rows, none, wrong } = check(shared);
      expect(wrong).toEqual([]);
      expect({ rows, none }).toEqual({ rows: 2369, none: 309 });
    },
  );
});

describe('the two editions', () => {
  const day = { so2: 9, no2: 46, pm10: 138, co: 0.9, o3: 171, pm25: 72 };
  test('the same day is judged by the edition of its date', () => {
    expect(['2026-02-28', '2026-03-01', '1999-01-01'].map(editionOf)).toEqual(['2012', '2026', '2012']);
    expect(computeAqi('2026-02-28', 'day', day)).toMatchObject({
      aqi: 110,
      primary: ['o3'],
      parts: { so2: 9, no2: 58, pm10: 94, co: 23, o3: 110, pm25: 97 },
    });
    expect(computeAqi('2026-03-01', 'day', day)).toMatchObject({
      aqi: 111,
      primary: ['pm25'],
      level: { name: '轻度污染' },
      parts: { so2: 9, no2: 58, pm10: 107, co: 23, o3: 110, pm25: 111 },
    });
  });

  test('sulphur dioxide over 800 in an hour: not worked out before, 200 since 2026', () => {
    expect(computeAqi('2026-02-28', 'hour', { ...day, so2: 900 }).parts.so2).toBeUndefined();
    expect(computeAqi('2026-03-01', 'hour', { ...day, so2: 900 }).parts.so2).toBe(200);
    expect(computeAqi('2026-03-01', 'day', { ...day, o3: 900 }).parts.o3).toBe(300);
  });

  test('with a pollutant missing an index is published since 2026 only above 100', () => {
    const { pm25: _gone, ...less } = day;
    expect(computeAqi('2026-03-01', 'day', { ...less, pm10: 60, o3: 80 }).aqi).toBeNull();
    expect(computeAqi('2026-03-01', 'day', less).aqi).toBe(110);
    expect(computeAqi('2020-03-01', 'day', { ...less, pm10: 60, o3: 80 }).aqi).toBe(58);
    expect(computeAqi('2026-03-01', 'hour', {}).aqi).toBeNull();
  });

  test('joint primary pollutants, none when the air is clean, 500 beyond the scale', () => {
    expect(
      computeAqi('2026-05-01', 'hour', { ...day, o3: 30, no2: 10, pm10: 120, pm25: 60 }).primary,
    ).toEqual(['pm25', 'pm10']);
    expect(
      computeAqi('2026-05-01', 'hour', { so2: 5, no2: 20, co: 0.4, o3: 50, pm10: 30, pm25: 20 }).primary,
    ).toEqual([]);
    expect(computeAqi('2026-05-01', 'hour', { ...day, pm25: 900 })).toMatchObject({
      aqi: 500,
      level: { name: '严重污染' },
    });
    expect(computeAqi('2026-05-01', 'hour', { ...day, pm25: Number.NaN, pm10: -1 }).parts).not.toHaveProperty(
      'pm25',
    );
  });

  test('half a microgram goes to the even one', () => {
    expect([34.5, 35.5, 34.49, 35.51].map((value) => roundConcentration('pm25', value))).toEqual([
      34, 36, 34, 36,
    ]);
    expect([0.85, 0.75, 1.06].map((value) => roundConcentration('co', value))).toEqual([0.8, 0.8, 1.1]);
  });
});

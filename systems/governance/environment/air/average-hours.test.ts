/** What may be called the mean of an hour or a day, and what may not. */
import { expect, test } from 'vitest';
import { airDay, eightHourMean, highestEightHours, hourValue, monthCounts } from './average-hours.ts';

const full = Array.from({ length: 24 }, (_, hour) => hour);
const without = (...gone: readonly number[]) => full.map((hour) => (gone.includes(hour) ? undefined : hour));

test('an hour counts from 45 minutes on', () => {
  expect(hourValue({ mean: 30, valid: 9, expected: 12 })).toBe(30);
  expect(hourValue({ mean: 30, valid: 8, expected: 12 })).toBeUndefined();
  expect(hourValue({ mean: null, valid: 0, expected: 12 })).toBeUndefined();
  expect(hourValue({ mean: 30, valid: 1, expected: 1 })).toBe(30);
});

test('a day counts from 20 hours on', () => {
  const hours = {
    pm25: without(0, 1, 2, 3),
    pm10: without(0, 1, 2, 3, 4),
    so2: full,
    no2: full,
    co: full,
    o3: full,
  };
  const { values, counted } = airDay(hours);
  expect(counted).toMatchObject({ pm25: 20, pm10: 19, so2: 24, o3: 17 });
  expect(values.pm25).toBe(14);
  expect(values.pm10).toBeUndefined();
});

test('ozone is the highest mean over eight hours of the same day, from at least six of them', () => {
  expect(eightHourMean(full, 7)).toBe(3.5);
  expect(eightHourMean(full, 6)).toBeUndefined();
  expect(eightHourMean(without(0, 1), 7)).toBe(4.5);
  expect(eightHourMean(without(0, 1, 2), 7)).toBeUndefined();
  expect(highestEightHours(full)).toEqual({ value: 19.5, counted: 17 });
});

test('fewer than 14 windows do not count, unless the limit was passed already', () => {
  const morning = (scale: number) => full.map((hour) => (hour < 12 ? hour * scale : undefined));
  expect(highestEightHours(morning(1))).toMatchObject({ value: undefined });
  expect(highestEightHours(morning(30)).value).toBeGreaterThan(160);
});

test('a month counts from 27 days on, February from 25', () => {
  expect([monthCounts(27, 31), monthCounts(26, 31), monthCounts(25, 28), monthCounts(24, 29)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

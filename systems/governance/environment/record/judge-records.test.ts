/** Noise by zone and time of day, soil by land use, radiation by background, carbon by what was burned. */
import { expect, test } from 'vitest';
import {
  dayNightLevel,
  emissionsOf,
  equivalentLevel,
  isRadiationHigh,
  judgeSoil,
  noiseOver,
  periodOfHour,
} from './judge-records.ts';

test('the loud minute weighs more than the quiet ones', () => {
  expect(equivalentLevel([60, 65, 55])).toBe(61.74);
  expect(dayNightLevel(58, 49)).toBe(58.36);
  expect(equivalentLevel([])).toBeUndefined();
});

test('night begins at ten, and the zone decides', () => {
  expect([5, 6, 21, 22].map(periodOfHour)).toEqual(['night', 'day', 'day', 'night']);
  expect(noiseOver('2', 'day', 62.4)).toBe(2);
  expect(noiseOver('2', 'night', 50.4)).toBe(0);
  expect(noiseOver('4a', 'night', 58)).toBe(3);
  expect(noiseOver('9', 'day', 58)).toBeUndefined();
});

test('soil is as bad as its worst metal', () => {
  expect(judgeSoil('1', { pb: 300, cd: 10 })).toBe('below');
  expect(judgeSoil('1', { pb: 450 })).toBe('screening');
  expect(judgeSoil('2', { pb: 450 })).toBe('below');
  expect(judgeSoil('1', { as: 121, pb: 1 })).toBe('control');
});

test('radiation is high by itself or beside its background; carbon is what was used', () => {
  expect([isRadiationHigh(110, 70), isRadiationHigh(104, 70), isRadiationHigh(251, null)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(emissionsOf({ electricity: 1000, diesel: 2, 'raw-coal': null })).toBe(542.79);
  expect(() => emissionsOf({ wood: 1 })).toThrow(RangeError);
});

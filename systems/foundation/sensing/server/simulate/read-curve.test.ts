/** The simulated city: repeatable, believable, and its faults look like faults. */
import { expect, test } from 'vitest';
import { locate } from '../../../../../city/places.ts';
import { simulatedFleet } from './fleet.ts';
import { noiseAt } from './noise.ts';
import { clockError, type FaultKind, ownFaults, readCurve } from './read-curve.ts';
import { weatherAt } from './weather.ts';

const curve = { base: 0.32, daily: -0.03, peak: 19, noise: 0.004 };
const evening = Date.parse('2026-11-23T19:00:00+08:00');
const night = Date.parse('2026-11-23T07:00:00+08:00');

test('the same sensor measures the same at the same moment', () => {
  expect(readCurve('pressure', curve, 5, evening)).toBe(readCurve('pressure', curve, 5, evening));
  expect(readCurve('pressure', curve, 5, evening)).not.toBe(readCurve('pressure', curve, 6, evening));
  const noises = Array.from({ length: 1000 }, (_, index) => noiseAt(3, index * 1000));
  expect(Math.abs(noises.reduce((sum, noise) => sum + noise, 0) / 1000)).toBeLessThan(0.1);
});

test('pressure is lower in the evening, when everybody cooks', () => {
  expect(readCurve('pressure', curve, 5, evening) ?? 1).toBeLessThan(
    readCurve('pressure', curve, 5, night) ?? 0,
  );
});

const during = (kind: FaultKind) => [{ kind, from: evening, to: evening + 7_200_000 }];

test('a leak shows within twenty minutes, silence sends nothing, a stuck sensor does not move', () => {
  const later = evening + 1_800_000;
  const usual = readCurve('pressure', curve, 5, later) ?? 0;
  expect(readCurve('pressure', curve, 5, later, during('leak')) ?? 1).toBeLessThan(usual * 0.6);
  expect(readCurve('pressure', curve, 5, later, during('silent'))).toBeUndefined();
  const stuck = during('stuck');
  expect(readCurve('pressure', curve, 5, later, stuck)).toBe(readCurve('pressure', curve, 5, evening, stuck));
});

test('a drifting sensor moves away from the truth, spikes come and go, a wrong clock is ahead or behind', () => {
  const at = (minutes: number, kind?: FaultKind) =>
    readCurve('pressure', curve, 5, evening + minutes * 60_000, kind === undefined ? [] : during(kind)) ?? 0;
  expect(at(100, 'drift') - at(100)).toBeCloseTo(2 * (at(50, 'drift') - at(50)), 6);
  const spikes = Array.from({ length: 100 }, (_, minute) => at(minute, 'spike') / at(minute));
  expect(Math.max(...spikes)).toBeGreaterThan(2.5);
  expect(Math.min(...spikes)).toBeLessThan(1.2);
  expect(clockError(4, evening, during('clock'))).toBeGreaterThan(0);
  expect(clockError(5, evening, during('clock'))).toBeLessThan(0);
  expect(clockError(4, evening, during('drift'))).toBe(0);
});

test('it rains on some days, levels rise with it and dust falls, and a front reaches the east later', () => {
  const hours = Array.from({ length: 24 * 120 }, (_, index) => evening + index * 3_600_000);
  const skies = hours.map((at) => weatherAt(115.5, at));
  const wet = skies.filter(({ rain }) => rain > 0).length / skies.length;
  expect(wet).toBeGreaterThan(0.05);
  expect(wet).toBeLessThan(0.35);
  expect(weatherAt(116.5, evening + 3 * 3_600_000)).toEqual(weatherAt(115.5, evening));
  const wettest =
    hours[skies.findIndex(({ soaked }) => soaked === Math.max(...skies.map((sky) => sky.soaked)))] ?? 0;
  const sky = (at: number) => weatherAt(115.5, at);
  const level = { base: 0.9, daily: 0.35, peak: 8, noise: 0.05, soaked: 0.03 };
  const dust = { base: 48, daily: 18, peak: 21, noise: 4, rain: -4 };
  const rise =
    (readCurve('level', level, 5, wettest, [], sky) ?? 0) - (readCurve('level', level, 5, wettest) ?? 0);
  expect(rise).toBeCloseTo(0.03 * weatherAt(115.5, wettest).soaked, 6);
  expect(rise).toBeGreaterThan(0.3);
  expect(readCurve('pm25', dust, 5, wettest, [], sky) ?? 99).toBeLessThan(
    readCurve('pm25', dust, 5, wettest) ?? 0,
  );
});

test('a fleet of a hundred thousand has its own code for each device, holds the small one, and stands in the city', () => {
  const fleet = simulatedFleet(100_000);
  const codes = new Map(fleet.map((device) => [device.code, device]));
  expect(codes.size).toBe(100_000);
  const small = simulatedFleet();
  expect(small.length).toBe(120);
  for (const device of small) expect(codes.get(device.code)).toEqual(device);
  const places = new Set(fleet.map(({ position }) => `${position.lon} ${position.lat}`));
  expect(places.size).toBeGreaterThan(99_000);
  const abroad = fleet.filter(({ position }) => locate(position.lon, position.lat) === undefined);
  expect(abroad.map(({ code }) => code)).toEqual([]);
  expect(simulatedFleet(7).length).toBe(7);
  const kinds = new Set(small.flatMap((device) => ownFaults(device.seed, evening).map(({ kind }) => kind)));
  expect([...kinds].sort()).toEqual(['clock', 'drift', 'leak', 'silent', 'spike', 'stuck']);
});

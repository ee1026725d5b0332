/** The simulated city: repeatable, believable, and its faults look like faults. */
import { expect, test } from 'vitest';
import { simulatedFleet } from './fleet.ts';
import { noiseAt, ownFaults, readCurve } from './read-curve.ts';

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

test('a leak shows within twenty minutes, silence sends nothing, a stuck sensor does not move', () => {
  const during = (kind: 'leak' | 'silent' | 'stuck') => [{ kind, from: evening, to: evening + 7_200_000 }];
  const later = evening + 1_800_000;
  const usual = readCurve('pressure', curve, 5, later) ?? 0;
  expect(readCurve('pressure', curve, 5, later, during('leak')) ?? 1).toBeLessThan(usual * 0.6);
  expect(readCurve('pressure', curve, 5, later, during('silent'))).toBeUndefined();
  const stuck = during('stuck');
  expect(readCurve('pressure', curve, 5, later, stuck)).toBe(readCurve('pressure', curve, 5, evening, stuck));
});

test('the fleet has its own code for each device, and some of them have troubles', () => {
  const fleet = simulatedFleet();
  expect(new Set(fleet.map((device) => device.code)).size).toBe(fleet.length);
  expect(fleet.filter((device) => ownFaults(device.seed, evening).length > 0).length).toBeGreaterThan(5);
});

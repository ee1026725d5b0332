/** A forecast that is told with how wrong it has been. */
import { expect, test } from 'vitest';
import { forecastAir } from './forecast-air.ts';

const wave = (at: number) => 60 + 30 * Math.sin((at / 24) * 2 * Math.PI);

test('a day like every day is foreseen, and better than by saying that nothing changes', () => {
  const series = Array.from({ length: 168 }, (_, at) => wave(at));
  const forecast = forecastAir(series, 24);
  expect(forecast?.error.own).toBeLessThan(0.01);
  expect(forecast?.error.nothingChanges).toBeGreaterThan(10);
  expect(forecast?.hours.map((hour) => Math.round(hour.value))).toEqual(
    Array.from({ length: 24 }, (_, ahead) => Math.round(wave(168 + ahead))),
  );
});

test('what lies above the usual fades back to it, and the band holds what came', () => {
  const noise = (at: number) => ((at * 7919) % 23) - 11;
  const series = Array.from({ length: 240 }, (_, at) => wave(at) + noise(at) + (at > 230 ? 60 : 0));
  const forecast = forecastAir(series, 48);
  const [first, last] = [forecast?.hours[0], forecast?.hours[47]];
  expect((first?.value ?? 0) - wave(240)).toBeGreaterThan((last?.value ?? 0) - wave(287));
  expect((first?.low ?? 0) <= (first?.value ?? 0) + 25 && (first?.high ?? 0) > (first?.low ?? 0)).toBe(true);
});

test('from too little nothing is foretold', () => {
  expect(
    forecastAir(
      Array.from({ length: 70 }, () => 50),
      24,
    ),
  ).toBeUndefined();
  expect(
    forecastAir(
      Array.from({ length: 100 }, () => undefined),
      24,
    ),
  ).toBeUndefined();
});

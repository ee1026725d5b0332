/** The fit finds the catchment that made the readings, and stays away where it cannot know. */
import { expect, test } from 'vitest';
import { fitCatchment, type Measured } from './fit-catchment.ts';
import { type DrainPoint, forecastLevel } from './forecast-level.ts';

const rules = {
  stepMinutes: 10,
  trialSteps: 6,
  wetSteps: 12,
  leastWet: 24,
  runoffs: [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
  lags: [0, 10, 20, 30, 45, 60],
};
const declared: DrainPoint = {
  depth: 2.5,
  storage: 600,
  catchment: 8,
  runoff: 0.7,
  diameter: 0.8,
  slope: 0.002,
  roughness: 0.013,
  lag: 10,
};

/** Three storms with dry time between. */
const rain = Array.from({ length: 400 }, (_, at) => {
  const within = at % 130;
  return within < 9 ? ([5, 20, 60, 90, 70, 40, 20, 10, 5][within] ?? 0) : 0;
});

function readingsOf(truth: DrainPoint): readonly Measured[] {
  const { levels } = forecastLevel(truth, 0, rain, 10);
  return rain.map((each, at) => ({ rain: each, level: levels[at] }));
}

test('由 ψ 0.5、K 30 分钟的汇水区产生的读数，找回 0.5 和 30，留出的雨里误差近于零', () => {
  const fit = fitCatchment(declared, readingsOf({ ...declared, runoff: 0.5, lag: 30 }), rules);
  expect(fit).toMatchObject({ runoff: 0.5, lag: 30, from: 'fitted' });
  expect(fit.error.mae).toBeLessThan(0.02);
  expect(fit.error.skill).toBeGreaterThan(0.8);
});

test('登记的参数本来就对：不另拟合', () => {
  expect(fitCatchment(declared, readingsOf(declared), rules)).toMatchObject({
    from: 'declared',
    runoff: 0.7,
    lag: 10,
  });
});

test('没下过几场雨：用登记的参数，误差没有就没有', () => {
  const dry = rain.map(() => ({ rain: 0, level: 0.1 }));
  expect(fitCatchment(declared, dry, rules)).toMatchObject({
    from: 'declared',
    wet: 0,
    error: { count: 0, mae: null },
  });
});

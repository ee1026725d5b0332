/** Forecasts from a series' own past: what is learned, what is chosen, and that nothing of the future enters. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takeTurns } from '../../../kernel/take-turns.ts';
import { applyRidge, fitRidge } from './least-squares.ts';
import { learn, type Series } from './methods.ts';
import { rollOrigins } from './rolling-origin.ts';
import { quantileOf, scoreOf } from './score.ts';
import { seededRandom } from '../../../kernel/seeded-random.ts';

const bands = [
  { from: 1, to: 6 },
  { from: 7, to: 24 },
];
const options = { bands, every: 3, least: 72, learnEvery: 24, leastTries: 48, margin: 0.9 };
const wave = (at: number) => 60 + 30 * Math.sin((at / 24) * 2 * Math.PI);
function noise(seed: number): () => number {
  const random = seededRandom(seed);
  return () => random() - 0.5;
}

test('岭回归找回系数；样本不够就不回归', () => {
  const rows = Array.from({ length: 50 }, (_, at) => [at, (at * 7) % 11]);
  const found = fitRidge(
    rows,
    rows.map(([a = 0, b = 0]) => 3 + 2 * a - 5 * b),
    1e-9,
  );
  expect(found && applyRidge(found, [10, 4])).toBeCloseTo(3, 4);
  expect(fitRidge(rows.slice(0, 3), [1, 2, 3], 0.1)).toBeUndefined();
});

test('每天一样的日变化：选常态或更细的方法，误差近于零，“不变”误差很大', async () => {
  const rolled = await rollOrigins(
    Array.from({ length: 240 }, (_, at) => wave(at)),
    options,
  );
  expect(rolled?.ahead.map(Math.round)).toEqual(
    Array.from({ length: 24 }, (_, ahead) => Math.round(wave(240 + ahead))),
  );
  expect(rolled?.ways.every(({ way }) => way !== 'unchanged')).toBe(true);
});

test('随机游走没有规律可学：近处不得声称比“不变”好多少', async () => {
  const next = noise(7);
  let level = 100;
  const series = Array.from({ length: 720 }, () => {
    level += 6 * next();
    return level;
  });
  const rolled = await rollOrigins(series, options);
  const pairs = (rolled?.origins ?? []).flatMap(({ end, chosen, unchanged }) =>
    chosen.slice(0, 6).map((forecast, index) => ({
      forecast,
      came: series[end + index] ?? 0,
      unchanged: unchanged[index] ?? 0,
    })),
  );
  const { skill } = scoreOf(pairs);
  expect(skill).toBeGreaterThan(-0.15);
  expect(skill).toBeLessThan(0.15);
});

test('起报以后的数据改成什么，都改变不了当时的预报和选法', async () => {
  const next = noise(3);
  const series = Array.from({ length: 200 }, (_, at) => wave(at) + 20 * next());
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 80, max: 190 }),
      fc.double({ min: 0, max: 500, noNaN: true }),
      async (cut, value) => {
        const changed = series.map((each, at) => (at < cut ? each : value));
        const before = async (all: Series) =>
          (await rollOrigins(all, options))?.origins.filter(({ end }) => end <= cut);
        const [a, b] = [(await before(series)) ?? [], (await before(changed)) ?? []];
        expect(a.map(({ chosen }) => chosen)).toEqual(b.map(({ chosen }) => chosen));
      },
    ),
    { numRuns: 15 },
  );
});

test('有先兆的伴随量：回归用上它，比不知道它时误差小', async () => {
  const next = noise(11);
  const wind = Array.from({ length: 600 }, () => 3 + 4 * next());
  const series = wind.map((_, at) => 80 - 12 * ((wind[at - 1] ?? 3) - 3) + 2 * next());
  const error = async (companion: Series | undefined) => {
    const learned = await learn(series, companion, 500, [{ from: 1, to: 1 }], takeTurns());
    const misses = Array.from({ length: 90 }, (_, at) => {
      const [guess = 0] = learned?.by.regression(500 + at, 1) ?? [];
      return Math.abs(guess - (series[500 + at] ?? 0));
    });
    return misses.reduce((sum, miss) => sum + miss, 0) / misses.length;
  };
  expect(await error(wind)).toBeLessThan(await error(undefined));
});

test('没有历史、刚才没有读数、太短：不预报', async () => {
  expect(await rollOrigins([], options)).toBeUndefined();
  expect(
    await rollOrigins(
      Array.from({ length: 200 }, () => undefined),
      options,
    ),
  ).toBeUndefined();
  const gone = Array.from({ length: 200 }, (_, at) => (at > 190 ? undefined : wave(at)));
  expect(await rollOrigins(gone, options)).toBeUndefined();
});

test('误差和分位数；没有样本、“不变”没有误差时不给技巧', () => {
  expect(scoreOf([])).toMatchObject({ count: 0, mae: null, skill: null });
  expect(
    scoreOf([
      { forecast: 12, came: 10, unchanged: 6 },
      { forecast: 6, came: 10, unchanged: 6 },
    ]),
  ).toMatchObject({ mae: 3, bias: -1, unchangedMae: 4, skill: 0.25 });
  expect(scoreOf([{ forecast: 1, came: 2, unchanged: 2 }]).skill).toBeNull();
  expect(quantileOf([1, 2, 3, 4, 5], 0.5)).toBe(3);
});

test('算三个月的历史时，别人随时轮得到', async () => {
  const series = Array.from({ length: 90 * 24 }, (_, at) => wave(at) + (at % 7));
  let [turns, running] = [0, true];
  const others = (async () => {
    while (running) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      turns += 1;
    }
  })();
  const began = performance.now();
  await rollOrigins(series, { ...options, companion: series });
  const took = performance.now() - began;
  running = false;
  await others;
  // On average a turn comes within twenty milliseconds, whatever else the machine does.
  expect(took / turns).toBeLessThan(20);
});

/** Factors that were hidden in a simulated network are found again from noisy readings, and sensors that were left out are met better. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import rules from '../../data/calibration-rules.json' with { type: 'json' };
import { solve } from '../../../../../engines/telemetry/service.ts';
import { fitFactors } from '../../water/fit-factors.ts';
import { groupsOf } from '../../water/group-pipes.ts';
import { readInp } from '../../water/read-inp.ts';
import { calibrateModel } from './calibrate-model.ts';
import { hour, runHours } from './run-hours.ts';
import type { SensorPlace } from './sense-leaks.ts';

const demo = readFileSync(path.join(import.meta.dirname, '../../data/demo-network.inp'), 'utf8');

/** Park & Miller 1988. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test('消元解法与手算一致，奇异矩阵没有解', () => {
  const found = solve(
    [
      [0, 2],
      [4, 1],
    ],
    [6, 11],
  );
  expect(found?.[0]).toBeCloseTo(2, 9);
  expect(found?.[1]).toBeCloseTo(3, 9);
  expect(
    solve(
      [
        [1, 2],
        [2, 4],
      ],
      [1, 2],
    ),
  ).toBeUndefined();
});

test('已知答案的拟合：y = a·t^b 的系数求得回来，没有读数时系数都是 1', async () => {
  const times = [1, 2, 3, 4, 5];
  const model = async ([a = 0, b = 0]: readonly number[]) => times.map((t) => Math.exp(a) * t ** Math.exp(b));
  const observed = times.map((t) => 1.2 * t ** 0.9);
  const sigmas = times.map(() => 1e-4);
  const task = { model, factors: 2, sigmas, spread: 0.25, steps: 20 };
  const { factors, spreads } = await fitFactors({ ...task, observed });
  expect(factors[0]).toBeCloseTo(1.2, 4);
  expect(factors[1]).toBeCloseTo(0.9, 4);
  expect(Math.max(...spreads)).toBeLessThan(0.001);
  const nothing = await fitFactors({ ...task, model: async () => [], observed: [], sigmas: [] });
  expect(nothing.factors).toEqual([1, 1]);
  expect(nothing.spreads[0]).toBeCloseTo(0.25, 9);
});

test('演示管网：藏起的用水量和粗糙系数求得回来，没有参与拟合的测点误差也降下来', async () => {
  const { model } = readInp(demo, { nodes: 10_000, links: 20_000 });
  const groups = groupsOf(
    model.links.map(({ id, kind, diameter }) => ({ code: id, kind, diameter })),
    rules.diameters,
  );
  const truth = { demand: 1.15, roughness: groups.map((_, index) => [0.8, 1.1, 0.9][index] ?? 1) };
  const run = await runHours({
    inp: demo,
    hours: 24,
    factors: {
      demand: truth.demand,
      roughness: groups.flatMap(({ pipes }, index) =>
        pipes.map((id) => [id, truth.roughness[index] ?? 1] as const),
      ),
    },
  });
  const junctions = model.nodes.filter(({ kind }) => kind === 'junction');
  const sensors: readonly SensorPlace[] = [
    ...junctions
      .filter((_, index) => index % 2 === 0)
      .map(({ id }) => ({ kind: 'pressure' as const, of: id })),
    { kind: 'flow', of: 'PU1' },
  ];
  const random = chance(20_261_127);
  const gauss = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const sigmas = sensors.map(({ kind }) => (kind === 'pressure' ? 0.1 : 1));
  const at = [0, 4, 8, 12, 16, 20];
  const readings = at.flatMap((each) => {
    const state = run.states.find((one) => one.at === each * hour);
    return sensors.map(({ kind, of }, index) => {
      const value =
        kind === 'pressure' ? state?.pressures[run.nodes.indexOf(of)] : state?.flows[run.links.indexOf(of)];
      return (value ?? 0) + gauss() * (sigmas[index] ?? 0);
    });
  });
  const heldOut = sensors.flatMap(({ kind }, index) =>
    kind === 'pressure' && index % 4 === 3 ? [index] : [],
  );
  const found = await calibrateModel({
    inp: demo,
    at,
    sensors,
    readings,
    sigmas,
    heldOut,
    groups: groups.map(({ pipes }) => pipes),
    spread: rules.spread,
    steps: rules.steps,
  });
  expect(found.demand / truth.demand).toBeCloseTo(1, 1);
  expect(Math.abs(found.demand / truth.demand - 1)).toBeLessThan(0.02);
  for (const [index, factor] of found.roughness.entries())
    expect(Math.abs(Math.log(factor / (truth.roughness[index] ?? 1)))).toBeLessThan(
      4 * (found.spreads[index + 1] ?? 0) + 0.01,
    );
  const held = heldOut.map((index) => found.sensors[index]);
  expect(held.length).toBeGreaterThan(2);
  const mean = (pick: 'before' | 'after') =>
    held.reduce((sum, each) => sum + (each?.[pick] ?? 0), 0) / held.length;
  console.log(
    `held-out sensors: ${mean('before').toFixed(3)} m before, ${mean('after').toFixed(3)} m after; factors ${[found.demand, ...found.roughness].map((each) => each.toFixed(3)).join(', ')} ± ${found.spreads.map((each) => each.toFixed(3)).join(', ')}`,
  );
  expect(mean('after')).toBeLessThan(0.15);
  expect(mean('after')).toBeLessThan(mean('before') / 2);
}, 60_000);

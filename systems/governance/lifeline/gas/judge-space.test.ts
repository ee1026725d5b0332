/** Gas in a closed space: inflow back from readings, time to the explosive limit, and the radius. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import rules from '../data/gas-rules.json' with { type: 'json' };
import { inflowOf, judgeSpace } from './judge-space.ts';

const hour = 3_600_000;
const space = { volume: 12, changes: 0.5 };

/** Step by step, as the balance says, beside the closed form. */
function simulate(inflow: number, start: number, hours: number): number {
  const steps = 20_000;
  let share = start;
  for (let step = 0; step < steps; step += 1)
    share += ((inflow - (inflow + space.volume * space.changes) * share) / space.volume) * (hours / steps);
  return share;
}

test('由两次读数反算进气量，与逐步积分一致', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 3, noNaN: true }),
      fc.double({ min: 0, max: 0.02, noNaN: true }),
      (inflow, start) => {
        const later = simulate(inflow, start, 0.5);
        fc.pre(later > start);
        expect((inflowOf(space, start, later, 0.5) ?? 0) / inflow).toBeCloseTo(1, 2);
      },
    ),
    { numRuns: 40 },
  );
});

test('不上升的读数说不出进气量；到了爆炸下限时间为零；通风够就永远到不了', () => {
  const at = (value: number, hours: number) => ({ at: hours * hour, value });
  expect(judgeSpace(space, [at(20, 0), at(10, 1)], rules)).toMatchObject({
    inflow: null,
    hoursToLimit: null,
  });
  expect(judgeSpace(space, [at(60, 0), at(120, 1)], rules).hoursToLimit).toBe(0);
  const slow = judgeSpace(space, [at(10, 0), at(11, 1)], rules);
  expect(slow.tendsTo).toBeLessThan(100);
  expect(slow.hoursToLimit).toBeNull();
  const fast = judgeSpace(space, [at(10, 0), at(40, 0.5)], rules);
  const share = (rules.lowerLimit / 100) * 0.4;
  expect(simulate(fast.inflow ?? 0, share, fast.hoursToLimit ?? 0)).toBeCloseTo(rules.lowerLimit / 100, 4);
});

test('空间越大，疏散半径越大，但不小于下限', () => {
  const at = [{ at: 0, value: 50 }];
  const [small, large] = [1, 10_000].map((volume) => judgeSpace({ volume, changes: 1 }, at, rules).radius);
  expect(small).toBe(rules.leastRadius);
  expect(large).toBeGreaterThan(rules.leastRadius);
  // 10,000 m³ at 5 %VOL: 334 kg of methane, 148 kg of TNT at a yield of 4 %.
  expect(large).toBeCloseTo(rules.scaledDistance * Math.cbrt((0.04 * 0.05 * 10_000 * 0.668 * 50) / 4.52), 6);
});

test('没有读数也给得出半径', () => {
  expect(judgeSpace(space, [], rules)).toMatchObject({ inflow: null, tendsTo: null, hoursToLimit: null });
});

/** Minutes and %LEL. */
const series = (values: readonly (readonly [minutes: number, value: number])[]) =>
  values.map(([minutes, value]) => ({ at: minutes * 60_000, value }));
const flatHour = Array.from({ length: 12 }, (_, index) => [index * 5, 10] as const);

test('平稳一小时后陡升：按末段最陡的持续上升推算，不被平稳段摊薄', () => {
  const steep = [10, 20, 30, 40].map((value, index) => [60 + index * 5, value] as const);
  const alone = judgeSpace(space, series(steep), rules);
  const after = judgeSpace(space, series([...flatHour, ...steep]), rules);
  expect(alone.hoursToLimit).toBeGreaterThan(0);
  expect((after.hoursToLimit ?? 99) / (alone.hoursToLimit ?? 1)).toBeLessThan(1.05);
  // The slow rise after the steep one must not lengthen what the steep one said while it is near.
  const slower = judgeSpace(space, series([...flatHour, ...steep, [80, 41]]), rules);
  expect((slower.inflow ?? 0) / (alone.inflow ?? 1)).toBeGreaterThan(0.7);
});

test('单个毛刺不算持续上升；只有两次读数时按这两次', () => {
  const wild = flatHour.map(([minutes, value], index) => [minutes, index === 9 ? 60 : value] as const);
  expect(judgeSpace(space, series([...wild, [60, 10]]), rules).inflow ?? 0).toBeLessThan(0.5);
  expect(
    judgeSpace(
      space,
      series([
        [0, 10],
        [60, 40],
      ]),
      rules,
    ).inflow,
  ).toBeGreaterThan(0);
});

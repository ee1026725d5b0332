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

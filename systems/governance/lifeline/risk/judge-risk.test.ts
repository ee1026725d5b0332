/** Risk from weights, and what is not known. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeRisk } from './judge-risk.ts';

const factors = [
  { key: 'a', side: 'likelihood', measure: 'alarms', least: 0, most: 4, weight: 1 },
  { key: 'r', side: 'likelihood', measure: 'roughness', least: 130, most: 80, weight: 3 },
  { key: 'd', side: 'consequence', measure: 'diameter', least: 100, most: 500, weight: 2 },
];
const grades = [
  { grade: '4', from: 0 },
  { grade: '1', from: 0.5 },
  { grade: '2', from: 0.3 },
];

test('可能性 (1×0.5 + 3×1)/4，后果 0.5，风险 0.4375 是橙', () => {
  const risk = judgeRisk(factors, grades, { alarms: 2, roughness: 80, diameter: 300 });
  expect(risk).toMatchObject({ likelihood: 0.875, consequence: 0.5, risk: 0.4375, grade: '2' });
  expect(risk.reasons[0]).toMatchObject({ key: 'r', score: 1 });
});

test('没有数据的因子不计权重；一方全无就没有风险值，不当成零', () => {
  expect(judgeRisk(factors, grades, { alarms: 2, diameter: 500 })).toMatchObject({
    likelihood: 0.5,
    risk: 0.5,
    grade: '1',
  });
  expect(judgeRisk(factors, grades, { alarms: 2 })).toMatchObject({
    consequence: null,
    risk: null,
    grade: null,
  });
});

test('起止值相同的因子没有分；权重全零没有风险值', () => {
  const flat = factors.map((each) => ({ ...each, most: each.least }));
  expect(judgeRisk(flat, grades, { alarms: 2, roughness: 80, diameter: 300 }).risk).toBeNull();
  const light = factors.map((each) => ({ ...each, weight: 0 }));
  expect(judgeRisk(light, grades, { alarms: 2, roughness: 80, diameter: 300 }).risk).toBeNull();
});

test('风险总在 0 和 1 之间，告警越多不会越低', () => {
  const number = fc.double({ min: -1e4, max: 1e4, noNaN: true });
  fc.assert(
    fc.property(number, number, number, number, (alarms, more, roughness, diameter) => {
      const of = (value: number) =>
        judgeRisk(factors, grades, { alarms: value, roughness, diameter }).risk ?? -1;
      const [low, high] = [Math.min(alarms, more), Math.max(alarms, more)];
      expect(of(low)).toBeGreaterThanOrEqual(0);
      expect(of(high)).toBeLessThanOrEqual(1);
      expect(of(high)).toBeGreaterThanOrEqual(of(low));
    }),
  );
});

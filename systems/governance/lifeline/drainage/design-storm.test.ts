/** The storm formula and its course. */
import { expect, test } from 'vitest';
import { designStorm, meanRain } from './design-storm.ts';

/** 合肥旧公式的形式：q = 3600(1 + 0.76 lg P)/(t + 14)^0.84。 */
const formula = { strength: 3600 / 167, growth: 0.76, delay: 14, power: 0.84 };

test('P = 1、t = 60 分钟：q = 3600/74^0.84 = 96.9 L/(s·hm²)，即 34.9 mm/h', () => {
  expect(meanRain(formula, 1, 60)).toBeCloseTo(((3600 / 74 ** 0.84) * 3600) / 10_000, 9);
  expect(meanRain(formula, 1, 60)).toBeCloseTo(34.87, 1);
});

test('重现期越长雨越大，历时越长平均雨强越小', () => {
  expect(meanRain(formula, 5, 60)).toBeGreaterThan(meanRain(formula, 2, 60));
  expect(meanRain(formula, 2, 120)).toBeLessThan(meanRain(formula, 2, 60));
});

test('过程的总雨量等于公式的总雨量，最大一段等于公式的短历时雨强，峰在指定位置', () => {
  const course = designStorm(formula, 3, 12, 10, 0.4);
  expect(course).toHaveLength(12);
  expect(course.reduce((sum, each) => sum + each, 0) / 12).toBeCloseTo(meanRain(formula, 3, 120), 9);
  expect(Math.max(...course)).toBeCloseTo(meanRain(formula, 3, 10), 9);
  expect(course.indexOf(Math.max(...course))).toBe(4);
  expect(course.every((each) => each > 0)).toBe(true);
});

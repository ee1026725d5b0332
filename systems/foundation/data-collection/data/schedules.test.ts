/** When a dataset's turn comes. */
import { expect, test } from 'vitest';
import { isDue, isLate } from './schedules.ts';

const at = (text: string) => new Date(`${text}+08:00`);
const iso = (text: string) => at(text).toISOString();

test('每日的在两点以后采一次，当天不再采，第二天两点又采', () => {
  const last = iso('2026-11-23T02:00:30');
  expect(isDue('daily', last, at('2026-11-23T23:50:00'))).toBe(false);
  expect(isDue('daily', last, at('2026-11-24T01:59:00'))).toBe(false);
  expect(isDue('daily', last, at('2026-11-24T02:00:00'))).toBe(true);
  // Somebody pressed the button at noon: the next night still has its turn.
  expect(isDue('daily', iso('2026-11-23T12:00:00'), at('2026-11-24T02:00:00'))).toBe(true);
});

test('每周的隔六天不采，满七天采；手动的永远不自动采', () => {
  const last = iso('2026-11-16T02:30:10');
  expect(isDue('weekly', last, at('2026-11-22T12:00:00'))).toBe(false);
  expect(isDue('weekly', last, at('2026-11-23T02:30:00'))).toBe(true);
  expect(isDue('manual', null, at('2026-11-23T02:30:00'))).toBe(false);
  expect(isDue('five-minutes', iso('2026-11-23T02:00:00'), at('2026-11-23T02:05:00'))).toBe(true);
});

test('超过周期一倍半没有新数据算迟到', () => {
  const last = iso('2026-11-22T02:00:00');
  expect(isLate('daily', last, at('2026-11-23T13:00:00'), 150)).toBe(false);
  expect(isLate('daily', last, at('2026-11-23T14:01:00'), 150)).toBe(true);
});

/** What stands beside the light of a limit. */
import { expect, test } from 'vitest';
import { remainingWords, workingWords } from './remaining-words.ts';

const now = new Date('2026-11-23T02:00:00Z');
const dueAt = '2026-11-23T07:30:00Z';

test('按工作时计算的剩余时间', () => {
  expect(remainingWords({ dueAt, light: 'green', remaining: 5 * 3_600_000 + 20 * 60_000 }, now)).toBe(
    '剩 5 工作时 20 分',
  );
  expect(remainingWords({ dueAt, light: 'red', remaining: -3 * 3_600_000 }, now)).toBe('超 3 工作时');
});

test('自然日的时限按天和小时说', () => {
  expect(remainingWords({ dueAt, light: 'green', remaining: 51 * 3_600_000, clock: 'natural' }, now)).toBe(
    '剩 2 天 3 小时',
  );
});

test('没有给出工作时间时按钟表时间说，不冒充工作时', () => {
  expect(remainingWords({ dueAt, light: 'green' }, now)).toBe('剩 5 小时 30 分钟');
  expect(remainingWords({ dueAt: '2026-11-22T01:00:00Z', light: 'red' }, now)).toBe('超 1 天 1 小时');
});

test('挂起、无时限各有说法', () => {
  expect(remainingWords({ dueAt, light: 'none', suspended: true }, now)).toBe('已挂起');
  expect(remainingWords({ dueAt: null, light: 'none' }, now)).toBe('无时限');
  expect(remainingWords({ dueAt: '不是时间', light: 'none' }, now)).toBe('无时限');
});

test('很长的用时不写分钟，很短的不写零', () => {
  expect(workingWords(30 * 3_600_000 + 60_000)).toBe('30 工作时');
  expect(workingWords(20_000)).toBe('不到 1 分钟');
  expect(workingWords(25 * 60_000)).toBe('25 分钟');
});

/** Where an incremental load begins, in whatever form a source writes its times and numbers. */
import { expect, test } from 'vitest';
import { earlierKey, earlierTime, greater } from './overlap.ts';

test('时间按来源的写法往前退，不是时间的原样', () => {
  expect(earlierTime('2026-11-20 00:05:00.123456+08', 600)).toBe('2026-11-19 23:55:00.123456+08');
  expect(earlierTime('2026-03-01T00:00:05.000Z', 10)).toBe('2026-02-28T23:59:55.000Z');
  expect(earlierTime('2026-11-20', 600)).toBe('2026-11-19');
  expect(earlierTime('20261120000500', 600)).toBe('20261119235500');
  expect(earlierTime('1700000600', 600)).toBe('1700000000');
  expect(earlierTime('1700000600000', 600)).toBe('1700000000000');
  expect(earlierTime('第七版', 600)).toBe('第七版');
});

test('长编号不失真地往前退，文字编号原样', () => {
  expect(earlierKey('341202199001011237', 1000)).toBe('341202199001010237');
  expect(earlierKey('A-17', 1000)).toBe('A-17');
});

test('两个值里较大的：数按数、时间按时间、其余按文字', () => {
  expect(greater('9', '10')).toBe('10');
  expect(greater('2026-11-20T08:00:00+08:00', '2026-11-20T00:30:00Z')).toBe('2026-11-20T00:30:00Z');
  expect(greater('B', 'A')).toBe('B');
  expect(greater(undefined, 'A')).toBe('A');
});

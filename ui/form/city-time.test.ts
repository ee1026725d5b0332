import { expect, test } from 'vitest';
import { dateInCity, durationText, momentFromCity, momentText, officialDate } from './city-time.ts';

test('时间按北京时间显示，与电脑所在时区无关', () => {
  expect(dateInCity('2026-11-23T16:30:00Z')).toBe('2026-11-24T00:30:00');
  expect(momentFromCity('2026-11-24T00:30:00')).toBe('2026-11-23T16:30:00.000Z');
  expect(momentText('2026-11-23T16:30:00Z')).toBe('2026-11-24 00:30');
  expect(momentText(null)).toBe('—');
  expect(momentText('不是时间')).toBe('—');
  expect(officialDate('2026-03-05')).toBe('2026年3月5日');
  expect(officialDate('2026-11-23T16:30:00Z')).toBe('2026年11月24日');
});

test('时长只说最大的两个单位', () => {
  expect(durationText(30_000)).toBe('不到 1 分钟');
  expect(durationText(25 * 60_000)).toBe('25 分钟');
  expect(durationText(90 * 60_000)).toBe('1 小时 30 分钟');
  expect(durationText((3 * 1440 + 245) * 60_000)).toBe('3 天 4 小时');
  expect(durationText(null)).toBe('—');
});

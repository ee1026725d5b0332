/** Columns of nothing but numbers and of nothing but times; what is neither is neither. */
import { expect, test } from 'vitest';
import { columnKinds, timeOf } from './column-kinds.ts';

test('全是数字的、全是时间的列；空格子不算，一个不是就都不是', () => {
  const rows = [
    {
      人数: 3,
      面积: '12.5',
      日期: '2026-03-01',
      时刻: '2026/3/1 8:30',
      编号: '001A',
      空: null,
      混: '2026-01-01',
    },
    { 人数: '', 面积: '-1', 日期: null, 时刻: '2026-03-02T08:30:00Z', 编号: '7', 空: '', 混: '不详' },
  ];
  expect(columnKinds(Object.keys(rows[0] ?? {}), rows)).toEqual({
    numbers: ['人数', '面积'],
    times: ['日期', '时刻'],
  });
});

test('没有时区的时间是北京时间；没有的日子不是时间', () => {
  expect(timeOf('2026-03-01')).toBe(Date.parse('2026-02-28T16:00:00Z'));
  expect(timeOf('2026年3月1日')).toBe(Date.parse('2026-02-28T16:00:00Z'));
  expect(timeOf('2026-03-01 08:30')).toBe(Date.parse('2026-03-01T00:30:00Z'));
  expect(timeOf('2026-13-01')).toBeUndefined();
  expect(timeOf('20260301')).toBeUndefined();
});

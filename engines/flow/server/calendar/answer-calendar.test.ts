/** What other programs are told of working days: the same as the limits of cases. */
import { expect, test } from 'vitest';
import { createCalendar } from '../../../../kernel/working-calendar.ts';
import { deadlineOf, workingDayAfter } from './answer-calendar.ts';

const calendar = createCalendar(
  [
    { date: '2026-10-01', kind: 'holiday', name: '国庆节' },
    { date: '2026-10-02', kind: 'holiday', name: '国庆节' },
    { date: '2026-10-10', kind: 'makeup', name: '调休上班' },
  ],
  [
    { start: '08:00', end: '12:00' },
    { start: '14:00', end: '18:00' },
  ],
);

test('几个工作日之后：当天不算，放假跳过，调休的周六算', () => {
  expect(workingDayAfter(calendar, '2026-09-30', 0).date).toBe('2026-09-30');
  // Thursday and Friday are free, then the weekend.
  expect(workingDayAfter(calendar, '2026-09-30', 1).date).toBe('2026-10-05');
  expect(workingDayAfter(calendar, '2026-10-09', 1).date).toBe('2026-10-10');
});

test('时限届满的时刻与办件一致；日历之外说明是暂定', () => {
  const at = (amount: number, unit: 'work-day' | 'work-hour' | 'natural-day') =>
    deadlineOf(calendar, { from: '2026-09-30T16:00:00+08:00', amount, unit });
  expect(at(4, 'work-hour')).toMatchObject({ due: '2026-10-05T02:00:00.000Z', date: '2026-10-05' });
  expect(at(1, 'natural-day').date).toBe('2026-10-01');
  expect(at(1, 'natural-day').provisional).toBe(false);
  expect(at(200, 'work-day').provisional).toBe(true);
});

/** Which days the calendar shows. */
import { expect, test } from 'vitest';
import { daysShown, mondayOf, shiftDay, titleOfSpan } from './calendar-days.ts';

test('周从周一开始,月补齐整周,跨年不错', () => {
  expect(mondayOf('2026-11-29')).toBe('2026-11-23');
  expect(daysShown('week', '2026-12-31').at(-1)).toBe('2027-01-03');
  const november = daysShown('month', '2026-11-10');
  expect([november[0], november.at(-1), november.length]).toEqual(['2026-10-26', '2026-12-06', 42]);
  expect(daysShown('month', '2027-02-01')).toHaveLength(35);
  for (const month of ['2026-02', '2026-08', '2026-12', '2027-05']) {
    const days = daysShown('month', `${month}-15`);
    const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
    expect(days).toContain(`${month}-${last}`);
  }
  expect([shiftDay('month', '2026-12-31', 1), shiftDay('week', '2026-12-31', -1)]).toEqual([
    '2027-01-01',
    '2026-12-24',
  ]);
  expect(titleOfSpan('month', '2026-11-10')).toBe('2026 年 11 月');
});

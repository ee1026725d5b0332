/** Periods as offices name them: weeks that end on Friday, 旬, months, quarters. */
import { expect, test } from 'vitest';
import { endedPeriods, periodOf } from './report-periods.ts';

test('周、旬、月、季各有名称和截止日', () => {
  expect(periodOf('week', '2026-11-23')).toEqual({ key: '2026-W48', ends: '2026-11-27' });
  expect(periodOf('week', '2027-01-02')).toEqual({ key: '2026-W53', ends: '2027-01-01' });
  expect(periodOf('ten-day', '2026-02-21')).toEqual({ key: '2026-02下旬', ends: '2026-02-28' });
  expect(periodOf('month', '2028-02-03')).toEqual({ key: '2028-02', ends: '2028-02-29' });
  expect(periodOf('quarter', '2026-11-23')).toEqual({ key: '2026-Q4', ends: '2026-12-31' });
  expect(periodOf('none', '2026-11-23')).toBeUndefined();
});

test('只算交办后已经结束的反馈期,当期还没结束不算', () => {
  const keys = (from: string, before: string) => endedPeriods('week', from, before).map(({ key }) => key);
  expect(keys('2026-11-23', '2026-11-27')).toEqual([]);
  expect(keys('2026-11-23', '2026-11-28')).toEqual(['2026-W48']);
  expect(keys('2026-11-28', '2026-12-12')).toEqual(['2026-W49', '2026-W50']);
  expect(endedPeriods('month', '2026-11-10', '2027-02-01').map(({ key }) => key)).toEqual([
    '2026-11',
    '2026-12',
    '2027-01',
  ]);
  expect(endedPeriods('none', '2026-11-10', '2027-02-01')).toEqual([]);
});

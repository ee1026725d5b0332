/** Periods of reports, and comparisons without a denominator. */
import { expect, test } from 'vitest';
import { changeText, momentsOf, periodBefore, periodOf, ratioOf } from './report-periods.ts';

test('月报是整月，闰年二月 29 天；上期跨年', () => {
  expect(periodOf('month', '2028-02-10')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
  expect(periodBefore('month', periodOf('month', '2027-01-31'))).toEqual({
    from: '2026-12-01',
    to: '2026-12-31',
  });
  expect(periodBefore('day', periodOf('day', '2027-01-01'))).toEqual({
    from: '2026-12-31',
    to: '2026-12-31',
  });
});

test('一天从上海的零点到次日零点', () => {
  expect(momentsOf(periodOf('day', '2026-11-22'))).toEqual({
    from: '2026-11-21T16:00:00.000Z',
    to: '2026-11-22T16:00:00.000Z',
  });
});

test('上期为零或没有，变化是“—”；分母为零没有比率', () => {
  expect([changeText(3, 0), changeText(3, null), changeText(null, 2), changeText(0, 0)]).toEqual([
    '—',
    '—',
    '—',
    '—',
  ]);
  expect([changeText(3, 2), changeText(1, 2), changeText(2, 2)]).toEqual(['+50.0%', '-50.0%', '0.0%']);
  expect(ratioOf(1, 0)).toBeNull();
  expect(ratioOf(1, 4)).toBe(25);
});

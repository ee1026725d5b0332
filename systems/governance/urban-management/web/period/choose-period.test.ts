/** Which days a chosen period covers. */
import { expect, test } from 'vitest';
import { periodOf, readPeriod } from './choose-period.ts';

test('本月和本季度到今天为止,上月上季度取整', () => {
  expect(periodOf('month', '2026-11-23')).toEqual({ from: '2026-11-01', to: '2026-11-23' });
  expect(periodOf('last-month', '2026-01-05')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
  expect(periodOf('quarter', '2026-11-23')).toEqual({ from: '2026-10-01', to: '2026-11-23' });
  expect(periodOf('last-quarter', '2026-02-10')).toEqual({ from: '2025-10-01', to: '2025-12-31' });
  expect(periodOf('last-month', '2028-03-01')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
});

test('地址里写错的时段退回本月', () => {
  const read = (text: string) => readPeriod(new URLSearchParams(text), '2026-11-23').name;
  expect(read('period=custom&from=2026-11-01&to=x')).toBe('month');
  expect(read('period=year')).toBe('month');
  expect(
    readPeriod(new URLSearchParams('period=custom&from=2026-11-01&to=2026-11-09'), '2026-11-23'),
  ).toEqual({
    name: 'custom',
    period: { from: '2026-11-01', to: '2026-11-09' },
  });
});

/** 巡河周期:每一天恰在一个周期里,首尾相接;只有届满的周期才算应巡。 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Period, periodOf, periodsEnding } from './periods.ts';

const all: readonly Period[] = ['half-year', 'quarter', 'month', 'half-month', 'ten-days', 'week'];
const day = 86_400_000;
const text = (time: number) => new Date(time).toISOString().slice(0, 10);

test('按公历和星期切分', () => {
  expect(all.map((period) => periodOf(period, '2026-11-26'))).toEqual([
    { from: '2026-07-01', to: '2026-12-31' },
    { from: '2026-10-01', to: '2026-12-31' },
    { from: '2026-11-01', to: '2026-11-30' },
    { from: '2026-11-16', to: '2026-11-30' },
    { from: '2026-11-21', to: '2026-11-30' },
    { from: '2026-11-23', to: '2026-11-29' },
  ]);
  expect(periodOf('ten-days', '2028-02-29')).toEqual({ from: '2028-02-21', to: '2028-02-29' });
  expect(periodsEnding('week', { from: '2026-11-01', to: '2026-11-30' }).map(({ to }) => to)).toEqual([
    '2026-11-01',
    '2026-11-08',
    '2026-11-15',
    '2026-11-22',
    '2026-11-29',
  ]);
  expect(periodsEnding('half-year', { from: '2026-11-01', to: '2026-11-30' })).toEqual([]);
});

test('任意一天:在自己的周期里,周期前后相接,届满的周期不重不漏', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...all),
      fc.integer({ min: 0, max: 20_000 }),
      fc.nat(400),
      (period, offset, span) => {
        const date = text(Date.UTC(2000, 0, 1) + offset * day);
        const own = periodOf(period, date);
        expect(own.from <= date && date <= own.to).toBe(true);
        expect(periodOf(period, own.from)).toEqual(own);
        expect(periodOf(period, text(Date.parse(own.to) + day)).from).toBe(text(Date.parse(own.to) + day));
        const to = text(Date.parse(date) + span * day);
        const ends = periodsEnding(period, { from: date, to });
        for (const each of ends) expect(date <= each.to && each.to <= to).toBe(true);
        for (const [index, each] of ends.entries())
          if (index > 0) expect(each.from).toBe(text(Date.parse(ends[index - 1]?.to ?? '') + day));
      },
    ),
  );
});

/** What opens behind the numbers of the wall. */
import { expect, test } from 'vitest';
import { openRows, overdue, rateRows, todayRows } from './screen-rows.ts';

const place = { area: '341202000000', at: '2026-11-23T08:00:00.000Z' };

test('超期在办:未办结且时限已过,限于所看区域', () => {
  expect(openRows(place, '超期', overdue(place.at))).toEqual({
    title: '超期',
    filter: {
      all: [
        { field: 'status', is: 'unequal', value: 'closed' },
        { field: 'dueAt', is: 'less', value: place.at },
      ],
    },
    where: { caseArea: '341202000000' },
  });
  expect(todayRows({ ...place, area: undefined }, '今日', 'openedAt', '2026-11-23').where).toBeUndefined();
});

test('比率点开是公式的分子', () => {
  const { filter } = rateRows(place, '返工率', { from: '2026-11-01', to: '2026-11-02' }, 'rework-rate');
  expect(JSON.stringify(filter)).toContain('reworkCount');
  expect(JSON.stringify(filter)).toContain('dispatchedAt');
});

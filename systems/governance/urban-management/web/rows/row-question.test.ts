/** The rows that open behind a number. */
import { expect, test } from 'vitest';
import { inPeriod, listInput } from './row-question.ts';

test('时段按北京时间整日,含首尾两天', () => {
  expect(inPeriod('openedAt', '2026-11-01', '2026-11-02')).toEqual({
    all: [
      { field: 'openedAt', is: 'at-least', value: '2026-10-31T16:00:00.000Z' },
      { field: 'openedAt', is: 'less', value: '2026-11-02T16:00:00.000Z' },
    ],
  });
});

test('没有的条件不进地址', () => {
  expect(listInput({ title: '全部' }, 1, 20)).toEqual({
    register: 'urban-management.case',
    page: 1,
    size: 20,
    labels: true,
    sort: '-openedAt',
  });
  expect(listInput({ title: '格', box: [1, 2, 3, 4], where: { matter: '06010' } }, 2, 20)).toMatchObject({
    box: '[1,2,3,4]',
    where: '{"matter":"06010"}',
  });
});

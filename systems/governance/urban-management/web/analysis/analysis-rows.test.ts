/** A number of the analysis and its rows are the same question. */
import { expect, test } from 'vitest';
import { linkRows, openedRows } from './analysis-rows.ts';

const asked = { from: '2026-11-01', to: '2026-11-01', area: '341202000000' };

test('小类排行点开:同时段、同区域、该小类', () => {
  expect(openedRows(asked, '乱倒垃圾', { where: { matter: '06010' } }).where).toEqual({
    caseArea: '341202000000',
    matter: '06010',
  });
});

test('慢环节点开:按该环节完成的时间和单位,可只看超时', () => {
  expect(linkRows(asked, '处置', 'handle', { unit: 'u1', late: true })).toEqual({
    title: '处置',
    filter: {
      all: [
        {
          all: [
            { field: 'handledAt', is: 'at-least', value: '2026-10-31T16:00:00.000Z' },
            { field: 'handledAt', is: 'less', value: '2026-11-01T16:00:00.000Z' },
          ],
        },
        { field: 'handledLate', is: 'equal', value: true },
      ],
    },
    where: { caseArea: '341202000000', leadUnit: 'u1' },
  });
});

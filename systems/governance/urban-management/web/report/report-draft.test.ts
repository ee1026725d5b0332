/** What a citizen must fill in, and what is sent. */
import { expect, test } from 'vitest';
import { emptyReport, findReportProblems, reportBody } from './report-draft.ts';

const filled = {
  ...emptyReport,
  description: '井盖坏了很危险',
  address: '颍河路 12 号',
  area: '341202001001',
};

test('缺什么说什么', () => {
  expect(Object.keys(findReportProblems(emptyReport, 0))).toEqual([
    'photos',
    'description',
    'position',
    'address',
  ]);
  expect(findReportProblems(filled, 1)).toEqual({});
  expect(findReportProblems({ ...filled, phone: '123' }, 1).phone).toContain('11 位');
});

test('有坐标就只报坐标,没有才报区划;空的不报', () => {
  expect(reportBody(filled)).toEqual({
    description: '井盖坏了很危险',
    address: '颍河路 12 号',
    area: '341202001001',
  });
  const at = { lon: 115.8, lat: 32.9 };
  expect(reportBody({ ...filled, position: at, matter: '01002' })).toEqual({
    description: '井盖坏了很危险',
    address: '颍河路 12 号',
    matter: '01002',
    position: at,
  });
});

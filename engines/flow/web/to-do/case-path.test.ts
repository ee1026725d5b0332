/** Which page a row of the to-do list opens. */
import { expect, test } from 'vitest';
import { casePath } from './case-path.ts';

const pages = [
  { system: 'um', key: 'case', path: '/um/cases/:id', face: 'desk' },
  { system: 'um', key: 'my-report', path: '/um/reports/:id', face: 'citizen' },
];

test('系统有自己的案件页就打开它，没有就用流程的通用页', () => {
  expect(casePath(pages, 'um.case', 'a1')).toBe('/um/cases/a1');
  expect(casePath(pages, 'other.case', 'a1')).toBe('/flow/cases/other.case/a1');
  expect(casePath([], 'um.case', 'a/1')).toBe('/flow/cases/um.case/a%2F1');
});

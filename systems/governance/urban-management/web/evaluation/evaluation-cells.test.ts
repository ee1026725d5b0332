/** How the evaluation reads. */
import { expect, test } from 'vitest';
import { cellText, countsText, evaluationSheet, type Table } from './evaluation-cells.ts';

const table: Table = {
  object: 'unit',
  objectTitle: '部门',
  period: { from: '2026-11-01', to: '2026-11-23' },
  ruleSet: { version: '2026', source: '标准' },
  grouping: { by: 'department', level: 'county' },
  columns: [{ indicator: 'r', title: '返工率', formula: '', unit: 'rate', weight: 10, better: 'lower' }],
  rows: [
    {
      key: 'a',
      name: '=HYPERLINK("x")',
      values: { r: 1 / 3 },
      counts: { r: { numerator: 1, denominator: 3 } },
      score: 66.666,
      band: { title: '合格', colour: '#fa8c16' },
    },
    { key: 'b', name: '无案单位', values: { r: null }, counts: {}, score: null, band: null },
  ],
};

test('率带百分号,分母为零显示短横', () => {
  expect(cellText({ unit: 'rate' }, 0.923)).toBe('92.3%');
  expect(cellText({ unit: 'rate' }, null)).toBe('—');
  expect(cellText({ unit: 'count' }, 1234)).toBe('1,234');
  expect(cellText({ unit: 'hour' }, 5.25)).toBe('5.3 小时');
});

test('悬停看得到分子分母', () => {
  const [first, second] = table.rows;
  const [column] = table.columns;
  if (!first || !second || !column) throw new Error('table is empty');
  expect(countsText(first, column)).toBe('1 ÷ 3');
  expect(countsText(second, column)).toBe('');
});

test('导出的表格能数、不带公式', () => {
  const lines = evaluationSheet(table).split('\r\n');
  expect(lines[0]).toBe('\uFEFF排名,对象,综合得分,等级,返工率（率）');
  expect(lines[1]).toBe(`1,"'=HYPERLINK(""x"")",66.67,合格,0.3333`);
  expect(lines[2]).toBe(',无案单位,,,');
});

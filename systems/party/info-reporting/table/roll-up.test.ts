/** Sums, weighted means, counts and recomputed rates, against figures worked out by hand and at random. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Column } from './column.ts';
import { rollUp } from './roll-up.ts';

const evaluate = (text: string, scope: Readonly<Record<string, unknown>>) => {
  if (text !== '参保人数 / 人口数') throw new Error(text);
  const [a, b] = [scope['参保人数'], scope['人口数']];
  return typeof a === 'number' && typeof b === 'number' && b !== 0 ? a / b : null;
};
const column = (part: object) => Column.parse({ title: '列', kind: 'decimal', ...part });
const columns = [
  column({ key: '人口数', kind: 'integer', rollup: 'sum' }),
  column({ key: '参保人数', kind: 'integer', rollup: 'sum' }),
  column({ key: '参保率', rollup: 'formula', formula: '参保人数 / 人口数' }),
  column({ key: '人均收入', rollup: 'mean', weight: '人口数' }),
  column({ key: '最高', rollup: 'max' }),
  column({ key: '有卫生室', kind: 'boolean', rollup: 'count' }),
  column({ key: '备注', kind: 'text' }),
];

test('合计、按人口加权的平均、重新计算的比率、最大和计数', () => {
  const rows = [
    { 人口数: 100, 参保人数: 90, 参保率: 0.9, 人均收入: 10, 最高: 3, 有卫生室: true, 备注: '甲' },
    { 人口数: 300, 参保人数: 150, 参保率: 0.5, 人均收入: 20, 最高: 7, 有卫生室: false, 备注: null },
    { 人口数: null, 参保人数: null, 参保率: null, 人均收入: 99, 最高: null, 有卫生室: true, 备注: null },
  ];
  expect(rollUp(rows, columns, evaluate)).toEqual({
    人口数: 400,
    参保人数: 240,
    参保率: 0.6,
    人均收入: 17.5,
    最高: 7,
    有卫生室: 2,
    备注: null,
  });
});

test('没有填报时各列为空,不是零', () => {
  expect(rollUp([], columns, evaluate)).toMatchObject({ 人口数: null, 参保率: null, 人均收入: null });
});

test('先分乡镇汇总再合计,与直接按行合计相同', () => {
  const cells = fc.record({
    人口数: fc.integer({ min: 0, max: 9999 }),
    参保人数: fc.integer({ min: 0, max: 9999 }),
  });
  fc.assert(
    fc.property(fc.array(fc.array(cells, { minLength: 1 }), { minLength: 1 }), (towns) => {
      const sums = columns.slice(0, 3);
      const whole = rollUp(towns.flat(), sums, evaluate);
      const parts = rollUp(
        towns.map((rows) => rollUp(rows, sums, evaluate)),
        sums,
        evaluate,
      );
      expect(parts).toEqual(whole);
    }),
    { numRuns: 100 },
  );
});

/** 考核: counties ranked by the published formula, and the rows behind each number; the monthly bulletin. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

const day = z.iso.date('日期应写成 2026-07-01 的样子');
const Item = z.enum(['patrol', 'valid', 'closed', 'water']);
const Cell = z.object({ numerator: z.number(), denominator: z.number(), value: z.number().nullable() });

const CountyScore = z.object({
  area: z.string(),
  areaName: z.string(),
  cells: z.record(Item, Cell),
  score: z.number().nullable(),
  rank: z.number().nullable(),
});
export type CountyScore = z.infer<typeof CountyScore>;

export const assessmentRoutes = {
  assessment: get('/assessment', {
    title: '河长制考核',
    allow: 'assess',
    input: z.object({ from: day, to: day }),
    output: z.object({
      source: z.string(),
      version: z.string(),
      note: z.string(),
      items: z.array(
        z.object({ id: Item, title: z.string(), weight: z.number(), formula: z.string(), unit: z.string() }),
      ),
      /** Best first; those without a score last. */
      rows: z.array(CountyScore),
    }),
  }),
  assessmentRows: get('/assessment/rows', {
    title: '考核明细',
    allow: 'assess',
    input: z.object({
      from: day,
      to: day,
      area: z.string().regex(/^\d{12}$/, '请选择区划'),
      item: Item,
    }),
    output: z.object({
      numerator: z.number(),
      denominator: z.number(),
      rows: z.array(
        z.object({
          key: z.string(),
          title: z.string(),
          note: z.string(),
          /** What the row adds to numerator and denominator. */
          gained: z.number(),
          wanted: z.number(),
          link: z.string().nullable(),
        }),
      ),
    }),
  }),
  bulletin: get('/bulletins/:month', {
    title: '河长制月度公报',
    allow: 'publish',
    input: z.object({
      month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, '月份应写成 2026-11 的样子'),
      as: z.enum(['pdf', 'docx']).default('pdf'),
    }),
    output: 'binary',
    rate: 30,
  }),
};

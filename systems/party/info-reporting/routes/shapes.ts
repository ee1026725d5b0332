/** Shapes that several routes of 一表通 share. */
import { z } from 'zod';
import { isAreaCode } from '../../../../kernel/area.ts';
import { Check, Column, Source } from '../table/column.ts';

export const id = z.uuid('不是有效的编号');
export const area = z
  .string()
  .regex(/^\d{12}$/, '区划代码是 12 位数字')
  .refine(isAreaCode, '区划代码不正确');
export const reason = z.string().trim().min(2, '请写明理由').max(500);
export const done = z.object({ done: z.literal(true) });

export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export const Cells = z.record(z.string().max(40), Cell);

export const Finding = z.object({
  key: z.string(),
  title: z.string(),
  verdict: z.enum(['held', 'similar', 'new', 'computed']),
  element: z.string().optional(),
  source: Source.optional(),
  reason: z.string(),
});

export const ShownBody = z.object({ columns: z.array(Column), checks: z.array(Check) });

/** Where a cell was taken from, in words. */
export const CellSource = z.object({
  title: z.string(),
  /** Why it is empty, when it could not be taken. */
  note: z.string().optional(),
  at: z.string(),
});

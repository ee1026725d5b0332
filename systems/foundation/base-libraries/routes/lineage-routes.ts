/** Where a column comes from and what depends on it, by names alone: no value of a row is told. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

const Column = z.object({ table: z.string(), field: z.string() });

export const LineageTable = z.object({
  id: z.string(),
  title: z.string(),
  layer: z.enum(['source', 'standard', 'subject', 'contract']),
  /** Those that stand on a way, in the table's order. */
  columns: z.array(z.object({ field: z.string(), title: z.string() })),
});
export type LineageTable = z.infer<typeof LineageTable>;

export const LineageReply = z.object({
  title: z.string(),
  /** Columns of the table that is asked about. */
  columns: z.array(z.object({ field: z.string(), title: z.string() })),
  tables: z.array(LineageTable),
  edges: z.array(z.object({ from: Column, to: Column, expression: z.string() })),
  /** There is more than is shown. */
  cut: z.boolean(),
});
export type LineageReply = z.infer<typeof LineageReply>;

export const lineageRoutes = {
  lineage: get('/lineage/:dataset', {
    title: '字段血缘：从哪里来，谁在用',
    allow: 'read',
    input: z.object({
      dataset: z.uuid(),
      field: z
        .string()
        .regex(/^[a-z][a-z0-9_]{0,39}$/)
        .optional(),
    }),
    output: LineageReply,
    rate: 240,
  }),
};

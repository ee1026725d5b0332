/** Routes of the library: comparing a request with all that is held, and what the register of requests has saved. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { Column, cycles, fillLevels } from '../table/column.ts';
import { Finding, id } from './shapes.ts';

export const tableRoutes = {
  compare: post('/tables/compare', {
    title: '报表查重',
    allow: 'design',
    input: z.object({
      /** The table itself, when it is being changed. */
      id: id.optional(),
      level: z.enum(fillLevels),
      cycle: z.enum(cycles),
      columns: z.array(Column).max(60),
    }),
    output: z.object({
      findings: z.array(Finding),
      /** All that is asked is held: the request would be refused. */
      refused: z.boolean(),
    }),
    rate: 120,
  }),
  savings: get('/savings', {
    title: '减负成效',
    allow: 'read-tables',
    input: z.object({}),
    output: z.object({
      tables: z.number(),
      asked: z.number(),
      held: z.number(),
      /** Cells that nobody had to fill, over all issues: prefilled columns × areas. */
      cells: z.number(),
    }),
  }),
};

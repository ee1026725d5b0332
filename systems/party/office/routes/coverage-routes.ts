/** Indicator 14: how many departments really work on the platform. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

const day = z.iso.date('日期应写成 2026-07-01 的样子');

export const coverageRoutes = {
  coverage: get('/coverage', {
    title: '平台覆盖率',
    allow: 'measure',
    input: z.object({ from: day, to: day }),
    output: z.object({
      formula: z.string(),
      /** Departments that drafted, issued or received something in the period. */
      used: z.number(),
      total: z.number(),
      /** Per cent; null without a department. */
      rate: z.number().nullable(),
      departments: z.array(z.object({ id: z.string(), name: z.string(), used: z.boolean() })),
    }),
    rate: 30,
  }),
};

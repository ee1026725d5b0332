/** 申领率, indicator 15 of the plan. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

export const coverageRoutes = {
  coverage: get('/coverage', {
    title: '安康码申领率（指标 15）',
    allow: 'measure',
    input: z.object({ month: z.iso.date('请选择日期') }),
    output: z.object({
      /** Of the operators' reports; null without any. */
      month: z.string().nullable(),
      holders: z.number(),
      users: z.number().nullable(),
      value: z.number().nullable(),
      reports: z.array(
        z.object({ id: z.string(), operator: z.string(), users: z.number(), source: z.string() }),
      ),
      formula: z.string(),
    }),
  }),
};

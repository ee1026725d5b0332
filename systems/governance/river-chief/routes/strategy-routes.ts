/** 一河一策: read whole, put in force, begun anew as the next edition, printed. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const strategyId = z.object({ id: z.uuid('不是有效的编号') });

/** As it is read on the page and on paper. */
export const StrategyContent = z.object({
  title: z.string(),
  riverName: z.string(),
  unitName: z.string(),
  from: z.string(),
  to: z.string(),
  edition: z.number(),
  parts: z.array(
    z.object({
      part: z.string(),
      title: z.string(),
      items: z.array(
        z.object({ text: z.string(), unitName: z.string().nullable(), due: z.string().nullable() }),
      ),
    }),
  ),
});
export type StrategyContent = z.infer<typeof StrategyContent>;

export const strategyRoutes = {
  strategy: get('/strategies/:id', {
    title: '一河一策',
    allow: 'read',
    input: strategyId,
    output: StrategyContent.extend({
      id: z.string(),
      status: z.string(),
      statusName: z.string(),
      enforcedOn: z.string().nullable(),
      /** Every edition in the line of this one, newest first. */
      editions: z.array(z.object({ id: z.string(), edition: z.number(), statusName: z.string() })),
    }),
  }),
  enforceStrategy: post('/strategies/:id/enforcement', {
    title: '执行一河一策',
    allow: 'publish',
    input: strategyId,
    output: z.object({ id: z.string() }),
  }),
  renewStrategy: post('/strategies/:id/editions', {
    title: '编制新版一河一策',
    allow: 'publish',
    input: strategyId,
    output: z.object({ id: z.string() }),
  }),
  strategyFile: get('/strategies/:id/file', {
    title: '一河一策文件',
    allow: 'read',
    input: strategyId.extend({ as: z.enum(['pdf', 'docx']).default('pdf') }),
    output: 'binary',
    rate: 30,
  }),
};

/** Routes of statistics: by unit, every number with the rows behind it. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';
import { day } from './item-routes.ts';

export const measures = ['finished', 'overdue', 'deemedAccepted', 'supplemented', 'rated', 'silent'] as const;

const Unit = z.object({
  unit: z.string(),
  name: z.string(),
  /** Finished in the period. */
  finished: z.number(),
  overdue: z.number(),
  /** Finished within the promised days ÷ finished; null without any. */
  onTime: z.number().nullable(),
  averageDays: z.number().nullable(),
  savedDays: z.number(),
  runsSaved: z.number(),
  deemedAccepted: z.number(),
  supplemented: z.number(),
  rated: z.number(),
  stars: z.number().nullable(),
  /** As a unit on others' paths: let its time pass. */
  silent: z.number(),
});

export const statisticsRoutes = {
  statistics: get('/statistics', {
    title: '内跑办理统计',
    allow: 'measure',
    input: z.object({ from: day, to: day }),
    output: z.object({ formula: z.string(), total: Unit, units: z.array(Unit) }),
    rate: 60,
  }),
  statisticsRows: get('/statistics/rows', {
    title: '内跑统计明细',
    allow: 'measure',
    input: z.object({ from: day, to: day, unit: z.string().max(80).optional(), of: z.enum(measures) }),
    output: z.object({
      rows: z.array(
        z.object({
          id: z.string(),
          number: z.string(),
          title: z.string(),
          itemTitle: z.string(),
          applicantName: z.string(),
          handlerName: z.string(),
          usedDays: z.number().nullable(),
          savedDays: z.number().nullable(),
          stars: z.number().nullable(),
          finishedAt: z.string().nullable(),
        }),
      ),
    }),
    rate: 60,
  }),
};

/** Calls by interface, application, day and outcome, down to the hours. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

const Figures = z.object({
  calls: z.number(),
  served: z.number(),
  refused: z.number(),
  sandbox: z.number(),
  /** Milliseconds, of served calls; null without one. */
  p50: z.number().nullable(),
  p95: z.number().nullable(),
});
export type Figures = z.infer<typeof Figures>;

export const CallRow = z.object({
  hour: z.string(),
  app: z.string(),
  appName: z.string(),
  target: z.string(),
  outcome: z.string(),
  outcomeTitle: z.string(),
  calls: z.number(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
});
export type CallRow = z.infer<typeof CallRow>;

export const statisticRoutes = {
  statistics: get('/statistics', {
    title: '调用统计',
    allow: 'browse',
    input: z.object({
      from: z.iso.date(),
      to: z.iso.date(),
      app: z.uuid().optional(),
      /** '<interface>@<version>'. */
      target: z.string().max(120).optional(),
      /** 'served', 'sandbox', a code, or 'refused' for all that is neither of the first two. */
      outcome: z.string().max(80).optional(),
    }),
    output: z.object({
      total: Figures,
      days: z.array(Figures.extend({ day: z.string() })),
      targets: z.array(Figures.extend({ target: z.string(), title: z.string() })),
      apps: z.array(Figures.extend({ app: z.string(), name: z.string() })),
      refusals: z.array(z.object({ outcome: z.string(), title: z.string(), calls: z.number() })),
      /** Newest first, at most 500. */
      rows: z.array(CallRow),
      more: z.boolean(),
    }),
  }),
};

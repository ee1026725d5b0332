/** Routes of quality: datasets by dimension, and how one developed from batch to batch. */
import { z } from 'zod';
import { get } from '../../../kernel/contract.ts';

const share = z.number().nullable();

export const DatasetQuality = z.object({
  id: z.string(),
  name: z.string(),
  department: z.string(),
  departmentName: z.string(),
  score: z.number().nullable(),
  kept: z.number(),
  shares: z.record(z.string(), share),
});
export type DatasetQuality = z.infer<typeof DatasetQuality>;

export const routes = {
  overview: get('/overview', {
    title: '数据质量总览',
    allow: 'read',
    input: z.object({}),
    output: z.object({ datasets: z.array(DatasetQuality), disputes: z.number() }),
  }),
  trend: get('/datasets/:id/trend', {
    title: '质量走势',
    allow: 'read',
    input: z.object({ id: z.uuid() }),
    output: z.object({
      batches: z.array(
        z.object({
          id: z.string(),
          at: z.string(),
          received: z.number(),
          rejected: z.number(),
          share: share,
        }),
      ),
    }),
  }),
};

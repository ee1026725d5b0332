/** Routes of polluting sources: one source with its outfalls, what they discharge now, and whether that counts. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

const Factor = z.object({
  property: z.string(),
  title: z.string(),
  unit: z.string(),
  limit: z.number().nullable(),
  basis: z.string().nullable(),
  last: z
    .object({
      at: z.string(),
      value: z.number().nullable(),
      quality: z.string(),
      qualityTitle: z.string(),
      counts: z.boolean(),
    })
    .nullable(),
  /** Hours of the last week that counted, of those that had readings. */
  counted: z.number(),
  hours: z.array(z.object({ at: z.string(), value: z.number().nullable() })),
});

export const sourceRoutes = {
  source: get('/sources/:id', {
    title: '污染源在线监测',
    allow: 'read-sources',
    input: z.object({ id: z.uuid() }),
    output: z.object({
      id: z.string(),
      name: z.string(),
      industry: z.string().nullable(),
      permit: z.string().nullable(),
      openCases: z.number(),
      outlets: z.array(
        z.object({
          id: z.string(),
          code: z.string(),
          name: z.string(),
          kind: z.string(),
          device: z.string().nullable(),
          factors: z.array(Factor),
        }),
      ),
    }),
  }),
};

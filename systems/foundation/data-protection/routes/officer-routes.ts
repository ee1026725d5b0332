/** What the officer needs beside the case itself: the records it is about, as far as his own decision shows them. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

export const officerRoutes = {
  review: get('/requests/:id/review', {
    title: '请求所涉的记录',
    allow: 'read',
    input: z.object({ id: z.uuid('不是有效的编号') }),
    output: z.object({
      registers: z.array(z.object({ id: z.string(), title: z.string(), rows: z.number() })),
      /** The one row that is asked about; null for requests about none, and where `reach` is false. */
      row: z
        .object({
          path: z.string(),
          title: z.string(),
          fields: z.array(
            z.object({ title: z.string(), now: z.string(), wanted: z.string(), masked: z.boolean() }),
          ),
        })
        .nullable(),
      /** False: the row lies outside of what he may see, and so he may not act on it either. */
      reach: z.boolean(),
      rule: z
        .object({ basis: z.string(), days: z.number(), binding: z.boolean(), until: z.string().nullable() })
        .nullable(),
      /** Whether it may be deleted now. */
      canErase: z.boolean(),
      grounds: z.array(z.string()),
    }),
  }),
};

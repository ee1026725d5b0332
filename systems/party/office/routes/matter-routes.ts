/** 办事: what an applicant wants to know before he applies. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

export const matterRoutes = {
  leaveBalance: get('/leave-balance', {
    title: '我的年休假',
    allow: 'apply',
    input: z.object({}),
    output: z.object({
      /** Null without an entry in 休假台账. */
      balance: z
        .object({
          years: z.number(),
          entitled: z.number(),
          carriedOver: z.number(),
          used: z.number(),
          left: z.number(),
          lost: z.string().nullable(),
        })
        .nullable(),
    }),
  }),
};

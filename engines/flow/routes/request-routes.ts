/** Requests of a holder that another decides: 申诉, 延期, 挂起. */
import { z } from 'zod';
import { get } from '../../../kernel/contract.ts';
import { TimeLimit } from '../process/time-limit.ts';
import { paging } from './shapes.ts';

export const Request = z.object({
  id: z.string(),
  caseId: z.string(),
  type: z.string(),
  number: z.string(),
  title: z.string(),
  kind: z.enum(['dispute', 'delay', 'suspend']),
  kindTitle: z.string(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  askedBy: z.string(),
  askedName: z.string(),
  askedAt: z.string(),
  reason: z.string(),
  files: z.array(z.string()),
  limit: TimeLimit.nullable(),
  state: z.enum(['open', 'granted', 'refused', 'void']),
  decidedName: z.string().nullable(),
  decidedAt: z.string().nullable(),
  answer: z.string().nullable(),
});
export type Request = z.infer<typeof Request>;

export const requestRoutes = {
  requests: get('/requests', {
    title: '待审定的申请',
    signedInBecause: '只列出本人可审定的申请',
    input: z.object({ ...paging, type: z.string().max(120).default('') }),
    output: z.object({ rows: z.array(Request), more: z.boolean() }),
  }),
};

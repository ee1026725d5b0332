/** 抄送 and 传阅: cases sent to be read, with receipts. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { done, id, paging } from './shapes.ts';

/** A case that was sent to be read. */
export const Reading = z.object({
  type: z.string(),
  typeTitle: z.string(),
  caseId: z.string(),
  number: z.string(),
  title: z.string(),
  kind: z.enum(['copy', 'circulate']),
  sentName: z.string(),
  sentAt: z.string(),
  readAt: z.string().nullable(),
});
export type Reading = z.infer<typeof Reading>;

export const readingRoutes = {
  readings: get('/readings', {
    title: '待阅',
    signedInBecause: '只列出抄送、传阅给本人的案件',
    input: z.object({ ...paging, unread: z.stringbool().default(false) }),
    output: z.object({ rows: z.array(Reading), more: z.boolean() }),
  }),
  confirmReading: post('/readings/:caseId', {
    title: '确认已阅',
    signedInBecause: '只能确认发给本人的传阅',
    input: z.object({ caseId: id }),
    output: done,
  }),
};

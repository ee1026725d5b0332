/** Routes of receipts: found by whom, what, when and how it ended; the use of one contract. */
import { z } from 'zod';
import { get } from '../../../kernel/contract.ts';

export const FoundReceipt = z.object({
  id: z.string(),
  at: z.string(),
  application: z.string(),
  contract: z.string(),
  number: z.string(),
  consumer: z.string(),
  provider: z.string(),
  outcome: z.string(),
  rows: z.number(),
});
export type FoundReceipt = z.infer<typeof FoundReceipt>;

export const receiptRoutes = {
  receipts: get('/receipts', {
    title: '检索调用凭证',
    allow: 'read',
    input: z.object({
      receipt: z.uuid('凭证编号的格式不对').optional(),
      contract: z.string().max(60).optional(),
      application: z.string().max(60).optional(),
      department: z.string().max(60).optional(),
      outcome: z.enum(['served', 'empty', 'over-quota']).optional(),
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
      before: z.uuid().optional(),
      size: z.coerce.number().int().min(1).max(100).default(50),
    }),
    output: z.object({ receipts: z.array(FoundReceipt), more: z.boolean(), all: z.boolean() }),
  }),
  use: get('/agreements/:id/use', {
    title: '合同自始的使用情况',
    allow: 'read',
    input: z.object({ id: z.uuid() }),
    output: z.object({
      calls: z.number(),
      rows: z.number(),
      days: z.number(),
      lastAt: z.string().nullable(),
      mayRenew: z.boolean(),
    }),
  }),
};

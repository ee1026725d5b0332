/** Routes of alerts: one with its evidence, and what people do about it. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid();
const words = z.string().trim().min(2, '请至少写两个字').max(1000);
const done = z.object({ done: z.literal(true) });

export const Evidence = z.object({
  hour: z.string(),
  grade: z.string(),
  calls: z.number(),
  measures: z.record(z.string(), z.union([z.number(), z.boolean(), z.null()])),
  notes: z.array(z.string()),
  rule: z.object({ key: z.string(), version: z.number(), rows: z.array(z.number()) }),
});
export type Evidence = z.infer<typeof Evidence>;

export const Receipt = z.object({
  id: z.string(),
  at: z.string(),
  contract: z.string(),
  outcome: z.string(),
  rows: z.number(),
});
export type Receipt = z.infer<typeof Receipt>;

export const alertRoutes = {
  alert: get('/alerts/:id', {
    title: '告警的依据和可做的事',
    allow: 'see-alerts',
    input: z.object({ id }),
    output: z.object({
      findings: z.array(Evidence),
      /** Calls of each hour before and in the findings, of one contract. */
      course: z.array(z.object({ hour: z.string(), calls: z.number(), found: z.boolean() })),
      may: z.object({
        acknowledge: z.boolean(),
        explain: z.boolean(),
        dismiss: z.boolean(),
        handle: z.boolean(),
      }),
    }),
  }),
  receipts: get('/alerts/:id/receipts', {
    title: '告警一小时的调用凭证',
    allow: 'see-alerts',
    input: z.object({ id, hour: z.iso.datetime(), before: id.optional() }),
    output: z.object({ receipts: z.array(Receipt), more: z.boolean() }),
  }),
  acknowledge: post('/alerts/:id/acknowledge', {
    title: '确认告警',
    allow: 'watch',
    input: z.object({ id }),
    output: done,
  }),
  explain: post('/alerts/:id/explain', {
    title: '部门说明',
    allow: 'explain',
    input: z.object({ id, explanation: words }),
    output: done,
  }),
  dismiss: post('/alerts/:id/dismiss', {
    title: '认定误报',
    allow: 'judge',
    input: z.object({
      id,
      reason: words,
      /** With it, the caller raises no alert of this kind up to that day. */
      until: z.iso.date().optional(),
    }),
    output: done,
  }),
  handle: post('/alerts/:id/handle', {
    title: '转处置单',
    allow: 'judge',
    input: z.object({ id, notice: words }),
    output: z.object({ handling: z.string(), number: z.string() }),
  }),
};

/** Routes of projects: what was agreed and spent, questions, review, receipts, closing. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { Question, Terms } from '../../../../engines/privacy/contract.ts';

const id = z.uuid();
const done = z.object({ done: z.literal(true) });

export const Cell = z.object({
  group: z.string().nullable(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  finding: z.string().nullable(),
});
export type Cell = z.infer<typeof Cell>;

export const RunResult = z.object({
  state: z.string(),
  method: z.string(),
  about: z.string(),
  epsilon: z.number().nullable(),
  /** Null until it is let go, but for whoever reviews it. */
  cells: z.array(Cell).nullable(),
  matched: z.number().nullable(),
  /** Places in the blinded list; of matches that let the list go. */
  places: z.array(z.number()).nullable(),
  findings: z.string().nullable(),
  mayReview: z.boolean(),
  /** A sum that waits for departments, to the one who began it. */
  mayRepeat: z.boolean(),
});
export type RunResult = z.infer<typeof RunResult>;

export const projectRoutes = {
  project: get('/projects/:id', {
    title: '项目的约定和预算',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      terms: Terms,
      /** What people call the fields of the terms. */
      titles: z.record(z.string(), z.string()),
      method: z.string(),
      keyKind: z.string().nullable(),
      /** What is hashed with each key, so that points of one project are of no use in another. */
      scope: z.string(),
      commitment: z.string().nullable(),
      step: z.number(),
      least: z.number(),
      most: z.number(),
      runs: z.number(),
      used: z.number(),
      budgets: z.array(z.object({ name: z.string(), total: z.number(), spent: z.number() })),
      spending: z.array(z.object({ id: z.string(), at: z.string(), amount: z.number(), left: z.number() })),
      mayRun: z.boolean(),
      mayClose: z.boolean(),
      ended: z.boolean(),
    }),
  }),
  ask: post('/projects/:id/questions', {
    title: '提问',
    allow: 'apply',
    input: z.object({ id, question: Question, epsilon: z.number().min(0.001).max(1000).optional() }),
    output: z.object({ run: z.string(), repeated: z.boolean() }),
    rate: 60,
  }),
  runResult: get('/runs/:id/result', {
    title: '运行的结果',
    allow: 'read',
    input: z.object({ id }),
    output: RunResult,
  }),
  review: post('/runs/:id/review', {
    title: '审核输出',
    allow: 'review',
    input: z.object({ id, release: z.boolean(), opinion: z.string().trim().min(2).max(500) }),
    output: done,
  }),
  traceReceipt: get('/traces/:id/receipt', {
    title: '下载留痕凭证',
    allow: 'read',
    input: z.object({ id }),
    output: 'binary',
  }),
  contractPaper: get('/projects/:id/contract', {
    title: '下载项目合同',
    allow: 'read',
    input: z.object({ id }),
    output: 'binary',
  }),
  closeProject: post('/projects/:id/close', {
    title: '终止项目',
    allow: 'authorise',
    input: z.object({ id, breach: z.boolean(), reason: z.string().trim().min(2).max(300) }),
    output: done,
  }),
};

/** Routes of breaches: what one may do, reporting what was put right, and confirming it. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid();
const done = z.object({ done: z.literal(true) });
const words = z.string().trim().min(2, '请至少写两个字');

export const breachRoutes = {
  breach: get('/breaches/:id', {
    title: '对违规可做的事',
    allow: 'see-alerts',
    input: z.object({ id }),
    output: z.object({ rectify: z.boolean(), review: z.boolean() }),
  }),
  rectify: post('/breaches/:id/rectify', {
    title: '报告整改情况',
    allow: 'explain',
    input: z.object({ id, rectification: words.max(2000) }),
    output: done,
  }),
  review: post('/breaches/:id/review', {
    title: '复核整改',
    allow: 'judge',
    input: z.object({ id, accepted: z.boolean(), opinion: words.max(1000) }),
    output: done,
  }),
};

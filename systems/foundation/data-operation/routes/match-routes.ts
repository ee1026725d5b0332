/** Routes of a match: what the other party's own browser sends is blinded points and nothing else. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid();
/** 8192 points of 32 bytes in base64. */
const points = z.string().min(1).max(360_000);
const number = z.coerce.number().int().min(0).max(10_000);
const done = z.object({ done: z.literal(true) });

export const matchRoutes = {
  beginMatch: post('/projects/:id/matches', {
    title: '开始求交',
    allow: 'apply',
    input: z.object({
      id,
      points: z.number().int().min(1).max(10_000_000),
      commitment: z.string().regex(/^[0-9a-f]{64}$/, '应为64位十六进制'),
    }),
    output: z.object({ run: z.string() }),
    rate: 30,
  }),
  givePoints: post('/matches/:id/points', {
    title: '上传盲化后的名单',
    allow: 'apply',
    input: z.object({ id, number, points }),
    output: done,
    rate: 3000,
  }),
  compute: post('/matches/:id/compute', {
    title: '名单已传完，开始计算',
    allow: 'apply',
    input: z.object({ id }),
    output: z.object({ job: z.string() }),
    rate: 30,
  }),
  match: get('/matches/:id', {
    title: '求交的进度',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      state: z.string(),
      done: z.number(),
      message: z.string(),
      ours: z.number(),
      problem: z.string().nullable(),
    }),
    rate: 3000,
  }),
  offer: get('/matches/:id/offer/:number', {
    title: '下载盲化后的底库',
    allow: 'apply',
    input: z.object({ id, number }),
    output: z.object({ points: z.string() }),
    rate: 3000,
  }),
  answerPoints: post('/matches/:id/answers', {
    title: '上传二次盲化后的底库',
    allow: 'apply',
    input: z.object({ id, number, points }),
    output: done,
    rate: 3000,
  }),
  finishMatch: post('/matches/:id/finish', {
    title: '完成求交，提交审核',
    allow: 'apply',
    input: z.object({ id }),
    output: done,
    rate: 30,
  }),
  cancelMatch: post('/matches/:id/cancel', {
    title: '取消求交',
    allow: 'apply',
    input: z.object({ id }),
    output: done,
  }),
};

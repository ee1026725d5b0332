/** Routes of encrypted sums: what a department's own browser sends is a one-time key and masked numbers, and nothing else. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid();
const attempt = z.number().int().min(1).max(10_000);
const done = z.object({ done: z.literal(true) });
const hex64 = z.string().regex(/^[0-9a-f]{64}$/, '应为64位十六进制');
const tag = z.string().regex(/^[0-9a-f]{32}$/, '应为32位十六进制');

export const SumPart = z.object({
  run: z.string(),
  title: z.string(),
  scene: z.string(),
  /** Part of what every mask is bound to. */
  about: z.string(),
  groups: z.array(z.string()),
  groupTitle: z.string(),
  number: z.object({ title: z.string(), low: z.number(), high: z.number(), step: z.number() }),
  mostPeople: z.number(),
  state: z.string(),
  attempt: z.number(),
  /** This department's, as the roster names it. */
  party: z.string(),
  parties: z.array(
    z.object({ party: z.string(), name: z.string(), key: z.string().nullable(), given: z.boolean() }),
  ),
  problem: z.string().nullable(),
  named: z.array(z.string()),
  mayContribute: z.boolean(),
});
export type SumPart = z.infer<typeof SumPart>;

export const sumRoutes = {
  beginSum: post('/projects/:id/sums', {
    title: '发起加密求和',
    allow: 'apply',
    input: z.object({ id }),
    output: z.object({ run: z.string() }),
    rate: 30,
  }),
  sumPart: get('/contributions/:id', {
    title: '本部门在加密求和里的一份',
    allow: 'read',
    input: z.object({ id }),
    output: SumPart,
    rate: 3000,
  }),
  joinSum: post('/contributions/:id/join', {
    title: '以一次性密钥加入加密求和',
    allow: 'contribute',
    input: z.object({ id, attempt, key: hex64 }),
    output: done,
    rate: 60,
  }),
  giveSum: post('/contributions/:id/vector', {
    title: '提交掩码后的数',
    allow: 'contribute',
    input: z.object({
      id,
      attempt,
      roster: hex64,
      /** 401 lanes of 8 bytes in base64 at most. */
      masked: z.string().min(1).max(6000),
      tags: z.record(z.string().max(60), tag),
    }),
    output: z.object({ state: z.string(), named: z.array(z.string()) }),
    rate: 60,
  }),
  repeatSum: post('/runs/:id/repeat', {
    title: '点名缺席的部门，重做加密求和',
    allow: 'apply',
    input: z.object({ id }),
    output: z.object({ attempt: z.number(), named: z.array(z.string()) }),
    rate: 30,
  }),
};

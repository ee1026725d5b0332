/** Routes of somebody who is signed in: his key, his grants, what he asks, reports and rates. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { Code } from './public-routes.ts';

const words = z.string().trim().min(6, '请至少写6个字').max(500);
const Opened = z.object({ id: z.string(), number: z.string() });

const Matter = z.object({
  id: z.string(),
  number: z.string(),
  kind: z.string(),
  kindName: z.string(),
  title: z.string(),
  text: z.string(),
  state: z.string(),
  closed: z.boolean(),
  openedAt: z.string(),
  dueAt: z.string().nullable(),
  answer: z.string().nullable(),
});

const Grant = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  callsPerDay: z.number(),
  endsOn: z.string(),
  active: z.boolean(),
  usedToday: z.number(),
});

export const ownRoutes = {
  mine: get('/mine', {
    title: '我的开放数据',
    allow: 'ask',
    input: z.object({}),
    output: z.object({
      key: z.object({ ending: z.string(), issuedAt: z.string() }).nullable(),
      grants: z.array(Grant),
      matters: z.array(Matter),
    }),
  }),
  issueKey: post('/mine/key', {
    title: '签发接口密钥',
    allow: 'ask',
    input: z.object({}),
    output: z.object({ key: z.string() }),
    rate: 10,
  }),
  revokeKey: post('/mine/key/revoke', {
    title: '停用接口密钥',
    allow: 'ask',
    input: z.object({}),
    output: z.object({ done: z.literal(true) }),
  }),
  apply: post('/datasets/:code/applications', {
    title: '申请有条件开放数据',
    allow: 'ask',
    input: z.object({
      code: Code,
      purpose: words,
      callsPerDay: z.number().int().min(1).max(100_000),
      days: z.number().int().min(1).max(1095),
    }),
    output: Opened,
  }),
  want: post('/wants', {
    title: '提出数据需求',
    allow: 'ask',
    input: z.object({
      wanted: z.string().trim().min(2, '请写明想要的数据').max(100),
      department: z.string().max(60).optional(),
      text: words,
    }),
    output: Opened,
  }),
  mend: post('/datasets/:code/mistakes', {
    title: '开放数据纠错',
    allow: 'ask',
    input: z.object({ code: Code, field: z.string().max(40).optional(), text: words }),
    output: Opened,
  }),
  rate: post('/datasets/:code/ratings', {
    title: '评价开放数据',
    allow: 'ask',
    input: z.object({
      code: Code,
      stars: z.number().int().min(1).max(5),
      comment: z.string().trim().max(200).default(''),
    }),
    output: z.object({ average: z.number().nullable(), count: z.number() }),
  }),
  ownRating: get('/datasets/:code/ratings/mine', {
    title: '我对一份开放数据的评价',
    allow: 'ask',
    input: z.object({ code: Code }),
    output: z.object({ stars: z.number().nullable(), comment: z.string(), shown: z.boolean() }),
  }),
};

/** 家人与代办, 企业授权: who acts for whom, in what and until when. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { relations } from '../data/identity-levels.ts';
import { account, done, empty } from './parts.ts';

const terms = {
  actions: z.array(z.string().max(100)).min(1, '请至少选择一项').max(50),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
};
const name = z.string().trim().min(2).max(60);
const creditCode = z
  .string()
  .trim()
  .max(40)
  .transform((text) => text.toUpperCase());
const relation = z.enum(Object.keys(relations) as [string, ...string[]]);
const own = '只涉及本人的授权';

export const Agency = z.object({
  id: z.uuid(),
  kind: z.enum(['family', 'enterprise']),
  /** Whether the caller is the one who acts; otherwise he is acted for. */
  acts: z.boolean(),
  otherName: z.string(),
  relation: z.string().nullable(),
  enterpriseName: z.string().nullable(),
  actions: z.array(z.string()),
  from: z.string(),
  to: z.string(),
  state: z.enum(['waiting', 'active', 'refused', 'ended', 'future', 'expired']),
});
export type Agency = z.infer<typeof Agency>;

export const agencyRoutes = {
  agencies: get('/agencies', {
    title: '我的代办与授权',
    signedInBecause: own,
    input: empty,
    output: z.object({
      agencies: z.array(Agency),
      enterprises: z.array(z.object({ creditCode: z.string(), name: z.string() })),
    }),
  }),
  agencyActions: get('/agencies/actions', {
    title: '可以代办的事项',
    signedInBecause: '市民能办的事，对所有人相同',
    input: empty,
    output: z.array(z.object({ id: z.string(), title: z.string() })),
  }),
  askFamily: post('/agencies/family', {
    title: '申请为家人代办',
    signedInBecause: own,
    level: 'L3',
    input: z.object({ ...terms, account, relation }),
    output: done,
    rate: 10,
  }),
  answerAgency: post('/agencies/:id/answer', {
    title: '答复代办申请',
    signedInBecause: own,
    level: 'L3',
    input: z.object({ id: z.uuid(), agree: z.boolean() }),
    output: done,
    rate: 30,
  }),
  endAgency: post('/agencies/:id/end', {
    title: '结束代办或授权',
    signedInBecause: own,
    input: z.object({ id: z.uuid() }),
    output: done,
    rate: 30,
  }),
  familyAtWindow: post('/agencies/window', {
    title: '窗口办理家人代办',
    allow: 'verify-identity',
    input: z.object({ ...terms, account, agentAccount: account, relation }),
    output: z.object({ id: z.uuid() }),
    rate: 30,
  }),
  registerEnterprise: post('/enterprises', {
    title: '认领企业',
    signedInBecause: '法定代表人认领自己的企业',
    level: 'L3',
    input: z.object({ creditCode, name }),
    output: done,
    rate: 10,
  }),
  authoriseOperator: post('/enterprises/:creditCode/operators', {
    title: '授权经办人',
    signedInBecause: '法定代表人授权自己企业的经办人',
    level: 'L3',
    stepUpBecause: '经办人将以企业名义办事',
    input: z.object({ ...terms, creditCode, account, name }),
    output: z.object({ id: z.uuid() }),
    rate: 20,
  }),
};

/** 群发: who would be reached, asking, deciding by a second person, following and stopping. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { audience, code, reach, values } from './shapes.ts';

const Broadcast = z.object({
  id: z.string(),
  title: z.string(),
  template: z.string(),
  templateTitle: z.string(),
  urgency: z.string(),
  state: z.string(),
  audience,
  audienceText: z.string(),
  values,
  reach,
  reached: z.number(),
  refused: z.number(),
  overridden: z.number(),
  askedBy: z.string(),
  askedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  opinion: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** The caller asked for it himself, so he may not decide it. */
  own: z.boolean(),
});

const either = '申请人看本人范围内的群发，审批人看待审的群发，由范围逐件判断';

export const broadcastRoutes = {
  broadcastTemplates: get('/broadcast-templates', {
    title: '可以群发的模板',
    allow: 'broadcast',
    input: z.object({}),
    output: z.array(
      z.object({
        code: z.string(),
        title: z.string(),
        urgency: z.string(),
        parameters: z.array(z.object({ name: z.string(), title: z.string(), longest: z.number() })),
      }),
    ),
  }),
  reach: post('/reach', {
    title: '群发可达人数',
    allow: 'broadcast',
    rate: 30,
    input: z.object({ template: code, audience }),
    output: reach,
  }),
  ask: post('/broadcasts', {
    title: '申请群发',
    allow: 'broadcast',
    input: z.object({ title: z.string().trim().min(2).max(60), template: code, values, audience }),
    output: z.object({ id: z.string() }),
  }),
  broadcasts: get('/broadcasts', {
    title: '群发',
    signedInBecause: either,
    input: z.object({
      before: z.uuid().optional(),
      size: z.coerce.number().int().min(1).max(100).default(20),
    }),
    output: z.object({ rows: z.array(Broadcast), next: z.string().nullable() }),
  }),
  broadcast: get('/broadcasts/:id', {
    title: '群发详情和进度',
    signedInBecause: either,
    input: z.object({ id: z.uuid() }),
    output: Broadcast.extend({
      counts: z.array(z.object({ channel: z.string(), state: z.string(), count: z.number() })),
    }),
  }),
  decide: post('/broadcasts/:id/decide', {
    title: '审批群发',
    allow: 'approve',
    stepUpBecause: '批准后消息立即发出，不能收回',
    input: z.object({
      id: z.uuid(),
      approve: z.boolean(),
      opinion: z.string().trim().min(1, '请填写意见').max(200),
    }),
    output: z.object({ state: z.string() }),
  }),
  stop: post('/broadcasts/:id/stop', {
    title: '撤回或停止群发',
    signedInBecause: '申请人或审批人，逐件判断',
    input: z.object({ id: z.uuid() }),
    output: z.object({ state: z.string() }),
  }),
};

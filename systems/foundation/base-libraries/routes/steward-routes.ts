/** Routes of the steward's queue: what is doubtful, who has taken it, and what was decided. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { code } from './shapes.ts';

const name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const mark = z.string().regex(/^\d{1,20}$/, '没有这一条');
const record = z.string().regex(/^[0-9a-f-]{36}\.\d{1,15}$/, '没有这条记录');
const reason = z.string().trim().min(2, '请写明依据').max(500);

export const MatchItem = z.object({
  source: z.string(),
  sourceTitle: z.string(),
  departmentName: z.string(),
  batch: z.string(),
  row: z.number(),
  mark: z.string(),
  record: z.string(),
  score: z.number(),
  agrees: z.array(z.object({ title: z.string(), same: z.boolean() })),
  state: z.enum(['merged', 'decided', 'doubtful']),
  assigneeName: z.string().nullable(),
  mine: z.boolean(),
});
export type MatchItem = z.infer<typeof MatchItem>;

export const stewardRoutes = {
  matches: get('/libraries/:code/matches', {
    title: '疑似同一主体的来源行',
    allow: 'decide',
    input: z.object({ code }),
    output: z.object({
      items: z.array(MatchItem),
      rule: z.object({ source: z.string(), upper: z.number(), lower: z.number() }).nullable(),
    }),
  }),
  take: post('/libraries/:code/matches/take', {
    title: '领取一条疑似',
    allow: 'decide',
    input: z.object({ code, source: name, mark }),
    output: z.object({}),
    rate: 120,
  }),
  decideMatch: post('/libraries/:code/matches/decide', {
    title: '裁定是不是同一主体',
    allow: 'decide',
    input: z.object({ code, source: name, mark, record, decision: z.enum(['merge', 'apart']), reason }),
    output: z.object({ id: z.string() }),
    rate: 120,
  }),
  decideValue: post('/libraries/:code/records/:id/decide', {
    title: '裁定以哪个来源为准',
    allow: 'decide',
    input: z.object({ code, id: record, field: name, source: name, reason }),
    output: z.object({ id: z.string() }),
    rate: 120,
  }),
  withdraw: post('/decisions/:id/withdraw', {
    title: '撤回裁定',
    allow: 'decide',
    input: z.object({ id: z.uuid(), reason }),
    output: z.object({}),
    rate: 60,
  }),
};

/** 查询目的: stating one, and the review of looks drawn by chance. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { done, empty, paging } from './parts.ts';

const month = z
  .string()
  .regex(/^(\d{4}-\d{2})?$/, '月份应写成 2026-01')
  .default('');
const remark = z.string().trim().min(2, '请写明意见').max(300);
const look = z.uuid('没有这次查询');

export const Look = z.object({
  look: z.string(),
  subjectName: z.string(),
  departmentName: z.string(),
  objectTitle: z.string(),
  row: z.string(),
  purposeTitle: z.string(),
  basis: z.string(),
  caseNumber: z.string().nullable(),
  reason: z.string(),
  at: z.string(),
  state: z.string(),
  remark: z.string().nullable(),
  answer: z.string().nullable(),
  /** His own: somebody else reviews or answers it. */
  own: z.boolean(),
});
export type Look = z.infer<typeof Look>;

const LookFilter = z.object({
  ...paging,
  state: z.enum(['waiting', 'drawn', 'reviewed', 'doubtful', 'answered']).default('waiting'),
  department: z.string().max(60).default(''),
  month,
});
export type LookFilter = z.infer<typeof LookFilter>;

export const lookRoutes = {
  purposes: get('/purposes', {
    title: '查询目的',
    signedInBecause: '供本人选择',
    input: empty,
    output: z.object({
      purposes: z.array(
        z.object({ code: z.string(), title: z.string(), basis: z.string(), needsCase: z.boolean() }),
      ),
      minutes: z.number(),
    }),
  }),
  statePurpose: post('/purposes', {
    title: '说明查询目的',
    signedInBecause: '说明本人为什么查询；看得到什么仍由授权决定',
    input: z.object({
      object: z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z][a-zA-Z0-9-]*)?$/, '没有这个查询对象'),
      row: z.string().regex(/^[0-9a-f-]{36}(\.\d{1,15})?$/, '没有这条记录'),
      purpose: z.string().max(40),
      caseNumber: z
        .string()
        .trim()
        .regex(/^[A-Za-z0-9〔〕\u4e00-\u9fa5-]{6,40}$/, '请填写完整的案件或办件编号')
        .optional(),
      reason: z.string().trim().min(2, '请写明用途').max(200),
    }),
    output: z.object({ until: z.string() }),
    rate: 60,
  }),
  lookSamples: get('/looks', {
    title: '抽查的查询',
    allow: 'review-looks',
    input: LookFilter,
    output: z.object({ rows: z.array(Look), total: z.number() }),
  }),
  lookRates: get('/looks/rates', {
    title: '各部门的查询和存疑',
    allow: 'review-looks',
    input: z.object({ month }),
    output: z.object({
      rows: z.array(
        z.object({
          department: z.string().nullable(),
          departmentName: z.string(),
          looks: z.number(),
          drawn: z.number(),
          reviewed: z.number(),
          doubtful: z.number(),
        }),
      ),
    }),
  }),
  drawLooks: post('/looks/draw', {
    title: '现在抽取',
    allow: 'review-looks',
    input: empty,
    output: z.object({ drawn: z.number() }),
    rate: 10,
  }),
  reviewLook: post('/looks/:look/review', {
    title: '复核一次查询',
    allow: 'review-looks',
    input: z.object({ look, verdict: z.enum(['proper', 'doubtful']), remark }),
    output: done,
  }),
  doubts: get('/looks/doubts', {
    title: '本单位的存疑查询',
    allow: 'answer-looks',
    input: empty,
    output: z.object({ rows: z.array(Look) }),
  }),
  answerLook: post('/looks/:look/answer', {
    title: '答复存疑查询',
    allow: 'answer-looks',
    input: z.object({ look, answer: remark }),
    output: done,
  }),
};

/** Routes of one issue: sending out, following, chasing, passing on, summing up, sheets in and out. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { area, Cells, done, id, reason, ShownBody } from './shapes.ts';

const Counts = z.object({
  expected: z.number(),
  /** Sent in and not returned, accepted ones among them. */
  filled: z.number(),
  accepted: z.number(),
  returned: z.number(),
  waiting: z.number(),
  late: z.number(),
});

const SummaryRow = Counts.extend({
  area: z.string(),
  name: z.string(),
  /** Of a row that is an area's own answer. */
  answer: z.string().nullable(),
  status: z.string().nullable(),
  at: z.string().nullable(),
  values: Cells,
});

export const issueRoutes = {
  issue: post('/issues', {
    title: '下发填报任务',
    allow: 'issue',
    input: z.object({
      /** Made by the page, so that a form sent twice issues once. */
      id,
      table: id,
      title: z.string().trim().min(2, '请填写任务名称').max(80),
      mode: z.enum(['full', 'delta']),
      within: area,
      asOf: z.iso.date('请选择数据时点'),
      dueAt: z.iso.datetime({ offset: true, message: '请选择截止时间' }),
    }),
    output: z.object({ id: z.string(), expected: z.number(), prefilled: z.number() }),
    rate: 20,
  }),
  closeIssue: post('/issues/:id/close', {
    title: '结束填报任务',
    allow: 'issue',
    input: z.object({ id, reason: reason.optional() }),
    output: done,
  }),
  summary: get('/issues/:id/summary', {
    title: '填报汇总',
    allow: 'read',
    input: z.object({ id, area: area.optional(), basis: z.enum(['filled', 'accepted']).default('filled') }),
    output: z.object({
      title: z.string(),
      status: z.string(),
      level: z.string(),
      dueAt: z.string(),
      ownerName: z.string(),
      asOf: z.string(),
      body: ShownBody,
      area: z.string(),
      areaName: z.string(),
      /** From the widest area that the reader reaches down to this one. */
      path: z.array(z.object({ area: z.string(), name: z.string() })),
      /** What the reader may do with this area as a whole. */
      offers: z.object({ chase: z.boolean(), pass: z.boolean(), close: z.boolean(), fill: z.boolean() }),
      total: SummaryRow,
      rows: z.array(SummaryRow),
    }),
    rate: 240,
  }),
  chase: post('/issues/:id/chase', {
    title: '催报',
    allow: 'read',
    input: z.object({ id, area }),
    output: z.object({ areas: z.number() }),
    rate: 30,
  }),
  pass: post('/issues/:id/pass', {
    title: '整体审核上报',
    allow: 'read',
    input: z.object({ id, area, partial: z.boolean().default(false) }),
    output: z.object({ passed: z.number() }),
    rate: 30,
  }),
  exportSummary: get('/issues/:id/export', {
    title: '导出汇总表',
    allow: 'read',
    input: z.object({ id, area: area.optional(), as: z.enum(['xlsx', 'csv']).default('xlsx') }),
    output: 'binary',
    rate: 30,
  }),
  template: get('/issues/:id/template', {
    title: '下载填报模板',
    allow: 'fill',
    input: z.object({ id }),
    output: 'binary',
    rate: 30,
  }),
  importAnswers: post('/issues/:id/import', {
    title: '导入填报',
    allow: 'fill',
    input: z.object({ id, file: id }),
    output: z.object({ saved: z.number(), submitted: z.number() }),
    rate: 30,
  }),
};

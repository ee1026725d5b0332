/** Routes of publishing: what may be opened, the check, publishing, withdrawing. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid();
const names = z.array(z.string().max(40)).max(300);

export const Report = z.object({
  rows: z.number(),
  direct: z.array(z.string()),
  identifiers: z.array(z.object({ field: z.string(), title: z.string(), cells: z.number() })),
  unnamed: z.array(z.object({ field: z.string(), title: z.string() })),
  k: z.number(),
  smallest: z.number().nullable(),
  smallGroups: z.number(),
  smallRows: z.number(),
  clean: z.boolean(),
});
export type Report = z.infer<typeof Report>;

export const publishRoutes = {
  offered: get('/offered', {
    title: '可以开放的目录',
    allow: 'publish',
    input: z.object({}),
    output: z.object({
      resources: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          provider: z.string(),
          abstract: z.string(),
          conditional: z.boolean(),
          items: z.array(
            z.object({
              name: z.string(),
              title: z.string(),
              class: z.string(),
              /** What it seems to tell of a person, when it looks like a quasi-identifier. */
              quasi: z.string().nullable(),
            }),
          ),
        }),
      ),
    }),
  }),
  check: post('/check', {
    title: '匿名化检查',
    allow: 'publish',
    input: z.object({ resource: id, fields: names.min(1), quasi: names }),
    output: Report,
    rate: 60,
  }),
  publish: post('/publications', {
    title: '发布开放数据',
    allow: 'publish',
    input: z.object({
      resource: id,
      code: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/, '小写字母开头，可含数字和短横线'),
      name: z.string().min(1).max(100),
      description: z.string().min(1).max(1000),
      keywords: z.string().max(200).default(''),
      fields: names.min(1),
      quasi: names,
      quasiReason: z.string().trim().max(500).default(''),
    }),
    output: z.object({ code: z.string() }),
  }),
  withdraw: post('/publications/:id/withdraw', {
    title: '撤下开放数据',
    allow: 'publish',
    input: z.object({ id, reason: z.string().min(2).max(300) }),
    output: z.object({ done: z.literal(true) }),
  }),
  usage: get('/publications/:id/usage', {
    title: '开放数据的使用情况',
    allow: 'manage',
    input: z.object({ id }),
    output: z.object({
      code: z.string(),
      name: z.string(),
      status: z.string(),
      problem: z.string().nullable(),
      quasi: z.array(z.string()),
      quasiReason: z.string(),
      days: z.array(z.object({ day: z.string(), downloads: z.number(), calls: z.number() })),
      grants: z.array(
        z.object({
          id: z.string(),
          request: z.string(),
          purpose: z.string(),
          callsPerDay: z.number(),
          endsOn: z.string(),
          active: z.boolean(),
          calls: z.number(),
        }),
      ),
    }),
  }),
  endGrant: post('/grants/:id/end', {
    title: '终止有条件开放授权',
    allow: 'handle',
    input: z.object({ id, reason: z.string().min(2).max(300) }),
    output: z.object({ done: z.literal(true) }),
  }),
};

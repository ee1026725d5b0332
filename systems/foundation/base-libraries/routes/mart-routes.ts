/** Routes of theme marts: the list, one with its statement, tests and lineage, its rows, and its building. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { code, value } from './shapes.ts';

export const MartBrief = z.object({
  code: z.string(),
  title: z.string(),
  summary: z.string(),
  ownerName: z.string(),
  inputs: z.array(z.string()),
  /** Null before the first build that passed its tests. */
  rows: z.number().nullable(),
  tests: z.number(),
  failed: z.number(),
  refreshedAt: z.string().nullable(),
});
export type MartBrief = z.infer<typeof MartBrief>;

export const MartReply = z.object({
  title: z.string(),
  summary: z.string(),
  purpose: z.string(),
  ownerName: z.string(),
  dataset: z.string(),
  sql: z.string(),
  inputs: z.array(z.object({ name: z.string(), title: z.string() })),
  fields: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      type: z.string(),
      key: z.boolean(),
      class: z.string(),
      masked: z.boolean(),
      how: z.string(),
      origins: z.array(
        z.object({ dataset: z.string(), title: z.string(), field: z.string(), fieldTitle: z.string() }),
      ),
    }),
  ),
  /** `failed` null: it could not be run. */
  tests: z.array(z.object({ kind: z.string(), title: z.string(), failed: z.number().nullable() })),
  testedAt: z.string().nullable(),
  rows: z.number().nullable(),
  refreshedAt: z.string().nullable(),
  problem: z.string().nullable(),
  building: z.boolean(),
  mayInspect: z.boolean(),
  mayKeep: z.boolean(),
});
export type MartReply = z.infer<typeof MartReply>;

export const martRoutes = {
  marts: get('/marts', {
    title: '主题集市',
    allow: 'read',
    input: z.object({}),
    output: z.object({ marts: z.array(MartBrief) }),
  }),
  mart: get('/marts/:code', {
    title: '一个主题集市的语句、检验和来源',
    allow: 'read',
    input: z.object({ code }),
    output: MartReply,
  }),
  martRows: get('/marts/:code/rows', {
    title: '主题集市的行',
    allow: 'inspect',
    input: z.object({
      code,
      page: z.coerce.number().int().min(1).max(10_000).default(1),
      size: z.coerce.number().int().min(1).max(100).default(20),
    }),
    output: z.object({ rows: z.array(z.record(z.string(), value)), total: z.number() }),
    rate: 240,
  }),
  buildMart: post('/marts/:code/build', {
    title: '启动主题集市加工',
    allow: 'keep',
    input: z.object({ code }),
    output: z.object({ job: z.string() }),
    rate: 20,
  }),
};

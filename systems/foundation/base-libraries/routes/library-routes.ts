/** Routes of libraries as wholes: which there are, how one stands, and its building. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { AreaCounts, code, Counts, Field, Source } from './shapes.ts';

export const LibraryBrief = z.object({
  code: z.string(),
  title: z.string(),
  kind: z.enum(['base', 'theme']),
  summary: z.string(),
  ownerName: z.string(),
  sources: z.number(),
  /** Null before the first build. */
  rows: z.number().nullable(),
  ended: z.number(),
  conflicted: z.number(),
  refreshedAt: z.string().nullable(),
});
export type LibraryBrief = z.infer<typeof LibraryBrief>;

export const LibraryReply = z.object({
  title: z.string(),
  dataset: z.string(),
  kind: z.enum(['base', 'theme']),
  summary: z.string(),
  ownerName: z.string(),
  fields: z.array(Field),
  sources: z.array(Source),
  whole: Counts,
  areas: z.array(AreaCounts),
  /** By field and source: how often its value counts. */
  won: z.array(z.array(z.number())),
  builds: z.array(
    z.object({
      at: z.string(),
      rows: z.number(),
      ended: z.number(),
      conflicted: z.number(),
      changed: z.number(),
    }),
  ),
  refreshedAt: z.string().nullable(),
  /** Of the newest batch, when it did not end well. */
  problem: z.string().nullable(),
  building: z.boolean(),
  byArea: z.boolean(),
  mayInspect: z.boolean(),
  mayCheck: z.boolean(),
  mayKeep: z.boolean(),
});
export type LibraryReply = z.infer<typeof LibraryReply>;

export const libraryRoutes = {
  list: get('/libraries', {
    title: '基础库和主题库',
    allow: 'read',
    input: z.object({}),
    output: z.object({ libraries: z.array(LibraryBrief) }),
  }),
  library: get('/libraries/:code', {
    title: '库的规模、覆盖、完整、一致和新鲜程度',
    allow: 'read',
    input: z.object({ code }),
    output: LibraryReply,
  }),
  build: post('/libraries/:code/build', {
    title: '启动建库',
    allow: 'keep',
    input: z.object({ code }),
    output: z.object({ job: z.string() }),
    rate: 20,
  }),
  rejected: get('/libraries/:code/rejected', {
    title: '没有有效主键的来源记录',
    allow: 'inspect',
    input: z.object({
      code,
      source: z.string().max(40),
      page: z.coerce.number().int().min(1).max(1000).default(1),
    }),
    output: z.object({
      rows: z.array(z.object({ batch: z.string(), row: z.number(), reason: z.string() })),
      total: z.number(),
    }),
  }),
};

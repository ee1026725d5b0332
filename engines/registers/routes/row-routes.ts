/** Rows of a register: listed, read, written, archived, revealed and found, each by the one decision. */
import { z } from 'zod';
import { get, patch, post } from '../../../kernel/contract.ts';
import { byRegister, flag, id, query, register } from './query.ts';

const version = z.coerce.number().int().min(1);
const reason = z.string().max(1000);

/** A row as JSON: id, version, state, createdAt … and the declared fields; `masked` names the hidden ones. */
export const RowReply = z
  .object({
    id: z.string(),
    version: z.number(),
    state: z.enum(['active', 'archived']),
    createdAt: z.string(),
    createdBy: z.string(),
    updatedAt: z.string(),
    updatedBy: z.string(),
    batch: z.string().nullable(),
    masked: z.array(z.string()).optional(),
    /** Field → what people read, where only the writer of the row knows it; comes with `labels`. */
    titles: z.record(z.string(), z.string()).optional(),
  })
  .loose();
export type RowReply = z.infer<typeof RowReply>;

/** Field → value → what people read. */
const Labels = z.record(z.string(), z.record(z.string(), z.string()));

export const ListReply = z.object({
  rows: z.array(RowReply),
  total: z.number(),
  more: z.boolean(),
  page: z.number(),
  size: z.number(),
  labels: Labels.optional(),
});
export type ListReply = z.infer<typeof ListReply>;

export const VersionReply = z.object({
  version: z.number(),
  at: z.string(),
  by: z.string(),
  byName: z.string(),
  state: z.string(),
  /** Reason given with the change that made this version. */
  note: z.string().nullable(),
  changes: z.array(z.object({ field: z.string(), title: z.string(), before: z.string(), after: z.string() })),
});

export const rowRoutes = {
  list: get('/rows/:register', {
    ...byRegister,
    title: '查询台账',
    input: z.strictObject({
      register,
      ...query,
      page: z.coerce.number().int().min(1).optional(),
      size: z.coerce.number().int().min(1).max(200).optional(),
      /** Names of codes, areas, departments, people and linked rows beside the values. */
      labels: flag.optional(),
    }),
    output: ListReply,
  }),
  read: get('/rows/:register/:id', {
    ...byRegister,
    title: '查看一条记录',
    input: z.strictObject({ register, id, labels: flag.optional() }),
    output: z.object({ row: RowReply, labels: Labels.optional() }),
  }),
  create: post('/rows/:register', {
    ...byRegister,
    title: '新增记录',
    input: z.strictObject({ register, id: id.optional(), values: z.record(z.string(), z.unknown()) }),
    output: z.object({ row: RowReply }),
  }),
  update: patch('/rows/:register/:id', {
    ...byRegister,
    title: '修改记录',
    input: z.strictObject({ register, id, version, values: z.record(z.string(), z.unknown()) }),
    output: z.object({ row: RowReply }),
  }),
  archive: post('/rows/:register/:id/archive', {
    ...byRegister,
    title: '归档记录',
    input: z.strictObject({ register, id, version, reason }),
    output: z.object({ done: z.literal(true) }),
  }),
  history: get('/rows/:register/:id/history', {
    ...byRegister,
    title: '变更历史',
    input: z.strictObject({ register, id }),
    output: z.object({ versions: z.array(VersionReply) }),
  }),
  reveal: post('/rows/:register/:id/reveal', {
    ...byRegister,
    title: '查看一项脱敏内容',
    rate: 30,
    input: z.strictObject({ register, id, field: z.string().max(100), reason: reason.optional() }),
    output: z.object({ value: z.unknown() }),
  }),
  search: get('/search', {
    ...byRegister,
    title: '全局搜索',
    input: z.strictObject({
      q: z.string().trim().min(1).max(200),
      limit: z.coerce.number().int().min(1).max(100).optional(),
    }),
    output: z.object({
      hits: z.array(
        z.object({
          register: z.string(),
          registerTitle: z.string(),
          system: z.string(),
          id: z.string(),
          title: z.string(),
        }),
      ),
    }),
  }),
};

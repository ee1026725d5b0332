/** Routes of single records: the list behind a number, one record with its provenance, a revealed value, a doubt, and the yes or no of a look-up. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { code, Field, Origin, value } from './shapes.ts';

const field = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const id = z.string().regex(/^[0-9a-f-]{36}\.\d{1,15}$/, '没有这条记录');

export const RecordFilter = z.object({
  area: z
    .string()
    .regex(/^\d{0,12}$/)
    .optional(),
  ended: z.boolean().optional(),
  inSource: field.optional(),
  notInSource: field.optional(),
  lacks: field.optional(),
  conflict: z.union([field, z.literal('*')]).optional(),
  /** As somebody writes it; travels in the body, never in an address. */
  key: z.string().min(1).max(60).optional(),
});
export type RecordFilter = z.infer<typeof RecordFilter>;

export const RecordRow = z.object({
  id: z.string(),
  values: z.record(z.string(), value),
  conflicts: z.array(z.string()),
});
export type RecordRow = z.infer<typeof RecordRow>;

export const RecordReply = RecordRow.omit({ conflicts: true }).extend({
  title: z.string(),
  fields: z.array(Field),
  origins: z.record(z.string(), Origin),
  sources: z.array(Origin.extend({ title: z.string(), departmentName: z.string(), has: z.boolean() })),
  conflicts: z.array(
    z.object({
      field: z.string(),
      given: z.array(
        Origin.extend({
          value: z.string().nullable(),
          /** Its value is the one that counts. */
          counts: z.boolean(),
          /** Number of the doubt that is still open about it. */
          doubt: z.object({ id: z.string(), number: z.string() }).nullable(),
        }),
      ),
    }),
  ),
  /** 0 to 1, by field and over all; null where nothing can be told. */
  confidence: z.object({ whole: z.number().nullable(), fields: z.record(z.string(), z.number()) }),
  /** Fields that a steward has decided. */
  decided: z.array(z.string()),
  /** What builds changed, the newest first; '*' is its first appearance. */
  history: z.array(
    z.object({
      at: z.string(),
      field: z.string(),
      was: z.string().nullable(),
      now: z.string().nullable(),
      wasSource: z.string().nullable(),
      nowSource: z.string().nullable(),
      /** The event of its life that this is. */
      event: z.string().nullable(),
    }),
  ),
  mayDecide: z.boolean(),
  /** Earlier releases of the same key, the newest first. */
  versions: z.array(z.record(z.string(), value)),
  mayReveal: z.boolean(),
  mayDoubt: z.boolean(),
});
export type RecordReply = z.infer<typeof RecordReply>;

export const recordRoutes = {
  records: post('/libraries/:code/records', {
    title: '库的记录',
    allow: 'inspect',
    input: z.object({
      code,
      filter: RecordFilter.default({}),
      page: z.number().int().min(1).max(10_000).default(1),
      size: z.number().int().min(1).max(100).default(20),
    }),
    output: z.object({ rows: z.array(RecordRow), total: z.number() }),
    rate: 240,
  }),
  record: get('/libraries/:code/records/:id', {
    title: '一条记录和每一项的来源',
    allow: 'inspect',
    input: z.object({ code, id }),
    output: RecordReply,
    rate: 240,
  }),
  reveal: post('/libraries/:code/records/:id/reveal', {
    title: '查看一项原值',
    allow: 'reveal',
    input: z.object({ code, id, field }),
    output: z.object({ value }),
    rate: 60,
  }),
  doubt: post('/libraries/:code/records/:id/doubts', {
    title: '转疑义校核',
    allow: 'doubt',
    input: z.object({
      code,
      id,
      field,
      source: field,
      reason: z.string().trim().min(2, '请写明疑义和依据').max(500),
    }),
    output: z.object({ id: z.string(), number: z.string() }),
    rate: 120,
  }),
  check: post('/libraries/:code/check', {
    title: '核验：号码和名称是否一致',
    allow: 'check',
    input: z.object({
      code,
      number: z.string().min(1).max(40),
      name: z.string().trim().min(1).max(100),
      purpose: z.enum(['service', 'law', 'relief', 'judicial']),
      basis: z.string().trim().min(2, '请填写办件编号或依据').max(100),
    }),
    output: z.object({ matches: z.boolean() }),
    rate: 60,
  }),
};

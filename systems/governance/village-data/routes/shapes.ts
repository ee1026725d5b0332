/** Shapes that several routes of 村情采集 share. */
import { z } from 'zod';

export const Id = z.uuid('不是有效的编号');
export const Value = z.union([z.string().max(500), z.number(), z.boolean()]).nullable();
export const AreaCode = z.string().regex(/^[1-9]\d{11}$/, '区划代码应为 12 位数字');
export const Day = z.iso.date('不是有效的日期');

export const Place = z.object({
  of: z.enum(['household', 'member']),
  member: Id.nullable(),
  field: z.string().regex(/^[a-z][A-Za-z]{1,39}$/, '没有这个字段'),
});

export const Origin = z.object({
  source: z.string(),
  /** In words: '阜南县民政局', '人口基础库 户籍'. */
  by: z.string(),
  at: z.string(),
  version: z.number(),
});

export const Row = z.object({
  id: z.string(),
  version: z.number(),
  values: z.record(z.string(), Value),
  origins: z.record(z.string(), Origin),
  /** Fields that this person may not see in full; he cannot change them either. */
  masked: z.array(z.string()),
});
export type Row = z.infer<typeof Row>;

export const Field = z.object({
  key: z.string(),
  title: z.string(),
  of: z.enum(['household', 'member']),
  type: z.string(),
  list: z.string().nullable(),
  unit: z.string().nullable(),
  way: z.string(),
  ownerName: z.string(),
  freshMonths: z.number(),
  consent: z.boolean(),
  when: z.string().nullable(),
});
export type Field = z.infer<typeof Field>;

/** 保存期限 over HTTP: what is due under each rule, and which rows the next night would take; ids and dates only. */
import { z } from 'zod';
import { get } from '../../../kernel/contract.ts';
import { register } from './query.ts';

export const RetentionRule = z.object({
  register: z.string(),
  title: z.string(),
  ownerName: z.string(),
  action: z.enum(['delete', 'anonymise']),
  basis: z.string(),
  binding: z.boolean(),
  days: z.number(),
  /** What the days count from. */
  fromTitle: z.string(),
  /** Name of the field, to filter the register's list by; null where the list knows none. */
  fromField: z.string().nullable(),
  /** Rows that went over this moment are due: the text form of a list's filter. */
  dueUntil: z.string(),
  due: z.number(),
  held: z.number(),
  /** Due within the days of the setting, beside those that are. */
  soon: z.number(),
  lastAt: z.string().nullable(),
  lastRows: z.number().nullable(),
});
export type RetentionRule = z.infer<typeof RetentionRule>;

export const retentionRoutes = {
  retention: get('/retention', {
    title: '保存期限和到期数量',
    allow: 'watch-retention',
    input: z.strictObject({}),
    output: z.object({ soonDays: z.number(), rules: z.array(RetentionRule) }),
  }),
  retentionPreview: get('/retention/:register', {
    title: '试算：今夜会处置哪些记录',
    allow: 'watch-retention',
    input: z.strictObject({ register }),
    output: z.object({
      rule: RetentionRule,
      kind: z.enum(['register', 'case', 'table']),
      rows: z.array(z.object({ id: z.string(), from: z.string(), held: z.boolean() })),
      more: z.boolean(),
    }),
  }),
};

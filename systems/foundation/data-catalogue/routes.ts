/** Routes of the catalogue: rates by department, one entry as others see it, and a live check of what it is mounted on. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';

/** 信息项. Entries of before have no length, share type or element. */
export const Item = z.object({
  name: z.string(),
  title: z.string(),
  type: z.string(),
  class: z.string(),
  /** 表示格式 of its data element, else the most characters of the field. */
  length: z.string().optional(),
  /** Where it differs from the entry's own. */
  shareType: z.string().optional(),
  /** Code of its data element. */
  element: z.string().optional(),
  /** As confirmed, in words; what is not confirmed yet has none. */
  grade: z.string().optional(),
  dataClass: z.string().optional(),
});
export type Item = z.infer<typeof Item>;

export const routes = {
  rates: get('/rates', {
    title: '目录编制率和挂接率',
    allow: 'read',
    input: z.object({}),
    output: z.object({
      compiled: z.object({ due: z.number(), done: z.number() }),
      mounted: z.object({ total: z.number(), done: z.number() }),
      departments: z.array(
        z.object({
          department: z.string(),
          name: z.string(),
          due: z.number(),
          compiled: z.number(),
          total: z.number(),
          mounted: z.number(),
        }),
      ),
    }),
  }),
  entry: get('/entries/:id', {
    title: '目录的信息项和挂接情况',
    allow: 'read',
    input: z.object({ id: z.uuid() }),
    output: z.object({
      items: z.array(Item),
      target: z.string(),
      problem: z.string().nullable(),
      mayCheck: z.boolean(),
    }),
  }),
  check: post('/entries/:id/check', {
    title: '检查挂接',
    allow: 'file',
    input: z.object({ id: z.uuid() }),
    output: z.object({ mounted: z.boolean(), problem: z.string().nullable() }),
    rate: 60,
  }),
};

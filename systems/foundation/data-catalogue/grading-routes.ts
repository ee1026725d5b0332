/** Routes of 分类分级: the rate by department, the items of one entry with what is suggested, and what the department makes of it. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';

export const GradedItem = z.object({
  id: z.uuid(),
  version: z.number(),
  field: z.string(),
  title: z.string(),
  standing: z.string(),
  class: z.string().nullable(),
  grade: z.string().nullable(),
  opinion: z.string().nullable(),
  suggestedClass: z.string(),
  suggestedGrade: z.string(),
  reason: z.string(),
  confidence: z.number(),
  sampled: z.number(),
  matched: z.number(),
  persons: z.number().nullable(),
});
export type GradedItem = z.infer<typeof GradedItem>;

const chosen = z
  .array(z.strictObject({ id: z.uuid(), version: z.number().int().min(1) }))
  .min(1)
  .max(500);

export const gradingRoutes = {
  gradingRates: get('/grading/rates', {
    title: '分类分级核定率',
    allow: 'read',
    input: z.object({}),
    output: z.object({
      total: z.number(),
      confirmed: z.number(),
      waiting: z.number(),
      renewed: z.number(),
      departments: z.array(
        z.object({
          department: z.string(),
          name: z.string(),
          total: z.number(),
          confirmed: z.number(),
          waiting: z.number(),
          renewed: z.number(),
        }),
      ),
    }),
  }),
  gradedItems: get('/grading/entries/:id', {
    title: '目录的信息项分类分级',
    allow: 'read',
    input: z.object({ id: z.uuid() }),
    output: z.object({
      name: z.string(),
      items: z.array(GradedItem),
      mayGrade: z.boolean(),
    }),
  }),
  suggestGrades: post('/grading/entries/:id/suggest', {
    title: '重新给出分类分级建议',
    allow: 'grade',
    input: z.object({ id: z.uuid() }),
    output: z.object({ news: z.number() }),
    rate: 20,
  }),
  acceptGrades: post('/grading/accept', {
    title: '采纳分类分级建议',
    allow: 'grade',
    input: z.strictObject({ rows: chosen }),
    output: z.object({ done: z.number() }),
  }),
  setGrades: post('/grading/set', {
    title: '另定分类分级',
    allow: 'grade',
    input: z.strictObject({
      rows: chosen,
      class: z.string().max(40),
      grade: z.string().max(40),
      /** Needed where it is lower than what is suggested, or lower or of another class than what is confirmed. */
      opinion: z.string().trim().max(500).default(''),
    }),
    output: z.object({ done: z.number() }),
  }),
  refuseGrades: post('/grading/refuse', {
    title: '不采纳分类分级建议',
    allow: 'grade',
    input: z.strictObject({ rows: chosen, opinion: z.string().trim().min(2).max(500) }),
    output: z.object({ done: z.number() }),
  }),
};

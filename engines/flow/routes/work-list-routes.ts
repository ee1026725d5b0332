/** Lists of work: what waits for this person, what he has done, how much there is. */
import { z } from 'zod';
import { get } from '../../../kernel/contract.ts';
import { left, light, paging } from './shapes.ts';

export const WorkItem = z.object({
  id: z.string(),
  type: z.string(),
  typeTitle: z.string(),
  caseId: z.string(),
  number: z.string(),
  title: z.string(),
  stage: z.string(),
  stageTitle: z.string(),
  area: z.string().nullable(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  person: z.string().nullable(),
  claimedBy: z.string().nullable(),
  createdAt: z.string(),
  dueAt: z.string().nullable(),
  light: light,
  ...left,
  urged: z.number(),
  supervised: z.boolean(),
  suspended: z.boolean(),
  /** Of the case row, for acting on several at once. */
  version: z.number().int().optional(),
  /** Which item of the case, where a case has several; send it back with the act. */
  item: z.string().optional(),
  /** It lies with this person, for whom the reader acts. */
  actingForName: z.string().optional(),
});
export type WorkItem = z.infer<typeof WorkItem>;

export const DoneItem = WorkItem.extend({
  closedAt: z.string(),
  action: z.string(),
  actionTitle: z.string(),
  took: z.number().nullable(),
  late: z.boolean().nullable(),
});
export type DoneItem = z.infer<typeof DoneItem>;

export const workListRoutes = {
  toDo: get('/to-do', {
    title: '待办',
    signedInBecause: '只列出本人可办的事项',
    input: z.object({
      ...paging,
      type: z.string().max(120).default(''),
      stage: z.string().max(60).default(''),
      light: z.enum(['', 'none', 'green', 'yellow', 'red']).default(''),
      search: z.string().trim().max(60).default(''),
    }),
    output: z.object({ rows: z.array(WorkItem), total: z.number(), more: z.boolean() }),
  }),
  done: get('/done', {
    title: '已办',
    signedInBecause: '只列出本人办过的事项',
    input: z.object({ ...paging, type: z.string().max(120).default('') }),
    output: z.object({ rows: z.array(DoneItem), more: z.boolean() }),
  }),
  counts: get('/counts', {
    title: '待办数量',
    signedInBecause: '只统计本人可办的事项',
    input: z.object({}),
    output: z.object({
      total: z.number(),
      more: z.boolean(),
      requests: z.number(),
      stages: z.array(
        z.object({
          type: z.string(),
          typeTitle: z.string(),
          stage: z.string(),
          stageTitle: z.string(),
          count: z.number(),
          yellow: z.number(),
          red: z.number(),
        }),
      ),
    }),
  }),
};

/** Routes of tasks: their lights with the rule, their reports, sending a weak one back, and where a decision may come from. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { done, id, Light, reason, TaskRow } from './shapes.ts';

export const taskRoutes = {
  board: get('/board', {
    title: '督查看板',
    allow: 'read',
    input: z.object({
      light: z.enum(['red', 'yellow', 'green']).optional(),
      unit: z.string().max(80).optional(),
      matter: id.optional(),
    }),
    output: z.object({
      counts: z.object({ red: z.number(), yellow: z.number(), green: z.number(), closed: z.number() }),
      rows: z.array(TaskRow),
    }),
    rate: 120,
  }),
  progress: get('/tasks/:id/progress', {
    title: '任务进展',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      light: Light.nullable(),
      supervisor: z.string().nullable(),
      mayReturn: z.boolean(),
      /** The period that a report now would be for; null where none is asked. */
      period: z.string().nullable(),
      missing: z.array(z.string()),
      reports: z.array(
        z.object({
          id: z.string(),
          period: z.string(),
          progress: z.number(),
          content: z.string(),
          problems: z.string().nullable(),
          evidence: z.array(z.string()),
          status: z.string(),
          late: z.boolean(),
          reason: z.string().nullable(),
          filedByName: z.string(),
          filedAt: z.string(),
        }),
      ),
      /** The joint units, each with its own light until its part is done. */
      joint: z.array(
        z.object({
          unit: z.string(),
          name: z.string(),
          doneAt: z.string().nullable(),
          light: Light.nullable(),
        }),
      ),
      reminders: z.array(
        z.object({
          title: z.string(),
          unitName: z.string(),
          to: z.string(),
          people: z.number(),
          at: z.string(),
        }),
      ),
    }),
  }),
  returnReport: post('/reports/:id/return', {
    title: '退回进展报告',
    allow: 'verify',
    input: z.object({ id, reason }),
    output: done,
  }),
  sources: get('/sources', {
    title: '查找督查来源',
    allow: 'file',
    input: z.object({
      kind: z.enum(['incoming', 'outgoing', 'meeting']),
      search: z.string().trim().max(60).default(''),
    }),
    output: z.object({
      rows: z.array(
        z.object({
          register: z.string(),
          id: z.string(),
          title: z.string(),
          number: z.string().nullable(),
          /** What the leader wrote on it. */
          instruction: z.string().nullable(),
        }),
      ),
    }),
  }),
};

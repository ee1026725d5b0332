/** Routes of scores and bulletins: each unit's points with the facts behind them, and the bulletin of a period. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { day, id } from './shapes.ts';

export const UnitScore = z.object({
  unit: z.string(),
  name: z.string(),
  score: z.number(),
  /** Points by kind of fact, after the most that counts of it. */
  parts: z.array(
    z.object({
      rule: z.string(),
      title: z.string(),
      count: z.number(),
      points: z.number(),
      counted: z.number(),
    }),
  ),
  tasks: z.number(),
  closed: z.number(),
  /** Closed in time ÷ should have been closed by the end of the period; null where nothing was due. */
  onTime: z.number().nullable(),
});
export type UnitScore = z.infer<typeof UnitScore>;

export const scoreRoutes = {
  scores: get('/scores', {
    title: '考核得分',
    allow: 'read',
    input: z.object({ from: day, to: day }),
    output: z.object({ base: z.number(), formula: z.string(), units: z.array(UnitScore) }),
    rate: 60,
  }),
  facts: get('/facts', {
    title: '考核事实',
    allow: 'read',
    input: z.object({ unit: z.string().min(1).max(80), from: day, to: day }),
    output: z.object({
      rows: z.array(
        z.object({
          id: z.string(),
          rule: z.string(),
          title: z.string(),
          points: z.number(),
          at: z.string(),
          detail: z.string(),
          task: z.string(),
          taskTitle: z.string(),
          status: z.string(),
          appeal: z.string().nullable(),
          mayAppeal: z.boolean(),
        }),
      ),
    }),
  }),
  writeBulletin: post('/bulletins', {
    title: '起草督查通报',
    allow: 'verify',
    input: z.object({ id, from: day, to: day }),
    output: z.object({ id: z.string() }),
    rate: 20,
  }),
  issueBulletin: post('/bulletins/:id/issue', {
    title: '签发督查通报',
    allow: 'decide',
    input: z.object({ id }),
    output: z.object({ number: z.string() }),
  }),
  bulletinFile: get('/bulletins/:id/file', {
    title: '督查通报 PDF 或 Word',
    allow: 'read',
    input: z.object({ id, as: z.enum(['pdf', 'docx']).default('pdf') }),
    output: 'binary',
    rate: 30,
  }),
};

/** Routes of daily and monthly reports: make one, see how far it is, read it, take it away. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

export const Figure = z.object({
  key: z.string(),
  title: z.string(),
  unit: z.string(),
  /** Null where there is nothing to divide by, or it was not kept. */
  value: z.number().nullable(),
  before: z.number().nullable(),
  /** Numerator and denominator of a ratio, in words; null for a count. */
  parts: z.string().nullable(),
});
export type Figure = z.infer<typeof Figure>;

export const ReportIncident = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  kind: z.string(),
  level: z.string(),
  stage: z.string(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
});
export type ReportIncident = z.infer<typeof ReportIncident>;

const Kind = z.enum(['day', 'month']);
const Head = z.object({
  id: z.uuid(),
  title: z.string(),
  kind: Kind,
  from: z.iso.date(),
  to: z.iso.date(),
  status: z.string(),
  progress: z.number(),
  message: z.string().nullable(),
  madeAt: z.string().nullable(),
});

const id = z.uuid();

export const reportRoutes = {
  makeReport: post('/reports', {
    title: '生成日报或月报',
    allow: 'make-reports',
    /** Any day of the period; the period must be over. */
    input: z.object({ kind: Kind, day: z.iso.date() }),
    output: z.object({ id }),
  }),
  reports: get('/reports', {
    title: '生命线报告',
    allow: 'read-reports',
    input: z.object({ kind: Kind.optional() }),
    output: z.object({ reports: z.array(Head) }),
  }),
  report: get('/reports/:id', {
    title: '生命线报告',
    allow: 'read-reports',
    input: z.object({ id }),
    output: Head.extend({ figures: z.array(Figure), incidents: z.array(ReportIncident) }),
  }),
  reportFile: get('/reports/:id/file', {
    title: '下载生命线报告',
    allow: 'read-reports',
    input: z.object({ id }),
    output: 'binary',
  }),
};

/** Routes around the suite of one dataset: how it stands, checks and their offending rows, its profile, its scores. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { fieldTypes, type LakeField, QualityCheck } from '../../../../engines/lake/contract.ts';

const id = z.uuid();
const share = z.number().nullable();
const kinds = z.enum(['check', 'profile']);

const Job = z.object({
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  done: z.number(),
  message: z.string(),
});

const FieldTitle = z.object({
  name: z.string(),
  title: z.string(),
  type: z.enum(Object.keys(fieldTypes) as [LakeField['type'], ...LakeField['type'][]]),
});
export type FieldTitle = z.infer<typeof FieldTitle>;

const Outcome = z.object({
  checked: z.number(),
  failed: z.number(),
  share,
  /** By the tolerance as it is now; null where nothing could be judged. */
  passed: z.boolean().nullable(),
  problem: z.string().nullable(),
});
export type Outcome = z.infer<typeof Outcome>;

export const Rule = z.object({
  id: z.string(),
  version: z.number(),
  title: z.string(),
  check: QualityCheck.nullable(),
  indicator: z.string(),
  importance: z.string(),
  tolerance: z.number(),
  stage: z.string(),
  origin: z.string(),
  note: z.string().nullable(),
  outcome: Outcome.nullable(),
});
export type Rule = z.infer<typeof Rule>;

const ReportOutcome = Outcome.extend({
  rule: z.string(),
  title: z.string(),
  /** Of how many offending rows the place is known. */
  places: z.number(),
});

const Report = z.object({
  id: z.string(),
  at: z.string(),
  rows: z.number(),
  /** Mean of the rules' shares. */
  share,
  passed: z.number(),
  failing: z.number(),
  outcomes: z.array(ReportOutcome),
});
export type Report = z.infer<typeof Report>;

const ColumnProfile = z.object({
  name: z.string(),
  title: z.string(),
  type: z.string(),
  filled: z.number(),
  distinct: z.number(),
  shortest: z.number().nullable(),
  longest: z.number().nullable(),
  minimum: z.string().nullable(),
  maximum: z.string().nullable(),
  mean: z.string().nullable(),
  percentiles: z.array(z.number()).nullable(),
  values: z.array(z.object({ value: z.string(), rows: z.number() })),
  shapes: z.array(z.object({ shape: z.string(), share: z.number() })),
});
export type ColumnProfile = z.infer<typeof ColumnProfile>;

export const OffendingRow = z.object({
  batch: z.string(),
  row: z.number(),
  /** Null where a part of the key is masked for the caller. */
  key: z.string().nullable(),
  cells: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type OffendingRow = z.infer<typeof OffendingRow>;

export const suiteRoutes = {
  suite: get('/datasets/:id', {
    title: '数据集的质量',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      name: z.string(),
      departmentName: z.string(),
      rows: z.number(),
      fields: z.array(FieldTitle),
      score: z.number().nullable(),
      shares: z.record(z.string(), share),
      rules: z.array(Rule),
      checkedAt: z.string().nullable(),
      /** What runs, or what failed last. */
      check: Job.nullable(),
      profile: Job.nullable(),
      mayKeep: z.boolean(),
      mayPreview: z.boolean(),
      /** Catalogue entry that a doubt would be about; null when there is none or the caller may not doubt. */
      doubtable: z.string().nullable(),
    }),
  }),
  run: post('/datasets/:id/run', {
    title: '立即检查或画像',
    allow: 'keep-rules',
    input: z.object({ id, kind: kinds }),
    output: z.object({ job: z.string() }),
    rate: 30,
  }),
  cancel: post('/datasets/:id/cancel', {
    title: '取消检查或画像',
    allow: 'keep-rules',
    input: z.object({ id, kind: kinds }),
    output: z.object({ done: z.literal(true) }),
  }),
  reports: get('/datasets/:id/reports', {
    title: '质量检查记录',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({ reports: z.array(Report) }),
  }),
  offending: get('/datasets/:id/reports/:report/rules/:rule', {
    title: '不合格的记录(按密级脱敏)',
    allow: 'read',
    input: z.object({ id, report: id, rule: id }),
    output: z.object({
      title: z.string(),
      /** Fields that the rule is about come first. */
      fields: z.array(FieldTitle),
      about: z.string().nullable(),
      rows: z.array(OffendingRow),
      failed: z.number(),
      /** Rows of the check that count no more. */
      gone: z.number(),
    }),
  }),
  profile: get('/datasets/:id/profile', {
    title: '数据画像',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      profile: z
        .object({
          at: z.string(),
          rows: z.number(),
          sampled: z.number(),
          /** The dataset has newer rows. */
          outdated: z.boolean(),
          columns: z.array(ColumnProfile),
        })
        .nullable(),
    }),
  }),
  scores: get('/datasets/:id/scores', {
    title: '质量得分走势',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      days: z.array(z.object({ day: z.string(), score: z.number(), note: z.string().nullable() })),
    }),
  }),
};

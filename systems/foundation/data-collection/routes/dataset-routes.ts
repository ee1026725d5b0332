/** Routes around datasets: define, collect, cancel, look at batches, rows and lineage, and mend what was rejected. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import {
  LakeField,
  LakeFields,
  type LoadMode,
  loadModes,
  SourceObject,
} from '../../../../engines/lake/contract.ts';

const id = z.uuid();
const count = z.number().nullable();

const Problem = z.object({
  field: z.string(),
  title: z.string(),
  reason: z.string(),
  first: z.number().optional(),
});

export const Batch = z.object({
  id: z.string(),
  mode: z.string(),
  state: z.enum(['running', 'loaded', 'unchanged', 'failed', 'cancelled']),
  sent: count,
  received: count,
  loaded: count,
  rejected: count,
  warned: count,
  receivedDigest: z.string().nullable(),
  loadedDigest: z.string().nullable(),
  drift: z.array(
    z.object({
      column: z.string(),
      kind: z.enum(['missing', 'new', 'type']),
      was: z.string().optional(),
      now: z.string().optional(),
    }),
  ),
  /** Of a batch that was refused: the first rejected rows. */
  sample: z.array(z.object({ row: z.number(), problems: z.array(Problem) })),
  error: z.string().nullable(),
  message: z.string().nullable(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type Batch = z.infer<typeof Batch>;

export const Letter = z.object({
  id: z.string(),
  batch: z.string(),
  row: z.number(),
  version: z.number(),
  problems: z.array(Problem),
  state: z.enum(['kept', 'replayed', 'dropped', 'superseded']),
  /** Source column → value, masked for whoever may not see it; a masked column cannot be mended. */
  cells: z.record(z.string(), z.string().nullable()),
  masked: z.array(z.string()),
});
export type Letter = z.infer<typeof Letter>;

export const Rule = z.object({
  field: z.string(),
  title: z.string(),
  reason: z.string(),
  indicator: z.string(),
  checked: z.number(),
  failed: z.number(),
});

const Job = z.object({
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  done: z.number(),
  message: z.string(),
});

export const datasetRoutes = {
  save: post('/datasets', {
    title: '定义数据集',
    allow: 'keep-datasets',
    input: z.object({
      id: id.optional(),
      version: z.number().int().optional(),
      code: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
      name: z.string().min(1).max(60),
      source: id,
      object: SourceObject,
      mode: z.enum(Object.keys(loadModes) as [LoadMode, ...LoadMode[]]),
      follow: z.string().min(1).max(120).optional(),
      schedule: z.string().max(40),
      fields: LakeFields,
      note: z.string().max(500).optional(),
    }),
    output: z.object({ id: z.string() }),
  }),
  dataset: get('/datasets/:id', {
    title: '数据集的情况',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      fields: z.array(LakeField),
      object: SourceObject.nullable(),
      sourceName: z.string(),
      rows: z.number(),
      bytes: z.number(),
      refreshedAt: z.string().nullable(),
      late: z.boolean(),
      kept: z.number(),
      batches: z.array(Batch),
      job: Job.nullable(),
      quality: z.array(Rule),
      mayKeep: z.boolean(),
      mayPreview: z.boolean(),
    }),
  }),
  collect: post('/datasets/:id/collect', {
    title: '立即采集',
    allow: 'keep-datasets',
    input: z.object({
      id,
      /** An uploaded file, read in the place of what the dataset reads else. */
      file: id.optional(),
      /** What the sender says of it. */
      rows: z.number().int().min(0).optional(),
      digest: z
        .string()
        .regex(/^[0-9a-fA-F]{64}$/)
        .optional(),
    }),
    output: z.object({ job: z.string() }),
    rate: 30,
  }),
  cancel: post('/datasets/:id/cancel', {
    title: '取消采集',
    allow: 'keep-datasets',
    input: z.object({ id }),
    output: z.object({ done: z.literal(true) }),
  }),
  stage: post('/datasets/:id/stage', {
    title: '启用或停用数据集',
    allow: 'keep-datasets',
    input: z.object({ id, stage: z.enum(['active', 'paused']) }),
    output: z.object({ done: z.literal(true) }),
  }),
  rows: get('/datasets/:id/rows', {
    title: '数据预览',
    allow: 'preview',
    input: z.object({
      id,
      page: z.coerce.number().int().min(1).max(10_000).default(1),
      size: z.coerce.number().int().min(1).max(100).default(20),
    }),
    output: z.object({
      rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
      total: z.number(),
    }),
  }),
  lineage: get('/datasets/:id/lineage', {
    title: '字段血缘',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      lineage: z.array(
        z.object({
          field: z.string(),
          title: z.string(),
          origin: z.string(),
          column: z.string(),
          expression: z.string(),
        }),
      ),
    }),
  }),
  letters: get('/datasets/:id/letters', {
    title: '退回记录',
    allow: 'preview',
    input: z.object({
      id,
      state: z.enum(['kept', 'replayed', 'dropped', 'superseded']).default('kept'),
      batch: id.optional(),
      after: id.optional(),
      size: z.coerce.number().int().min(1).max(100).default(50),
    }),
    output: z.object({ letters: z.array(Letter), total: z.number() }),
  }),
  mend: post('/letters/:id/mend', {
    title: '更正退回记录',
    allow: 'keep-datasets',
    input: z.object({
      id,
      version: z.number().int(),
      cells: z.record(z.string().max(120), z.string().max(10_000).nullable()),
    }),
    output: z.object({ done: z.literal(true) }),
  }),
  replay: post('/datasets/:id/replay', {
    title: '重放退回记录',
    allow: 'keep-datasets',
    input: z.object({ id, letters: z.array(id).min(1).max(1000) }),
    output: z.object({ job: z.string() }),
  }),
  drop: post('/datasets/:id/drop', {
    title: '作废退回记录',
    allow: 'keep-datasets',
    input: z.object({ id, letters: z.array(id).min(1).max(1000), reason: z.string().min(2).max(200) }),
    output: z.object({ dropped: z.number() }),
  }),
  overview: get('/overview', {
    title: '归集总览',
    allow: 'read',
    input: z.object({}),
    output: z.object({
      departments: z.array(
        z.object({
          department: z.string(),
          name: z.string(),
          datasets: z.number(),
          rows: z.number(),
          late: z.number(),
          failed: z.number(),
          kept: z.number(),
          score: z.number().nullable(),
        }),
      ),
    }),
  }),
};

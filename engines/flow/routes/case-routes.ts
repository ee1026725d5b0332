/** Cases: which types there are, opened, looked at, moved on one by one or many at once. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { TimeLimit } from '../process/time-limit.ts';
import { CaseDetail } from './case-detail.ts';
import { fileIds, id, itemId, opinion, type } from './shapes.ts';

/** A person, in that unit; or a unit, within which whoever may. */
export const Assignee = z.object({
  unit: z.string().max(80).nullable(),
  person: z.uuid().nullable(),
});

/** What every step answers. */
export const Receipt = z.object({
  id: z.string(),
  number: z.string(),
  version: z.number(),
  stage: z.string().nullable(),
  status: z.string(),
});
export type Receipt = z.infer<typeof Receipt>;

export const Target = z.object({
  stage: z.string().max(60).optional(),
  caseId: z.uuid().optional(),
  requestId: z.uuid().optional(),
  granted: z.boolean().optional(),
  limit: TimeLimit.optional(),
  parts: z.array(z.record(z.string(), z.unknown())).max(20).optional(),
  mode: z.enum(['through', 'straight']).optional(),
  position: z.enum(['before', 'after', 'parallel']).optional(),
  people: z.array(Assignee).max(200).optional(),
  item: itemId.optional(),
});

export const ActInput = z.object({
  type,
  id,
  /** Of the row that the person saw. */
  version: z.number().int().min(1),
  action: z.string().min(1).max(80),
  opinion,
  unit: z.string().max(80).optional(),
  person: z.uuid().optional(),
  files: fileIds,
  values: z.record(z.string(), z.unknown()).optional(),
  target: Target.optional(),
  /** Which of the person's items, where a case gives him several. */
  item: itemId.optional(),
  /** File of a signature written by hand. */
  signature: z.uuid().optional(),
});

const named = z.object({ id: z.string(), name: z.string() });

export const CaseTypeInfo = z.object({
  type: z.string(),
  title: z.string(),
  system: z.string(),
  mayOpen: z.boolean(),
  start: z.array(z.object({ stage: z.string(), title: z.string() })),
  stages: z.array(z.object({ stage: z.string(), title: z.string() })),
  outcomes: z.array(z.object({ outcome: z.string(), title: z.string() })),
});

export const caseRoutes = {
  types: get('/types', {
    title: '案件类型',
    signedInBecause: '只列出本人可发起或可办理的类型',
    input: z.object({}),
    output: z.array(CaseTypeInfo),
  }),
  open: post('/cases/:type', {
    title: '发起案件',
    decidedBy: 'case',
    input: z.object({
      type,
      id: id.optional(),
      stage: z.string().max(60).optional(),
      values: z.record(z.string(), z.unknown()),
      opinion,
      files: fileIds,
      unit: z.string().max(80).optional(),
      person: z.uuid().optional(),
      people: z.array(Assignee).max(200).optional(),
    }),
    output: Receipt,
  }),
  detail: get('/cases/:type/:id', {
    title: '案件详情',
    decidedBy: 'case',
    input: z.object({ type, id }),
    output: CaseDetail,
  }),
  act: post('/cases/:type/:id/acts', {
    title: '办理案件',
    decidedBy: 'case',
    input: ActInput,
    output: Receipt,
  }),
  candidates: get('/cases/:type/:id/candidates', {
    title: '可选的承办单位和人员',
    decidedBy: 'case',
    input: z.object({
      type,
      id,
      action: z.string().min(1).max(80),
      item: itemId.optional(),
      search: z.string().trim().max(40).default(''),
    }),
    output: z.object({ units: z.array(named), people: z.array(named.extend({ unitName: z.string() })) }),
  }),
  batch: post('/batches', {
    title: '批量办理',
    decidedBy: 'case',
    input: z.object({
      type,
      action: z.string().min(1).max(80),
      cases: z
        .array(z.object({ id, version: z.number().int().min(1), item: itemId.optional() }))
        .min(1)
        .max(100),
      opinion,
      unit: z.string().max(80).optional(),
      person: z.uuid().optional(),
      values: z.record(z.string(), z.unknown()).optional(),
      target: Target.optional(),
    }),
    output: z.object({
      results: z.array(
        z.object({
          id: z.string(),
          done: z.boolean(),
          code: z.string().nullable(),
          message: z.string().nullable(),
        }),
      ),
    }),
  }),
};

/** 导出审批 and 水印溯源: asking for a file, deciding over it, taking it once, and finding out where a leaked one came from. */
import { z } from 'zod';
import { ExportPlan, ExportWish } from '../../../../engines/registers/contract.ts';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');
const version = z.number().int().min(1);
const ownRequests = '申请人对台账的导出权限由台账自己裁决，只见本人的申请';

const Exported = z.object({
  id: z.string(),
  version: z.number(),
  number: z.string(),
  state: z.enum(['waiting', 'approved', 'refused', 'withdrawn', 'taken', 'expired']),
  title: z.string(),
  ownerName: z.string(),
  requesterName: z.string(),
  purpose: z.string(),
  rows: z.number(),
  askedAt: z.string(),
  until: z.string().nullable(),
  takenAt: z.string().nullable(),
});
export type Exported = z.infer<typeof Exported>;

const ExportedDetail = Exported.extend({
  told: z.string(),
  reasons: z.string(),
  conditions: z.string(),
  format: z.string(),
  deciderName: z.string().nullable(),
  decidedAt: z.string().nullable(),
  opinion: z.string().nullable(),
  takenRows: z.number().nullable(),
  /** Rows in the print of its content, where not all are; beyond them a leak is known by its marks alone. */
  printedRows: z.number().nullable(),
  own: z.boolean(),
  /** Never by whoever asked. */
  mayDecide: z.boolean(),
  mayTake: z.boolean(),
});
export type ExportedDetail = z.infer<typeof ExportedDetail>;

const Trace = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  requesterName: z.string(),
  ownerName: z.string(),
  purpose: z.string(),
  deciderName: z.string().nullable(),
  takenAt: z.string().nullable(),
  rows: z.number().nullable(),
  printedRows: z.number().nullable(),
  /** hidden: watermark within cells; line: the number in plain sight, which anybody can write; content: values that it held. */
  by: z.enum(['hidden', 'line', 'content']),
  /** Places with the watermark, or values that fit. */
  hits: z.number(),
  /** Of the telling values; null for watermarks. */
  share: z.number().nullable(),
});
export type Trace = z.infer<typeof Trace>;

export const exportRoutes = {
  planWanted: post('/exports/plan', {
    title: '导出申请前核对',
    signedInBecause: ownRequests,
    input: ExportWish,
    output: ExportPlan.extend({ title: z.string(), ownerName: z.string(), conditions: z.string() }),
  }),
  askExport: post('/exports', {
    title: '申请导出',
    signedInBecause: ownRequests,
    rate: 20,
    input: z.strictObject({
      wish: ExportWish,
      purpose: z.string().trim().min(5, '请写明用途，不少于5个字').max(500),
    }),
    output: z.object({ id: z.string(), number: z.string() }),
  }),
  exports: get('/exports', {
    title: '导出申请',
    signedInBecause: ownRequests,
    input: z.object({
      of: z.enum(['mine', 'waiting', 'all']).default('mine'),
      page: z.coerce.number().int().min(1).max(1000).default(1),
    }),
    output: z.object({
      rows: z.array(Exported),
      total: z.number(),
      mayDecide: z.boolean(),
      mayReadAll: z.boolean(),
    }),
  }),
  readExport: get('/exports/:id', {
    title: '导出申请详情',
    signedInBecause: ownRequests,
    input: z.object({ id }),
    output: ExportedDetail,
  }),
  decideExport: post('/exports/:id/decision', {
    title: '审批导出',
    signedInBecause: '由谁审批按要带走的是什么裁决：台账归数据主管部门，审计归安全管理员；从不由申请人',
    input: z
      .strictObject({
        id,
        version,
        approve: z.boolean(),
        opinion: z.string().trim().max(500).default(''),
      })
      .refine(({ approve, opinion }) => approve || opinion.length >= 2, {
        path: ['opinion'],
        message: '不同意时请写明理由',
      }),
    output: z.object({ done: z.literal(true) }),
  }),
  withdrawExport: post('/exports/:id/withdrawal', {
    title: '撤回导出申请',
    signedInBecause: ownRequests,
    input: z.strictObject({ id, version }),
    output: z.object({ done: z.literal(true) }),
  }),
  takeExport: post('/exports/:id/file', {
    title: '生成并下载（一次）',
    signedInBecause: ownRequests,
    rate: 20,
    input: z.strictObject({ id, version }),
    output: 'binary',
  }),
  trace: post('/trace', {
    title: '水印溯源',
    allow: 'trace',
    rate: 30,
    input: z
      .strictObject({ file: z.uuid().optional(), text: z.string().max(500_000).optional() })
      .refine(({ file, text }) => (file === undefined) !== (text === undefined), '请上传文件或粘贴内容'),
    output: z.object({ found: z.array(Trace), values: z.number() }),
  }),
};

/** Sheets in and out: templates, imports with their errors by row and column, exports. */
import { z } from 'zod';
import { fieldClasses } from '../../../kernel/access.ts';
import { get, post } from '../../../kernel/contract.ts';
import { byRegister, id, query, register } from './query.ts';

export const ImportReply = z.object({
  id: z.string(),
  register: z.string(),
  file: z.string(),
  fileName: z.string(),
  state: z.enum(['checking', 'checked', 'importing', 'done', 'failed', 'cancelled']),
  stateTitle: z.string(),
  /** 0..1 of the step under way, and its sentence. */
  done: z.number(),
  progress: z.string(),
  /** Why it failed or went back. */
  message: z.string(),
  total: z.number(),
  valid: z.number(),
  invalid: z.number(),
  /** Errors found; the first 20,000 are listed. */
  problems: z.number(),
  imported: z.number(),
  unknownColumns: z.array(z.string()),
  job: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type ImportReply = z.infer<typeof ImportReply>;

export const ExportReply = z.object({
  job: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  done: z.number(),
  message: z.string(),
  /** Once done: fetch it from /api/files/<file>. */
  file: z.string().nullable(),
  rows: z.number().nullable(),
});
export type ExportReply = z.infer<typeof ExportReply>;

/** Which rows and fields somebody wants in a file. */
export const ExportWish = z.strictObject({
  register,
  ...query,
  fields: z.array(z.string().max(100)).max(200).optional(),
  format: z.enum(['xlsx', 'csv']).default('xlsx'),
});

/** What a file would hold, without any value of it. */
export const ExportPlan = z.object({
  rows: z.number(),
  fields: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      class: z.enum(fieldClasses),
      /** The file holds its mask only. */
      masked: z.boolean(),
    }),
  ),
  /** Why somebody else has to approve it; empty: at once. */
  reasons: z.array(z.string()),
});
export type ExportPlan = z.infer<typeof ExportPlan>;

export const sheetRoutes = {
  template: get('/templates/:register', {
    ...byRegister,
    title: '下载导入模板',
    input: z.strictObject({ register }),
    output: 'binary',
  }),
  startImport: post('/imports', {
    ...byRegister,
    title: '上传检查',
    input: z.strictObject({
      register,
      /** From POST /api/files. */
      file: id,
      /** Header → field name ('<field>.lon', '<field>.lat'; '' leaves it out), where titles do not match. */
      columns: z.record(z.string().max(200), z.string().max(200)).default({}),
    }),
    output: ImportReply,
  }),
  imports: get('/imports', {
    ...byRegister,
    title: '我的导入',
    input: z.strictObject({ register: register.optional() }),
    output: z.object({ imports: z.array(ImportReply) }),
  }),
  importStatus: get('/imports/:id', {
    ...byRegister,
    title: '导入进度',
    rate: 600,
    input: z.strictObject({ id }),
    output: ImportReply,
  }),
  importErrors: get('/imports/:id/errors', {
    ...byRegister,
    title: '导入错误',
    input: z.strictObject({ id, limit: z.coerce.number().int().min(1).max(1000).default(200) }),
    output: z.object({
      errors: z.array(
        z.object({
          line: z.number(),
          column: z.string().nullable(),
          value: z.string().nullable(),
          message: z.string(),
        }),
      ),
    }),
  }),
  importErrorSheet: get('/imports/:id/error-sheet', {
    ...byRegister,
    title: '下载导入错误清单',
    input: z.strictObject({ id }),
    output: 'binary',
  }),
  confirmImport: post('/imports/:id/confirm', {
    ...byRegister,
    title: '确认导入',
    input: z.strictObject({ id, validOnly: z.boolean().default(false) }),
    output: ImportReply,
  }),
  cancelImport: post('/imports/:id/cancel', {
    ...byRegister,
    title: '取消导入',
    input: z.strictObject({ id }),
    output: ImportReply,
  }),
  startExport: post('/exports', {
    ...byRegister,
    title: '导出',
    rate: 20,
    input: ExportWish,
    output: ExportReply,
  }),
  planExport: post('/exports/plan', {
    ...byRegister,
    title: '导出前核对',
    input: ExportWish,
    output: ExportPlan.extend({
      /** Page where approval is applied for. */
      approveAt: z.string().nullable(),
    }),
  }),
  exportStatus: get('/exports/:job', {
    ...byRegister,
    title: '导出进度',
    rate: 600,
    input: z.strictObject({ job: id }),
    output: ExportReply,
  }),
  cancelExport: post('/exports/:job/cancel', {
    ...byRegister,
    title: '取消导出',
    input: z.strictObject({ job: id }),
    output: ExportReply,
  }),
};

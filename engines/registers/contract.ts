/** What the registers engine offers over HTTP: the catalogue, rows, history, code lists, imports and exports of every register. */
import { z } from 'zod';
import { defineContract, get, patch, post } from '../../kernel/contract.ts';
import type { Filter } from '../../kernel/filter.ts';
import { registerErrors } from './errors.ts';

const id = z.uuid();
const register = z.string().max(200);
const version = z.coerce.number().int().min(1);
const reason = z.string().max(1000);

/** An object that came in a query string as JSON text. */
function jsonText<T extends z.ZodType>(schema: T) {
  return z.preprocess((value, check) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      check.addIssue({ code: 'custom', message: '不是有效的 JSON' });
      return z.NEVER;
    }
  }, schema);
}

const flagWords: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };
const flag = z.preprocess(
  (value) => (typeof value === 'string' ? (flagWords[value] ?? value) : value),
  z.boolean(),
);

const query = {
  /** Field → text form. */
  where: jsonText(z.record(z.string(), z.string())).optional(),
  filter: jsonText(
    z.custom<Filter>((value) => typeof value === 'object' && value !== null, '条件格式不正确'),
  ).optional(),
  search: z.string().max(200).optional(),
  sort: z.string().max(100).optional(),
  state: z.enum(['active', 'archived', 'all']).optional(),
  box: jsonText(z.tuple([z.number(), z.number(), z.number(), z.number()])).optional(),
};

/** A row as JSON: id, version, state, createdAt … and the declared fields; `masked` names the hidden ones. */
export const RowReply = z
  .object({
    id: z.string(),
    version: z.number(),
    state: z.enum(['active', 'archived']),
    createdAt: z.string(),
    createdBy: z.string(),
    updatedAt: z.string(),
    updatedBy: z.string(),
    batch: z.string().nullable(),
    masked: z.array(z.string()).optional(),
  })
  .loose();
export type RowReply = z.infer<typeof RowReply>;

export const FieldInfo = z.object({
  name: z.string(),
  type: z.string(),
  title: z.string(),
  required: z.boolean(),
  unique: z.boolean(),
  search: z.boolean(),
  list: z.boolean(),
  filter: z.boolean(),
  sortable: z.boolean(),
  class: z.enum(['public', 'internal', 'personal', 'sensitive']),
  /** Masked for this caller. */
  masked: z.boolean(),
  /** Written by the engine only. */
  managed: z.boolean(),
  format: z.string().nullable(),
  pattern: z.string().nullable(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  maxLength: z.number().nullable(),
  unit: z.string().nullable(),
  codeList: z.string().nullable(),
  to: z.string().nullable(),
  hint: z.string().nullable(),
});
export type FieldInfo = z.infer<typeof FieldInfo>;

export const RegisterReply = z.object({
  id: z.string(),
  system: z.string(),
  systemTitle: z.string(),
  kind: z.enum(['register', 'case']),
  title: z.string(),
  summary: z.string().nullable(),
  owner: z.string(),
  ownerName: z.string(),
  share: z.string(),
  open: z.string(),
  titleField: z.string(),
  sort: z.string().nullable(),
  /** What this caller may do besides reading. */
  may: z.object({ write: z.boolean(), import: z.boolean(), export: z.boolean(), reveal: z.boolean() }),
  fields: z.array(FieldInfo),
});
export type RegisterReply = z.infer<typeof RegisterReply>;

/** Field → value → what people read. */
const Labels = z.record(z.string(), z.record(z.string(), z.string()));

export const ListReply = z.object({
  rows: z.array(RowReply),
  total: z.number(),
  more: z.boolean(),
  page: z.number(),
  size: z.number(),
  labels: Labels.optional(),
});
export type ListReply = z.infer<typeof ListReply>;

export const VersionReply = z.object({
  version: z.number(),
  at: z.string(),
  by: z.string(),
  byName: z.string(),
  state: z.string(),
  /** Reason given with the change that made this version. */
  note: z.string().nullable(),
  changes: z.array(z.object({ field: z.string(), title: z.string(), before: z.string(), after: z.string() })),
});

export const CodeEntryReply = z.object({
  list: z.string(),
  code: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  order: z.number(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  source: z.string().nullable(),
  attributes: z.record(z.string(), z.unknown()),
});

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

const byRegister = { decidedBy: 'register' } as const;
const codeDay = z.iso.date().nullable();

export default defineContract({
  id: 'registers',
  title: '台账',
  plan: [],
  permissions: { 'manage-code-lists': '维护代码表' },
  administration: ['manage-code-lists'],
  roles: {
    'code-keeper': { title: '代码表管理员', allow: ['manage-code-lists'], reach: 'all' },
  },
  errors: registerErrors,
  routes: {
    catalogue: get('/catalogue', {
      ...byRegister,
      title: '我能查看的台账',
      input: z.strictObject({}),
      output: z.object({ registers: z.array(RegisterReply) }),
    }),
    describe: get('/catalogue/:register', {
      ...byRegister,
      title: '台账说明与行的 JSON Schema',
      input: z.strictObject({ register }),
      output: RegisterReply.extend({ schema: z.record(z.string(), z.unknown()) }),
    }),
    list: get('/rows/:register', {
      ...byRegister,
      title: '查询台账',
      input: z.strictObject({
        register,
        ...query,
        page: z.coerce.number().int().min(1).optional(),
        size: z.coerce.number().int().min(1).max(200).optional(),
        /** Names of codes, areas, departments, people and linked rows beside the values. */
        labels: flag.optional(),
      }),
      output: ListReply,
    }),
    read: get('/rows/:register/:id', {
      ...byRegister,
      title: '查看一条记录',
      input: z.strictObject({ register, id, labels: flag.optional() }),
      output: z.object({ row: RowReply, labels: Labels.optional() }),
    }),
    create: post('/rows/:register', {
      ...byRegister,
      title: '新增记录',
      input: z.strictObject({ register, id: id.optional(), values: z.record(z.string(), z.unknown()) }),
      output: z.object({ row: RowReply }),
    }),
    update: patch('/rows/:register/:id', {
      ...byRegister,
      title: '修改记录',
      input: z.strictObject({ register, id, version, values: z.record(z.string(), z.unknown()) }),
      output: z.object({ row: RowReply }),
    }),
    archive: post('/rows/:register/:id/archive', {
      ...byRegister,
      title: '归档记录',
      input: z.strictObject({ register, id, version, reason }),
      output: z.object({ done: z.literal(true) }),
    }),
    history: get('/rows/:register/:id/history', {
      ...byRegister,
      title: '变更历史',
      input: z.strictObject({ register, id }),
      output: z.object({ versions: z.array(VersionReply) }),
    }),
    reveal: post('/rows/:register/:id/reveal', {
      ...byRegister,
      title: '查看一项脱敏内容',
      rate: 30,
      input: z.strictObject({ register, id, field: z.string().max(100), reason }),
      output: z.object({ value: z.unknown() }),
    }),
    search: get('/search', {
      ...byRegister,
      title: '全局搜索',
      input: z.strictObject({
        q: z.string().trim().min(1).max(200),
        limit: z.coerce.number().int().min(1).max(100).optional(),
      }),
      output: z.object({
        hits: z.array(
          z.object({
            register: z.string(),
            registerTitle: z.string(),
            system: z.string(),
            id: z.string(),
            title: z.string(),
          }),
        ),
      }),
    }),
    codeLists: get('/code-lists', {
      publicBecause: '代码表是公开的标准分类,不含任何记录',
      title: '代码表目录',
      input: z.strictObject({}),
      output: z.object({ lists: z.array(z.object({ list: z.string(), entries: z.number() })) }),
    }),
    codeEntries: get('/code-lists/entries', {
      publicBecause: '代码表是公开的标准分类,不含任何记录',
      title: '代码表内容',
      input: z.strictObject({ list: z.string().max(200) }),
      output: z.object({ entries: z.array(CodeEntryReply) }),
    }),
    saveCodeEntry: post('/code-lists/entries', {
      allow: 'manage-code-lists',
      title: '新增或修改代码',
      input: z.strictObject({
        list: z.string().trim().min(1).max(200),
        code: z.string().trim().min(1).max(100),
        name: z.string().trim().min(1).max(200),
        parent: z.string().trim().max(100).nullable().default(null),
        order: z.number().int().min(0).max(1_000_000).default(0),
        validFrom: codeDay.default(null),
        validTo: codeDay.default(null),
        source: z.string().trim().max(500).nullable().default(null),
        attributes: z.record(z.string(), z.unknown()).default({}),
      }),
      output: z.object({ done: z.literal(true) }),
    }),
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
      input: z.strictObject({
        register,
        ...query,
        fields: z.array(z.string().max(100)).max(200).optional(),
        format: z.enum(['xlsx', 'csv']).default('xlsx'),
      }),
      output: ExportReply,
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
  },
  pages: {
    catalogue: {
      path: '/',
      title: '台账目录',
      access: byRegister,
      menu: '数据台账',
      icon: 'register',
      order: 600,
    },
    'code-lists': {
      path: '/code-lists',
      title: '数据字典',
      access: { signedInBecause: '代码表是公开的标准分类,修改另需权限' },
      menu: '数据台账',
      icon: 'dictionary',
      order: 610,
    },
    list: { path: '/:register/rows', title: '台账', access: byRegister },
    create: { path: '/:register/new', title: '新增记录', access: byRegister },
    import: { path: '/:register/import', title: '导入', access: byRegister },
    detail: { path: '/:register/rows/:id', title: '记录', access: byRegister },
    edit: { path: '/:register/rows/:id/edit', title: '修改记录', access: byRegister },
  },
});

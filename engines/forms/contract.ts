/** Routes by which forms are filled in, kept half-filled, printed, designed and published. */
import { z } from 'zod';
import { defineContract, del, get, patch, post } from '../../kernel/contract.ts';
import { FieldInfo } from '../registers/contract.ts';
import { formErrors } from './errors.ts';
import { formModel } from './form/form-model.ts';

const id = z.uuid();
const register = z.string().max(200);
/** The register or case type named in the input decides, and the handler asks the one decision. */
const byRegister = { decidedBy: 'register' } as const;
const done = z.object({ done: z.literal(true) });
const values = z.record(z.string().max(100), z.unknown());

const mostDraft = 200_000;

export const versionStates = ['draft', 'published', 'retired'] as const;

const versionLine = z.object({
  id: z.string(),
  number: z.number().int(),
  state: z.enum(versionStates),
  /** In force now. */
  current: z.boolean(),
  /** Brought along by its system, or designed here. */
  origin: z.enum(['system', 'people']),
  title: z.string(),
  revision: z.number().int(),
  changedBy: z.string(),
  changedAt: z.string(),
  publishedAt: z.string().nullable(),
  retiredBecause: z.string().nullable(),
});
export type VersionLine = z.infer<typeof versionLine>;

const formLine = z.object({
  register: z.string(),
  title: z.string(),
  kind: z.enum(['register', 'case']),
  systemTitle: z.string(),
  current: versionLine.nullable(),
  draft: versionLine.nullable(),
});
export type FormLine = z.infer<typeof formLine>;

const formDetail = formLine.extend({
  fields: z.array(FieldInfo),
  versions: z.array(versionLine),
  may: z.object({ publish: z.boolean() }),
});
export type FormDetail = z.infer<typeof formDetail>;

const problem = z.object({ path: z.string(), message: z.string(), level: z.enum(['error', 'warning']) });

export default defineContract({
  id: 'forms',
  title: '表单',
  plan: [],
  permissions: { design: '设计表单', publish: '发布和停用表单' },
  roles: {
    // A form holds for everybody who fills it in, so only a reach over everything may change one.
    designer: { title: '表单设计员', allow: ['design'], reach: 'all' },
    publisher: { title: '表单发布员', allow: ['design', 'publish'], reach: 'all' },
  },
  errors: formErrors,
  settings: {
    'draft-days': {
      title: '填了一半的表单保留多久',
      value: 15,
      unit: '天',
      minimum: 1,
      maximum: 180,
      source: '本地默认',
    },
    'drafts-of-one': {
      title: '每人最多保留几份填了一半的表单',
      value: 50,
      unit: '份',
      minimum: 1,
      maximum: 500,
      source: '本地默认',
    },
  },
  routes: {
    current: get('/current/:register', {
      ...byRegister,
      title: '填写用的表单',
      /** `row` asks for the version that the row began with. */
      input: z.object({ register, row: id.optional() }),
      output: z.object({ version: z.string().nullable(), model: formModel.nullable() }),
    }),
    prefill: post('/prefill/:register', {
      ...byRegister,
      title: '从台账预填',
      input: z.object({ register, row: id.optional(), values }),
      output: z.object({
        /** Field → value and the sentence that says where it comes from. */
        found: z.record(z.string(), z.object({ value: z.unknown(), source: z.string() })),
      }),
    }),
    readDraft: get('/drafts/:register', {
      ...byRegister,
      title: '本人没填完的表单',
      input: z.object({ register, row: id.optional() }),
      output: z.object({
        draft: z.object({ values, savedAt: z.string(), expiresAt: z.string() }).nullable(),
      }),
    }),
    keepDraft: post('/drafts/:register', {
      ...byRegister,
      title: '暂存表单',
      input: z.object({
        register,
        row: id.optional(),
        values: values.refine((given) => JSON.stringify(given).length <= mostDraft, '内容过大，不能暂存'),
      }),
      output: z.object({ savedAt: z.string(), expiresAt: z.string() }),
    }),
    dropDraft: del('/drafts/:register', {
      ...byRegister,
      title: '丢弃暂存',
      input: z.object({ register, row: id.optional() }),
      output: done,
    }),
    print: get('/print/:register/:id', {
      ...byRegister,
      title: '打印表单',
      rate: 30,
      input: z.object({ register, id }),
      output: 'binary',
    }),
    list: get('/forms', {
      title: '表单目录',
      allow: 'design',
      input: z.object({}),
      output: z.object({ forms: z.array(formLine) }),
    }),
    detail: get('/forms/:register', {
      title: '一个台账的表单与版本',
      allow: 'design',
      input: z.object({ register }),
      output: formDetail,
    }),
    version: get('/versions/:id', {
      title: '表单版本',
      allow: 'design',
      input: z.object({ id }),
      output: z.object({ version: versionLine, register: z.string(), model: formModel }),
    }),
    schema: get('/versions/:id/schema', {
      title: '导出 JSON Schema',
      allow: 'design',
      input: z.object({ id }),
      output: 'binary',
    }),
    begin: post('/forms/:register/draft', {
      title: '起草表单',
      allow: 'design',
      input: z.object({
        register,
        /** A JSON Schema to begin with, in place of the form in force. */
        schema: z.record(z.string(), z.unknown()).optional(),
      }),
      output: z.object({ id: z.string(), revision: z.number().int() }),
    }),
    check: post('/forms/:register/check', {
      title: '发布前检查',
      allow: 'design',
      input: z.object({ register, model: formModel }),
      output: z.object({ problems: z.array(problem) }),
    }),
    save: patch('/versions/:id', {
      title: '保存表单草稿',
      allow: 'design',
      input: z.object({ id, revision: z.number().int(), model: formModel }),
      output: z.object({ id: z.string(), revision: z.number().int() }),
    }),
    discard: del('/versions/:id', {
      title: '删除表单草稿',
      allow: 'design',
      input: z.object({ id }),
      output: done,
    }),
    publish: post('/versions/:id/publish', {
      title: '发布表单',
      allow: 'publish',
      input: z.object({ id, revision: z.number().int() }),
      output: z.object({ id: z.string(), revision: z.number().int() }),
    }),
    retire: post('/versions/:id/retire', {
      title: '停用表单',
      allow: 'publish',
      input: z.object({ id, reason: z.string().trim().min(2, '请填写停用原因').max(200) }),
      output: done,
    }),
  },
  pages: {
    list: {
      path: '/',
      title: '表单',
      access: { allow: 'design' },
      menu: '流程与规则',
      icon: 'document',
      order: 70,
    },
    design: { path: '/:register', title: '表单设计', access: { allow: 'design' } },
  },
});

/** Routes by which rules are written, tried, published and asked. */
import { z } from 'zod';
import { defineContract, del, get, patch, post } from '../../kernel/contract.ts';
import { ruleErrors } from './errors.ts';
import { decisionTable } from './table/decision-table.ts';

const id = z.uuid();
const text = (longest: number) => z.string().trim().max(longest);
const title = z.string().trim().min(1, '请填写规则名称').max(100);
const key = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,58}[a-z0-9]$/, '编号用小写英文字母、数字和短横线,3 到 60 位，以字母开头');
const moment = z.iso.datetime({ offset: true });
const xml = z.string().min(1);

export const versionStates = ['draft', 'published', 'retired'] as const;

/** A case beside the table: these inputs must give this result. */
export const ruleTest = z.object({
  id: z.string().min(1).max(100),
  name: text(100),
  input: z.record(z.string().max(100), z.unknown()),
  expected: z.unknown(),
});
export type RuleTest = z.infer<typeof ruleTest>;

const tests = z.array(ruleTest).max(500);

const versionLine = z.object({
  id: z.string(),
  number: z.number().int(),
  state: z.enum(versionStates),
  /** In force now. */
  current: z.boolean(),
  effectiveFrom: z.string().nullable(),
  endedAt: z.string().nullable(),
  endedBecause: z.string().nullable(),
  /** The law, document or decision that the version rests on. */
  source: z.string(),
  changedBy: z.string(),
  changedAt: z.string(),
  publishedBy: z.string().nullable(),
  publishedAt: z.string().nullable(),
});
export type VersionLine = z.infer<typeof versionLine>;

const rule = z.object({
  id: z.string(),
  key: z.string(),
  title: z.string(),
  department: z.string(),
  departmentName: z.string(),
  demo: z.boolean(),
  versions: z.array(versionLine),
});
export type RuleInfo = z.infer<typeof rule>;

const version = versionLine.extend({
  rule: rule.omit({ versions: true }),
  revision: z.number().int(),
  /** Id of the decision that answers. */
  decision: z.string(),
  /** A DecisionModel (dmn/decision-model.ts). */
  model: z.unknown(),
  tests,
  /** SM3 of the DMN text; of a published version it never changes. */
  digest: z.string(),
  may: z.object({ edit: z.boolean(), publish: z.boolean() }),
});
export type VersionInfo = z.infer<typeof version>;

const saved = z.object({ id: z.string(), revision: z.number().int() });

const decided = z.object({
  value: z.unknown(),
  rule: z.string(),
  version: z.number().int(),
  versionId: z.string(),
  matched: z.array(
    z.object({
      table: z.string(),
      rows: z.array(z.object({ id: z.string(), row: z.number().int(), note: z.string() })),
    }),
  ),
  inputDigest: z.string(),
  at: z.string(),
  warnings: z.array(z.string()),
});

function limit(title: string, value: number, unit: string, minimum: number, maximum: number) {
  return { title, value, unit, minimum, maximum, source: '本地默认：防止恶意或失误的规则拖慢服务' };
}

export default defineContract({
  id: 'rules',
  title: '规则',
  plan: [],
  permissions: { read: '查看规则', edit: '编制规则', publish: '发布和停用规则', decide: '运用规则' },
  roles: {
    editor: { title: '规则编制员', allow: ['read', 'edit', 'decide'] },
    publisher: { title: '规则发布员', allow: ['read', 'publish', 'decide'] },
  },
  errors: ruleErrors,
  settings: {
    'expression-length': limit('一个表达式最长字符数', 5000, '字', 100, 50_000),
    'expression-depth': limit('一个表达式最多嵌套层数', 100, '层', 10, 500),
    'expression-milliseconds': limit('一个复杂表达式最长计算时间', 500, '毫秒', 5, 5000),
    'cached-expressions': limit('每个进程缓存的表达式数', 20_000, '个', 100, 200_000),
    'cached-versions': limit('每个进程缓存的规则版本数', 500, '个', 10, 10_000),
    'dmn-characters': limit('DMN 文件最长字符数', 2_000_000, '字', 10_000, 20_000_000),
    'dmn-elements': limit('DMN 文件最多元素数', 50_000, '个', 1000, 500_000),
    'tests-to-publish': {
      title: '发布前至少应有的测试用例数',
      value: 1,
      unit: '个',
      minimum: 0,
      maximum: 100,
      source: '本地默认',
    },
  },
  events: {
    published: z.object({ rule: z.string(), key: z.string(), version: z.string(), number: z.number() }),
    retired: z.object({ rule: z.string(), key: z.string(), version: z.string(), number: z.number() }),
  },
  routes: {
    list: get('/rules', {
      title: '规则目录',
      allow: 'read',
      input: z.object({
        text: text(100).optional(),
        state: z.enum(versionStates).optional(),
        page: z.coerce.number().int().min(1).max(1000).default(1),
        size: z.coerce.number().int().min(1).max(100).default(20),
      }),
      output: z.object({ rules: z.array(rule), total: z.number().int() }),
    }),
    detail: get('/rules/:id', { title: '规则详情', allow: 'read', input: z.object({ id }), output: rule }),
    create: post('/rules', {
      title: '新建规则',
      allow: 'edit',
      input: z
        .object({
          id: id.optional(),
          key,
          title,
          department: z.string().max(100),
          source: text(500).default(''),
          /** One of the two: a table made in the desk, or a DMN file. */
          table: decisionTable.optional(),
          xml: xml.optional(),
        })
        .refine((given) => (given.table === undefined) !== (given.xml === undefined), {
          message: '请选择新建决策表或导入 DMN 文件',
        }),
      output: z.object({ rule: z.string(), version: z.string() }),
    }),
    draft: post('/rules/:id/draft', {
      title: '在最新版本上起草',
      allow: 'edit',
      input: z.object({ id }),
      output: saved,
    }),
    version: get('/versions/:id', {
      title: '规则版本',
      allow: 'read',
      input: z.object({ id }),
      output: version,
    }),
    save: patch('/versions/:id', {
      title: '保存草稿',
      allow: 'edit',
      input: z.object({
        id,
        /** As it was read. */
        revision: z.number().int(),
        title: title.optional(),
        source: text(500).optional(),
        /** The decision that answers. */
        decision: z.string().max(200).optional(),
        /** An edited table of the decision named by `of`. */
        table: z.object({ of: z.string().max(200), value: decisionTable }).optional(),
        /** Another DMN file in place of the present one. */
        xml: xml.optional(),
        tests: tests.optional(),
      }),
      output: saved,
    }),
    discard: del('/versions/:id', {
      title: '删除草稿',
      allow: 'edit',
      input: z.object({ id }),
      output: z.object({ done: z.literal(true) }),
    }),
    publish: post('/versions/:id/publish', {
      title: '发布版本',
      allow: 'publish',
      input: z.object({
        id,
        revision: z.number().int(),
        /** Default: at once. */
        effectiveFrom: moment.optional(),
      }),
      output: saved,
    }),
    retire: post('/versions/:id/retire', {
      title: '停用版本',
      allow: 'publish',
      input: z.object({ id, reason: z.string().trim().min(1, '请填写停用原因').max(500) }),
      output: saved,
    }),
    dmn: get('/versions/:id/dmn', {
      title: '导出 DMN',
      allow: 'read',
      input: z.object({ id }),
      output: 'binary',
    }),
    decide: post('/decisions/:key', {
      title: '按规则裁决',
      allow: 'decide',
      input: z.object({
        key,
        input: z.record(z.string().max(100), z.unknown()),
        /** Default now; a moment in the past asks the version that was in force then. */
        at: moment.optional(),
      }),
      output: decided,
    }),
  },
  pages: {
    list: {
      path: '/',
      title: '规则',
      access: { allow: 'read' },
      menu: '流程与规则',
      icon: 'indicator',
      order: 60,
    },
    version: { path: '/versions/:id', title: '规则版本', access: { allow: 'read' } },
    compare: { path: '/rules/:id/compare', title: '比较版本', access: { allow: 'read' } },
  },
});

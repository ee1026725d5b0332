/** What the indicators engine offers over HTTP; each indicator's own permission decides. */
import { z } from 'zod';
import { defineContract, get } from '../../kernel/contract.ts';
import { defineErrors, invalid, missing } from '../../kernel/errors.ts';

export const indicatorErrors = defineErrors('indicators', {
  unknown: missing('没有“{indicator}”这个指标'),
  longPeriod: invalid('统计时段最长 {most} 天,请缩短'),
});

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

const day = z
  .string()
  .regex(/^[12]\d{3}-\d{2}-\d{2}$/, '日期应为 2026-01-31 的形式')
  .refine(isDay, '没有这一天');
const period = { from: day, to: day };
const grouping = {
  by: z
    .string()
    .regex(/^[a-z][A-Za-z0-9]{0,60}$/)
    .default('none'),
  level: z.enum(['county', 'town']).default('county'),
  within: z
    .string()
    .regex(/^\d{12}(\d{3})?$/, '应为区划代码')
    .optional(),
  /** Key of one group; '' is the group of the empty field. */
  group: z
    .string()
    .max(120)
    .transform((key) => (key === '' ? null : key))
    .optional(),
};
/** Ids joined by commas, so that the address of a statistic stays short. */
const ids = z
  .string()
  .max(8000)
  .transform((text) => [...new Set(text.split(',').filter((id) => id !== ''))])
  .pipe(z.array(z.string().max(120)).min(1, '请选择指标').max(100, '一次最多统计 100 个指标'));

export const Value = z.object({
  numerator: z.number(),
  denominator: z.number().nullable(),
  value: z.number().nullable(),
});
const values = z.record(z.string(), Value);

export const CatalogueEntry = z.object({
  id: z.string(),
  title: z.string(),
  formula: z.string(),
  source: z.string(),
  kind: z.enum(['ratio', 'count', 'mean']),
  better: z.enum(['higher', 'lower']),
  unit: z.string(),
  system: z.string(),
  systemTitle: z.string(),
  register: z.string(),
  registerKind: z.enum(['register', 'case']),
  /** By what the rows can be grouped; only with 'area' may a place be asked. */
  groupings: z.array(z.enum(['area', 'department'])),
});
export type CatalogueEntry = z.infer<typeof CatalogueEntry>;

export const ComputeReply = z.object({
  groups: z.array(z.object({ key: z.string().nullable(), name: z.string(), values })),
  total: values,
});
export type ComputeReply = z.infer<typeof ComputeReply>;

const DrillRow = z.object({ id: z.string() }).catchall(z.unknown());

export default defineContract({
  id: 'indicators',
  title: '指标统计',
  plan: [],
  permissions: {},
  errors: indicatorErrors,
  settings: {
    'longest-days': {
      title: '一次统计的最长时段',
      value: 1100,
      unit: '天',
      minimum: 31,
      maximum: 4000,
      source: '本地默认',
    },
  },
  routes: {
    catalogue: get('/catalogue', {
      title: '指标目录',
      decidedBy: 'indicator',
      input: z.object({}),
      output: z.array(CatalogueEntry),
    }),
    compute: get('/values', {
      title: '计算指标',
      decidedBy: 'indicator',
      input: z.object({ indicators: ids, ...period, ...grouping }),
      output: ComputeReply,
    }),
    trend: get('/trend', {
      title: '指标趋势',
      decidedBy: 'indicator',
      input: z.object({ indicators: ids, ...period, ...grouping, every: z.enum(['day', 'week', 'month']) }),
      output: z.array(z.object({ from: z.string(), to: z.string(), values })),
    }),
    drill: get('/:indicator/rows', {
      title: '指标明细',
      decidedBy: 'indicator',
      input: z.object({
        indicator: z.string().max(120),
        ...period,
        ...grouping,
        part: z.enum(['numerator', 'denominator']),
        sort: z.string().max(80).optional(),
        page: z.coerce.number().int().min(1).default(1),
        size: z.coerce.number().int().min(1).max(200).default(20),
      }),
      output: z.object({
        rows: z.array(DrillRow),
        total: z.number(),
        more: z.boolean(),
        page: z.number(),
        size: z.number(),
        labels: z.record(z.string(), z.record(z.string(), z.string())),
      }),
    }),
  },
  pages: {
    overview: {
      path: '/',
      title: '指标统计',
      access: { decidedBy: 'indicator' },
      menu: '统计分析',
      icon: 'chart',
      order: 700,
    },
  },
});

/** What a reporting table is made of: columns with their kind, source and rule of summing up, and checks in FEEL. */
import { z } from 'zod';

export const fillLevels = ['county', 'town', 'village'] as const;
export type FillLevel = (typeof fillLevels)[number];
export type Level = FillLevel | 'city';

export const levelTitles: Readonly<Record<Level, string>> = {
  city: '市',
  county: '县（市、区）',
  town: '乡镇（街道）',
  village: '村（社区）',
};

/** Rising frequency: what is asked more often holds what is asked less often. */
export const cycles = ['once', 'year', 'half-year', 'quarter', 'month'] as const;
export type Cycle = (typeof cycles)[number];

export const cycleTitles: Readonly<Record<Cycle, string>> = {
  once: '一次性',
  year: '每年',
  'half-year': '每半年',
  quarter: '每季度',
  month: '每月',
};

export const columnKinds = ['integer', 'decimal', 'text', 'code', 'date', 'boolean'] as const;
export type ColumnKind = (typeof columnKinds)[number];

export const columnKindTitles: Readonly<Record<ColumnKind, string>> = {
  integer: '整数',
  decimal: '小数',
  text: '文字',
  code: '代码',
  date: '日期',
  boolean: '是否',
};

export const rollups = ['sum', 'mean', 'max', 'min', 'count', 'formula', 'none'] as const;
export type Rollup = (typeof rollups)[number];

export const rollupTitles: Readonly<Record<Rollup, string>> = {
  sum: '合计',
  mean: '平均',
  max: '最大',
  min: '最小',
  count: '计数',
  formula: '按公式重算',
  none: '不汇总',
};

/** A name that FEEL can say: letters of any script, digits and underscores. */
const key = z
  .string()
  .regex(/^\p{L}[\p{L}\p{N}_]{0,30}$/u, '列名只能用文字、字母、数字和下划线，且以文字或字母开头')
  .refine(
    (name) => !['constructor', 'prototype', '上期', 'true', 'false', 'null'].includes(name),
    '此列名不能使用',
  );

/** Who holds the figure already. */
export const Source = z.object({
  kind: z.enum(['register', 'table']),
  /** Register id, or id of the table. */
  id: z.string().max(120),
  /** Column of that table. */
  key: z.string().max(40).optional(),
  /** Code of the data element, for a register. */
  element: z.string().max(60).optional(),
  title: z.string().max(200),
  owner: z.string().max(80),
});
export type Source = z.infer<typeof Source>;

export const Column = z.object({
  key,
  title: z.string().trim().min(1, '请填写列标题').max(60),
  kind: z.enum(columnKinds),
  unit: z.string().trim().max(20).optional(),
  required: z.boolean().default(true),
  /** Code of the data element it asks for; without one it is found by its title. */
  element: z.string().max(60).optional(),
  /** Code list that a code is chosen from. */
  codeList: z.string().trim().max(120).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  rollup: z.enum(rollups).default('none'),
  /** Mean weighted by this column. */
  weight: z.string().max(40).optional(),
  /** FEEL over the other columns; nobody fills it. */
  formula: z.string().trim().max(500).optional(),
  /** Why it must be asked although something like it is held. */
  reason: z.string().trim().max(300).optional(),
  /** Worked out when the request is compared: asked of the level, or taken from where it is held. */
  mode: z.enum(['ask', 'prefill']).default('ask'),
  source: Source.optional(),
});
export type Column = z.infer<typeof Column>;
export type ColumnInput = z.input<typeof Column>;

export const Check = z.object({
  title: z.string().trim().min(2, '请写明校验的内容').max(120),
  /** FEEL; true is sound, false is a finding, null does not apply. */
  when: z.string().trim().min(1).max(500),
  level: z.enum(['error', 'warning']),
});
export type Check = z.infer<typeof Check>;

/** Another table whose newest accepted answer of the same area a check may look at. */
export const Use = z.object({ alias: key, table: z.uuid() });
export type Use = z.infer<typeof Use>;

const most = 60;

export const TableBody = z
  .object({
    columns: z.array(Column).min(1, '至少要有一列').max(most, `一张表最多 ${most} 列`),
    checks: z.array(Check).max(40).default([]),
    uses: z.array(Use).max(5).default([]),
  })
  .superRefine(({ columns, uses }, context) => {
    const keys = columns.map((each) => each.key);
    const names = [...keys, ...uses.map(({ alias }) => alias)];
    columns.forEach((each, index) => {
      const say = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['columns', index, field], message });
      if (names.indexOf(each.key) !== index || names.lastIndexOf(each.key) !== index) say('key', '列名重复');
      if (each.rollup === 'formula' && each.formula === undefined) say('formula', '按公式重算的列要写公式');
      if (each.weight !== undefined && (each.rollup !== 'mean' || !keys.includes(each.weight)))
        say('weight', '权数应是本表的另一列，且汇总方式为平均');
      if ((each.kind === 'code') !== (each.codeList !== undefined && each.codeList !== ''))
        say('codeList', '代码列要写明代码表，其他列不写');
      const numeric = each.kind === 'integer' || each.kind === 'decimal';
      if (['sum', 'mean', 'max', 'min'].includes(each.rollup) && !numeric)
        say('rollup', '只有数字列可以这样汇总');
      if (each.minimum !== undefined && each.maximum !== undefined && each.minimum > each.maximum)
        say('minimum', '最小值大于最大值');
    });
  });
export type TableBody = z.infer<typeof TableBody>;

/** A cell: what is not filled is null. */
export type Cell = string | number | boolean | null;
export type Cells = Readonly<Record<string, Cell>>;

export function cellOf(cells: Cells, name: string): Cell {
  return Object.hasOwn(cells, name) ? (cells[name] ?? null) : null;
}

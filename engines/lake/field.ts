/** A field of a dataset: where it comes from, what it is called here, and what its values must be. */
import { z } from 'zod';

export const fieldTypes = {
  text: '文本',
  integer: '整数',
  decimal: '小数',
  date: '日期',
  moment: '日期时间',
  boolean: '是否',
} as const;
export type LakeFieldType = keyof typeof fieldTypes;

export const fieldFormats = {
  'id-card': '公民身份号码',
  'credit-code': '统一社会信用代码',
  phone: '手机号',
} as const;

/** RE2 as DuckDB has it: no look-around, no back-references, so no expression can run away. */
const pattern = z.string().min(1).max(200);

export const LakeField = z.object({
  /** Name in the standard layer. */
  name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, '字段名应为小写字母、数字和下划线，以字母开头'),
  /** Column of the source, as it is called there. */
  source: z.string().min(1).max(120),
  title: z.string().min(1).max(60),
  type: z.enum(Object.keys(fieldTypes) as [LakeFieldType, ...LakeFieldType[]]),
  key: z.boolean().default(false),
  required: z.boolean().default(false),
  format: z.enum(['id-card', 'credit-code', 'phone']).optional(),
  pattern: pattern.optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().int().min(1).max(100_000).optional(),
  codes: z.array(z.string().max(60)).max(2000).optional(),
  class: z.enum(['public', 'internal', 'personal', 'sensitive']).default('internal'),
  /** False: a row that breaks a rule of this field is counted, and loaded all the same. */
  strict: z.boolean().default(true),
  /** Code of a data element or standard that the field follows. */
  element: z.string().max(60).optional(),
});
export type LakeField = z.infer<typeof LakeField>;

export const LakeFields = z.array(LakeField).min(1).max(300);

/** Why a row was not taken, as people read it. */
export const reasonTitles = {
  required: '必填为空',
  type: '不符合字段类型',
  scientific: '长数字被存成科学计数，末位已丢失',
  serial: '日期被存成表格序号',
  placeholder: '占位日期',
  pattern: '不符合规定格式',
  format: '校验码不符',
  length: '超过最大长度',
  codes: '不在代码表内',
  range: '超出取值范围',
  duplicate: '主键与前面的行重复',
  shape: '列数与表头不符或引号不配对',
} as const;
export type Reason = keyof typeof reasonTitles;

/** The indicator of GB/T 36344-2018 that each reason counts against (the split of indicators is from memory). */
export const reasonIndicators: Readonly<Record<Reason, string>> = {
  required: '0201',
  type: '0302',
  scientific: '0301',
  serial: '0302',
  placeholder: '0301',
  pattern: '0302',
  format: '0301',
  length: '0302',
  codes: '0105',
  range: '0104',
  duplicate: '0304',
  shape: '0202',
};

/** A decision table as data (DMN 1.3, 8.3): what the desk edits, the engine runs and the analysis reads. */
import { z } from 'zod';
import { feelTypes, type FeelType } from '../feel/feel-value.ts';

/** One letter each, as they stand in the corner of a printed table (DMN 1.3, 8.2.10). */
export const hitPolicies = {
  U: { dmn: 'UNIQUE', title: '唯一', hint: '最多一行命中，多行命中即为错误' },
  A: { dmn: 'ANY', title: '任意', hint: '可多行命中，但结果必须相同' },
  P: { dmn: 'PRIORITY', title: '优先', hint: '取结果取值清单中最靠前的' },
  F: { dmn: 'FIRST', title: '首个', hint: '自上而下取第一个命中的行' },
  R: { dmn: 'RULE ORDER', title: '按行序', hint: '全部命中结果，按行的次序' },
  O: { dmn: 'OUTPUT ORDER', title: '按结果序', hint: '全部命中结果，按取值清单的次序' },
  C: { dmn: 'COLLECT', title: '汇集', hint: '全部命中结果，可再求和、取最小、取最大、计数' },
} as const;
export type HitPolicy = keyof typeof hitPolicies;

export const aggregators = {
  '+': { dmn: 'SUM', title: '求和' },
  '<': { dmn: 'MIN', title: '最小' },
  '>': { dmn: 'MAX', title: '最大' },
  '#': { dmn: 'COUNT', title: '计数' },
} as const;
export type Aggregator = keyof typeof aggregators;

/** Bounds of one table, so that reading, checking and showing it stay quick. */
export const mostColumns = 40;
export const mostRules = 2000;

const id = z.string().min(1).max(100);
const text = z.string().max(5000);
const name = z.string().trim().min(1, '列名不能为空').max(100);
const type = z.enum(Object.keys(feelTypes) as [FeelType, ...FeelType[]]);

const inputColumn = z.object({
  id,
  label: z.string().max(100),
  /** FEEL over the inputs of the decision; mostly just a name. */
  expression: text,
  type,
  /** Allowed values as unary tests; empty for any. */
  values: text,
});

const outputColumn = z.object({
  id,
  /** Key in the result; of a single output the name of the decision. */
  name,
  type,
  /** Allowed values as a list, the highest priority first; empty for any. */
  values: text,
  /** FEEL used when no rule matches; empty for none. */
  otherwise: text,
});

const rule = z.object({
  id,
  /** Unary tests, one for each input; empty or '-' lets everything pass. */
  inputs: z.array(text),
  /** FEEL, one for each output. */
  outputs: z.array(text),
  /** For the reader: the clause that the row comes from. */
  note: z.string().max(1000),
});

export const decisionTable = z
  .object({
    hitPolicy: z.enum(['U', 'A', 'P', 'F', 'R', 'O', 'C']),
    /** For C only. */
    aggregator: z.enum(['+', '<', '>', '#']).nullable(),
    inputs: z.array(inputColumn).max(mostColumns),
    outputs: z.array(outputColumn).min(1).max(mostColumns),
    rules: z.array(rule).max(mostRules),
  })
  .refine(
    ({ inputs, outputs, rules }) =>
      rules.every((row) => row.inputs.length === inputs.length && row.outputs.length === outputs.length),
    { message: '每一行的格数应与列数相同', path: ['rules'] },
  );

export type DecisionTable = z.infer<typeof decisionTable>;
export type InputColumn = z.infer<typeof inputColumn>;
export type OutputColumn = z.infer<typeof outputColumn>;
export type TableRule = z.infer<typeof rule>;

/** An entry that lets every value pass. */
export function isOpen(entry: string): boolean {
  const bare = entry.trim();
  return bare === '' || bare === '-';
}

/** What people call a column. */
export function columnTitle(column: InputColumn | OutputColumn): string {
  return ('label' in column ? column.label || column.expression : column.name) || '(未命名)';
}

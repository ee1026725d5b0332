/** What may be asked of a dataset: figures by groups, all bounds declared before anybody has seen a row. No free expression, no SQL. */
import { z } from 'zod';

export const measures = { count: '计数', sum: '求和', mean: '均值' } as const;
export type MeasureKind = keyof typeof measures;

const name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const group = z.string().min(1).max(60);

/** What a project has declared; questions choose from it. */
export const Terms = z.object({
  /** Field that tells whose a row is: what is protected is a person, not a row. */
  person: name,
  /** Rows of one person that count in one answer; more of him are left out. */
  perPerson: z.number().int().min(1).max(1000),
  groupings: z.array(z.object({ field: name, groups: z.array(group).min(1).max(200) })).max(20),
  /** Values are rounded to whole steps and held between low and high. */
  numbers: z
    .array(
      z
        .object({ field: name, low: z.number(), high: z.number(), step: z.number().positive() })
        .refine(({ low, high, step }) => low < high && (high - low) / step <= 1e9, '上下限或步长不合理'),
    )
    .max(20),
});
export type Terms = z.infer<typeof Terms>;

export const Question = z.object({
  measure: z.enum(['count', 'sum', 'mean']),
  /** One of `numbers`; of sums and means only. */
  field: name.optional(),
  /** One of `groupings`: a figure for each of its groups. */
  by: name.optional(),
  /** Only rows of one group of one grouping. */
  where: z.object({ field: name, group }).optional(),
});
export type Question = z.infer<typeof Question>;

export interface Resolved {
  readonly question: Question;
  readonly number: Terms['numbers'][number] | undefined;
  readonly groups: readonly string[] | undefined;
}

/** Undefined for a question that the terms do not hold. */
export function resolveQuestion(terms: Terms, question: Question): Resolved | undefined {
  const { measure, field, by, where } = question;
  const number = terms.numbers.find((each) => each.field === field);
  const groups = terms.groupings.find((each) => each.field === by)?.groups;
  const within = terms.groupings.find((each) => each.field === where?.field)?.groups;
  if ((measure === 'count') !== (field === undefined)) return undefined;
  if (field !== undefined && number === undefined) return undefined;
  if (by !== undefined && groups === undefined) return undefined;
  if (where !== undefined && (within?.includes(where.group) !== true || where.field === by)) return undefined;
  return { question, number, groups };
}

/** Equal for questions that ask the same, in whatever order their parts came. */
export function questionText(terms: Terms, { measure, field, by, where }: Question): string {
  return JSON.stringify([
    terms.person,
    terms.perPerson,
    measure,
    terms.numbers.find((each) => each.field === field) ?? null,
    terms.groupings.find((each) => each.field === by) ?? null,
    where ?? null,
  ]);
}

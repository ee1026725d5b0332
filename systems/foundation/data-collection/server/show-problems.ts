/** What is wrong with a rejected row, as people read it. */
import { reasonTitles } from '../../../../engines/lake/contract.ts';
import type { LakeField, LetterProblem } from '../../../../engines/lake/service.ts';

/** Of a field, or of the fields of a key; '' for the whole row. */
export function titleOf(field: string, fields: readonly LakeField[]): string {
  const titles = new Map(fields.map(({ name, title }) => [name, title]));
  return field
    .split('+')
    .map((name) => titles.get(name) ?? name)
    .join('、');
}

export function showProblems(problems: readonly LetterProblem[], fields: readonly LakeField[]) {
  return problems.map(({ field, reason, first }) => ({
    field,
    title: titleOf(field, fields),
    reason: reasonTitles[reason],
    ...(first === undefined ? {} : { first }),
  }));
}

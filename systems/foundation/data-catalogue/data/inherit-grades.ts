/** Columns of marts are graded as the columns that they are made of, beside what is confirmed of them themselves. Pure. */
import type { MartOrigin } from '../../../../engines/lake/contract.ts';

export interface ColumnGrade {
  /** '<system>.<register>', or id of a dataset. */
  readonly object: string;
  readonly field: string;
  readonly class: string;
  readonly grade: string;
}

const wordOf = (of: ColumnGrade) => `${of.object} ${of.field} ${of.class} ${of.grade}`;

/** Grades that come by lineage only, through marts made of marts too; each once. */
export function inheritGrades(
  own: readonly ColumnGrade[],
  origins: readonly MartOrigin[],
): readonly ColumnGrade[] {
  const byObject = new Map<string, ColumnGrade[]>();
  const known = new Set<string>();
  const inherited: ColumnGrade[] = [];
  function add(of: ColumnGrade): boolean {
    if (known.has(wordOf(of))) return false;
    known.add(wordOf(of));
    const held = byObject.get(of.object);
    if (held === undefined) byObject.set(of.object, [of]);
    else held.push(of);
    return true;
  }
  for (const each of own) add(each);
  // Marts do not stand in a circle, so that it ends with the longest way through them.
  for (let grown = true; grown; ) {
    grown = false;
    for (const { dataset, field, origins: from } of origins)
      for (const origin of from)
        for (const { class: kind, grade } of (byObject.get(origin.dataset) ?? []).filter(
          (each) => origin.field === null || each.field === origin.field,
        )) {
          const made = { object: dataset, field, class: kind, grade };
          if (add(made)) {
            inherited.push(made);
            grown = true;
          }
        }
  }
  return inherited;
}

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

/** Grades that come by lineage, through marts made of marts too; each once, also where the same is confirmed of the column itself. */
export function inheritGrades(
  own: readonly ColumnGrade[],
  origins: readonly MartOrigin[],
): readonly ColumnGrade[] {
  const byObject = new Map<string, ColumnGrade[]>();
  const known = new Set<string>();
  const inherited: ColumnGrade[] = [];
  function hold(of: ColumnGrade): void {
    const held = byObject.get(of.object);
    if (held === undefined) byObject.set(of.object, [of]);
    else held.push(of);
  }
  for (const each of own) hold(each);
  // Marts do not stand in a circle, so that it ends with the longest way through them.
  for (let grown = true; grown; ) {
    grown = false;
    for (const { dataset, field, origins: from } of origins)
      for (const origin of from)
        for (const { class: kind, grade } of (byObject.get(origin.dataset) ?? []).filter(
          (each) => origin.field === null || each.field === origin.field,
        )) {
          const made = { object: dataset, field, class: kind, grade };
          if (known.has(wordOf(made))) continue;
          known.add(wordOf(made));
          hold(made);
          inherited.push(made);
          grown = true;
        }
  }
  return inherited;
}

/** These with whatever is reached from them, by steps that each give one origin of a mart as where from and where to. */
function reach(
  from: Iterable<string>,
  origins: readonly MartOrigin[],
  step: (mart: string, origin: string) => readonly [string, string],
): ReadonlySet<string> {
  const next = new Map<string, Set<string>>();
  for (const { dataset, origins: made } of origins)
    for (const origin of made) {
      const [at, to] = step(dataset, origin.dataset);
      next.set(at, (next.get(at) ?? new Set()).add(to));
    }
  const found = new Set(from);
  // A set that grows is gone through to its end.
  for (const each of found) for (const to of next.get(each) ?? []) found.add(to);
  return found;
}

/** These datasets, and the marts that are made of them, through marts of marts too. */
export function withMarts(origins: readonly MartOrigin[], datasets: Iterable<string>): ReadonlySet<string> {
  return reach(datasets, origins, (mart, origin) => [origin, mart]);
}

/** Only the origins of these marts, and of those that they are made of. */
export function originsBehind(
  origins: readonly MartOrigin[],
  marts: Iterable<string>,
): readonly MartOrigin[] {
  const behind = reach(marts, origins, (mart, origin) => [mart, origin]);
  return origins.filter(({ dataset }) => behind.has(dataset));
}

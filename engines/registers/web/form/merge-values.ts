/** What a person changed in a form, and how his changes go onto a row that somebody else changed meanwhile. Pure. */

type Values = Readonly<Record<string, unknown>>;

function same(left: unknown, right: unknown): boolean {
  const blank = (value: unknown) =>
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  if (blank(left) && blank(right)) return true;
  return stableText(left) === stableText(right);
}

function stableText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}

/** Fields of the form that differ from the row; an emptied field is null. */
export function changedValues(row: Values, form: Values, names: readonly string[]): Values {
  const changed: Record<string, unknown> = {};
  for (const name of names) {
    if (!same(row[name], form[name])) changed[name] = form[name] ?? null;
  }
  return changed;
}

/** Fields that both changed, and differently. */
export function clashingFields(base: Values, latest: Values, mine: Values): readonly string[] {
  return Object.keys(mine).filter(
    (name) => !same(base[name], latest[name]) && !same(latest[name], mine[name]),
  );
}

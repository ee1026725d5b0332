/** What a source has, beside what is expected of it and what it had last time: 结构漂移. */
import { lakeErrors } from '../../errors.ts';
import type { LakeField } from '../../field.ts';
import type { Drift, SourceColumn } from '../../types.ts';

/** Throws lake.columnsMissing when a field that must have a value has no column. */
export function compareColumns(
  columns: readonly SourceColumn[],
  fields: readonly LakeField[],
  seen: readonly SourceColumn[] | undefined,
): readonly Drift[] {
  const present = new Map(columns.map((column) => [column.name, column]));
  const missing = fields.filter((field) => !present.has(field.source));
  const needed = missing.filter((field) => field.required || field.key);
  if (needed.length > 0)
    throw lakeErrors.columnsMissing({ columns: needed.map((field) => field.source).join('、') });
  const before = new Map((seen ?? []).map((column) => [column.name, column]));
  const mapped = new Set(fields.map((field) => field.source));
  const added = columns.filter(({ name }) =>
    seen === undefined ? false : !before.has(name) && !mapped.has(name),
  );
  const gone = [...before.values()].filter(({ name }) => !present.has(name) && !mapped.has(name));
  const changed = columns.flatMap(({ name, type }) => {
    const was = before.get(name)?.type ?? '';
    return was !== '' && type !== '' && was !== type
      ? [{ column: name, kind: 'type' as const, was, now: type }]
      : [];
  });
  return [
    ...missing.map((field) => ({ column: field.source, kind: 'missing' as const })),
    ...gone.map(({ name }) => ({ column: name, kind: 'missing' as const })),
    ...added.map(({ name }) => ({ column: name, kind: 'new' as const })),
    ...changed,
  ];
}

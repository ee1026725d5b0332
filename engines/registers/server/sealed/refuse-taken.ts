/** Uniqueness of sealed values: the unique index on their blind index holds it under one key, this also between keys and against plain values. */
import { sql } from 'kysely';
import type { Database } from '../../../store/service.ts';
import { registerErrors } from '../../errors.ts';
import { sealedEquals, type SealedValues } from '../field/sealed-field.ts';
import type { Shape, ShapeField } from '../shape/describe-shape.ts';

export function duplicateError({ name, field }: ShapeField): Error {
  return registerErrors.duplicate({ title: field.title }, [
    { path: name, message: `“${field.title}”与已有记录重复` },
  ]);
}

export async function refuseTaken(
  shape: Shape,
  sealed: SealedValues,
  db: Database,
  rows: readonly { readonly id: string; readonly values: Readonly<Record<string, unknown>> }[],
): Promise<void> {
  for (const each of shape.sealed.filter(({ field }) => field.unique)) {
    const given = rows.flatMap(({ values }) => values[each.name] ?? []).map(String);
    if (given.length === 0) continue;
    const found = await sql`select 1 from ${shape.table} where state = 'active'
      and id <> all(${rows.map(({ id }) => id)}::uuid[]) and ${sealedEquals(each, given, sealed)} limit 1`.execute(
      db,
    );
    if (found.rows.length > 0) throw duplicateError(each);
  }
}

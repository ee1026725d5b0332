/** Sealed fields of one register: into boxes before anything is written, out of them after it is read, and found by blind indexes. */
import { type RawBuilder, sql } from 'kysely';
import type { Field } from '../../../../kernel/register.ts';
import { type Boxes, isSealed } from '../../../trust/index.ts';
import { registerErrors } from '../../errors.ts';
import { indexName, isSealedField, type Shape, type ShapeField } from '../shape/describe-shape.ts';

/** What a shape's fields are kept under. */
export type SealedShape = Pick<Shape, 'fields'> & { readonly table: string };

export interface SealedValues {
  /** The values as the database holds them, with the blind indexes beside; the given ones stay as they are. */
  seal(row: string, values: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** Opens what rows hold in place. Throws trust.keyLost, trust.keyDestroyed, trust.wrongContext. */
  open(rows: readonly Record<string, unknown>[], idOf?: (row: Record<string, unknown>) => string): void;
  openOne(each: ShapeField, row: string, kept: unknown): unknown;
  /** Under every key in use. */
  indexes(each: ShapeField, value: string): readonly string[];
  /** What an index of the newest key begins with. */
  readonly indexHead: string;
}

/** One form for all writings of a value: full-width and small letters, and in telephone numbers blanks and dashes, make no difference. */
export function indexForm(field: Field, value: string): string {
  const text = value.normalize('NFKC').trim().toUpperCase();
  return field.format === 'phone' ? text.replace(/[\s()-]/g, '') : text;
}

export function sealedValues({ fields, table }: SealedShape, boxes: Boxes): SealedValues {
  const sealed = fields.filter(isSealedField);
  const placeOf = (each: ShapeField, row: string) => ({ table, row, field: each.column });
  const indexOf = (each: ShapeField) => `${table}.${each.column}`;

  function openOne(each: ShapeField, row: string, kept: unknown): unknown {
    // Not converted yet, or emptied by anonymising: both are texts as they are.
    if (typeof kept !== 'string' || !isSealed(kept)) return kept;
    const text = boxes.open(kept, placeOf(each, row));
    return each.field.type === 'json' ? JSON.parse(text) : text;
  }

  function textOf(each: ShapeField, value: unknown): string | undefined {
    if (each.field.type === 'json') return value === null ? undefined : JSON.stringify(value);
    return typeof value === 'string' ? value : undefined;
  }

  return {
    indexHead: boxes.indexHead,
    seal(row, values) {
      const stored = { ...values };
      for (const each of sealed) {
        const value = values[each.name];
        if (value === undefined) continue;
        const text = textOf(each, value);
        stored[each.name] = text === undefined ? null : boxes.seal(text, placeOf(each, row));
        if (each.index === undefined) continue;
        stored[indexName(each.name)] =
          text === undefined ? null : boxes.index(indexForm(each.field, text), indexOf(each));
      }
      return stored;
    },
    open(rows, idOf = (row) => String(row['id'])) {
      for (const row of rows)
        for (const each of sealed)
          if (row[each.name] !== undefined) row[each.name] = openOne(each, idOf(row), row[each.name]);
    },
    openOne,
    indexes: (each, value) => boxes.indexes(indexForm(each.field, value), indexOf(each)),
  };
}

export function sealedError({ name, field }: ShapeField): Error {
  return registerErrors.sealedField({ title: field.title }, [
    { path: name, message: `“${field.title}”加密保存，只能按完整内容查询` },
  ]);
}

/** Equal to any of the values; rows that are not converted yet are asked by their plain text. */
export function sealedEquals(
  each: ShapeField,
  values: readonly string[],
  sealed: SealedValues | undefined,
): RawBuilder<boolean> {
  if (each.index === undefined || sealed === undefined) throw sealedError(each);
  const index = sql.ref(each.index);
  const wanted = values.flatMap((value) => sealed.indexes(each, value));
  return sql<boolean>`(${index} = any(${wanted}::text[])
    or (${index} is null and ${sql.ref(each.column)} = any(${values}::text[])))`;
}

/** What of a row a clearance sees: classes above it are masked, and the row says which. */
import { type FieldClass, isMasked } from '../../../../kernel/access.ts';
import { maskers } from '../../../../kernel/mask.ts';
import type { Field } from '../../../../kernel/register.ts';
import type { Shape, ShapeField } from '../shape/describe-shape.ts';

const textual = new Set(['text', 'long-text']);

/** Text fields show their mask; a number, place or reference shows nothing. */
export function maskValue(field: Field, value: unknown): unknown {
  if (typeof value !== 'string' || !textual.has(field.type)) return null;
  return maskers[field.mask ?? 'text'](value);
}

export function maskedFields(shape: Shape, clearance: FieldClass): readonly ShapeField[] {
  return shape.fields.filter((each) => isMasked(each.class, clearance));
}

/** Masks rows in place and names the hidden fields on each; rows come fresh from the database. */
export function maskRows(rows: readonly Record<string, unknown>[], hidden: readonly ShapeField[]): void {
  if (hidden.length === 0) return;
  for (const row of rows) {
    const masked: string[] = [];
    for (const { name, field } of hidden) {
      const value = row[name];
      if (value === null || value === undefined) continue;
      row[name] = maskValue(field, value);
      masked.push(name);
    }
    row['masked'] = masked;
  }
}

/** Fields that must agree with one another, as the declaration says; checked when both values are known. */
import type { Problem } from '../../../../kernel/errors.ts';
import type { ShapeField } from '../shape/describe-shape.ts';

/** One problem for each text whose part contradicts another field of the row. */
export function disagreements(
  fields: readonly ShapeField[],
  values: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  return fields.flatMap(({ name, field }) => {
    const text = values[name];
    if (typeof text !== 'string') return [];
    return (field.agrees ?? []).flatMap(({ from, to, field: other, message }) => {
      const value = values[other];
      const agrees = typeof value !== 'string' || value.startsWith(text.slice(from, to));
      return agrees ? [] : [{ path: name, message }];
    });
  });
}

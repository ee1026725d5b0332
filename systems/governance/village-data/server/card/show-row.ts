/** A row of a card as somebody may see it: values by field, masked by the one decision, each with its source and date. */
import { type CardRow, originOf, valueOf } from '../../card/card.ts';
import type { CardField } from '../../data/tables.ts';
import type { Row as Shown } from '../../routes/shapes.ts';

/** Beside the fields of the catalogue: what a card is known by. */
const known = ['number', 'hamlet', 'standing', 'household', 'area'];

export function showRow(
  row: CardRow & { readonly masked?: readonly string[] },
  of: 'household' | 'member',
  fields: readonly CardField[],
): Shown {
  const own = fields.filter((field) => field.of === of).map(({ key }) => key);
  const keys = [...new Set([...own, ...known])].filter((key) => key in row);
  const origins = own.flatMap((key) => {
    const origin = originOf(row, key);
    if (origin === undefined) return [];
    const { source, by, at, version } = origin;
    return [[key, { source, by, at, version }] as const];
  });
  return {
    id: row.id,
    version: row.version,
    values: Object.fromEntries(keys.map((key) => [key, valueOf(row, key)])),
    origins: Object.fromEntries(origins),
    masked: [...(row.masked ?? [])],
  };
}

/** A served row as the contract lets it out. */
import type { LakeField } from '../../field.ts';
import type { SeenRow } from '../../service.ts';
import type { ShareGrant } from '../../types.ts';
import { maskValue, seenRow } from '../read-rows.ts';
import type { ServedRow } from '../../shelf.ts';

/** A row as it was delivered. */
export function plainRow({ row }: ServedRow): SeenRow {
  return row as SeenRow;
}

/** Only the fields of the contract, and of these the masked ones masked for everybody. */
export function shapeRow(row: ServedRow, fields: readonly LakeField[], grant: ShareGrant) {
  const wanted = new Map(grant.fields.map((field) => [field.name, field]));
  const shown = fields.filter((field) => wanted.has(field.name));
  const values = seenRow(row.row, shown, 'sensitive');
  return Object.fromEntries(
    shown.map((field) => {
      const value = values[field.name] ?? null;
      if (!wanted.get(field.name)?.masked) return [field.name, value];
      return [
        field.name,
        maskValue({ ...field, class: 'sensitive' }, value === null ? null : String(value), 'public'),
      ];
    }),
  );
}

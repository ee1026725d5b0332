/** A served row as the contract lets it out. */
import type { SeenRow } from '../../service.ts';
import type { ShareGrant } from '../../types.ts';
import { type CoveredField, isWithheld } from '../covered-fields.ts';
import { maskValue, seenRow } from '../read-rows.ts';
import type { ServedRow } from '../../shelf.ts';

/** A row as it was delivered. */
export function plainRow({ row }: ServedRow): SeenRow {
  return row as SeenRow;
}

/** Only the fields of the contract; those that it masks, or a policy covers, masked for everybody. */
export function shapeRow(row: ServedRow, fields: readonly CoveredField[], grant: ShareGrant) {
  const wanted = new Map(grant.fields.map((field) => [field.name, field]));
  const shown = fields.filter((field) => wanted.has(field.name));
  const isCovered = shown.some(({ cover }) => cover !== undefined);
  const plain = isCovered ? shown.map((field) => ({ ...field, cover: undefined })) : shown;
  const values = seenRow(row.row, plain, 'sensitive');
  return Object.fromEntries(
    shown.map((field) => {
      const value = values[field.name] ?? null;
      const isMasked = wanted.get(field.name)?.masked === true;
      if (value === null || !(isMasked || isWithheld(field))) return [field.name, value];
      // Asked for as the deepest class, so that whoever has none sees the mask; without it, as the shallowest.
      return [
        field.name,
        maskValue({ ...field, class: isMasked ? 'sensitive' : 'public' }, String(value), 'public'),
      ];
    }),
  );
}

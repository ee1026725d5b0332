/** The PostgreSQL type of each field type. */
import type { FieldType } from '../../../../kernel/register.ts';

/**
 * Text compares by bytes (collation "C"), so that one plain b-tree serves equality, prefix and area ranges.
 * Decimals are double precision: they are measurements, and travel as JSON numbers.
 */
export const sqlTypes: Readonly<Record<FieldType, string>> = {
  text: 'text collate "C"',
  'long-text': 'text collate "C"',
  integer: 'bigint',
  decimal: 'double precision',
  boolean: 'boolean',
  date: 'date',
  moment: 'timestamptz',
  code: 'text collate "C"',
  codes: 'text[]',
  area: 'text collate "C"',
  department: 'text collate "C"',
  subject: 'text collate "C"',
  ref: 'uuid',
  point: 'point',
  files: 'text[]',
  json: 'jsonb',
};

/** The type without its collation, for casts. */
export function castOf(type: FieldType): string {
  return sqlTypes[type].replace(' collate "C"', '');
}

/** A checked value as a statement parameter. */
export function toParameter(type: FieldType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'json') return JSON.stringify(value);
  if (type === 'point') {
    const { lon, lat } = value as { lon: number; lat: number };
    return `(${lon},${lat})`;
  }
  return value;
}

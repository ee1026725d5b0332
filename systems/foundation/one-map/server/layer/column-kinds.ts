/** Which columns of an uploaded layer are numbers and which are times throughout, as far as they are filled. Pure. */
import type { Attributes } from '../../../../../engines/maps/index.ts';

export type Cell = Attributes[string] | undefined;

const day =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/;

const isEmpty = (value: Cell) => value === null || value === undefined || value === '';

/** Undefined for what is no number. */
export function numberOf(value: Cell): number | undefined {
  if (isEmpty(value)) return undefined;
  const number = typeof value === 'number' ? value : Number(String(value).trim());
  return Number.isFinite(number) ? number : undefined;
}

/** Milliseconds since 1970; a time without a zone is Shanghai's. Undefined for what is no time. */
export function timeOf(value: Cell): number | undefined {
  const [, year = '', month = '', date = '', clock, zone] = day.exec(String(value ?? '').trim()) ?? [];
  if (year === '') return undefined;
  const text = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}T${(clock ?? '00:00').padStart(5, '0')}${zone ?? '+08:00'}`;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

function whereAll(
  columns: readonly string[],
  rows: readonly Attributes[],
  read: (value: Cell) => number | undefined,
): readonly string[] {
  return columns.filter((name) => {
    const filled = rows.map((row) => row[name]).filter((value) => !isEmpty(value));
    return filled.length > 0 && filled.every((value) => read(value) !== undefined);
  });
}

export function columnKinds(
  columns: readonly string[],
  rows: readonly Attributes[],
): { readonly numbers: readonly string[]; readonly times: readonly string[] } {
  return { numbers: whereAll(columns, rows, numberOf), times: whereAll(columns, rows, timeOf) };
}

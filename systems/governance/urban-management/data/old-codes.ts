/** Event codes of CJ/T 214-2007 (2+2 digits) and the matter classes that follow them, for the import of old cases. */
import json from './old-codes.json' with { type: 'json' };
import { getRow, indexRows, type TableHead } from './table.ts';

/** same 同一小类 · broader 新小类更宽 · closest 最接近,可逐案改判 · none 没有对应. */
export type Closeness = 'same' | 'broader' | 'closest' | 'none';

export interface OldCode {
  /** 4 digits, '0102'. */
  readonly code: string;
  readonly name: string;
  readonly group: string;
  readonly groupName: string;
  /** Matter class of today; null where there is none. */
  readonly matter: string | null;
  readonly closeness: Closeness;
  /** Other classes that a person may choose instead. */
  readonly candidates: readonly string[];
  readonly note: string | null;
}

export interface OldCodeTable extends TableHead {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly OldCode[];
}

export const oldCodeTable: OldCodeTable = json as OldCodeTable;

const byCode = indexRows(oldCodeTable.title, oldCodeTable.rows, (row) => row.code);

export function findOldCode(code: string): OldCode | undefined {
  return byCode.get(code);
}

/** Throws RangeError for a code that is not in the table. */
export function getOldCode(code: string): OldCode {
  return getRow(oldCodeTable.title, byCode, code);
}

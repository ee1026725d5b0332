/** The 153 component classes in 5 groups of GB/T 47678.5-2026, Annex A. */
import json from './components.json' with { type: 'json' };
import { type Group, getRow, indexRows, type TableHead } from './table.ts';

export interface ComponentClass {
  /** Group (2 digits) and class (3 digits), '01002'. */
  readonly code: string;
  readonly name: string;
  readonly group: string;
  readonly groupName: string;
}

export interface ComponentTable extends TableHead {
  /** Numbers that the source leaves out. */
  readonly gaps: readonly string[];
  readonly groups: readonly Group[];
  readonly rows: readonly ComponentClass[];
}

export const componentTable: ComponentTable = json as ComponentTable;

const byCode = indexRows(componentTable.title, componentTable.rows, (row) => row.code);

export function findComponentClass(code: string): ComponentClass | undefined {
  return byCode.get(code);
}

/** Throws RangeError for a code that is not in the table. */
export function getComponentClass(code: string): ComponentClass {
  return getRow(componentTable.title, byCode, code);
}

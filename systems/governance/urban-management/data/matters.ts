/** The 250 matter classes in 10 groups of GB/T 47678.5-2026, Annex C; groups 01–05 are what may be wrong with a component. */
import json from './matters.json' with { type: 'json' };
import { type Group, getRow, indexRows, type TableHead } from './table.ts';

export interface MatterClass {
  /** Group (2 digits) and class (3 digits), '06010'; the 11-digit 事项代码 is the county's 6 digits and this. */
  readonly code: string;
  readonly name: string;
  readonly group: string;
  readonly groupName: string;
  /** Code of the component class that the matter is about; null in groups 06–10. */
  readonly component: string | null;
}

export interface MatterTable extends TableHead {
  /** Numbers that the source leaves out. */
  readonly gaps: readonly string[];
  readonly groups: readonly Group[];
  readonly rows: readonly MatterClass[];
}

export const matterTable: MatterTable = json as MatterTable;

const byCode = indexRows(matterTable.title, matterTable.rows, (row) => row.code);

export function findMatterClass(code: string): MatterClass | undefined {
  return byCode.get(code);
}

/** Throws RangeError for a code that is not in the table. */
export function getMatterClass(code: string): MatterClass {
  return getRow(matterTable.title, byCode, code);
}

/** The closed list of roles that handle cases; the duty table of the city turns a role and an area into a unit. */
import json from './duty-roles.json' with { type: 'json' };
import { getRow, indexRows, type TableHead } from './table.ts';

export interface DutyRole {
  /** 'drainage', 'traffic-police', … */
  readonly code: string;
  readonly title: string;
  /** authority 行政机关 · operator 专业管养单位 · owner 由权属登记确定 · territory 属地. */
  readonly kind: 'authority' | 'operator' | 'owner' | 'territory';
  /** What the role looks after, as read by a dispatcher. */
  readonly scope: string;
}

export interface DutyRoleTable extends TableHead {
  readonly rows: readonly DutyRole[];
}

export const dutyRoleTable: DutyRoleTable = json as DutyRoleTable;

const byCode = indexRows(dutyRoleTable.title, dutyRoleTable.rows, (row) => row.code);

export function findDutyRole(code: string): DutyRole | undefined {
  return byCode.get(code);
}

/** Throws RangeError for a code that is not in the table. */
export function getDutyRole(code: string): DutyRole {
  return getRow(dutyRoleTable.title, byCode, code);
}

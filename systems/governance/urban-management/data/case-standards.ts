/**
 * 立案、处置、结案标准: for every matter class when a case is filed, who handles it, how long it may take and when it may
 * be closed. Server only: the table is large, pages ask the server for the rows of one class.
 */
import type { TimeLimit } from '../../../../kernel/working-time.ts';
import json from './case-standards.json' with { type: 'json' };
import type { Severity } from './link-limits.ts';
import { getRow, indexRows, type TableHead } from './table.ts';

export interface PhotoRule {
  /** Photos that a report needs (近景、远景 and, from 3 on, 参照物). */
  readonly before: number;
  /** Photos that the handling unit adds. */
  readonly after: number;
}

export interface CaseStandard {
  /** Matter code and running number, '01002-1'; kept by the case so that its limits stay traceable. */
  readonly id: string;
  readonly matter: string;
  /** Family whose wording and photo rule the row shares, see `families`. */
  readonly family: string;
  /** 立案条件. */
  readonly condition: string;
  readonly severity: Severity;
  /** 到场设警示、控制现场或责令停工时限, counted from dispatch; null when handling alone is timed. */
  readonly guardLimit: TimeLimit | null;
  /** 处置完毕时限, counted from dispatch. */
  readonly handleLimit: TimeLimit;
  /** 结案条件. */
  readonly closing: string;
  /** owner-first 先属主后属地 (components) · area-first 先属地后属主 (matters). */
  readonly dutyKind: 'owner-first' | 'area-first';
  /** Code in duty-roles. */
  readonly dutyRole: string;
  readonly photos: PhotoRule;
  /** Where the limit comes from. */
  readonly basis: string;
}

export interface CaseStandardFamily {
  readonly code: string;
  readonly title: string;
  readonly photos: PhotoRule;
}

export interface CaseStandardTable extends TableHead {
  readonly families: readonly CaseStandardFamily[];
  readonly rows: readonly CaseStandard[];
}

export const caseStandardTable: CaseStandardTable = json as CaseStandardTable;

const byId = indexRows(caseStandardTable.title, caseStandardTable.rows, (row) => row.id);
const byMatter = new Map<string, CaseStandard[]>();
for (const row of caseStandardTable.rows) {
  const rows = byMatter.get(row.matter);
  if (rows === undefined) byMatter.set(row.matter, [row]);
  else rows.push(row);
}

/** Throws RangeError for an id that is not in the table. */
export function getCaseStandard(id: string): CaseStandard {
  return getRow(caseStandardTable.title, byId, id);
}

/** The standards of a matter class in table order; empty for a code that is not a matter class. */
export function listCaseStandards(matter: string): readonly CaseStandard[] {
  return byMatter.get(matter) ?? [];
}

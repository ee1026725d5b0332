/** Time limits of the links other than handling: verify, accept, dispatch, check, close and the reviews. */
import type { LimitUnit, TimeLimit } from '../../../../kernel/working-time.ts';
import json from './link-limits.json' with { type: 'json' };
import { getRow, indexRows, type TableHead } from './table.ts';

export type Severity = 'urgent' | 'normal';

/** 核实 · 受理立案 · 派遣 · 签收 · 回退审核 · 延期审核 · 核查 · 结案 · 申诉审理. */
export type Link =
  | 'verify'
  | 'accept'
  | 'dispatch'
  | 'sign'
  | 'return-review'
  | 'delay-review'
  | 'check'
  | 'close'
  | 'appeal-review';

export interface LinkLimit {
  readonly link: Link;
  readonly title: string;
  /** From when until when the clock runs. */
  readonly clock: string;
  readonly urgent: TimeLimit;
  readonly normal: TimeLimit;
}

export interface LinkLimitTable extends TableHead {
  readonly units: readonly { readonly code: LimitUnit; readonly title: string; readonly clock: string }[];
  readonly rows: readonly LinkLimit[];
}

export const linkLimitTable: LinkLimitTable = json as LinkLimitTable;

const byLink = indexRows(linkLimitTable.title, linkLimitTable.rows, (row) => row.link);

/** The limit of a link for an urgent or a normal case. Throws RangeError for an unknown link. */
export function getLinkLimit(link: Link, severity: Severity): TimeLimit {
  return getRow(linkLimitTable.title, byLink, link)[severity];
}

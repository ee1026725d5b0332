/** What the matters of an office go by, as data with its source: leave, cars, purchases, seals. */
import type { RuleTable } from '../../../../engines/rules/service.ts';
import json from './matters.json' with { type: 'json' };

export interface LeaveKind {
  readonly code: string;
  readonly name: string;
  /** Whether days off count. */
  readonly counts: 'working' | 'calendar';
  /** Most days of one leave. */
  readonly most?: number;
}

interface LostBy {
  readonly kind: string;
  readonly fromYears: number;
  readonly days: number;
  readonly unit: 'working' | 'calendar';
  readonly clause: string;
}

interface Matters {
  readonly annualLeave: {
    readonly source: string;
    readonly validFrom: string;
    readonly bands: readonly { readonly fromYears: number; readonly days: number }[];
    readonly lostBy: readonly LostBy[];
  };
  readonly leaveKinds: {
    readonly source: string;
    readonly validFrom: string;
    readonly rows: readonly LeaveKind[];
  };
  readonly lists: Readonly<Record<string, readonly { readonly code: string; readonly name: string }[]>>;
  readonly listSource: string;
  readonly purchase: {
    readonly key: string;
    readonly source: string;
    readonly rows: readonly {
      readonly kind: string;
      readonly total: string;
      readonly way: string;
      readonly level: number;
      readonly note: string;
    }[];
  };
}

export const matters = json as Matters;

export function findLeaveKind(code: string): LeaveKind | undefined {
  return matters.leaveKinds.rows.find((kind) => kind.code === code);
}

/** Days of annual leave for these full years of work. */
export function annualDays(years: number): number {
  return matters.annualLeave.bands.findLast(({ fromYears }) => years >= fromYears)?.days ?? 0;
}

/** Why nobody with these full years who took so much leave in the year has annual leave; undefined when he has. */
export function lostAnnualLeave(
  years: number,
  taken: (kind: string, unit: 'working' | 'calendar') => number,
): string | undefined {
  const rules = matters.annualLeave.lostBy;
  const kinds = new Set(rules.map(({ kind }) => kind));
  for (const kind of kinds) {
    const rule = rules.findLast((one) => one.kind === kind && years >= one.fromYears);
    if (rule !== undefined && taken(kind, rule.unit) >= rule.days) return rule.clause;
  }
  return undefined;
}

/** The decision table of purchases, as the rules engine keeps it. */
export const purchaseTable: RuleTable = {
  hitPolicy: 'U',
  aggregator: null,
  inputs: [
    {
      id: 'kind',
      label: '采购类别',
      expression: '类别',
      type: 'string',
      values: '"goods","works","services"',
    },
    { id: 'total', label: '本年同类累计(元)', expression: '累计金额', type: 'number', values: '>= 0' },
  ],
  outputs: [
    { id: 'way', name: '采购方式', type: 'string', values: '', otherwise: '' },
    { id: 'level', name: '审批层级', type: 'number', values: '', otherwise: '' },
  ],
  rules: matters.purchase.rows.map(({ kind, total, way, level, note }, index) => ({
    id: `row-${index + 1}`,
    inputs: [kind, total],
    outputs: [`"${way}"`, String(level)],
    note,
  })),
};

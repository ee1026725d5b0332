/** How a case row reads in a list: its link in words, its tone, its light against the limit. Pure. */
import { urbanCase } from '../../case/urban-case.ts';

export const caseType = 'urban-management.case';

export interface CaseRow {
  readonly id: string;
  readonly [field: string]: unknown;
}

const { stages, outcomes } = urbanCase.process;

/** Link of an open case, end of a closed one. */
export function stateTitle(row: CaseRow): string {
  const { stage, outcome } = row;
  if (typeof stage === 'string') return stages[stage as keyof typeof stages]?.title ?? stage;
  if (typeof outcome === 'string') return outcomes[outcome as keyof typeof outcomes]?.title ?? outcome;
  return '已结束';
}

const stageTones: Readonly<Record<string, string>> = {
  verify: 'purple',
  accept: 'blue',
  dispatch: 'cyan',
  handle: 'yellow',
  check: 'purple',
  close: 'blue',
};
/** Ends that are no success. */
const outcomeTones: Readonly<Record<string, string>> = {
  closed: 'green',
  forced: 'yellow',
  shelved: 'yellow',
};

export function stateTone(row: CaseRow): string {
  if (typeof row['stage'] === 'string') return stageTones[row['stage']] ?? 'blue';
  return outcomeTones[String(row['outcome'] ?? '')] ?? 'grey';
}

export type Light = 'none' | 'green' | 'yellow' | 'red';

/** By the limit of the whole case, on the wall clock; a list cannot count everybody's working hours. */
export function lightOf(row: CaseRow, now: Date, soonHours: number): Light {
  const { dueAt, status } = row;
  if (typeof dueAt !== 'string' || status === 'closed') return 'none';
  const left = Date.parse(dueAt) - now.getTime();
  if (Number.isNaN(left)) return 'none';
  if (left < 0) return 'red';
  return left < soonHours * 3_600_000 ? 'yellow' : 'green';
}

export function textOf(row: CaseRow, field: string): string {
  const value = row[field];
  return typeof value === 'string' ? value : '';
}

/** Where a desk reads a case. */
export function casePath(id: string): string {
  return `/urban-management/cases/${id}`;
}

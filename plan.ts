/**
 * The one map of the city: every item and indicator of 《数字阜阳建设“十四五”发展规划》(阜数〔2022〕1号), and which system
 * carries it out. When a system takes on an item, its `system` here and the `plan` of its contract change together;
 * `test/plan.test.ts` holds the two to each other.
 */
import type { Task } from './kernel/contract.ts';
import indicatorRows from './plan/indicators.json' with { type: 'json' };
import itemRows from './plan/items.json' with { type: 'json' };

/** 智慧党建 · 数字经济 · 数字政府 · 数字社会. */
export type Board = 'party' | 'economy' | 'government' | 'society';

/** B: built here. I: joined to a system that province, state or operator runs. S: followed in a ledger here. */
export type PlanMode = 'B' | 'B+I' | 'I' | 'S' | 'S+I' | 'S+B';

/** A system's id, or 'planned' while none carries the item out. */
export type PlanSystem = string;

export interface PlanItem {
  readonly id: string;
  readonly name: string;
  readonly task: Task;
  /** Where the plan names it: chapter three unless it begins with 四, and its 专栏. */
  readonly section: string;
  readonly mode: PlanMode;
  readonly boards: readonly Board[];
  readonly system: PlanSystem;
  /** What it must do, in one sentence. */
  readonly summary: string;
  /** What of it is still to come, where the system carries out a part. */
  readonly missing?: string;
}

export type ItemState = 'built' | 'part' | 'planned';

export type IndicatorGroup = 'infrastructure' | 'economy' | 'government' | 'society';

export interface PlanIndicator {
  readonly id: string;
  /** As in table 1 of the plan, without the unit. */
  readonly name: string;
  readonly group: IndicatorGroup;
  readonly unit: string;
  /** From the plan's annex; a zero denominator gives no value. '统计数据' where the plan names no formula. */
  readonly formula: string;
  /** As printed; '—' where the plan leaves it empty. */
  readonly values: { readonly 2020: string; readonly 2022: string; readonly 2025: string };
  readonly kind: '预期性' | '约束性';
  /** Where the number is to come from. */
  readonly source: string;
  readonly system: PlanSystem;
}

export const boards: Readonly<Record<Board, string>> = {
  party: '智慧党建',
  economy: '数字经济',
  government: '数字政府',
  society: '数字社会',
};

export const itemStates: Readonly<Record<ItemState, string>> = {
  built: '已建',
  part: '部分已建',
  planned: '规划中',
};

export const planModes: Readonly<Record<PlanMode, string>> = {
  B: '自建',
  'B+I': '自建并对接',
  I: '对接',
  S: '台账跟踪',
  'S+I': '台账跟踪并对接',
  'S+B': '台账跟踪并自建',
};

export const indicatorGroups: Readonly<Record<IndicatorGroup, string>> = {
  infrastructure: '数字基础设施',
  economy: '数字经济',
  government: '数字政务',
  society: '社会治理和公共服务',
};

// JSON types widen every word to string; test/plan.test.ts checks each against the unions above.
export const planItems: readonly PlanItem[] = itemRows as readonly PlanItem[];

export const planIndicators: readonly PlanIndicator[] = indicatorRows as readonly PlanIndicator[];

const itemsById = new Map(planItems.map((item) => [item.id, item]));

export function findPlanItem(id: string): PlanItem | undefined {
  return itemsById.get(id);
}

/** Does a system carry the item out, or is it still to come? */
export function isPlanned(entry: Pick<PlanItem, 'system'>): boolean {
  return entry.system === 'planned';
}

export function stateOf(item: Pick<PlanItem, 'system' | 'missing'>): ItemState {
  if (isPlanned(item)) return 'planned';
  return item.missing === undefined ? 'built' : 'part';
}

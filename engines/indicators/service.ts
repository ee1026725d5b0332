/** What the indicators engine offers: declared formulas over register rows, by area, department or field, each drillable to its rows. */
import type { Principal } from '../../kernel/access.ts';
import type { IndicatorSpec } from '../../kernel/contract.ts';
import type { Register } from '../../kernel/register.ts';
import { service } from '../../kernel/system.ts';
import type { Page, Seen } from '../registers/service.ts';

export interface IndicatorInfo {
  /** '<contract id>.<key>' */
  readonly id: string;
  readonly system: string;
  readonly systemTitle: string;
  /** '<contract id>.<register or case key>' */
  readonly register: string;
  readonly spec: IndicatorSpec;
}

export interface Period {
  /** First and last day in Shanghai, 'YYYY-MM-DD'. */
  readonly from: string;
  readonly to: string;
}

export interface Grouping {
  /** 'none', 'area', 'department' (of a case: the unit in charge), or the name of a field that every asked register has. */
  readonly by?: string;
  /** For 'area' and area fields; default county. */
  readonly level?: 'county' | 'town';
  /** Only rows under this area. */
  readonly within?: string;
  /** Only this group; null is the group of the empty field. */
  readonly group?: string | null;
}

export type ComputeQuery = Period & Grouping;

export interface IndicatorValue {
  /** ratio and count: rows; mean: the sum, in the unit of the value. */
  readonly numerator: number;
  /** ratio and mean: rows; null for a count, which has none. */
  readonly denominator: number | null;
  /** ratio: a fraction of 1. Null when the denominator is zero (shown '—'). */
  readonly value: number | null;
}

export interface IndicatorGroup {
  readonly key: string | null;
  readonly name: string;
  /** By indicator id. */
  readonly values: Readonly<Record<string, IndicatorValue>>;
}

export interface ComputeReply {
  readonly groups: readonly IndicatorGroup[];
  /** Over all groups together. */
  readonly total: Readonly<Record<string, IndicatorValue>>;
}

export interface TrendPoint extends Period {
  readonly values: Readonly<Record<string, IndicatorValue>>;
}

export interface DrillQuery extends ComputeQuery {
  readonly part: 'numerator' | 'denominator';
  /** Field name, '-' in front for descending. */
  readonly sort?: string;
  readonly page?: number;
  readonly size?: number;
}

export interface Drilled extends Page<Seen<Register>> {
  /** Field → value → what people read. */
  readonly labels: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Every call needs the indicator's permission and that to read its register, and counts only rows inside both. Throws
 * indicators.unknown, indicators.longPeriod, city.forbidden, city.unauthenticated, city.invalid.
 */
export interface IndicatorService {
  /** Those that the caller may compute. */
  catalogue(principal: Principal): readonly IndicatorInfo[];
  compute(principal: Principal, indicators: readonly string[], query: ComputeQuery): Promise<ComputeReply>;
  /** One point for each day, week (from Monday) or month of the period, also where nothing happened; the ends are cut to the period. */
  trend(
    principal: Principal,
    indicators: readonly string[],
    query: ComputeQuery & { readonly every: 'day' | 'week' | 'month' },
  ): Promise<readonly TrendPoint[]>;
  /** As many rows as the number says; a mean's parts are both the rows that have a value. */
  drill(principal: Principal, indicator: string, query: DrillQuery): Promise<Drilled>;
}

export const indicators = service<IndicatorService>('indicators');

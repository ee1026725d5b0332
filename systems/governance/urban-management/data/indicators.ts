/** The evaluation indicators of city management: what is counted, how a value becomes a score, and whom it judges. */
import json from './indicators.json' with { type: 'json' };
import { getRow, indexRows, type TableHead } from './table.ts';

/** 区域 · 部门 · and the posts 监督员、受理员、派遣员、值班长. */
export type EvaluationObject = 'area' | 'unit' | 'collector' | 'acceptor' | 'dispatcher' | 'shift-leader';

/** One count over the cases of a period, from which rates are made. */
export interface Measure {
  readonly id: string;
  readonly title: string;
  /** What is counted, in words; the system writes the query for it. */
  readonly meaning: string;
}

export interface Indicator {
  readonly id: string;
  /** Id in the metric interface that the set was taken from. */
  readonly sourceId: string;
  readonly title: string;
  readonly formula: string;
  /** Measures that are added up. */
  readonly numerator: readonly string[];
  /** Measures that are added up; empty when the indicator is the count itself. A sum of zero makes the value null. */
  readonly denominator: readonly string[];
  readonly direction: 'higher' | 'lower';
  /** rate: 0–1, shown as per cent · count: pieces · hour: effective hours. */
  readonly unit: 'rate' | 'count' | 'hour';
  readonly scoring: { readonly method: 'percent' | 'complement' | 'target'; readonly target: number | null };
  /** Link of the loop that it judges. */
  readonly link: 'collect' | 'accept' | 'dispatch' | 'handle' | 'feedback' | 'check' | 'close' | 'evaluate';
  readonly appliesTo: readonly EvaluationObject[];
  /** Weight by object; each object's weights add up to 100. */
  readonly weights: Readonly<Partial<Record<EvaluationObject, number>>>;
}

export interface Band {
  readonly code: string;
  readonly title: string;
  /** Lowest score of the band. */
  readonly from: number;
  readonly colour: string;
}

export interface IndicatorTable extends TableHead {
  readonly objects: readonly {
    readonly code: EvaluationObject;
    readonly title: string;
    readonly kind: 'area' | 'unit' | 'post';
  }[];
  readonly scoringMethods: readonly { readonly code: string; readonly title: string }[];
  /** From the best band down. */
  readonly bands: readonly Band[];
  readonly measures: readonly Measure[];
  readonly rows: readonly Indicator[];
}

export const indicatorTable: IndicatorTable = json as IndicatorTable;

const byId = indexRows(indicatorTable.title, indicatorTable.rows, (row) => row.id);

/** Throws RangeError for an id that is not in the table. */
export function getIndicator(id: string): Indicator {
  return getRow(indicatorTable.title, byId, id);
}

/** The value from the counts of a period: null when the denominator is zero or a count is missing. */
export function computeIndicator(
  indicator: Indicator,
  counts: Readonly<Record<string, number>>,
): number | null {
  const top = sumCounts(indicator.numerator, counts);
  if (top === null || indicator.denominator.length === 0) return top;
  const bottom = sumCounts(indicator.denominator, counts);
  return bottom === null || bottom === 0 ? null : top / bottom;
}

function sumCounts(ids: readonly string[], counts: Readonly<Record<string, number>>): number | null {
  let sum = 0;
  for (const id of ids) {
    const count = counts[id];
    if (count === undefined) return null;
    sum += count;
  }
  return sum;
}

/** The score of one value, 0–100; null stays null. */
export function scoreIndicator(indicator: Indicator, value: number | null): number | null {
  if (value === null) return null;
  const { method, target } = indicator.scoring;
  if (method === 'percent') return clamp(value * 100);
  if (method === 'complement') return clamp((1 - value) * 100);
  if (target === null) return null;
  if (indicator.direction === 'higher') return clamp((value / target) * 100);
  return value === 0 ? 100 : clamp((target / value) * 100);
}

function clamp(score: number): number {
  return Math.min(100, Math.max(0, score));
}

/**
 * The total of an object, 0–100, from the values by indicator id. Indicators without a value are left out and their weight
 * is spread over the others; null when none has a value.
 */
export function scoreObject(
  object: EvaluationObject,
  values: Readonly<Record<string, number | null>>,
): number | null {
  let weights = 0;
  let total = 0;
  for (const indicator of indicatorTable.rows) {
    const weight = indicator.weights[object] ?? 0;
    const score = scoreIndicator(indicator, values[indicator.id] ?? null);
    if (weight === 0 || score === null) continue;
    weights += weight;
    total += weight * score;
  }
  return weights === 0 ? null : total / weights;
}

/** The band of a score; undefined for a score that is null. */
export function findBand(score: number | null): Band | undefined {
  if (score === null) return undefined;
  return indicatorTable.bands.find((band) => score >= band.from);
}

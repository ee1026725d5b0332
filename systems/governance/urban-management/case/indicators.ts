/** The evaluation indicators as declared formulas, made from data/indicators.json (titles, formulas) and the measures (conditions). */
import type { IndicatorSpec } from '../../../../kernel/contract.ts';
import type { Filter } from '../../../../kernel/filter.ts';
import { type Indicator, indicatorTable } from '../data/indicators.ts';
import { type MeasureId, measures, periodOfLink } from './measures.ts';

type Spec = IndicatorSpec<'evaluate'>;

export const indicators: Readonly<Record<string, Spec>> = Object.fromEntries(
  indicatorTable.rows.map((row) => [row.id, toSpec(row)]),
);

function toSpec(row: Indicator): Spec {
  const head = {
    title: row.title,
    formula: row.formula,
    source: indicatorTable.source,
    from: 'case',
    allow: 'evaluate',
    period: periodOfLink[row.link],
    better: row.direction,
  } as const;
  if (row.unit === 'hour')
    // Hours on the clock between dispatch and feedback; pauses are not taken off, because the case keeps moments only.
    return {
      ...head,
      kind: 'mean',
      numerator: sumOf(row.denominator),
      value: { from: 'dispatchedAt', to: 'handledAt' },
      unit: '小时',
    };
  if (row.denominator.length === 0)
    return { ...head, kind: 'count', numerator: sumOf(row.numerator), unit: '件' };
  return {
    ...head,
    kind: 'ratio',
    numerator: sumOf(row.numerator),
    denominator: sumOf(row.denominator),
    unit: '%',
  };
}

/** Measures that the formula adds up never overlap in this table, so their sum is the count of either. */
function sumOf(ids: readonly string[]): Filter {
  const parts = ids.map((id) => {
    if (!(id in measures)) throw new RangeError(`no measure ${id}`);
    return measures[id as MeasureId];
  });
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { any: parts };
}

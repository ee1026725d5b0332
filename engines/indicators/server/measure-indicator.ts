/** What of an indicator the registers count, and how the counts become its value. Pure. */
import type { IndicatorSpec } from '../../../kernel/contract.ts';
import type { AggregateGroup, Counted, Measure } from '../../registers/index.ts';
import type { IndicatorInfo, IndicatorValue } from '../service.ts';

export type Part = 'numerator' | 'denominator';

/** The rows that one part of an indicator counts; undefined for the denominator of a count. */
export function findMeasure(spec: IndicatorSpec, part: Part): Measure | undefined {
  if (spec.kind === 'mean' && spec.value !== undefined)
    return { where: spec.numerator, period: spec.period, value: spec.value };
  if (part === 'numerator') return { where: spec.numerator, period: spec.period };
  return spec.denominator === undefined ? undefined : { where: spec.denominator, period: spec.period };
}

/** Many formulas share their counts: what is written alike is counted once. */
export function nameMeasure(measure: Measure): string {
  return JSON.stringify([measure.period, measure.value ?? null, measure.where]);
}

export function measuresOf(infos: readonly IndicatorInfo[]): Readonly<Record<string, Measure>> {
  const made: Record<string, Measure> = {};
  for (const { spec } of infos) {
    for (const part of ['numerator', 'denominator'] as const) {
      const measure = findMeasure(spec, part);
      if (measure !== undefined) made[nameMeasure(measure)] = measure;
    }
  }
  return made;
}

const nothing: Counted = { rows: 0, sum: null };

function add(left: Counted, right: Counted): Counted {
  return {
    rows: left.rows + right.rows,
    sum: left.sum === null && right.sum === null ? null : (left.sum ?? 0) + (right.sum ?? 0),
  };
}

/** The value over several groups together; groups are parts of one whole, so their counts add up. */
export function valueOver(spec: IndicatorSpec, groups: readonly AggregateGroup[]): IndicatorValue {
  function count(part: Part): Counted {
    const measure = findMeasure(spec, part);
    if (measure === undefined) return nothing;
    const name = nameMeasure(measure);
    return groups.reduce((total, group) => add(total, group.measures[name] ?? nothing), nothing);
  }
  const top = count('numerator');
  if (spec.kind === 'count') return { numerator: top.rows, denominator: null, value: top.rows };
  if (spec.kind === 'mean') {
    const sum = top.sum ?? 0;
    return { numerator: sum, denominator: top.rows, value: top.rows === 0 ? null : sum / top.rows };
  }
  const bottom = count('denominator').rows;
  return { numerator: top.rows, denominator: bottom, value: bottom === 0 ? null : top.rows / bottom };
}

/** 综合评价: indicators of the objects of one kind, scored by this year's weights and put into bands. */
import type { z } from 'zod';
import type { Handler } from '../../../../../kernel/system.ts';
import {
  type ComputeReply,
  type IndicatorGroup,
  indicators,
} from '../../../../../engines/indicators/service.ts';
import {
  type EvaluationObject,
  findBand,
  type Indicator,
  indicatorTable,
  scoreObject,
} from '../../data/indicators.ts';
import type { analysisRoutes, EvaluationTable } from '../../routes/analysis-routes.ts';
import { readPeriod } from '../period.ts';

type Table = z.infer<typeof EvaluationTable>;

/** The field of a case that names each object of evaluation. */
const groupedBy: Readonly<Record<EvaluationObject, string>> = {
  area: 'area',
  unit: 'department',
  collector: 'collector',
  acceptor: 'acceptor',
  dispatcher: 'dispatcher',
  'shift-leader': 'closer',
};

export function idOf(indicator: Indicator): string {
  return `urban-management.${indicator.id}`;
}

function columnOf(indicator: Indicator, object: EvaluationObject): Table['columns'][number] {
  return {
    indicator: indicator.id,
    title: indicator.title,
    formula: indicator.formula,
    unit: indicator.unit,
    weight: indicator.weights[object] ?? 0,
    better: indicator.direction,
  };
}

function rowOf(
  group: IndicatorGroup,
  object: EvaluationObject,
  chosen: readonly Indicator[],
): Table['rows'][number] {
  const values: Record<string, number | null> = {};
  const counts: Record<string, { numerator: number; denominator: number | null }> = {};
  for (const indicator of chosen) {
    const found = group.values[idOf(indicator)];
    if (found === undefined) continue;
    values[indicator.id] = found.value;
    counts[indicator.id] = { numerator: found.numerator, denominator: found.denominator };
  }
  const score = scoreObject(object, values);
  const band = findBand(score);
  return {
    key: group.key ?? '',
    name: group.name,
    values,
    counts,
    score,
    band: band === undefined ? null : { title: band.title, colour: band.colour },
  };
}

/** Best score first; objects without one last, by name. */
function byScore(a: Table['rows'][number], b: Table['rows'][number]): number {
  if (a.score !== null && b.score !== null) return b.score - a.score;
  if (a.score === b.score) return a.name.localeCompare(b.name, 'zh-CN');
  return a.score === null ? 1 : -1;
}

export const evaluate: Handler<typeof analysisRoutes.evaluation> = async (input, context) => {
  const { object } = input;
  const period = readPeriod(context, context.now, input);
  const chosen = indicatorTable.rows.filter((row) => row.appliesTo.includes(object));
  const by = groupedBy[object];
  // Inside a county its towns are compared, else the counties.
  const level = input.area === undefined || /^\d{4}0{8}$/.test(input.area) ? 'county' : 'town';
  const reply: ComputeReply = await context.use(indicators).compute(context.principal, chosen.map(idOf), {
    ...period,
    by,
    level,
    ...(input.area === undefined ? {} : { within: input.area }),
  });
  return {
    object,
    objectTitle: indicatorTable.objects.find((each) => each.code === object)?.title ?? object,
    period,
    grouping: { by, level },
    ruleSet: { version: indicatorTable.version, source: indicatorTable.source },
    columns: chosen.map((indicator) => columnOf(indicator, object)),
    // Cases that nobody of this kind has touched yet judge nobody.
    rows: reply.groups
      .filter((group) => group.key !== null)
      .map((group) => rowOf(group, object, chosen))
      .sort(byScore),
  };
};

/** Counts of cases by one field or day, as this person may see them: the ground of every analysis. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Context } from '../../../../../kernel/system.ts';
import { type AggregateQuery, registers } from '../../../../../engines/registers/service.ts';
import { type DayPeriod, readPeriod } from '../period.ts';

export const caseRegister = 'urban-management.case';

export interface AnalysisInput {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly area?: string | undefined;
  readonly matter?: string | undefined;
}

/** The condition of the asked class, on top of another. */
export function ofMatter(input: AnalysisInput, where: Filter): Filter {
  if (input.matter === undefined) return where;
  return { all: [where, { field: 'matter', is: 'equal', value: input.matter }] };
}

export async function countCases(
  context: Context,
  input: AnalysisInput,
  query: Pick<AggregateQuery, 'measures' | 'by' | 'every' | 'top'>,
) {
  const period: DayPeriod = readPeriod(context, context.now, input);
  const groups = await context.use(registers).aggregate(context.principal, caseRegister, {
    ...query,
    ...period,
    ...(input.area === undefined ? {} : { within: input.area }),
  });
  return { period, groups };
}

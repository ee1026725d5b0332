/** Counts over all rows of a subject table, as a whole and by county, in one reading. */
import type { SubjectPlan } from '../../subject.ts';
import type { SubjectCounts } from '../../types.ts';
import type { DuckRow, DuckSession } from '../duck/open-duck.ts';
import { quoteColumn } from '../load/quote.ts';
import { conflictBit } from './golden-rows.ts';

/** Digits of an area code that name a county (GB/T 2260). */
const countyDigits = 6;

function countsOf(row: DuckRow, plan: SubjectPlan): SubjectCounts {
  const number = (name: string) => Number(row[name] ?? 0);
  return {
    rows: number('rows'),
    ended: number('ended'),
    conflicted: number('conflicted'),
    sources: plan.sources.map((_, index) => number(`s${index}`)),
    filled: plan.fields.map((_, index) => number(`f${index}`)),
    conflicts: plan.fields.map((_, index) => number(`c${index}`)),
  };
}

/** Sources and fields are counted over records that have not ended; conflicts over all. */
export async function summarise(
  session: DuckSession,
  plan: SubjectPlan,
  from: string,
): Promise<{
  readonly whole: SubjectCounts;
  readonly areas: readonly (SubjectCounts & { readonly area: string })[];
  readonly won: readonly (readonly number[])[];
}> {
  const alive = 'filter (not ended)';
  const measures = [
    `count(*) ${alive} as rows`,
    'count(*) filter (ended) as ended',
    'count(*) filter (_c <> 0) as conflicted',
    ...plan.sources.map((_, index) => `count(_h${index}) ${alive} as s${index}`),
    ...plan.fields.map((field, index) => `count(${quoteColumn(field.name)}) ${alive} as f${index}`),
    ...plan.fields.map((_, index) => `count(*) filter ((_c & ${conflictBit(index)}) <> 0) as c${index}`),
    ...plan.fields.flatMap((field, index) =>
      field.key
        ? []
        : plan.sources.flatMap((source, place) =>
            field.name in source.values
              ? [`count(*) filter (not ended and _w${index} = ${place}) as w${index}_${place}`]
              : [],
          ),
    ),
  ].join(', ');
  const area =
    plan.area === undefined
      ? "''"
      : `coalesce(left(${quoteColumn(plan.area)}::varchar, ${countyDigits}), '')`;
  const rows = await session.run(
    `select grouping(_area) as whole, _area, ${measures} from (select *, ${area} as _area from ${from})
     group by grouping sets ((), (_area)) order by _area`,
  );
  const total = rows.find((row) => Number(row['whole']) === 1) ?? {};
  return {
    whole: countsOf(total, plan),
    areas:
      plan.area === undefined
        ? []
        : rows
            .filter((row) => Number(row['whole']) === 0)
            .map((row) => ({ area: String(row['_area']), ...countsOf(row, plan) })),
    won: plan.fields.map((_, index) =>
      plan.sources.map((__, place) => Number(total[`w${index}_${place}`] ?? 0)),
    ),
  };
}

/** Where time goes: how long the work of each node really took in a period, how long it lay before somebody took it up, and what is open now. */
import type { WorkingCalendar } from '../../../../../kernel/working-time.ts';
import { type RawBuilder, sql, type Store } from '../../../../store/index.ts';
import type { HeatCases, NodeHeat } from '../../../routes/definition-routes.ts';
import type { CaseKind } from '../../case/case-kinds.ts';
import { positionOf, shanghaiDay, workingDays } from './working-positions.ts';

export interface HeatQuery {
  readonly kind: CaseKind;
  /** Of the case type's rows. */
  readonly table: string;
  /** Of the process that the case stands on; undefined: all. */
  readonly version: number | undefined;
  /** Items finished from … until, exclusive. */
  readonly from: Date;
  readonly until: Date;
}

/** What was begun earlier has no known waiting. */
const yearsBack = 3;
const year = 366 * 86_400_000;

type Heat = { readonly store: Store; readonly calendar: WorkingCalendar };

/** Items of cases on that version only. */
function onVersion({ table, version }: HeatQuery): RawBuilder<unknown> {
  if (version === undefined) return sql`true`;
  return sql`exists (select 1 from ${sql.table(table)} as held where held.id = item.case_id and held.process_version = ${version})`;
}

/** Finished items of the period with their working time, and of those that were claimed the part before it. Parameters are few, whatever the number of items. */
export function finishedItems({ calendar }: Pick<Heat, 'calendar'>, query: HeatQuery): RawBuilder<unknown> {
  const { kind, from, until } = query;
  const { days, before, works } = workingDays(calendar, new Date(from.getTime() - yearsBack * year), until);
  const waited = sql`${positionOf(calendar, sql`item.claimed_at`, 'taken')} - ${positionOf(calendar, sql`item.created_at`, 'made')}`;
  return sql`
    with clock as materialized (
      select * from unnest(${days}::date[], ${before}::bigint[], ${works}::boolean[]) as c (day, before, works)
    )
    select item.case_id, item.number, item.stage, item.took, item.late, item.closed_at,
      case when item.claimed_at is null or made.day is null then null
        else least(item.took, greatest(0, ${waited})) end as waited
    from flow_work_item as item
    left join clock as made on made.day = ${shanghaiDay(sql`item.created_at`)}
    left join clock as taken on taken.day = ${shanghaiDay(sql`item.claimed_at`)}
    where item.type = ${kind.id} and item.closed_at >= ${from.toISOString()} and item.closed_at < ${until.toISOString()}
      and item.took is not null and item.closed_by is not null and ${onVersion(query)}`;
}

function share(of: string, part: number): RawBuilder<unknown> {
  return sql`percentile_cont(${part}) within group (order by ${sql.ref(of)})`;
}

const rounded = ['median', 'p90', 'waitedMedian', 'waitedP90', 'workedMedian', 'workedP90'] as const;

/** One statement. Nodes without finished or open items are not there. */
export async function measureNodes(heat: Heat, query: HeatQuery): Promise<NodeHeat[]> {
  const found = await sql<NodeHeat>`
    select coalesce(done.stage, waiting.stage) as node,
      coalesce(done.count, 0)::integer as done,
      coalesce(done.late, 0)::integer as late,
      coalesce(done.claimed, 0)::integer as claimed,
      done.median, done.p90, done.waited_median as "waitedMedian", done.waited_p90 as "waitedP90",
      done.worked_median as "workedMedian", done.worked_p90 as "workedP90",
      coalesce(waiting.count, 0)::integer as open
    from (
      select stage, count(*) as count, count(*) filter (where late) as late, count(waited) as claimed,
        ${share('took', 0.5)} as median, ${share('took', 0.9)} as p90,
        ${share('waited', 0.5)} as waited_median, ${share('waited', 0.9)} as waited_p90,
        ${share('worked', 0.5)} as worked_median, ${share('worked', 0.9)} as worked_p90
      from (select *, took - waited as worked from (${finishedItems(heat, query)}) as finished) as split
      group by stage
    ) as done
    full join (
      select stage, count(*) as count from flow_work_item as item
      where type = ${query.kind.id} and closed_at is null and ${onVersion(query)}
      group by stage
    ) as waiting on waiting.stage = done.stage
    order by done.median desc nulls last`.execute(heat.store.db);
  return found.rows.map((row) => ({
    ...row,
    ...Object.fromEntries(
      rounded.map((name) => [name, row[name] === null ? null : Math.round(Number(row[name]))]),
    ),
  }));
}

/** The slowest cases of one node, so that a figure can be looked into. */
export async function slowestCases(
  heat: Heat,
  query: HeatQuery,
  node: string,
  most: number,
): Promise<readonly (Omit<HeatCases[number], 'title' | 'link'> & { readonly id: string })[]> {
  const found = await sql<{
    id: string;
    number: string;
    took: string;
    waited: string | null;
    late: boolean | null;
    closedAt: Date;
  }>`
    select case_id as id, number, took, waited, late, closed_at as "closedAt"
    from (${finishedItems(heat, query)}) as finished
    where stage = ${node} order by took desc, case_id limit ${most}`.execute(heat.store.db);
  return found.rows.map(({ took, waited, closedAt, ...row }) => ({
    ...row,
    took: Number(took),
    waited: waited === null ? null : Math.round(Number(waited)),
    closedAt: new Date(closedAt).toISOString(),
  }));
}

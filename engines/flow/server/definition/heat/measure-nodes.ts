/** Where time goes: how long the work of each node really took in a period, and what is open now. */
import { sql, type Store } from '../../../../store/index.ts';
import type { NodeHeat } from '../../../routes/definition-routes.ts';

export interface HeatQuery {
  readonly type: string;
  /** Items finished from … until, exclusive. */
  readonly from: Date;
  readonly until: Date;
}

/** One statement; `took` of an item is its working time. Nodes without finished or open items are not there. */
export async function measureNodes(store: Store, { type, from, until }: HeatQuery): Promise<NodeHeat[]> {
  const found = await sql<NodeHeat>`
    select coalesce(done.stage, waiting.stage) as node,
      coalesce(done.count, 0)::integer as done,
      coalesce(done.late, 0)::integer as late,
      done.median, done.p90,
      coalesce(waiting.count, 0)::integer as open
    from (
      select stage, count(*) as count, count(*) filter (where late) as late,
        percentile_cont(0.5) within group (order by took) as median,
        percentile_cont(0.9) within group (order by took) as p90
      from flow_work_item
      where type = ${type} and closed_at >= ${from.toISOString()} and closed_at < ${until.toISOString()}
        and took is not null and closed_by is not null
      group by stage
    ) as done
    full join (
      select stage, count(*) as count from flow_work_item
      where type = ${type} and closed_at is null
      group by stage
    ) as waiting on waiting.stage = done.stage
    order by done.median desc nulls last`.execute(store.db);
  return found.rows.map((row) => ({
    ...row,
    median: row.median === null ? null : Math.round(row.median),
    p90: row.p90 === null ? null : Math.round(row.p90),
  }));
}

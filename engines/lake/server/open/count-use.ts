/** Counts what is taken of open data, and stops a caller who has had his day's share. */
import { sql, type Database, type Store } from '../../../store/index.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import type { OpenUse, UseCount } from '../../open.ts';

const nobody = '00000000-0000-0000-0000-000000000000';

/** One statement, so that however many come at once no more than `most` are let through. False: none was left. */
export async function takeUse(store: Store, use: OpenUse): Promise<boolean> {
  const day = shanghaiDate(store.clock.now());
  const most = use.most ?? Number.MAX_SAFE_INTEGER;
  const taken = await sql`insert into lake_open_use (day, target, caller, kind, calls, rows)
    select ${day}::date, ${use.target}::uuid, ${use.caller ?? nobody}::uuid, ${use.kind}, 1, ${use.rows ?? 0}::bigint where ${most}::bigint > 0
    on conflict (target, caller, kind, day) do update set calls = lake_open_use.calls + 1, rows = lake_open_use.rows + excluded.rows
      where lake_open_use.calls < ${most}::bigint
    returning calls`.execute(store.db);
  return taken.rows.length > 0;
}

export async function countUses(
  db: Database,
  query: { readonly targets: readonly string[]; readonly caller?: string | undefined; readonly from: string },
): Promise<readonly UseCount[]> {
  const whose = query.caller === undefined ? sql`` : sql`and caller = ${query.caller}::uuid`;
  const found = await sql<{ day: string; target: string; kind: string; calls: number; rows: number }>`
    select day, target, kind, sum(calls)::bigint as calls, sum(rows)::bigint as rows from lake_open_use
    where target = any(${[...query.targets]}::uuid[]) and day >= ${query.from} ${whose}
    group by day, target, kind order by day, target, kind`.execute(db);
  return found.rows.map((row) => ({ ...row, calls: Number(row.calls), rows: Number(row.rows) }));
}

export async function totalUses(
  db: Database,
  targets: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = await sql<{ target: string; calls: number }>`
    select target, sum(calls)::bigint as calls from lake_open_use where target = any(${[...targets]}::uuid[]) group by target`.execute(
    db,
  );
  return new Map(found.rows.map(({ target, calls }) => [target, Number(calls)]));
}

/** How many alarms each device had, counted where they lie: a city has more in a season than anybody should read. */
import { sql } from 'kysely';
import type { Store } from '../../../store/index.ts';

export async function countAlarms(
  store: Store,
  query: { readonly rules: readonly string[]; readonly since: number },
): Promise<ReadonlyMap<string, number>> {
  const found = await sql<{ device: string; count: number }>`
    select device, count(*)::integer as count from telemetry_alarm
    where rule = any(${query.rules}::uuid[]) and raised_at >= ${new Date(query.since)} and device is not null
    group by device`.execute(store.db);
  return new Map(found.rows.map(({ device, count }) => [device, count]));
}

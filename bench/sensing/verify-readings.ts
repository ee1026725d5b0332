/** Looks at the rows after a sensing drill, past the city's own code: is every acknowledged reading there, and do the roll-ups count what is there? */
import pg from 'pg';

export interface ReadingVerdict {
  readonly stored: number;
  /** Sentences about what is wrong; empty when all holds. */
  readonly faults: readonly string[];
}

/** The devices of the drill report often: so they have minutes as well as hours. */
function differing(grain: 'minute' | 'hour'): string {
  return `with again as (select series, date_trunc('${grain}', at) as bucket, count(*) as readings, sum(value) as total
      from telemetry_observation group by 1, 2)
    select count(*)::integer as count from again full join telemetry_${grain} kept using (series, bucket)
    where again.readings is distinct from kept.readings or again.total is distinct from kept.total`;
}

/** `acknowledged`: moments (milliseconds) by device code; `underWay`: readings sent whose answer nobody waited for any more. */
export async function verifyReadings(
  url: string,
  acknowledged: ReadonlyMap<string, readonly number[]>,
  underWay: number,
): Promise<ReadingVerdict> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ code: string; at: string }>(
      `select d.code, (extract(epoch from o.at) * 1000)::bigint as at from telemetry_observation o
        join telemetry_series s on s.id = o.series join telemetry_device d on d.id = s.device`,
    );
    const kept = new Set(rows.map((row) => `${row.code}/${row.at}`));
    const told = [...acknowledged].flatMap(([code, moments]) => moments.map((at) => `${code}/${at}`));
    const faults: string[] = [];
    const gone = told.filter((key) => !kept.has(key)).length;
    if (gone > 0) faults.push(`${gone} readings acknowledged and gone`);
    if (kept.size > told.length + underWay)
      faults.push(`${kept.size} stored, ${told.length} acknowledged, ${underWay} under way`);
    for (const grain of ['hour', 'minute'] as const) {
      const found = await client.query<{ count: number }>(differing(grain));
      const count = found.rows[0]?.count ?? 0;
      if (count > 0) faults.push(`${count} roll-ups by ${grain} differ from the readings`);
    }
    return { stored: kept.size, faults };
  } finally {
    await client.end();
  }
}

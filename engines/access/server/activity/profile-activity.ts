/**
 * Counts the audit's lines of looks and exports into hours, in the order in which they are recorded: each line once, by one process. An
 * hour that got news is counted anew from its lines, so that a step done twice changes nothing.
 */
import { sql, type Store, type Work } from '../../../store/index.ts';
import { leastMonths } from '../audit/dispose-lines.ts';
import type { ActivityHour, ActivityWatch } from '../../service.ts';

const linesPerStep = 20_000;
const newsPerEvent = 100;

interface Line {
  readonly subject: string;
  readonly hour: string;
  readonly object: string;
  readonly row: string;
  readonly event: string;
}

interface Place {
  readonly transaction: string;
  readonly position: number;
}

async function findLines(work: Work) {
  const known =
    await sql<Place>`select transaction::text as transaction, position from access_activity_watch where name = 'audit'`.execute(
      work.db,
    );
  const last = known.rows[0] ?? { transaction: '0', position: 0 };
  const found = await sql<Line & Place>`select transaction::text as transaction, position, subject, event,
      date_trunc('hour', at) as hour, object_type as object, object_id as row from access_audit
    where (transaction, position) > (${last.transaction}::xid8, ${last.position}::bigint)
      and transaction < pg_snapshot_xmin(pg_current_snapshot())
    order by access_audit.transaction, position limit ${linesPerStep}`.execute(work.db);
  return found.rows.map((row) => ({ ...row, hour: new Date(row.hour).toISOString() }));
}

function distinct<T>(rows: readonly T[]): readonly T[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

async function countHours(
  work: Work,
  hours: readonly { readonly subject: string; readonly hour: string }[],
): Promise<void> {
  await sql`insert into access_activity (subject, object, hour, looks, exports)
    select line.subject, line.object_type, news.hour, count(distinct line.object_id) filter (where line.event = 'reveal'),
      count(*) filter (where line.event = 'export')
    from unnest(${hours.map((each) => each.subject)}::text[], ${hours.map((each) => each.hour)}::timestamptz[]) as news(subject, hour)
    join access_audit line on line.subject = news.subject and line.at >= news.hour and line.at < news.hour + interval '1 hour'
      and line.event in ('reveal', 'export') and line.result = 'success'
    group by line.subject, line.object_type, news.hour
    on conflict (subject, hour, object) do update set looks = excluded.looks, exports = excluded.exports`.execute(
    work.db,
  );
}

async function step(store: Store): Promise<number> {
  return store.transaction(async (work) => {
    const lock = await sql<{
      free: boolean;
    }>`select pg_try_advisory_xact_lock(hashtext('city.access.activity')) as free`.execute(work.db);
    if (lock.rows[0]?.free !== true) return 0;
    const lines = await findLines(work);
    const end = lines.at(-1);
    if (end === undefined) return 0;
    const news = lines.filter(({ event }) => event === 'reveal' || event === 'export');
    const hours = distinct(news.map(({ subject, hour }) => ({ subject, hour })));
    if (hours.length > 0) await countHours(work, hours);
    await sql`insert into access_activity_watch (name, transaction, position)
      values ('audit', ${end.transaction}::xid8, ${end.position})
      on conflict (name) do update set transaction = excluded.transaction, position = excluded.position`.execute(
      work.db,
    );
    const rows = distinct(
      news.filter(({ event }) => event === 'reveal').map(({ object, row, hour }) => ({ object, row, hour })),
    );
    for (let start = 0; start < Math.max(hours.length, rows.length); start += newsPerEvent)
      work.emit('access.looked', 'access', {
        people: hours.slice(start, start + newsPerEvent),
        rows: rows.slice(start, start + newsPerEvent),
      });
    return lines.length;
  });
}

async function profile(store: Store): Promise<number> {
  let counted = 0;
  for (;;) {
    const lines = await step(store);
    counted += lines;
    if (lines < linesPerStep) return counted;
  }
}

/** Hours go when their lines go. */
export async function disposeActivity(store: Store): Promise<number> {
  const months = Math.max(leastMonths, store.settings.value('access.audit-keep-months'));
  const gone = await sql`delete from access_activity
    where hour < ${store.clock.now()}::timestamptz - make_interval(months => ${months}) returning 1`.execute(
    store.db,
  );
  return gone.rows.length;
}

export function watchActivity(store: Store): ActivityWatch {
  return {
    profile: () => profile(store),
    async hours({ subject, from, to }) {
      const found = await sql<ActivityHour>`select object, hour, looks, exports from access_activity
        where subject = ${subject} and hour >= ${from} and hour < ${to} order by hour, object`.execute(
        store.db,
      );
      return found.rows.map((row) => ({ ...row, hour: new Date(row.hour).toISOString() }));
    },
    async lookers({ object, row, from, to }) {
      const found = await sql<{ subject: string }>`select distinct subject from access_audit
        where object_id = ${row} and object_type = ${object} and event = 'reveal' and result = 'success'
          and at >= ${from} and at < ${to} order by subject`.execute(store.db);
      return found.rows.map(({ subject }) => subject);
    },
  };
}

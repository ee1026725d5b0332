/**
 * Counts receipts into hours, in the order of their transactions: each receipt is looked at once, by one process, after its caller was
 * answered. An hour that got news is counted anew from its receipts, so that a step done twice changes nothing.
 */
import { sql, type Store, type Work } from '../../../store/index.ts';

const receiptsPerStep = 20_000;
const hoursPerEvent = 100;

interface Place {
  readonly transaction: string;
  readonly position: number;
}

interface Touched {
  readonly contract: string;
  readonly app: string;
  readonly hour: string;
}

async function isFree(work: Work): Promise<boolean> {
  const lock = await sql<{
    free: boolean;
  }>`select pg_try_advisory_xact_lock(hashtext('city.lake.watch')) as free`.execute(work.db);
  return lock.rows[0]?.free === true;
}

/** The hours of the receipts behind the place, and the place of the last of them. */
async function findNews(work: Work) {
  const known = await sql<Place>`select transaction::text as transaction, position from lake_call_watch
    where name = 'calls'`.execute(work.db);
  const last = known.rows[0] ?? { transaction: '0', position: 0 };
  const found = await sql<Touched & { receipts: number; transaction: string; position: number }>`
    with news as materialized (
      select transaction, position, contract, app, date_trunc('hour', at) as hour from lake_receipt
      where (transaction, position) > (${last.transaction}::xid8, ${last.position}::bigint)
        and transaction < pg_snapshot_xmin(pg_current_snapshot())
      order by transaction, position limit ${receiptsPerStep}),
    ends as (select transaction, position from news order by transaction desc, position desc limit 1)
    select news.contract, news.app, news.hour, count(*)::int as receipts, ends.transaction::text as transaction, ends.position
    from news, ends group by news.contract, news.app, news.hour, ends.transaction, ends.position
    order by news.contract, news.hour`.execute(work.db);
  return found.rows.map((row) => ({ ...row, hour: new Date(row.hour).toISOString() }));
}

async function countHours(work: Work, touched: readonly Touched[]): Promise<void> {
  await sql`insert into lake_call_hour (contract, hour, app, calls, rows, empty, refused, keyed, keys, blocks, gap_mean, gap_deviation)
    select contract, hour, (array_agg(app))[1], count(*), coalesce(sum(rows) filter (where outcome <> 'over-quota'), 0),
      count(*) filter (where outcome = 'empty'), count(*) filter (where outcome = 'over-quota'),
      count(block), count(distinct mark) filter (where block is not null), count(distinct block), avg(gap), stddev_pop(gap)
    from (select call.contract, news.hour, call.app, call.outcome, call.rows, call.mark, call.block,
        extract(epoch from call.at - lag(call.at) over (partition by call.contract, news.hour order by call.at))::float8 as gap
      from (select distinct contract, hour
        from unnest(${touched.map((each) => each.contract)}::uuid[], ${touched.map((each) => each.hour)}::timestamptz[]) as news(contract, hour)) as news
      join lake_receipt call on call.contract = news.contract and call.at >= news.hour and call.at < news.hour + interval '1 hour') as call
    group by contract, hour
    on conflict (contract, hour) do update set calls = excluded.calls, rows = excluded.rows, empty = excluded.empty,
      refused = excluded.refused, keyed = excluded.keyed, keys = excluded.keys, blocks = excluded.blocks,
      gap_mean = excluded.gap_mean, gap_deviation = excluded.gap_deviation`.execute(work.db);
}

/** Days are the sums of their hours: what pages show over months. */
async function countDays(work: Work, touched: readonly Touched[]): Promise<void> {
  await sql`insert into lake_call_day (contract, day, calls, rows, empty, refused)
    select news.contract, news.day, sum(calls), sum(rows), sum(empty), sum(refused)
    from (select distinct contract, (hour at time zone 'Asia/Shanghai')::date as day
      from unnest(${touched.map((each) => each.contract)}::uuid[], ${touched.map((each) => each.hour)}::timestamptz[]) as news(contract, hour)) as news
    join lake_call_hour on lake_call_hour.contract = news.contract
      and hour >= news.day::timestamp at time zone 'Asia/Shanghai' and hour < (news.day + 1)::timestamp at time zone 'Asia/Shanghai'
    group by news.contract, news.day
    on conflict (contract, day) do update set calls = excluded.calls, rows = excluded.rows, empty = excluded.empty,
      refused = excluded.refused`.execute(work.db);
}

async function findRefusals(work: Work): Promise<readonly { readonly app: string; readonly hour: string }[]> {
  const news = await sql<{ app: string; hour: string }>`with news as (
      update lake_refusal set told = calls where calls > told returning app, hour)
    select distinct app, hour from news order by app, hour`.execute(work.db);
  return news.rows.map(({ app, hour }) => ({ app, hour: new Date(hour).toISOString() }));
}

function tell(
  work: Work,
  name: string,
  list: readonly object[],
  payloadOf: (some: readonly object[]) => object,
): void {
  for (let start = 0; start < list.length; start += hoursPerEvent)
    work.emit(name, 'lake', payloadOf(list.slice(start, start + hoursPerEvent)));
}

async function step(store: Store): Promise<number> {
  return store.transaction(async (work) => {
    if (!(await isFree(work))) return 0;
    tell(work, 'lake.refused', await findRefusals(work), (hours) => ({ hours }));
    const news = await findNews(work);
    const [end] = news;
    if (end === undefined) return 0;
    await countHours(work, news);
    await countDays(work, news);
    await sql`insert into lake_call_watch (name, transaction, position)
      values ('calls', ${end.transaction}::xid8, ${end.position})
      on conflict (name) do update set transaction = excluded.transaction, position = excluded.position`.execute(
      work.db,
    );
    const hours = news.map(({ contract, app, hour }) => ({ contract, app, hour }));
    tell(work, 'lake.profiled', hours, (some) => ({ hours: some }));
    return news.reduce((sum, each) => sum + each.receipts, 0);
  });
}

/** Until nothing is left. How many receipts were counted. */
export async function profileHours(store: Store): Promise<number> {
  let counted = 0;
  for (;;) {
    const some = await step(store);
    counted += some;
    if (some < receiptsPerStep) return counted;
  }
}

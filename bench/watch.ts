/** What the watch over shared data costs on a million receipts: counting them into hours, a minute's news, and the matrix of use beside the plain SQL. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createCity } from '../apps/server/create-city.ts';
import { lake } from '../engines/lake/service.ts';
import { ReceiptMonths } from '../engines/lake/server/serve/receipt-months.ts';
import { sql } from '../engines/store/index.ts';
import { createTestDatabase } from '../test/support/store.ts';
import { percentile } from './support/percentile.ts';

const contracts = 200;
const days = 60;
const busyCalls = 100_000;
const looks = 20;
/** Milliseconds that a page may wait for the matrix. */
const target = 100;

async function timed<T>(run: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const begun = performance.now();
  const value = await run();
  return { value, ms: performance.now() - begun };
}

async function median(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let look = 0; look < looks; look += 1) times.push((await timed(run)).ms);
  return percentile(times, 0.5);
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { receipts: { type: 'string', default: '1000000' } },
  });
  const receipts = Number(values.receipts);
  process.env['TEST_DATABASE_URL'] ??=
    process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
  const database = await createTestDatabase();
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'watch-bench-'));
  const city = await createCity({
    databaseUrl: database.url,
    dataDirectory,
    demo: false,
    poolSize: 8,
    rate: 0,
    systems: [],
  });
  const { db } = city.store;
  const { watch, calls } = city.services.use(lake);
  const months = Array.from({ length: 5 }, (_, back) =>
    new Date(Date.now() - (back - 1) * 20 * 86_400_000).toISOString(),
  );
  await new ReceiptMonths(db).ensure(months);
  try {
    // Without `begin`: neither seals nor counts run beside what is measured.
    await sql`insert into lake_receipt (id, at, app, contract, nonce, outcome, rows, statement, mark, block)
      select md5('call' || i)::uuid, now() - (${days}::text || ' days')::interval * (1 - i::float8 / ${receipts}::float8),
        md5('app' || (i % ${contracts}))::uuid, md5('contract' || (i % ${contracts}))::uuid, i::text,
        case when i % 50 = 0 then 'empty' else 'served' end, i % 3, repeat('x', 600), md5((i % 5000)::text), md5((i % 900)::text)
      from generate_series(1, ${receipts}::int) as i`.execute(db);
    await sql`analyze lake_receipt`.execute(db);
    const first = await timed(() => watch.profile());
    const counted = await sql<{ n: number }>`select count(*)::int as n from lake_call_hour`.execute(db);
    await sql`analyze lake_call_hour, lake_call_day`.execute(db);
    console.log(
      `figure receipts-counted ${Math.round((first.value / first.ms) * 1000)} receipts/s (${first.value} into ${counted.rows[0]?.n} hours in ${Math.round(first.ms)} ms)`,
    );

    await sql`insert into lake_receipt (id, at, app, contract, nonce, outcome, rows, statement, mark, block)
      select md5('busy' || i)::uuid, date_trunc('hour', now()) + i * interval '30 milliseconds', md5('app0')::uuid, md5('contract0')::uuid,
        'busy' || i, 'served', 1, repeat('x', 600), md5(i::text), md5((i / 100)::text)
      from generate_series(1, ${busyCalls}::int) as i`.execute(db);
    await watch.profile();
    await sql`insert into lake_receipt (id, at, app, contract, nonce, outcome, rows, statement, mark, block)
      select md5('minute' || i)::uuid, date_trunc('hour', now()) + interval '50 minutes', md5('app' || (i % 200))::uuid,
        md5('contract' || (i % 200))::uuid, 'minute' || i, 'served', 1, repeat('x', 600), md5(i::text), null
      from generate_series(1, 1700) as i`.execute(db);
    const minute = await timed(() => watch.profile());
    console.log(
      `figure minute-counted ${Math.round(minute.ms)} ms (${minute.value} receipts of ${contracts} contracts, one of them with ${busyCalls} calls in this hour)`,
    );

    const known = await sql<{ contract: string }>`select distinct contract from lake_call_hour`.execute(db);
    const ids = known.rows.map(({ contract }) => contract);
    const to = new Date(Date.now() + 86_400_000).toISOString();
    const from = new Date(Date.now() - 30 * 86_400_000).toISOString();
    const span = { from: from.slice(0, 10), to: to.slice(0, 10) };
    const ours = await median(() => watch.traffic({ contracts: ids, ...span }));
    const plain = await median(() =>
      sql`select contract, to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, count(*), sum(rows),
        count(*) filter (where outcome = 'empty'), count(*) filter (where outcome = 'over-quota')
        from lake_receipt where contract = any(${ids}::uuid[]) and at >= ${from} and at < ${to} group by 1, 2`.execute(
        db,
      ),
    );
    console.log(
      `figure use-matrix ${ours.toFixed(1)} ms target ≤${target} yardstick plain-sql=${plain.toFixed(1)} ratio ${(ours / plain).toFixed(3)}`,
    );
    const [one] = ids;
    const drill = await median(() => calls({ contracts: [one ?? ''], from, to, size: 101 }));
    const past = await median(() => watch.hours({ contracts: [one ?? ''], from, to }));
    console.log(
      `  median of ${looks} looks: receipts of one contract ${drill.toFixed(1)} ms, its 30 days of hours ${past.toFixed(1)} ms`,
    );
  } finally {
    await city.close();
    await database.drop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

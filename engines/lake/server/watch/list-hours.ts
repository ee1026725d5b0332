/** The hours of calls as they are asked for; all by an index, none over the receipts. */
import { sql, type Database } from '../../../store/index.ts';
import type { CallHour, CallTraffic, CallWatch } from '../../watch.ts';

const columns = sql.raw(
  'contract, app, hour, calls, rows, empty, refused, keyed, keys, blocks, gap_mean as "gapMean", gap_deviation as "gapDeviation"',
);

const iso = (moment: string | null): string | null =>
  moment === null ? null : new Date(moment).toISOString();

export function listHours(db: Database): Omit<CallWatch, 'profile' | 'addDemo'> {
  return {
    async hours({ contracts, from, to }) {
      const found = await sql<CallHour>`select ${columns} from lake_call_hour
        where contract = any(${[...contracts]}::uuid[]) and hour >= ${from} and hour < ${to} order by hour, contract`.execute(
        db,
      );
      return found.rows.map((row) => ({ ...row, hour: new Date(row.hour).toISOString() }));
    },
    async span(contract, app, before) {
      const found = await sql<{ first: string | null; last: string | null }>`select
        (select min(hour) from lake_call_hour where contract = ${contract}) as first,
        (select max(hour) from lake_call_hour where app = ${app} and hour < ${before}) as last`.execute(db);
      return { first: iso(found.rows[0]?.first ?? null), lastOfApp: iso(found.rows[0]?.last ?? null) };
    },
    async traffic({ contracts, from, to }) {
      const found =
        await sql<CallTraffic>`select contract, to_char(day, 'YYYY-MM-DD') as day, calls, rows, empty, refused from lake_call_day
        where contract = any(${[...contracts]}::uuid[]) and day between ${from} and ${to} order by lake_call_day.day, contract`.execute(
          db,
        );
      return found.rows;
    },
    async refusals(app, hour) {
      const found = await sql<{
        code: string;
        calls: number;
      }>`select code, calls from lake_refusal where app = ${app} and hour = ${hour} order by code`.execute(
        db,
      );
      return found.rows;
    },
  };
}

/** Receipts as lists: the calls of contracts, and what each used day by day. */
import { sql, type Database } from '../../../store/index.ts';
import type { CallRow } from '../../types.ts';

const columns = sql.raw('id, at, app, contract, outcome, rows');

export async function listCalls(
  db: Database,
  query: {
    readonly contracts: readonly string[];
    readonly apps?: readonly string[] | undefined;
    readonly outcome?: string | undefined;
    readonly before?: string | undefined;
    /** Moments: from the first up to, not including, the second. */
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly size: number;
  },
): Promise<readonly CallRow[]> {
  const of = query.apps === undefined ? sql`` : sql`and app = any(${[...query.apps]}::uuid[])`;
  const ended = query.outcome === undefined ? sql`` : sql`and outcome = ${query.outcome}`;
  const older = query.before === undefined ? sql`` : sql`and id < ${query.before}`;
  const since = query.from === undefined ? sql`` : sql`and at >= ${query.from}`;
  const until = query.to === undefined ? sql`` : sql`and at < ${query.to}`;
  const found = await sql<CallRow>`select ${columns} from lake_receipt
    where contract = any(${[...query.contracts]}::uuid[]) ${of} ${ended} ${since} ${until} ${older} order by id desc limit ${query.size}`.execute(
    db,
  );
  return found.rows;
}

export async function findCall(db: Database, id: string): Promise<CallRow | undefined> {
  const found = await sql<CallRow>`select ${columns} from lake_receipt where id = ${id}`.execute(db);
  return found.rows[0];
}

export async function listUsage(
  db: Database,
  contracts: readonly string[],
  from: string,
): Promise<readonly { contract: string; day: string; calls: number; rows: number }[]> {
  const found = await sql<{ contract: string; day: string; calls: number; rows: number }>`
    select contract, day, calls, rows from lake_usage where contract = any(${[...contracts]}::uuid[]) and day >= ${from} order by day`.execute(
    db,
  );
  return found.rows;
}

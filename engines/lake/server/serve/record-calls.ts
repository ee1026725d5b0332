/** Writes receipts in batches: callers of a few milliseconds share one commit, and none is answered before its receipt is there. */
import { gather, sql, type Store, type Work } from '../../../store/index.ts';
import type { ReceiptMonths } from './receipt-months.ts';

export type CallOutcome = 'served' | 'empty' | 'over-quota';

export interface NewCall {
  readonly id: string;
  readonly at: string;
  readonly app: string;
  readonly contract: string;
  readonly nonce: string;
  readonly rows: number;
  /** Calls a day that the contract allows. */
  readonly quota: number;
  /** Day in Shanghai. */
  readonly day: string;
  readonly mark: string;
  readonly block: string | null;
  /** The statement for an outcome: it is known in the transaction only. */
  statement(outcome: CallOutcome): string;
}

/** replayed: the nonce has been used; nothing is recorded anew. */
export type Recorded = CallOutcome | 'replayed';

/** Of each contract's calls in the batch, in their order: which the quota no longer bears. Refused calls use nothing up. */
async function takeQuotas(work: Work, calls: readonly NewCall[]): Promise<ReadonlySet<string>> {
  const byContract = new Map<string, NewCall[]>();
  for (const call of calls) {
    const key = `${call.contract} ${call.day}`;
    byContract.set(key, [...(byContract.get(key) ?? []), call]);
  }
  // In one order everywhere, or two servers could wait for each other.
  const groups = [...byContract.values()].toSorted((one, other) =>
    (one[0]?.contract ?? '') < (other[0]?.contract ?? '') ? -1 : 1,
  );
  const over = new Set<string>();
  for (const group of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const used = await sql<{ calls: number }>`insert into lake_usage (contract, day, calls, rows)
      values (${first.contract}, ${first.day}, ${group.length}, ${rowsOf(group)})
      on conflict (contract, day) do update set calls = lake_usage.calls + excluded.calls, rows = lake_usage.rows + excluded.rows
      returning calls`.execute(work.db);
    const before = (used.rows[0]?.calls ?? 0) - group.length;
    const refused = group.filter((call, index) => before + index + 1 > call.quota);
    if (refused.length === 0) continue;
    for (const call of refused) over.add(call.id);
    await sql`update lake_usage set calls = calls - ${refused.length}, rows = rows - ${rowsOf(refused)}
      where contract = ${first.contract} and day = ${first.day}`.execute(work.db);
  }
  return over;
}

function rowsOf(calls: readonly NewCall[]): number {
  return calls.reduce((total, call) => total + call.rows, 0);
}

/** Each nonce once, in the batch as in the table; one that another server takes in this very moment is waited for. */
async function withoutReplays(work: Work, calls: readonly NewCall[]): Promise<readonly NewCall[]> {
  const taken = await sql<{ app: string; nonce: string }>`insert into lake_nonce (app, nonce, at)
    select app, nonce, at from unnest(${calls.map((call) => call.app)}::uuid[], ${calls.map((call) => call.nonce)}::text[],
      ${calls.map((call) => call.at)}::timestamptz[]) as given(app, nonce, at) order by app, nonce
    on conflict do nothing returning app, nonce`.execute(work.db);
  const fresh = new Set(taken.rows.map((row) => `${row.app} ${row.nonce}`));
  return calls.filter((call) => fresh.delete(`${call.app} ${call.nonce}`));
}

async function write(store: Store, calls: readonly NewCall[]): Promise<ReadonlyMap<string, Recorded>> {
  return store.transaction(async (work) => {
    const fresh = await withoutReplays(work, calls);
    if (fresh.length === 0) return new Map();
    const over = await takeQuotas(work, fresh);
    const rows = fresh.map((call) => {
      const found: CallOutcome = call.rows === 0 ? 'empty' : 'served';
      const outcome: CallOutcome = over.has(call.id) ? 'over-quota' : found;
      return { call, outcome, statement: call.statement(outcome) };
    });
    const column = (of: (row: (typeof rows)[number]) => string | number | null) => rows.map(of);
    // A call over a link that comes again long after its nonce was forgotten has its receipt already.
    const kept = await sql<{
      id: string;
    }>`insert into lake_receipt (id, at, app, contract, nonce, outcome, rows, statement, mark, block)
      select * from unnest(${column((row) => row.call.id)}::uuid[], ${column((row) => row.call.at)}::timestamptz[],
        ${column((row) => row.call.app)}::uuid[], ${column((row) => row.call.contract)}::uuid[], ${column((row) => row.call.nonce)}::text[],
        ${column((row) => row.outcome)}::text[], ${column((row) => (row.outcome === 'over-quota' ? 0 : row.call.rows))}::int[],
        ${column((row) => row.statement)}::text[],
        ${column((row) => row.call.mark)}::text[], ${column((row) => row.call.block)}::text[])
      on conflict do nothing returning id`.execute(work.db);
    const ids = new Set(kept.rows.map((row) => row.id));
    return new Map(
      rows.filter((row) => ids.has(row.call.id)).map((row) => [row.call.id, row.outcome] as const),
    );
  });
}

/** Callers of a few milliseconds share a commit; a nonce that was taken already is answered as a replay. */
export function callRecorder(store: Store, months: ReceiptMonths): (call: NewCall) => Promise<Recorded> {
  return gather(async (calls) => {
    await months.ensure(calls.map((call) => call.at));
    const outcomes = await write(store, calls);
    return calls.map((call) => outcomes.get(call.id) ?? 'replayed');
  });
}

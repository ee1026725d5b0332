/** Writes receipts in batches: callers of a few milliseconds share one commit, and none is answered before its receipt is there. */
import { gather, sql, type Store, type Work } from '../../../store/index.ts';

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

/** Of each contract's calls in the batch, in their order: how many the quota still bears. */
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
    const rows = group.reduce((total, call) => total + call.rows, 0);
    const used = await sql<{ calls: number }>`insert into lake_usage (contract, day, calls, rows)
      values (${first.contract}, ${first.day}, ${group.length}, ${rows})
      on conflict (contract, day) do update set calls = lake_usage.calls + excluded.calls, rows = lake_usage.rows + excluded.rows
      returning calls`.execute(work.db);
    const before = (used.rows[0]?.calls ?? 0) - group.length;
    for (const [index, call] of group.entries()) if (before + index + 1 > call.quota) over.add(call.id);
  }
  return over;
}

/** Each nonce once, in the batch as in the table. */
async function withoutReplays(work: Work, calls: readonly NewCall[]): Promise<readonly NewCall[]> {
  const used = await sql<{ app: string; nonce: string }>`select c.app, c.nonce from lake_call c
    join unnest(${calls.map((call) => call.app)}::uuid[], ${calls.map((call) => call.nonce)}::text[]) as g(app, nonce)
    on c.app = g.app and c.nonce = g.nonce`.execute(work.db);
  const seen = new Set(used.rows.map((row) => `${row.app} ${row.nonce}`));
  return calls.filter((call) => {
    const mark = `${call.app} ${call.nonce}`;
    if (seen.has(mark)) return false;
    seen.add(mark);
    return true;
  });
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
    // A nonce that another server took in this very moment comes back without its row.
    const kept = await sql<{
      id: string;
    }>`insert into lake_call (id, at, app, contract, nonce, outcome, rows, statement, mark, block)
      select * from unnest(${column((row) => row.call.id)}::uuid[], ${column((row) => row.call.at)}::timestamptz[],
        ${column((row) => row.call.app)}::uuid[], ${column((row) => row.call.contract)}::uuid[], ${column((row) => row.call.nonce)}::text[],
        ${column((row) => row.outcome)}::text[], ${column((row) => row.call.rows)}::int[], ${column((row) => row.statement)}::text[],
        ${column((row) => row.call.mark)}::text[], ${column((row) => row.call.block)}::text[])
      on conflict (app, nonce) do nothing returning id`.execute(work.db);
    const ids = new Set(kept.rows.map((row) => row.id));
    return new Map(
      rows.filter((row) => ids.has(row.call.id)).map((row) => [row.call.id, row.outcome] as const),
    );
  });
}

/** Callers of a few milliseconds share a commit; a nonce that was taken already is answered as a replay. */
export function callRecorder(store: Store): (call: NewCall) => Promise<Recorded> {
  return gather(async (calls) => {
    const outcomes = await write(store, calls);
    return calls.map((call) => outcomes.get(call.id) ?? 'replayed');
  });
}

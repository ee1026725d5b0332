/** Writes receipts in batches: calls that come together share one commit, and none is answered before its receipt is there. */
import { gather, samePlan, sql, type Store } from '../../../store/index.ts';
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

/** Each nonce once; the table holds those of other batches and servers. */
function withoutRepeats(calls: readonly NewCall[]): readonly NewCall[] {
  const seen = new Set<string>();
  return calls.filter(({ app, nonce }) => {
    const known = seen.has(`${app} ${nonce}`);
    seen.add(`${app} ${nonce}`);
    return !known;
  });
}

/** There before its first call, so that a batch can hold it while it counts; remembered, so that a day's contract is asked about once. */
function usageRows(store: Store) {
  const known = new Set<string>();
  return async (calls: readonly NewCall[]): Promise<void> => {
    const wanted = calls.filter(({ contract, day }) => !known.has(`${day} ${contract}`));
    if (wanted.length === 0) return;
    await sql`insert into lake_usage (contract, day, calls, rows) select distinct contract, day, 0, 0
      from unnest(${wanted.map((call) => call.contract)}::uuid[], ${wanted.map((call) => call.day)}::date[]) as given(contract, day)
      order by contract, day on conflict do nothing`.execute(store.db);
    const today = wanted.at(-1)?.day ?? '';
    for (const kept of known) if (kept < today) known.delete(kept);
    for (const { contract, day } of wanted) known.add(`${day} ${contract}`);
  };
}

/**
 * Nonces, quotas and receipts by one statement: a batch costs one round trip and one commit. What another server takes in this moment is
 * waited for; rows are taken in one order everywhere, or two servers could wait for each other. Of a contract's calls, in their order,
 * those that its quota no longer bears are refused and use nothing up.
 */
async function write(store: Store, calls: readonly NewCall[]): Promise<ReadonlyMap<string, CallOutcome>> {
  const given = withoutRepeats(calls);
  const column = (of: (call: NewCall) => string | number | null) => given.map(of);
  // A call over a link that comes again long after its nonce was forgotten has its receipt already.
  const kept = await sql<{ id: string; outcome: CallOutcome }>`${sql.raw(samePlan)}with given as (
      select * from unnest(${column((call) => call.id)}::uuid[], ${column((call) => call.at)}::timestamptz[],
        ${column((call) => call.app)}::uuid[], ${column((call) => call.contract)}::uuid[], ${column((call) => call.nonce)}::text[],
        ${column((call) => call.rows)}::int[], ${column((call) => call.quota)}::bigint[], ${column((call) => call.day)}::date[],
        ${column((call) => call.statement(call.rows === 0 ? 'empty' : 'served'))}::text[],
        ${column((call) => call.statement('over-quota'))}::text[],
        ${column((call) => call.mark)}::text[], ${column((call) => call.block)}::text[]) with ordinality
        as given(id, at, app, contract, nonce, rows, quota, day, statement, refusal, mark, block, turn)
    ), fresh as (
      insert into lake_nonce (app, nonce, at) select app, nonce, at from given order by app, nonce
      on conflict do nothing returning app, nonce
    ), usage as (
      select contract, day, calls from lake_usage
      where (contract, day) in (select contract, day from given join fresh using (app, nonce))
      order by contract, day for update
    ), judged as (
      select given.*, usage.calls + row_number() over (partition by contract, day order by turn) > quota as over
      from given join fresh using (app, nonce) join usage using (contract, day)
    ), used as (
      update lake_usage set calls = lake_usage.calls + allowed.calls, rows = lake_usage.rows + allowed.rows
      from (select contract, day, count(*) as calls, sum(rows) as rows from judged where not over group by contract, day) allowed
      where lake_usage.contract = allowed.contract and lake_usage.day = allowed.day
    )
    insert into lake_receipt (id, at, app, contract, nonce, outcome, rows, statement, mark, block)
    select id, at, app, contract, nonce, case when over then 'over-quota' when rows = 0 then 'empty' else 'served' end,
      case when over then 0 else rows end, case when over then refusal else statement end, mark, block
    from judged order by turn
    on conflict do nothing returning id, outcome`.execute(store.db);
  return new Map(kept.rows.map((row) => [row.id, row.outcome]));
}

/** Calls that come together share a commit; a nonce that was taken already is answered as a replay. */
export function callRecorder(store: Store, months: ReceiptMonths): (call: NewCall) => Promise<Recorded> {
  const ensureUsage = usageRows(store);
  return gather(async (calls) => {
    await months.ensure(calls.map((call) => call.at));
    await ensureUsage(calls);
    const outcomes = await write(store, calls);
    return calls.map((call) => outcomes.get(call.id) ?? 'replayed');
  });
}

/** Receipts become leaves of the log 'share', in the order of their transactions; and each can be proven from then on. */
import { sql, type Store } from '../../../store/index.ts';
import { type Receipt, sm3, type TrustService } from '../../../trust/index.ts';
import { lakeErrors } from '../../errors.ts';

export const shareLog = 'share';
const linesPerSeal = 5000;

interface SealEnd {
  readonly number: number;
  readonly transaction: string;
  readonly position: number;
}

async function sealSome(store: Store, trust: TrustService): Promise<number> {
  return store.transaction(async (work) => {
    const free = await sql<{
      free: boolean;
    }>`select pg_try_advisory_xact_lock(hashtext('city.lake.calls')) as free`.execute(work.db);
    if (!free.rows[0]?.free) return 0;
    const ends =
      await sql<SealEnd>`select number, last_transaction::text as transaction, last_position as position
      from lake_call_seal order by number desc limit 1`.execute(work.db);
    const last = ends.rows[0] ?? { number: 0, transaction: '0', position: 0 };
    const lines = await sql<{ transaction: string; position: number; statement: string }>`
      select transaction::text as transaction, position, statement from lake_receipt
      where (transaction, position) > (${last.transaction}::xid8, ${last.position}::bigint)
        and transaction < pg_snapshot_xmin(pg_current_snapshot())
      order by lake_receipt.transaction, position limit ${linesPerSeal}`.execute(work.db);
    const end = lines.rows.at(-1);
    if (end === undefined) return 0;
    const { first, head } = await trust.logs.append(
      work,
      shareLog,
      lines.rows.map((line) => sm3(Buffer.from(line.statement, 'utf8'))),
    );
    await sql`insert into lake_call_seal (number, last_transaction, last_position, lines, leaf, positions, at)
      values (${last.number + 1}, ${end.transaction}::xid8, ${end.position}, ${lines.rows.length}, ${first},
        ${lines.rows.map((line) => line.position)}::bigint[], ${head.at})`.execute(work.db);
    return lines.rows.length;
  });
}

/** Until nothing is left; one process at a time. Returns the number of receipts. */
export async function sealCalls(store: Store, trust: TrustService): Promise<number> {
  let sealed = 0;
  for (;;) {
    const lines = await sealSome(store, trust);
    sealed += lines;
    if (lines < linesPerSeal) return sealed;
  }
}

interface SealOfCall {
  readonly leaf: number;
  readonly lines: number;
  readonly transaction: string;
  readonly position: number;
  /** Place among the positions, from 1; null for a seal that has none. */
  readonly place: number | null;
}

/** Of seals without positions: from their end, because what is pruned is what came first. */
async function placeFromEnd(
  store: Store,
  seal: SealOfCall,
  call: { readonly transaction: string; readonly position: number },
) {
  const after = await sql<{ n: number }>`select count(*)::int as n from lake_receipt
    where (transaction, position) > (${call.transaction}::xid8, ${call.position}::bigint)
      and (transaction, position) <= (${seal.transaction}::xid8, ${seal.position}::bigint)`.execute(store.db);
  return seal.lines - (after.rows[0]?.n ?? 0);
}

/** Throws lake.noReceipt for an unknown call, lake.notSealed in the second before it is in the log. */
export async function proveCall(store: Store, trust: TrustService, id: string): Promise<Receipt> {
  const found = await sql<{ transaction: string; position: number; statement: string }>`
    select transaction::text as transaction, position, statement from lake_receipt where id = ${id}`.execute(
    store.db,
  );
  const call = found.rows[0];
  if (call === undefined) throw lakeErrors.noReceipt();
  const seals =
    await sql<SealOfCall>`select leaf, lines, last_transaction::text as transaction, last_position as position,
      array_position(positions, ${call.position}::bigint) as place from lake_call_seal
    where (last_transaction, last_position) >= (${call.transaction}::xid8, ${call.position}::bigint)
    order by last_transaction, last_position limit 1`.execute(store.db);
  const seal = seals.rows[0];
  if (seal === undefined) throw lakeErrors.notSealed();
  const place = seal.place ?? (await placeFromEnd(store, seal, call));
  return trust.logs.receipt(shareLog, seal.leaf + place - 1, call.statement);
}

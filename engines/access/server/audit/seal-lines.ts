/** Sealing: what is new goes into the log as leaves, in the order of the transactions, with a signed head, in one commit. */
import { type Store, sql, type Work } from '../../../store/index.ts';
import { fromHex, sm3, type TrustService } from '../../../trust/index.ts';
import { auditLog } from '../../../../kernel/audit-line.ts';
import { beforeAll, type LinePlace } from './audit-lines.ts';
import { anchorStatement, findLastSeal } from './audit-seals.ts';

/** Lines of one seal: one signature and one write of the log's edge serve them all. */
export const linesPerSeal = 5000;

interface NewLine extends LinePlace {
  readonly digest: string;
}

/** Only lines of transactions that have all ended: nothing can appear behind them any more. */
async function readNew(work: Work, after: LinePlace): Promise<readonly NewLine[]> {
  const found = await sql<NewLine>`
    select transaction::text as transaction, position, digest from access_audit
    where (transaction, position) > (${after.transaction}::xid8, ${after.position}::bigint)
      and transaction < pg_snapshot_xmin(pg_current_snapshot())
    order by access_audit.transaction, position limit ${linesPerSeal}`.execute(work.db);
  return found.rows;
}

async function sealBatch(store: Store, trust: TrustService): Promise<number> {
  return store.transaction(async (work) => {
    const free = await sql<{
      free: boolean;
    }>`select pg_try_advisory_xact_lock(hashtext('city.audit')) as free`.execute(work.db);
    if (!free.rows[0]?.free) return 0;
    const last = await findLastSeal(work.db);
    const lines = await readNew(work, last ?? beforeAll);
    const end = lines.at(-1);
    if (end === undefined) return 0;
    if (last !== undefined && last.leaf === null)
      await trust.logs.append(work, auditLog, [sm3(Buffer.from(anchorStatement(last)))]);
    const { first, head } = await trust.logs.append(
      work,
      auditLog,
      lines.map((line) => fromHex(line.digest)),
    );
    work.send(sql`insert into access_audit_seal (number, last_transaction, last_position, lines, digest, at, leaf)
      values (${(last?.number ?? 0) + 1}, ${end.transaction}::xid8, ${end.position}, ${lines.length}, ${head.root}, ${head.at}, ${first})`);
    return lines.length;
  });
}

/** Seals until nothing is left; one process at a time, the others find it done. Returns the number of lines. */
export async function sealLines(store: Store, trust: TrustService): Promise<number> {
  let sealed = 0;
  for (;;) {
    const lines = await sealBatch(store, trust);
    sealed += lines;
    if (lines < linesPerSeal) return sealed;
  }
}

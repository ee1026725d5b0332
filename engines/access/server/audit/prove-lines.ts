/** Proofs for lines: where each lies in the log, and the receipt that shows it to anybody. */
import { auditLog, auditStatement } from '../../../../kernel/audit-line.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { type Database, type Store, sql } from '../../../store/index.ts';
import type { Receipt, TrustService } from '../../../trust/index.ts';
import { accessErrors } from '../../errors.ts';
import { findLine } from './list-lines.ts';

interface Placed {
  readonly position: number;
  /** Index in the log; null for a line sealed before there was a log. */
  readonly index: number | null;
}

/** Index of each line by its position: its seal's first leaf, plus its rank in the seal. Lines not sealed yet are left out. */
export async function indexesOf(
  db: Database,
  positions: readonly number[],
): Promise<ReadonlyMap<number, number | null>> {
  const found = await sql<Placed>`
    with wanted as (select transaction, position from access_audit where position = any(${[...positions]}::bigint[])),
    touched as (
      select distinct seal.number, seal.leaf, seal.last_transaction, seal.last_position,
        coalesce(before.last_transaction, '0') as after_transaction, coalesce(before.last_position, 0) as after_position
      from wanted
      join lateral (select * from access_audit_seal where (last_transaction, last_position) >= (wanted.transaction, wanted.position)
        order by last_transaction, last_position limit 1) seal on true
      left join access_audit_seal before on before.number = seal.number - 1)
    select ranked.position, ranked.index from (
      select line.position, touched.leaf
        + row_number() over (partition by touched.number order by line.transaction, line.position) - 1 as index
      from touched join access_audit line on (line.transaction, line.position) > (after_transaction, after_position)
        and (line.transaction, line.position) <= (last_transaction, last_position)) ranked
    join wanted using (position)`.execute(db);
  return new Map(found.rows.map((row) => [row.position, row.index]));
}

/** Throws city.missing, access.auditUnsealed, or access.auditAnchored for a line from before the log. */
export async function proveLine(store: Store, trust: TrustService, position: number): Promise<Receipt> {
  const line = await findLine(store, position);
  if (line === undefined) throw commonErrors.missing();
  const index = (await indexesOf(store.db, [position])).get(position);
  if (index === undefined) throw accessErrors.auditUnsealed();
  if (index === null) throw accessErrors.auditAnchored();
  return trust.logs.receipt(auditLog, index, auditStatement(line));
}

/** Disposal of lines whose time of keeping is over: the lines go, their leaves and signed roots stay, and the disposal is itself recorded. */
import type { Principal } from '../../../../kernel/access.ts';
import { type Database, type Store, sql, type Work } from '../../../store/index.ts';
import type { AuditEntry } from '../../service.ts';

/** 网络安全法 第二十一条(三): not less than six months, whatever the setting says; the table's own guard holds to the same. */
export const leastMonths = 6;

export interface Disposal {
  /** Lines up to this seal are gone. */
  readonly seal: number;
  /** Gone before the law allows it. */
  readonly early: boolean;
}

export async function findDisposal(db: Database): Promise<Disposal | undefined> {
  const found = await sql<Disposal>`select disposal.seal,
      seal.at > disposal.at - make_interval(months => ${leastMonths}) as early
    from access_audit_disposal disposal join access_audit_seal seal on seal.number = disposal.seal
    order by disposal.seal desc limit 1`.execute(db);
  return found.rows[0];
}

/** The newest seal that is as old as that, if it is not disposed of already. */
async function findDue(work: Work, months: number): Promise<number | undefined> {
  const found = await sql<{ number: number }>`select number from access_audit_seal
    where at < ${work.now}::timestamptz - make_interval(months => ${months})
      and number > coalesce((select max(seal) from access_audit_disposal), 0)
    order by number desc limit 1`.execute(work.db);
  return found.rows[0]?.number;
}

/** Returns the number of lines that went. */
export async function disposeLines(
  store: Store,
  principal: Principal,
  add: (work: Work, principal: Principal, entry: AuditEntry) => void,
): Promise<number> {
  const months = Math.max(leastMonths, store.settings.value('access.audit-keep-months'));
  return store.transaction(async (work) => {
    const seal = await findDue(work, months);
    if (seal === undefined) return 0;
    const gone = await sql`delete from access_audit using access_audit_seal seal where seal.number = ${seal}
      and (transaction, position) <= (seal.last_transaction, seal.last_position)`.execute(work.db);
    const lines = Number(gone.numAffectedRows ?? 0);
    await sql`insert into access_audit_disposal (seal, lines, months, at) values (${seal}, ${lines}, ${months}, ${work.now})`.execute(
      work.db,
    );
    add(work, principal, {
      module: 'access',
      event: 'delete',
      objectType: 'audit',
      objectId: `seal-${seal}`,
      result: 'success',
      detail: { lines, months },
    });
    return lines;
  });
}

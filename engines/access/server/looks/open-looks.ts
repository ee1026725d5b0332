/** Stated purposes: for one person and one row, for a limited time, kept for good and in the audit. A reason given with a single reveal is kept as the same kind of look. */
import type { Principal } from '../../../../kernel/access.ts';
import { newId } from '../../../../kernel/ids.ts';
import { type Store, sql, type Work } from '../../../store/index.ts';
import { purposes } from '../../data/purposes.ts';
import { accessErrors } from '../../errors.ts';
import type { Looks, Statement } from '../../service.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { LookTables } from './look-tables.ts';

/** Who really looks, also where he acts for another. */
export function lookerOf(principal: Principal): string {
  return principal.acting?.agent ?? principal.id;
}

export function openLooks(store: Store, audit: Audit): Looks {
  async function isOpen(principal: Principal, object: string, row: string): Promise<boolean> {
    const found =
      await sql`select 1 from access_look where subject = ${lookerOf(principal)} and object = ${object}
      and row = ${row} and until > ${store.clock.now()} limit 1`.execute(store.db);
    return found.rows.length > 0;
  }

  async function add(
    work: Work,
    principal: Principal,
    given: Statement & { readonly until: Date; readonly purpose: string | null },
  ): Promise<void> {
    const { object, row, purpose, caseNumber = null, reason, until } = given;
    await work.db
      .withTables<LookTables>()
      .insertInto('access_look')
      .values({
        id: newId(),
        subject: lookerOf(principal),
        department: principal.departments[0] ?? null,
        object,
        row,
        purpose,
        case_number: caseNumber,
        reason,
        at: work.now.toISOString(),
        until: until.toISOString(),
      })
      .execute();
  }

  return {
    isOpen,
    async require(principal, object, row) {
      if (await isOpen(principal, object, row)) return;
      throw accessErrors.purposeNeeded({}, [
        { path: 'object', message: object },
        { path: 'row', message: row },
      ]);
    },
    async state(principal, given) {
      const spec = purposes.find(({ code }) => code === given.purpose);
      if (spec === undefined) throw accessErrors.unknownPurpose();
      if (spec.needsCase && given.caseNumber === undefined) throw accessErrors.caseNeeded();
      return store.transaction(async (work) => {
        const minutes = store.settings.value('access.purpose-minutes');
        const until = new Date(work.now.getTime() + minutes * 60_000);
        await add(work, principal, { ...given, purpose: spec.code, until });
        audit.add(work, principal, {
          module: 'access',
          event: 'reveal',
          objectType: given.object,
          objectId: given.row,
          result: 'success',
          detail: { purpose: spec.code, case: given.caseNumber ?? null, reason: given.reason, minutes },
        });
        return until;
      });
    },
    record: (work, principal, given) => add(work, principal, { ...given, purpose: null, until: work.now }),
  };
}

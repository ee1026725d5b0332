/** 代理: somebody lends his own posts to a colleague for a time; never more than he holds, never an administrator's, never on from a borrower. */
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Store } from '../../../store/index.ts';
import { neverLent } from '../../data/forbidden-combinations.ts';
import { accessErrors } from '../../errors.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { AccessTables } from '../tables.ts';
import { brokenCombination } from './check-combination.ts';
import type { PostTables } from './post-tables.ts';
import type { Principals } from './principals.ts';

type Row = PostTables['access_delegation'];

export interface Delegations {
  /** Lent by or to the subject, newest first. */
  of(subject: string): Promise<readonly Row[]>;
  lend(
    input: { borrower: string; roles: readonly string[]; from: string; to: string; reason: string },
    by: Principal,
  ): Promise<string>;
  /** By the lender, the borrower, or a security administrator. */
  end(id: string, by: Principal, mayEndAny: boolean): Promise<void>;
}

export function openDelegations(deps: {
  readonly store: Store;
  readonly audit: Audit;
  readonly principals: Principals;
}): Delegations {
  const { store, audit, principals } = deps;
  const db = store.db.withTables<PostTables & AccessTables>();

  async function rolesOf(subject: string): Promise<string[]> {
    const rows = await db.selectFrom('access_post').select('role').where('subject', '=', subject).execute();
    return rows.map(({ role }) => role);
  }

  function checkPeriod(from: string, to: string, now: Date): void {
    const [start, end] = [Date.parse(from), Date.parse(to)];
    const days = store.settings.value('access.delegation-days');
    if (end <= start || end <= now.getTime()) throw accessErrors.badPeriod();
    if (end - start > days * 86_400_000) throw accessErrors.longPeriod({ days });
  }

  async function checkBorrower(borrower: string, by: Principal, lent: readonly string[]): Promise<void> {
    if (borrower === by.id) throw accessErrors.ownGrant();
    const row = await db
      .selectFrom('access_subject')
      .select(['kind', 'state'])
      .where('id', '=', borrower)
      .executeTakeFirst();
    if (row?.kind !== 'official' || row.state !== 'active') throw commonErrors.missing();
    if (brokenCombination([...(await rolesOf(borrower)), ...lent]) !== undefined)
      throw accessErrors.rolesConflict();
  }

  return {
    of(subject) {
      return db
        .selectFrom('access_delegation')
        .selectAll()
        .where((eb) => eb.or([eb('lender', '=', subject), eb('borrower', '=', subject)]))
        .orderBy('made_at', 'desc')
        .limit(100)
        .execute();
    },
    async lend({ borrower, roles, from, to, reason }, by) {
      checkPeriod(from, to, store.clock.now());
      // Only his own posts: what he borrowed he cannot lend on.
      const own = (await rolesOf(by.id)).filter((role) => !neverLent.includes(role));
      const lent = roles.length === 0 ? own : roles;
      if (lent.length === 0 || !lent.every((role) => own.includes(role))) throw accessErrors.notYours();
      await checkBorrower(borrower, by, lent);
      const id = newId();
      await store.transaction(async (work) => {
        const row = {
          id,
          lender: by.id,
          borrower,
          roles: [...roles],
          valid_from: from,
          valid_to: to,
          reason,
        };
        await work.db
          .withTables<PostTables>()
          .insertInto('access_delegation')
          .values({ ...row, made_at: work.now.toISOString(), ended_at: null, ended_by: null })
          .execute();
        audit.add(work, by, {
          module: 'access',
          event: 'grant',
          objectType: 'delegation',
          objectId: id,
          result: 'success',
          detail: { borrower, roles: lent.join(' ').slice(0, 500), from, to },
        });
      });
      await principals.changed(borrower);
      return id;
    },
    async end(id, by, mayEndAny) {
      const row = await db
        .selectFrom('access_delegation')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined || !(mayEndAny || [row.lender, row.borrower].includes(by.id)))
        throw commonErrors.missing();
      await store.transaction(async (work) => {
        await work.db
          .withTables<PostTables>()
          .updateTable('access_delegation')
          .set({ ended_at: work.now.toISOString(), ended_by: by.id })
          .where('id', '=', id)
          .where('ended_at', 'is', null)
          .execute();
        audit.add(work, by, {
          module: 'access',
          event: 'grant',
          objectType: 'delegation',
          objectId: id,
          result: 'success',
          detail: { ended: true },
        });
      });
      await principals.changed(row.borrower);
    },
  };
}

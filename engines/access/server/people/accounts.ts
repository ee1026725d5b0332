/** Accounts: made, disabled and given a new password by the system administrator. */
import type { Principal } from '../../../../kernel/access.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Store } from '../../../store/index.ts';
import { administratorRoles } from '../../data/forbidden-combinations.ts';
import { accessErrors } from '../../errors.ts';
import type { NewSubject } from '../../service.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { Attempts } from '../sign-in/attempts.ts';
import { blankSubject } from '../sign-in/own-password.ts';
import { hashPassword, randomPassword } from '../sign-in/passwords.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { AccessTables } from '../tables.ts';
import { getSubject } from './get-subject.ts';
import type { Posts } from './posts.ts';
import type { Principals } from './principals.ts';

export interface Accounts {
  create(input: NewSubject, by: Principal): Promise<{ id: string; password: string }>;
  setState(subject: string, state: 'active' | 'disabled', by: Principal): Promise<void>;
  /** Of an administrator only with the approval of another one. */
  resetPassword(subject: string, by: Principal): Promise<string>;
  /** Throws city.missing. */
  get(subject: string): Promise<{ readonly account: string }>;
}

export interface AccountDeps {
  readonly store: Store;
  readonly audit: Audit;
  readonly principals: Principals;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly posts: Posts;
  /** Uses up an approval of another administrator; throws access.needsSecond without one. */
  readonly useReset: (subject: string, by: Principal) => Promise<void>;
}

export function openAccounts(deps: AccountDeps): Accounts {
  const { store, audit, principals, sessions, attempts, posts } = deps;
  const db = store.db.withTables<AccessTables>();

  async function isAdministrator(subject: string): Promise<boolean> {
    const held = await db
      .selectFrom('access_post')
      .select('id')
      .where('subject', '=', subject)
      .where('role', 'in', [...administratorRoles])
      .executeTakeFirst();
    return held !== undefined;
  }

  return {
    async create(input, by) {
      await posts.check(input.posts ?? []);
      const password = input.password ?? randomPassword();
      const hash = input.passwordHash ?? (await hashPassword(password));
      const id = input.id ?? newId();
      await store.transaction(async (work) => {
        const made = await work.db
          .withTables<AccessTables>()
          .insertInto('access_subject')
          .values({
            ...blankSubject(work.now),
            id,
            account: input.account,
            name: input.name,
            kind: input.kind,
            demo: input.demo ?? false,
            must_change: input.mustChange ?? true,
            password: hash,
            created_by: by.id,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .execute();
        if (made.length === 0) throw accessErrors.accountTaken();
        await posts.write(work.db, id, input.posts ?? [], by.id, work.now);
        audit.add(work, by, {
          module: 'access',
          event: 'create',
          objectType: 'subject',
          objectId: id,
          result: 'success',
        });
      });
      return { id, password };
    },
    async setState(subject, state, by) {
      await store.transaction(async (work) => {
        await getSubject(work.db, subject);
        await work.db
          .withTables<AccessTables>()
          .updateTable('access_subject')
          .set({ state })
          .where('id', '=', subject)
          .execute();
        audit.add(work, by, {
          module: 'access',
          event: 'update',
          objectType: 'subject',
          objectId: subject,
          result: 'success',
          detail: { state },
        });
      });
      await principals.changed(subject);
      if (state === 'disabled') await sessions.endAll(subject);
    },
    get: (subject) => getSubject(store.db, subject),
    async resetPassword(subject, by) {
      // Whoever could give himself an administrator's password would be that administrator.
      if (await isAdministrator(subject)) await deps.useReset(subject, by);
      const password = randomPassword();
      const hash = await hashPassword(password);
      let account = '';
      await store.transaction(async (work) => {
        account = (await getSubject(work.db, subject)).account;
        await work.db
          .withTables<AccessTables>()
          .updateTable('access_subject')
          .set({
            password: hash,
            must_change: true,
            password_at: work.now.toISOString(),
          })
          .where('id', '=', subject)
          .execute();
        audit.add(work, by, {
          module: 'access',
          event: 'update',
          objectType: 'password',
          objectId: subject,
          result: 'success',
          detail: { reset: true },
        });
      });
      await attempts.clear(account);
      await principals.changed(subject);
      await sessions.endAll(subject);
      return password;
    },
  };
}

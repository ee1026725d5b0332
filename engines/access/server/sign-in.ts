/** Signing in, signing up and changing passwords, by the rules of GB/T 22239-2019 level 3. */
import type { Principal } from '../../../kernel/access.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Store } from '../../store/index.ts';
import { accessErrors } from '../errors.ts';
import type { Audit } from './audit/open-audit.ts';
import { hashPassword, passwordProblem, verifyPassword } from './passwords.ts';
import { passwordIsDue, type Principals } from './principals.ts';
import type { Sessions } from './sessions.ts';
import type { AccessTables } from './tables.ts';

export interface SignIn {
  signIn(
    account: string,
    password: string,
    from: Principal,
  ): Promise<{ token: string; mustChangePassword: boolean }>;
  signUp(input: { account: string; name: string; password: string }, from: Principal): Promise<void>;
  changePassword(principal: Principal, current: string, next: string): Promise<void>;
  mustChange(subject: string): Promise<boolean>;
}

type SubjectRow = AccessTables['access_subject'];

export function openSignIn(store: Store, audit: Audit, principals: Principals, sessions: Sessions): SignIn {
  const db = store.db.withTables<AccessTables>();
  const setting = (name: string) => store.settings.value(`access.${name}`);

  async function findAccount(account: string): Promise<SubjectRow | undefined> {
    return db
      .selectFrom('access_subject')
      .selectAll()
      .where((eb) => eb(eb.fn('lower', ['account']), '=', account.toLowerCase()))
      .executeTakeFirst();
  }

  async function recordFailure(row: SubjectRow, now: Date): Promise<void> {
    const failures = row.failures + 1;
    const lock = failures >= setting('failures-to-lock');
    await db
      .updateTable('access_subject')
      .set({
        failures: lock ? 0 : failures,
        locked_until: lock
          ? new Date(now.getTime() + setting('lock-minutes') * 60_000).toISOString()
          : row.locked_until,
      })
      .where('id', '=', row.id)
      .execute();
  }

  function auditSignIn(who: Principal, subject: string, result: 'success' | 'failure'): Promise<void> {
    return audit.addAlone(who, {
      module: 'access',
      event: 'login',
      objectType: 'subject',
      objectId: subject,
      result,
    });
  }

  async function minimumLength(subject: string): Promise<number> {
    const principal = await principals.find(subject);
    return setting(
      principal !== undefined && isAdministrator(principal)
        ? 'password-length-administrator'
        : 'password-length',
    );
  }

  return {
    async signIn(account, password, from) {
      const now = store.clock.now();
      const row = await findAccount(account);
      const locked =
        row?.locked_until != null && Date.parse(row.locked_until) > now.getTime()
          ? Date.parse(row.locked_until)
          : undefined;
      // The hash is always computed, so that a locked or absent account takes as long as a live one.
      const good = await verifyPassword(row?.password ?? null, password);
      if (row === undefined || row.state !== 'active') {
        await auditSignIn(from, 'unknown', 'failure');
        throw accessErrors.wrongPassword();
      }
      if (locked !== undefined)
        throw accessErrors.locked({ minutes: Math.ceil((locked - now.getTime()) / 60_000) });
      if (!good) {
        await recordFailure(row, now);
        await auditSignIn(from, row.id, 'failure');
        throw accessErrors.wrongPassword();
      }
      await db
        .updateTable('access_subject')
        .set({ failures: 0, locked_until: null, last_sign_in_at: now.toISOString() })
        .where('id', '=', row.id)
        .execute();
      const principal = await principals.get(row.id);
      // One live session for an administrator (GB/T 22239-2019 8.1.4.1 b).
      if (isAdministrator(principal)) await sessions.endAll(row.id);
      const token = await sessions.open(row.id, from.origin?.address ?? '');
      await auditSignIn(
        { ...principal, ...(from.origin === undefined ? {} : { origin: from.origin }) },
        row.id,
        'success',
      );
      return { token, mustChangePassword: passwordIsDue(row, store) };
    },
    async signUp(input, from) {
      const problem = passwordProblem(input.password, input.account, setting('password-length'));
      if (problem !== undefined) throw accessErrors.weakPassword({ reason: problem });
      const password = await hashPassword(input.password);
      const id = newId();
      const made = await db
        .insertInto('access_subject')
        .values({
          ...blankSubject(store.clock.now()),
          id,
          account: input.account,
          name: input.name,
          kind: 'citizen',
          password,
          created_by: id,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .execute();
      if (made.length === 0) throw accessErrors.accountTaken();
      await audit.addAlone(from, {
        module: 'access',
        event: 'create',
        objectType: 'subject',
        objectId: id,
        result: 'success',
      });
    },
    async changePassword(principal, current, next) {
      const row = await db
        .selectFrom('access_subject')
        .selectAll()
        .where('id', '=', principal.id)
        .executeTakeFirstOrThrow();
      if (!(await verifyPassword(row.password, current))) {
        await recordFailure(row, store.clock.now());
        throw accessErrors.oldPasswordWrong();
      }
      const problem = passwordProblem(next, row.account, await minimumLength(row.id));
      if (problem !== undefined) throw accessErrors.weakPassword({ reason: problem });
      const history = [row.password, ...row.password_history]
        .filter((one): one is string => one !== null)
        .slice(0, setting('password-history'));
      for (const old of history) {
        if (await verifyPassword(old, next))
          throw accessErrors.passwordReused({ count: setting('password-history') });
      }
      await db
        .updateTable('access_subject')
        .set({
          password: await hashPassword(next),
          password_at: store.clock.now().toISOString(),
          password_history: history,
          must_change: false,
        })
        .where('id', '=', row.id)
        .execute();
      await sessions.endAll(row.id, principal.sessionId);
      await principals.changed(row.id);
      await audit.addAlone(principal, {
        module: 'access',
        event: 'update',
        objectType: 'password',
        objectId: row.id,
        result: 'success',
      });
    },
    async mustChange(subject) {
      const row = await db
        .selectFrom('access_subject')
        .selectAll()
        .where('id', '=', subject)
        .executeTakeFirst();
      return row !== undefined && passwordIsDue(row, store);
    },
  };
}

/** The three administrators of GB/T 22239-2019 hold these permissions and no others. */
export function isAdministrator(principal: Principal): boolean {
  for (const permission of principal.grants.keys()) if (permission.startsWith('access:')) return true;
  return false;
}

export function blankSubject(now: Date): Omit<SubjectRow, 'id' | 'account' | 'name' | 'kind' | 'created_by'> {
  return {
    state: 'active',
    demo: false,
    password: null,
    password_at: now.toISOString(),
    password_history: [],
    must_change: false,
    failures: 0,
    locked_until: null,
    last_sign_in_at: null,
    created_at: now.toISOString(),
  };
}

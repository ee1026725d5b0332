/** Signing up and changing one's own password, by the rules for passwords of GB/T 22239-2019 level 3. */
import type { Principal } from '../../../../kernel/access.ts';
import { newId } from '../../../../kernel/ids.ts';
import { type Store, sql } from '../../../store/index.ts';
import { accessErrors } from '../../errors.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { IdentityCodes } from '../identity/identity-codes.ts';
import type { Principals } from '../people/principals.ts';
import type { AccessTables } from '../tables.ts';
import type { Attempts } from './attempts.ts';
import { hashPassword, passwordProblem, verifyPassword } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import { isAdministrator } from './sign-in.ts';

export interface OwnPassword {
  /**
   * With the code that was sent to the number, and without it nothing is looked at: who has not the telephone in hand learns nothing. The same
   * answer whether the number is free or taken; in the second case its owner is told. Throws access.codeWrong, access.tooManyTries.
   */
  signUp(
    input: { account: string; code: string; name: string; password: string },
    from: Principal,
  ): Promise<void>;
  change(principal: Principal, current: string, next: string): Promise<void>;
  /** Whether it is his; counted like a sign-in. Throws access.oldPasswordWrong or access.locked. */
  check(subject: string, password: string): Promise<void>;
}

type SubjectRow = Omit<AccessTables['access_subject'], 'identity_level'>;

export function openOwnPassword(deps: {
  readonly store: Store;
  readonly audit: Audit;
  readonly principals: Principals;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly codes: IdentityCodes;
}): OwnPassword {
  const { store, audit, principals, sessions, attempts, codes } = deps;
  const db = store.db.withTables<AccessTables>();
  const setting = (name: string) => store.settings.value(`access.${name}`);

  async function minimumLength(subject: string): Promise<number> {
    const principal = await principals.find(subject);
    return setting(
      principal !== undefined && isAdministrator(principal)
        ? 'password-length-administrator'
        : 'password-length',
    );
  }

  async function checkOwn(subject: string, password: string): Promise<SubjectRow> {
    const row = await db
      .selectFrom('access_subject')
      .selectAll()
      .where('id', '=', subject)
      .executeTakeFirstOrThrow();
    const locked = await attempts.begin(row.account);
    if (locked !== undefined) throw accessErrors.locked({ minutes: locked });
    if (!(await verifyPassword(row.password, password))) {
      await attempts.fail(row.account);
      throw accessErrors.oldPasswordWrong();
    }
    await attempts.giveBack(row.account);
    return row;
  }

  async function checkNew(row: SubjectRow, next: string): Promise<string[]> {
    const problem = passwordProblem(next, row.account, await minimumLength(row.id));
    if (problem !== undefined) throw accessErrors.weakPassword({ reason: problem });
    const history = [row.password, ...row.password_history]
      .filter((one): one is string => one !== null)
      .slice(0, setting('password-history'));
    for (const old of history) {
      if (await verifyPassword(old, next))
        throw accessErrors.passwordReused({ count: setting('password-history') });
    }
    return history;
  }

  return {
    async signUp(input, from) {
      const problem = passwordProblem(input.password, input.account, setting('password-length'));
      if (problem !== undefined) throw accessErrors.weakPassword({ reason: problem });
      await codes.spend('sign-up', input.account, input.code);
      const password = await hashPassword(input.password);
      const id = newId();
      await store.transaction(async (work) => {
        const tables = work.db.withTables<AccessTables>();
        await tables
          .insertInto('access_subject')
          .values({
            ...blankSubject(work.now),
            id,
            account: input.account,
            name: input.name,
            kind: 'citizen',
            password,
            created_by: id,
            // His number is proven already.
            identity_level: 'L2',
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        const owner = await tables
          .selectFrom('access_subject')
          .select('id')
          .where((eb) => eb(eb.fn('lower', ['account']), '=', input.account.toLowerCase()))
          .executeTakeFirstOrThrow();
        await sql`insert into access_identity (subject, phone_at)
          select ${id}::uuid, ${work.now.toISOString()}::timestamptz where ${owner.id}::uuid = ${id}::uuid`.execute(
          work.db,
        );
        // Both ways take the same statements, so that neither the words nor the time tell which it was.
        const taken = owner.id !== id;
        work.emit('access.signedUp', owner.id, { subject: owner.id, taken });
        audit.add(work, from, {
          module: 'access',
          event: 'create',
          objectType: 'subject',
          objectId: owner.id,
          result: taken ? 'failure' : 'success',
        });
      });
    },
    async check(subject, password) {
      await checkOwn(subject, password);
    },
    async change(principal, current, next) {
      const row = await checkOwn(principal.id, current);
      const history = await checkNew(row, next);
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
  };
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

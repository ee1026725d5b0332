/** Signing in: password, then the second factor of whoever has one; by the rules of GB/T 22239-2019 level 3. */
import type { Principal } from '../../../../kernel/access.ts';
import type { Store } from '../../../store/index.ts';
import { accessErrors } from '../../errors.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { FactorCheck } from '../factors/check-factor.ts';
import { type Place, signInOptions } from '../factors/passkeys.ts';
import type { Tickets } from '../factors/tickets.ts';
import { passwordIsDue, type Principals } from '../people/principals.ts';
import type { AccessTables } from '../tables.ts';
import type { Attempts } from './attempts.ts';
import { verifyPassword } from './passwords.ts';
import type { SessionFactor, Sessions } from './sessions.ts';

export interface SignedIn {
  readonly token: string;
  readonly mustChangePassword: boolean;
}

export interface SecondStep {
  readonly ticket: string;
  readonly kinds: ('totp' | 'passkey' | 'recovery')[];
}

export interface SignIn {
  /** A session, or the ticket for the second step. */
  signIn(account: string, password: string, from: Principal): Promise<SignedIn | SecondStep>;
  byCode(ticket: string, code: string, from: Principal): Promise<SignedIn>;
  passkeyOptions(ticket: string): Promise<Record<string, unknown>>;
  byPasskey(ticket: string, answer: unknown, from: Principal): Promise<SignedIn>;
  mustChange(subject: string): Promise<boolean>;
}

export interface SignInDeps {
  readonly store: Store;
  readonly audit: Audit;
  readonly principals: Principals;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly tickets: Tickets;
  readonly check: FactorCheck;
  readonly place: Place;
}

type SubjectRow = Omit<AccessTables['access_subject'], 'identity_level'>;

export function openSignIn(deps: SignInDeps): SignIn {
  const { store, audit, principals, sessions, attempts, tickets, check, place } = deps;
  const db = store.db.withTables<AccessTables>();
  const setting = (name: string) => store.settings.value(`access.${name}`);

  function note(who: Principal, subject: string, result: 'success' | 'failure', by: SessionFactor) {
    return audit.addAlone(who, {
      module: 'access',
      event: 'login',
      objectType: 'subject',
      objectId: subject,
      result,
      detail: { by },
    });
  }

  async function openDoor(row: SubjectRow, factor: SessionFactor, from: Principal): Promise<SignedIn> {
    await attempts.clear(row.account);
    const principal = await principals.find(row.id);
    if (principal === undefined) throw accessErrors.wrongPassword();
    const each = isAdministrator(principal) ? 'sessions-each-administrator' : 'sessions-each';
    // The oldest make room (GB/T 22239-2019 8.1.4.1 b).
    await sessions.endOldest(row.id, setting(each) - 1);
    const token = await store.transaction(async (work) => {
      // Disabled, or given another password, since the row was read: the sessions ended then, and none may begin now.
      const same = await work.db
        .withTables<AccessTables>()
        .updateTable('access_subject')
        .set({ last_sign_in_at: work.now.toISOString() })
        .where('id', '=', row.id)
        .where('state', '=', 'active')
        .where('password', '=', row.password)
        .returning('id')
        .executeTakeFirst();
      if (same === undefined) throw accessErrors.wrongPassword();
      return sessions.open(row.id, from.origin?.address ?? '', factor, work.db);
    });
    const who = { ...principal, ...(from.origin === undefined ? {} : { origin: from.origin }) };
    await note(who, row.id, 'success', factor);
    return { token, mustChangePassword: passwordIsDue(row, store) };
  }

  async function ofTicket(ticket: string): Promise<SubjectRow> {
    const row = await db
      .selectFrom('access_subject')
      .selectAll()
      .where('id', '=', await tickets.subjectOf(ticket, 'sign-in'))
      .executeTakeFirst();
    if (row?.state !== 'active') throw accessErrors.ticketOver();
    return row;
  }

  /** The second step counts its failures on the ticket and on the account: new tickets do not give new guesses. */
  async function secondStep(
    ticket: string,
    from: Principal,
    look: (row: SubjectRow) => Promise<SessionFactor | undefined>,
    refused: () => Error,
  ): Promise<SignedIn> {
    const row = await ofTicket(ticket);
    const locked = await attempts.begin(row.account);
    if (locked !== undefined) throw accessErrors.locked({ minutes: locked });
    const factor = await look(row);
    if (factor === undefined) {
      await tickets.fail(ticket);
      await attempts.fail(row.account);
      await note(from, row.id, 'failure', 'totp');
      throw refused();
    }
    if (!(await tickets.spend(ticket))) throw accessErrors.ticketOver();
    return openDoor(row, factor, from);
  }

  return {
    async signIn(account, password, from) {
      const locked = await attempts.begin(account);
      const row = await db
        .selectFrom('access_subject')
        .selectAll()
        .where((eb) => eb(eb.fn('lower', ['account']), '=', account.toLowerCase()))
        .executeTakeFirst();
      // The hash is always computed, so that a locked or absent account takes as long as a live one.
      const good = await verifyPassword(row?.password ?? null, password);
      if (locked !== undefined) throw accessErrors.locked({ minutes: locked });
      if (row === undefined || row.state !== 'active' || !good) {
        await attempts.fail(account);
        await note(from, row?.id ?? 'unknown', 'failure', 'password');
        throw accessErrors.wrongPassword();
      }
      const factors = await check.active(row.id);
      if (factors.length === 0) return openDoor(row, 'password', from);
      // A good password gives back this one attempt; it does not forgive wrong codes.
      await attempts.giveBack(account);
      const kinds = [...new Set(factors.map(({ kind }) => kind)), 'recovery' as const];
      return { ticket: await tickets.issue(row.id, 'sign-in'), kinds };
    },
    byCode(ticket, code, from) {
      return secondStep(ticket, from, (row) => check.code(row.id, code), accessErrors.wrongCode);
    },
    async passkeyOptions(ticket) {
      const row = await ofTicket(ticket);
      const options = await signInOptions(place, await check.active(row.id));
      await tickets.setChallenge(ticket, options.challenge);
      return options as unknown as Record<string, unknown>;
    },
    byPasskey(ticket, answer, from) {
      return secondStep(
        ticket,
        from,
        async (row) => {
          const { challenge } = await tickets.takeChallenge(ticket, 'sign-in');
          return (await check.passkey(row.id, challenge, answer)) ? 'passkey' : undefined;
        },
        accessErrors.wrongPasskey,
      );
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

/** The one permission of this engine that is an official's at a window, not an administrator's. */
const windowPermission = 'access:verify-identity';

/** The three administrators of GB/T 22239-2019 hold these permissions and no others. */
export function isAdministrator(principal: Principal): boolean {
  for (const permission of principal.grants.keys())
    if (permission.startsWith('access:') && permission !== windowPermission) return true;
  return false;
}

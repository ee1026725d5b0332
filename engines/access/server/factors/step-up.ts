/** Proving again, within a session, who one is: asked before acts that do much harm in the wrong hands. */
import type { Principal } from '../../../../kernel/access.ts';
import type { Store } from '../../../store/index.ts';
import { accessErrors } from '../../errors.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { Attempts } from '../sign-in/attempts.ts';
import type { OwnPassword } from '../sign-in/own-password.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { AccessTables } from '../tables.ts';
import type { FactorCheck } from './check-factor.ts';
import { type Place, signInOptions } from './passkeys.ts';
import type { Tickets } from './tickets.ts';

export interface StepUp {
  /** How this person may prove himself: with a factor if he has one, else with his password. */
  kinds(principal: Principal): Promise<('password' | 'totp' | 'passkey')[]>;
  bySecret(principal: Principal, secret: string): Promise<void>;
  passkeyOptions(principal: Principal): Promise<{ ticket: string; options: Record<string, unknown> }>;
  byPasskey(principal: Principal, ticket: string, answer: unknown): Promise<void>;
  /** Throws access.stepUp when the last proof is too old. */
  require(principal: Principal): void;
}

export function openStepUp(deps: {
  readonly store: Store;
  readonly audit: Audit;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly tickets: Tickets;
  readonly check: FactorCheck;
  readonly ownPassword: OwnPassword;
  readonly place: Place;
}): StepUp {
  const { store, audit, sessions, attempts, tickets, check, ownPassword, place } = deps;
  const db = store.db.withTables<AccessTables>();

  async function proven(principal: Principal, by: string): Promise<void> {
    if (principal.sessionId !== undefined) await sessions.stepUp(principal.sessionId);
    await audit.addAlone(principal, {
      module: 'access',
      event: 'login',
      objectType: 'step-up',
      objectId: principal.id,
      result: 'success',
      detail: { by },
    });
  }

  async function byFactor(
    principal: Principal,
    look: () => Promise<string | undefined>,
    refused: () => Error,
  ): Promise<void> {
    const { account } = await db
      .selectFrom('access_subject')
      .select('account')
      .where('id', '=', principal.id)
      .executeTakeFirstOrThrow();
    const locked = await attempts.begin(account);
    if (locked !== undefined) throw accessErrors.locked({ minutes: locked });
    const by = await look();
    if (by === undefined) {
      await attempts.fail(account);
      throw refused();
    }
    await attempts.clear(account);
    await proven(principal, by);
  }

  return {
    async kinds(principal) {
      const factors = await check.active(principal.id);
      return factors.length === 0 ? ['password'] : [...new Set(factors.map(({ kind }) => kind))];
    },
    async bySecret(principal, secret) {
      if ((await check.active(principal.id)).length > 0)
        return byFactor(principal, () => check.code(principal.id, secret), accessErrors.wrongCode);
      await ownPassword.check(principal.id, secret);
      return proven(principal, 'password');
    },
    async passkeyOptions(principal) {
      const options = await signInOptions(place, await check.active(principal.id));
      const ticket = await tickets.issue(principal.id, 'step-up', options.challenge);
      return { ticket, options: options as unknown as Record<string, unknown> };
    },
    async byPasskey(principal, ticket, answer) {
      const { subject, challenge } = await tickets.takeChallenge(ticket, 'step-up');
      if (subject !== principal.id) throw accessErrors.ticketOver();
      await byFactor(
        principal,
        async () => ((await check.passkey(subject, challenge, answer)) ? 'passkey' : undefined),
        accessErrors.wrongPasskey,
      );
    },
    require(principal) {
      const at = principal.sessionId === undefined ? undefined : sessions.steppedAt(principal.sessionId);
      const age = at === undefined ? Number.POSITIVE_INFINITY : store.clock.now().getTime() - at;
      if (age > store.settings.value('access.step-up-minutes') * 60_000) throw accessErrors.stepUp();
    },
  };
}

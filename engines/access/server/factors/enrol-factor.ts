/** Enrolling and removing one's own second factors; the first one comes with recovery codes. */
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Store, Work } from '../../../store/index.ts';
import type { Vault } from '../../../trust/index.ts';
import { accessErrors } from '../../errors.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { Principals } from '../people/principals.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { AccessTables } from '../tables.ts';
import { type FactorCheck, secretPlace } from './check-factor.ts';
import type { FactorTables } from './factor-tables.ts';
import { type Place, registrationOptions, verifyRegistration } from './passkeys.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import type { Tickets } from './tickets.ts';
import { newTotpSecret, totpAddress } from './totp.ts';

export interface Enrolled {
  /** Shown once, with the first factor. */
  readonly recoveryCodes: string[] | null;
}

export interface Enrolment {
  startTotp(principal: Principal): Promise<{ id: string; secret: string; address: string }>;
  confirmTotp(principal: Principal, id: string, code: string): Promise<Enrolled>;
  startPasskey(principal: Principal): Promise<{ ticket: string; options: Record<string, unknown> }>;
  confirmPasskey(
    principal: Principal,
    input: { ticket: string; title: string; answer: unknown },
  ): Promise<Enrolled>;
  remove(principal: Principal, id: string): Promise<void>;
  renewRecovery(principal: Principal): Promise<string[]>;
  /** Takes all factors of somebody who lost them; never one's own. */
  reset(subject: string, by: Principal): Promise<void>;
}

export interface EnrolmentDeps {
  readonly store: Store;
  readonly vault: Vault;
  readonly audit: Audit;
  readonly principals: Principals;
  readonly sessions: Sessions;
  readonly tickets: Tickets;
  readonly check: FactorCheck;
  readonly place: Place;
}

const mostFactors = 10;

export function openEnrolment(deps: EnrolmentDeps): Enrolment {
  const { store, vault, audit, principals, sessions, tickets, check, place } = deps;
  const db = store.db.withTables<FactorTables & AccessTables>();

  function whoIs(subject: string) {
    return db
      .selectFrom('access_subject')
      .select(['id', 'account', 'name'])
      .where('id', '=', subject)
      .executeTakeFirstOrThrow();
  }

  function note(work: Work, by: Principal, event: 'create' | 'delete' | 'update', id: string, kind: string) {
    audit.add(work, by, {
      module: 'access',
      event,
      objectType: 'factor',
      objectId: id,
      result: 'success',
      detail: { kind },
    });
  }

  async function room(subject: string): Promise<void> {
    if ((await check.active(subject)).length >= mostFactors) throw accessErrors.tooManyFactors();
  }

  /** The first factor of somebody: recovery codes come with it, and his other sessions, which had one factor only, end. */
  async function settle(principal: Principal, first: boolean, work: Work): Promise<Enrolled> {
    if (!first) return { recoveryCodes: null };
    return { recoveryCodes: await renewRecoveryCodes(work.db, principal.id, work.now) };
  }

  async function afterwards(principal: Principal, kind: 'totp' | 'passkey'): Promise<void> {
    if (principal.sessionId !== undefined) await sessions.strengthen(principal.sessionId, kind);
    await sessions.endAll(principal.id, principal.sessionId);
    await principals.changed(principal.id);
  }

  return {
    async startTotp(principal) {
      await room(principal.id);
      const id = newId();
      const secret = newTotpSecret();
      const { account } = await whoIs(principal.id);
      const sealed = await vault.seal(secret, secretPlace(id));
      await store.transaction(async (work) => {
        const tables = work.db.withTables<FactorTables>();
        await tables
          .deleteFrom('access_factor')
          .where('subject', '=', principal.id)
          .where('state', '=', 'pending')
          .execute();
        await tables
          .insertInto('access_factor')
          .values({
            id,
            subject: principal.id,
            kind: 'totp',
            title: '动态口令',
            state: 'pending',
            secret: sealed,
            last_step: null,
            credential: null,
            public_key: null,
            counter: 0,
            transports: [],
            created_at: work.now.toISOString(),
            used_at: null,
          })
          .execute();
      });
      return { id, secret, address: totpAddress(secret, account) };
    },
    async confirmTotp(principal, id, code) {
      const factor = await db
        .selectFrom('access_factor')
        .selectAll()
        .where('id', '=', id)
        .where('subject', '=', principal.id)
        .where('state', '=', 'pending')
        .executeTakeFirst();
      if (factor === undefined) throw commonErrors.missing();
      if (!(await check.totp(factor, code))) throw accessErrors.wrongCode();
      const first = (await check.active(principal.id)).length === 0;
      const made = await store.transaction(async (work) => {
        await work.db
          .withTables<FactorTables>()
          .updateTable('access_factor')
          .set({ state: 'active' })
          .where('id', '=', id)
          .execute();
        note(work, principal, 'create', id, 'totp');
        return settle(principal, first, work);
      });
      await afterwards(principal, 'totp');
      return made;
    },
    async startPasskey(principal) {
      await room(principal.id);
      const options = await registrationOptions(
        place,
        await whoIs(principal.id),
        await check.active(principal.id),
      );
      const ticket = await tickets.issue(principal.id, 'enrol', options.challenge);
      return { ticket, options: options as unknown as Record<string, unknown> };
    },
    async confirmPasskey(principal, { ticket, title, answer }) {
      const { subject, challenge } = await tickets.takeChallenge(ticket, 'enrol');
      if (subject !== principal.id) throw accessErrors.ticketOver();
      const found = await verifyRegistration(place, challenge, answer);
      if (found === undefined) throw accessErrors.wrongPasskey();
      const first = (await check.active(principal.id)).length === 0;
      const id = newId();
      const made = await store.transaction(async (work) => {
        const kept = await work.db
          .withTables<FactorTables>()
          .insertInto('access_factor')
          .values({
            id,
            subject,
            kind: 'passkey',
            title,
            state: 'active',
            secret: null,
            last_step: null,
            created_at: work.now.toISOString(),
            used_at: null,
            ...found,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .execute();
        if (kept.length === 0) throw accessErrors.wrongPasskey();
        note(work, principal, 'create', id, 'passkey');
        return settle(principal, first, work);
      });
      await afterwards(principal, 'passkey');
      return made;
    },
    async remove(principal, id) {
      const active = await check.active(principal.id);
      if (!active.some((factor) => factor.id === id)) throw commonErrors.missing();
      const duty = await principals.duty(principal.id);
      if (active.length === 1 && duty.required) throw accessErrors.lastFactor();
      await store.transaction(async (work) => {
        const tables = work.db.withTables<FactorTables>();
        await tables
          .deleteFrom('access_factor')
          .where('id', '=', id)
          .where('subject', '=', principal.id)
          .execute();
        if (active.length === 1)
          await tables.deleteFrom('access_recovery_code').where('subject', '=', principal.id).execute();
        note(work, principal, 'delete', id, 'own');
      });
      await principals.changed(principal.id);
    },
    async renewRecovery(principal) {
      if ((await check.active(principal.id)).length === 0) throw commonErrors.missing();
      return store.transaction(async (work) => {
        note(work, principal, 'update', principal.id, 'recovery');
        return renewRecoveryCodes(work.db, principal.id, work.now);
      });
    },
    async reset(subject, by) {
      if (subject === by.id) throw accessErrors.ownGrant();
      await store.transaction(async (work) => {
        const tables = work.db.withTables<FactorTables>();
        await tables.deleteFrom('access_factor').where('subject', '=', subject).execute();
        await tables.deleteFrom('access_recovery_code').where('subject', '=', subject).execute();
        note(work, by, 'delete', subject, 'reset');
      });
      await sessions.endAll(subject);
      await principals.changed(subject);
    },
  };
}

/** Tickets: what stands between two steps of one act (password and second factor, challenge and answer); opaque, short-lived, used once. */
import { randomBytes } from 'node:crypto';
import type { Store } from '../../../store/index.ts';
import { accessErrors } from '../../errors.ts';
import { tokenDigest } from '../sign-in/sessions.ts';
import type { FactorTables, TicketPurpose } from './factor-tables.ts';

export interface Tickets {
  issue(subject: string, purpose: TicketPurpose, challenge?: string): Promise<string>;
  /** Whose it is; throws access.ticketOver when unknown, used or too old. */
  subjectOf(ticket: string, purpose: TicketPurpose): Promise<string>;
  setChallenge(ticket: string, challenge: string): Promise<void>;
  /** Takes the challenge away, so that an answer is looked at once. */
  takeChallenge(ticket: string, purpose: TicketPurpose): Promise<{ subject: string; challenge: string }>;
  /** One wrong answer; the last one allowed ends the ticket. */
  fail(ticket: string): Promise<void>;
  /** True for the first who spends it. */
  spend(ticket: string): Promise<boolean>;
}

export function openTickets(store: Store): Tickets {
  const db = store.db.withTables<FactorTables>();
  const setting = (name: string) => store.settings.value(`access.${name}`);

  async function find(ticket: string, purpose: TicketPurpose) {
    const row = await db
      .selectFrom('access_ticket')
      .select(['subject', 'challenge', 'failures'])
      .where('digest', '=', tokenDigest(ticket))
      .where('purpose', '=', purpose)
      .where('ends_at', '>', store.clock.now().toISOString())
      .executeTakeFirst();
    if (row === undefined || row.failures >= setting('failures-to-lock')) throw accessErrors.ticketOver();
    return row;
  }

  return {
    async issue(subject, purpose, challenge) {
      const ticket = randomBytes(32).toString('base64url');
      const endsAt = new Date(store.clock.now().getTime() + setting('ticket-minutes') * 60_000);
      await db
        .insertInto('access_ticket')
        .values({
          digest: tokenDigest(ticket),
          subject,
          purpose,
          challenge: challenge ?? null,
          failures: 0,
          ends_at: endsAt.toISOString(),
        })
        .execute();
      return ticket;
    },
    async subjectOf(ticket, purpose) {
      return (await find(ticket, purpose)).subject;
    },
    async setChallenge(ticket, challenge) {
      await db
        .updateTable('access_ticket')
        .set({ challenge })
        .where('digest', '=', tokenDigest(ticket))
        .execute();
    },
    async takeChallenge(ticket, purpose) {
      const { challenge, subject } = await find(ticket, purpose);
      if (challenge === null) throw accessErrors.ticketOver();
      const taken = await db
        .updateTable('access_ticket')
        .set({ challenge: null })
        .where('digest', '=', tokenDigest(ticket))
        .where('challenge', '=', challenge)
        .returning('digest')
        .execute();
      if (taken.length === 0) throw accessErrors.ticketOver();
      return { subject, challenge };
    },
    async fail(ticket) {
      await db
        .updateTable('access_ticket')
        .set((eb) => ({ failures: eb('failures', '+', 1) }))
        .where('digest', '=', tokenDigest(ticket))
        .execute();
    },
    async spend(ticket) {
      const gone = await db
        .deleteFrom('access_ticket')
        .where('digest', '=', tokenDigest(ticket))
        .returning('digest')
        .execute();
      return gone.length > 0;
    },
  };
}

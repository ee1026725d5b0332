/** Sessions: an opaque token in a cookie, its digest in the database, ended by idleness, age, sign-out or an administrator. */
import { hash, randomBytes } from 'node:crypto';
import type { Database, Store } from '../../../store/index.ts';
import type { FactorTables } from '../factors/factor-tables.ts';
import type { AccessTables } from '../tables.ts';

/** By what a session was opened: a password alone, with a second factor, or by start-up and tests. */
export type SessionFactor = 'password' | 'totp' | 'passkey' | 'recovery' | 'local';

interface Kept {
  readonly subject: string;
  readonly endsAt: number;
  readonly factor: SessionFactor;
  /** When its person last proved who he is. */
  readonly steppedAt: number;
  seenAt: number;
  writtenAt: number;
}

export interface LiveSession {
  readonly id: string;
  readonly subject: string;
  readonly name: string;
  readonly address: string;
  readonly factor: string;
  readonly createdAt: string;
  readonly seenAt: string;
}

export interface Sessions {
  /** A new token for a subject; the token itself is nowhere kept. */
  open(subject: string, address: string, factor: SessionFactor, through?: Database): Promise<string>;
  /** The newest ones of a subject stay, so many; the others end. */
  endOldest(subject: string, stay: number): Promise<void>;
  /** A second factor was shown within the session. */
  strengthen(sessionId: string, factor: SessionFactor): Promise<void>;
  /** He proved again who he is. */
  stepUp(sessionId: string): Promise<void>;
  /** Moment of the last proof, while the session is known here. */
  steppedAt(sessionId: string): number | undefined;
  /** The subject of a live session. `idleMinutes` is asked once the subject is known (administrators have less). */
  find(
    token: string,
    idleMinutes: (subject: string) => Promise<number>,
  ): Promise<{ subject: string; sessionId: string; factor: SessionFactor } | undefined>;
  /** Live ones, newest first; of one subject or of all whose name or account is like the text. */
  list(query: {
    readonly subject?: string;
    readonly search: string;
    readonly page: number;
    readonly size: number;
  }): Promise<{ rows: LiveSession[]; total: number }>;
  /** Whose session it is, while it lives. */
  ownerOf(sessionId: string): Promise<string | undefined>;
  factorOf(sessionId: string): SessionFactor | undefined;
  end(sessionId: string): Promise<void>;
  /** Also what was begun with a former password and waits for its second step. */
  endAll(subject: string, except?: string): Promise<number>;
}

/** How often the last-seen moment is written back; idle limits are in minutes. */
const writeSeenEvery = 60_000;
const mostKept = 100_000;

export function tokenDigest(token: string): string {
  return hash('sha256', token, 'base64url');
}

export function openSessions(store: Store): Sessions {
  const db = store.db.withTables<AccessTables>();
  const kept = new Map<string, Kept>();
  /** How often something was forgotten: what was read before the last time may have ended since, and is not kept. */
  let forgotten = 0;
  store.onAnnounce('session', forget);

  function forget(digest: string): void {
    forgotten += 1;
    if (digest === '*') kept.clear();
    else kept.delete(digest);
  }

  async function look(digest: string): Promise<Kept | undefined> {
    const row = await db
      .selectFrom('access_session')
      .select(['subject', 'seen_at', 'ends_at', 'factor', 'stepped_at', 'created_at'])
      .where('token_digest', '=', digest)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const seenAt = Date.parse(row.seen_at);
    return {
      subject: row.subject,
      endsAt: Date.parse(row.ends_at),
      factor: row.factor as SessionFactor,
      steppedAt: Date.parse(row.stepped_at ?? row.created_at),
      seenAt,
      writtenAt: seenAt,
    };
  }

  async function end(digest: string): Promise<void> {
    await db
      .updateTable('access_session')
      .set({ ended_at: store.clock.now().toISOString() })
      .where('token_digest', '=', digest)
      .where('ended_at', 'is', null)
      .execute();
    forget(digest);
    await store.announce('session', digest);
  }

  async function change(
    digest: string,
    set: { readonly factor?: SessionFactor; readonly stepped_at: string },
  ): Promise<void> {
    await db.updateTable('access_session').set(set).where('token_digest', '=', digest).execute();
    forget(digest);
    await store.announce('session', digest);
  }

  return {
    async endOldest(subject, stay) {
      const rows = await db
        .selectFrom('access_session')
        .select('token_digest')
        .where('subject', '=', subject)
        .where('ended_at', 'is', null)
        .where('ends_at', '>', store.clock.now().toISOString())
        .orderBy('created_at', 'desc')
        .orderBy('token_digest')
        .offset(stay)
        .execute();
      for (const row of rows) await end(row.token_digest);
    },
    strengthen: (digest, factor) => change(digest, { factor, stepped_at: store.clock.now().toISOString() }),
    stepUp: (digest) => change(digest, { stepped_at: store.clock.now().toISOString() }),
    async list({ subject, search, page, size }) {
      const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
      const live = db
        .selectFrom('access_session')
        .innerJoin('access_subject', 'access_subject.id', 'access_session.subject')
        .where('access_session.ended_at', 'is', null)
        .where('access_session.ends_at', '>', store.clock.now().toISOString())
        .$if(subject !== undefined, (query) => query.where('access_session.subject', '=', subject ?? ''))
        .$if(search !== '', (query) =>
          query.where((eb) =>
            eb.or([eb('access_subject.name', 'like', like), eb('access_subject.account', 'ilike', like)]),
          ),
        );
      const { total } = await live
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await live
        .select([
          'access_session.token_digest as id',
          'access_session.subject',
          'access_subject.name',
          'access_session.address',
          'access_session.factor',
          'access_session.created_at as createdAt',
          'access_session.seen_at as seenAt',
        ])
        .orderBy('access_session.created_at', 'desc')
        .orderBy('access_session.token_digest')
        .limit(size)
        .offset((page - 1) * size)
        .execute();
      return { rows, total: Number(total) };
    },
    async ownerOf(digest) {
      const row = await db
        .selectFrom('access_session')
        .select('subject')
        .where('token_digest', '=', digest)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      return row?.subject;
    },
    factorOf: (digest) => kept.get(digest)?.factor,
    steppedAt: (digest) => kept.get(digest)?.steppedAt,
    async open(subject, address, factor, through = store.db) {
      const token = randomBytes(32).toString('base64url');
      const now = store.clock.now();
      const endsAt = new Date(now.getTime() + store.settings.value('access.session-hours') * 3_600_000);
      await through
        .withTables<AccessTables>()
        .insertInto('access_session')
        .values({
          token_digest: tokenDigest(token),
          subject,
          address,
          created_at: now.toISOString(),
          seen_at: now.toISOString(),
          ends_at: endsAt.toISOString(),
          ended_at: null,
          factor,
          stepped_at: now.toISOString(),
        })
        .execute();
      return token;
    },
    async find(token, idleMinutes) {
      const digest = tokenDigest(token);
      const before = forgotten;
      const session = kept.get(digest) ?? (await look(digest));
      if (session === undefined) return undefined;
      const now = store.clock.now().getTime();
      if (now >= session.endsAt || now - session.seenAt > (await idleMinutes(session.subject)) * 60_000) {
        await end(digest);
        return undefined;
      }
      session.seenAt = Math.max(session.seenAt, now);
      if (kept.size >= mostKept) kept.clear();
      if (forgotten === before) kept.set(digest, session);
      if (now - session.writtenAt > writeSeenEvery) {
        session.writtenAt = now;
        await db
          .updateTable('access_session')
          .set({ seen_at: new Date(now).toISOString() })
          .where('token_digest', '=', digest)
          .execute();
      }
      return { subject: session.subject, sessionId: digest, factor: session.factor };
    },
    end,
    async endAll(subject, except) {
      const now = store.clock.now().toISOString();
      await db
        .withTables<FactorTables>()
        .deleteFrom('access_ticket')
        .where('subject', '=', subject)
        .where('purpose', '=', 'sign-in')
        .execute();
      const ended = await db
        .updateTable('access_session')
        .set({ ended_at: now })
        .where('subject', '=', subject)
        .where('ended_at', 'is', null)
        .where('token_digest', '!=', except ?? '')
        .returning('token_digest')
        .execute();
      for (const row of ended) {
        forget(row.token_digest);
        await store.announce('session', row.token_digest);
      }
      return ended.length;
    },
  };
}

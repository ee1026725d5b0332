/** Six digits that prove a telephone, before an account or after, or that somebody stands at the window: one at a time, short-lived, used once, with few tries. */
import { createHash, randomInt } from 'node:crypto';
import { type Store, sql } from '../../../store/index.ts';
import { accessErrors } from '../../errors.ts';
import type { Attempts } from '../sign-in/attempts.ts';
import type { IdentityTables } from './identity-tables.ts';

export type CodePurpose = 'phone' | 'window' | 'sign-up';

export interface IdentityCodes {
  /** A new code takes the place of the former. Throws access.codeSoon, access.codesOver. */
  issue(purpose: CodePurpose, subject: string): Promise<string>;
  /** Uses the code up. Throws access.tooManyTries or access.codeWrong. */
  spend(purpose: CodePurpose, subject: string, code: string): Promise<void>;
}

/** A day after the first of the counted codes. */
const dayIsOver = sql`(known.day_at is null or known.day_at <= excluded.sent_at - interval '1 day')`;

const digestOf = (id: string, code: string) =>
  createHash('sha256').update(`${id}:${code}`).digest('base64url');

/** Counts a try before its secret is looked at. Throws access.tooManyTries. */
export async function beginTry(attempts: Attempts, key: string): Promise<void> {
  const locked = await attempts.begin(key);
  if (locked !== undefined) throw accessErrors.tooManyTries({ minutes: locked });
}

export function openIdentityCodes(store: Store, attempts: Attempts): IdentityCodes {
  const db = store.db.withTables<IdentityTables>();
  const setting = (name: string) => store.settings.value(`access.${name}`);

  /** Both are told alike of a number that somebody has and of one that nobody has: only what was asked before decides. */
  async function refusal(id: string, now: Date, wait: number): Promise<Error> {
    const known = await db
      .selectFrom('access_identity_code')
      .select('sent_at')
      .where('id', '=', id)
      .executeTakeFirst();
    const since = known === undefined ? 0 : now.getTime() - Date.parse(known.sent_at);
    return since < wait * 1000 ? accessErrors.codeSoon({ seconds: wait }) : accessErrors.codesOver();
  }

  return {
    async issue(purpose, subject) {
      const id = `${purpose}:${subject}`;
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const now = store.clock.now();
      const wait = setting('code-seconds');
      const most = setting('codes-a-day');
      const ends = new Date(now.getTime() + setting('code-minutes') * 60_000);
      // Two requests at once send one code.
      const { rows } = await sql<{ id: string }>`
        insert into access_identity_code as known (id, digest, sent_at, ends_at, sent, day_at)
        values (${id}, ${digestOf(id, code)}, ${now.toISOString()}, ${ends.toISOString()}, 1, ${now.toISOString()})
        on conflict (id) do update set digest = excluded.digest, sent_at = excluded.sent_at, ends_at = excluded.ends_at,
          sent = case when ${dayIsOver} then 1 else known.sent + 1 end,
          day_at = case when ${dayIsOver} then excluded.sent_at else known.day_at end
        where known.sent_at <= excluded.sent_at - make_interval(secs => ${wait}) and (known.sent < ${most} or ${dayIsOver})
        returning id`.execute(db);
      if (rows.length === 0) throw await refusal(id, now, wait);
      return code;
    },
    async spend(purpose, subject, code) {
      const id = `${purpose}:${subject}`;
      await beginTry(attempts, id);
      const spent = await db
        .deleteFrom('access_identity_code')
        .where('id', '=', id)
        .where('digest', '=', digestOf(id, code))
        .where('ends_at', '>', store.clock.now().toISOString())
        .returning('id')
        .execute();
      if (spent.length === 0) {
        await attempts.fail(id);
        throw accessErrors.codeWrong();
      }
      await attempts.clear(id);
    },
  };
}

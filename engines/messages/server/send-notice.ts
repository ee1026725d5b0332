/** Tells many people in one statement, each at most once for the same key, and announces it after the commit. */
import { sql } from 'kysely';
import { newId } from '../../../kernel/ids.ts';
import { shanghaiDate } from '../../../kernel/working-time.ts';
import type { AccessService } from '../../access/index.ts';
import type { Store, Work } from '../../store/index.ts';
import type { Notice } from '../service.ts';

export const noticeChannel = 'messages.notice';

/** A NOTIFY payload holds 8,000 bytes; a pair of ids is some 80. */
const pairsAnAnnouncement = 80;
const longestTitle = 200;
const longestBody = 2000;

export interface Told {
  readonly id: string;
  readonly subject: string;
}

async function recipientsOf(access: AccessService, to: Notice['to']): Promise<readonly string[]> {
  if (!('permission' in to)) return [...new Set(to)];
  const { permission, area, department } = to;
  return access.holdersOf(permission, {
    ...(area === undefined ? {} : { area }),
    ...(department === undefined ? {} : { department }),
  });
}

/** A link leads inside the app only: never to another host, never to a script. */
function checkLink(link: string | undefined): string | null {
  if (link === undefined) return null;
  if (!/^\/(?![/\\])[^\s\\]*$/.test(link))
    throw new RangeError('a notice may only link to a path inside the app');
  return link;
}

async function insertNotices(
  work: Work,
  notice: Notice,
  subjects: readonly string[],
): Promise<readonly Told[]> {
  const ids = subjects.map(() => newId(work.now.getTime()));
  const once = notice.once ?? null;
  const { rows } = await sql<Told>`
    insert into messages_notice (id, subject, kind, title, body, link, once, told_on, created_at)
    select given.id, given.subject, ${notice.kind}, ${notice.title.slice(0, longestTitle)}, ${notice.body.slice(0, longestBody)},
           ${checkLink(notice.link)}, ${once}, ${shanghaiDate(work.now)}::date, ${work.now.toISOString()}::timestamptz
    from unnest(${ids}::uuid[], ${subjects}::text[]) as given (id, subject)
    where ${once}::text is null or not exists (
      select 1 from messages_notice told
      where told.subject = given.subject and told.once = ${once} and told.told_on >= ${shanghaiDate(work.now)}::date - 1
        and told.created_at > ${work.now.toISOString()}::timestamptz - interval '24 hours')
    on conflict do nothing
    returning id, subject
  `.execute(work.db);
  return rows;
}

export function noticeSender(
  store: Store,
  access: AccessService,
): (work: Work, notice: Notice) => Promise<void> {
  /** All tellings of one transaction are announced together. */
  const pending = new WeakMap<Work, Told[]>();

  function announce(told: readonly Told[]): void {
    for (let from = 0; from < told.length; from += pairsAnAnnouncement) {
      const pairs = told.slice(from, from + pairsAnAnnouncement).map(({ id, subject }) => [subject, id]);
      // A lost announcement delays the bell until the page asks again; the notice itself is kept.
      void store.announce(noticeChannel, JSON.stringify(pairs)).catch(() => undefined);
    }
  }

  return async function send(work, notice) {
    const subjects = await recipientsOf(access, notice.to);
    if (subjects.length === 0) return;
    const told = await insertNotices(work, notice, subjects);
    const waiting = pending.get(work);
    if (waiting !== undefined) {
      waiting.push(...told);
      return;
    }
    const first = [...told];
    pending.set(work, first);
    work.afterCommit(() => announce(first));
  };
}

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

/** What a notice was made from and is about. */
export interface MadeFrom {
  readonly template: string;
  readonly version: number;
  readonly about: string | null;
  readonly batch: string | null;
}

export interface Told {
  readonly id: string;
  readonly subject: string;
}

/** Inside a transaction give its `work`: it asks no second connection. */
export async function recipientsOf(
  access: AccessService,
  to: Notice['to'],
  inside?: Work,
): Promise<readonly string[]> {
  if (!('permission' in to)) return [...new Set(to)];
  const { permission, area, department } = to;
  const where = {
    ...(area === undefined ? {} : { area }),
    ...(department === undefined ? {} : { department }),
  };
  return access.holdersOf(permission, where, inside);
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
  notice: Omit<Notice, 'to'>,
  subjects: readonly string[],
  made: MadeFrom | undefined,
): Promise<readonly Told[]> {
  const ids = subjects.map(() => newId(work.now.getTime()));
  const once = notice.once ?? null;
  const { rows } = await sql<Told>`
    insert into messages_notice (id, subject, kind, title, body, link, once, told_on, created_at, template, version, about, batch)
    select given.id, given.subject, ${notice.kind}, ${notice.title.slice(0, longestTitle)}, ${notice.body.slice(0, longestBody)},
           ${checkLink(notice.link)}, ${once}, ${shanghaiDate(work.now)}::date, ${work.now.toISOString()}::timestamptz,
           ${made?.template ?? null}, ${made?.version ?? null}::integer, ${made?.about ?? null}, ${made?.batch ?? null}::uuid
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

export interface NoticeSender {
  send(work: Work, notice: Notice): Promise<void>;
  /** To these people; gives those who are told by this and were not before. */
  write(
    work: Work,
    notice: Omit<Notice, 'to'>,
    subjects: readonly string[],
    made?: MadeFrom,
  ): Promise<readonly Told[]>;
}

export function noticeSender(store: Store, access: AccessService): NoticeSender {
  /** All tellings of one transaction are announced together. */
  const pending = new WeakMap<Work, Told[]>();

  function announce(told: readonly Told[]): void {
    for (let from = 0; from < told.length; from += pairsAnAnnouncement) {
      const pairs = told.slice(from, from + pairsAnAnnouncement).map(({ id, subject }) => [subject, id]);
      // A lost announcement delays the bell until the page asks again; the notice itself is kept.
      void store.announce(noticeChannel, JSON.stringify(pairs)).catch(() => undefined);
    }
  }

  async function write(
    work: Work,
    notice: Omit<Notice, 'to'>,
    subjects: readonly string[],
    made?: MadeFrom,
  ): Promise<readonly Told[]> {
    if (subjects.length === 0) return [];
    const told = await insertNotices(work, notice, subjects, made);
    const waiting = pending.get(work);
    if (waiting !== undefined) {
      waiting.push(...told);
      return told;
    }
    const first = [...told];
    pending.set(work, first);
    work.afterCommit(() => announce(first));
    return told;
  }

  return {
    write,
    async send(work, notice) {
      await write(work, notice, await recipientsOf(access, notice.to, work));
    },
  };
}

/** A person's own notices: list, count, mark as read. Every statement names the subject, so nobody reaches another's. */
import { sql } from 'kysely';
import type { Database } from '../../store/index.ts';
import type { Notice } from '../service.ts';
import type { NoticeTables } from './notice-table.ts';

export interface KeptNotice {
  readonly id: string;
  readonly kind: Notice['kind'];
  readonly title: string;
  readonly body: string;
  readonly link: string | null;
  readonly createdAt: string;
  readonly readAt: string | null;
}

/** A bell shows '99+' anyway. */
const mostCounted = 1000;
/** Rows committed a little out of order around the last one heard; pages drop what they have seen. */
const overlap = '30 seconds';

const shown = [
  'id',
  'kind',
  'title',
  'body',
  'link',
  'created_at as createdAt',
  'read_at as readAt',
] as const;

export interface NoticeQuery {
  readonly unread: boolean;
  readonly before: string | undefined;
  readonly size: number;
}

export async function listNotices(
  db: Database,
  subject: string,
  query: NoticeQuery,
): Promise<readonly KeptNotice[]> {
  return db
    .withTables<NoticeTables>()
    .selectFrom('messages_notice')
    .select(shown)
    .where('subject', '=', subject)
    .$if(query.unread, (select) => select.where('read_at', 'is', null))
    .$if(query.before !== undefined, (select) =>
      select.where(
        sql<boolean>`(created_at, id) < (select created_at, id from messages_notice where id = ${query.before} and subject = ${subject})`,
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.size)
    .execute();
}

/** What was told since the one named, oldest first; of nothing known, nothing. */
export async function noticesAfter(
  db: Database,
  subject: string,
  after: string,
): Promise<readonly KeptNotice[]> {
  return db
    .withTables<NoticeTables>()
    .selectFrom('messages_notice')
    .select(shown)
    .where('subject', '=', subject)
    .where('id', '!=', after)
    .where(
      sql<boolean>`created_at > (select created_at - ${overlap}::interval from messages_notice where id = ${after} and subject = ${subject})`,
    )
    .orderBy('created_at')
    .orderBy('id')
    .limit(100)
    .execute();
}

export async function noticesByIds(
  db: Database,
  subject: string,
  ids: readonly string[],
): Promise<readonly KeptNotice[]> {
  if (ids.length === 0) return [];
  return db
    .withTables<NoticeTables>()
    .selectFrom('messages_notice')
    .select(shown)
    .where('subject', '=', subject)
    .where('id', 'in', [...ids])
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

export async function countUnread(db: Database, subject: string): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select count(*) as unread from (
      select 1 from messages_notice where subject = ${subject} and read_at is null limit ${mostCounted}
    ) counted`.execute(db);
  return rows[0]?.unread ?? 0;
}

/** `ids` undefined: all of them. The first reading's moment stays; what was read climbs no ladder any more. */
export async function markRead(
  db: Database,
  subject: string,
  ids: readonly string[] | undefined,
  now: Date,
): Promise<void> {
  await sql`
    with seen as (
      update messages_notice set read_at = ${now.toISOString()}::timestamptz
      where subject = ${subject} and read_at is null ${ids === undefined ? sql`` : sql`and id = any(${[...ids]}::uuid[])`}
      returning id)
    update messages_escalation set state = 'cancelled', ended_because = 'read'
    where state = 'waiting' and notice in (select id from seen)`.execute(db);
}

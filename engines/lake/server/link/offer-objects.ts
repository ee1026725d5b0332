/** Puts what the other end should have into the queue, in the transaction that changed it; a queue that is full falls back on comparing. */
import { sql, type Work } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import { LinkObject } from '../../link.ts';
import { digestOf, type Message } from './envelope.ts';
import { getLink, type LinkDeps, writeObject } from './link-rows.ts';

/** A newer state of an object takes the place of one that was never sent. */
export async function queueMessage(
  work: Work,
  link: string,
  place: { readonly kind: string; readonly object: string },
  message: Message,
): Promise<void> {
  await sql`insert into lake_link_queue (link, kind, object, text, at)
    values (${link}, ${place.kind}, ${place.object}, ${JSON.stringify(message)}, ${work.now})
    on conflict (link, kind, object) where seq is null and kind <> 'rows' do update set text = excluded.text`.execute(
    work.db,
  );
}

export async function wantResync(work: Work, link: string, reason: string): Promise<void> {
  await sql`update lake_link set resync = 'wanted', resync_reason = ${reason}, resync_done = 0, resync_total = 0
    where id = ${link} and resync <> 'wanted'`.execute(work.db);
}

/** Nothing is lost by leaving an object out: what is offered is kept, and comparing finds what the other end lacks. */
async function queueIsFull(deps: LinkDeps, work: Work, link: string): Promise<boolean> {
  const most = deps.store.settings.value('lake.link-queue');
  const held = await sql<{ n: number }>`select count(*)::int as n from
    (select 1 from lake_link_queue where link = ${link} limit ${most}) as held`.execute(work.db);
  return (held.rows[0]?.n ?? 0) >= most;
}

/** The same state again changes nothing. Throws lake.linkTooLarge. */
export async function offerObject(
  deps: LinkDeps,
  work: Work,
  link: string,
  given: LinkObject,
): Promise<void> {
  const object = LinkObject.parse(given);
  const most = deps.store.settings.value('lake.link-message-kilobytes');
  if (Buffer.byteLength(object.content) > most * 1024) throw lakeErrors.linkTooLarge({ kilobytes: most });
  // Without its lock: what is taken from one link is passed on to another, and two that do so would wait for each other.
  if ((await getLink(work.db, link)).status === 'closed') return;
  const digest = digestOf(object);
  // A version that rises for something that does not travel is no news.
  const known =
    await sql`select 1 from lake_link_object where link = ${link} and side = 'ours' and kind = ${object.kind}
    and id = ${object.id} and owner = ${object.owner} and "group" = ${object.group} and title = ${object.title}
    and content = ${object.content}`.execute(work.db);
  if (known.rows.length > 0) return;
  await writeObject(work, link, 'ours', object, digest);
  if (await queueIsFull(deps, work, link)) await wantResync(work, link, 'queue-full');
  else await queueMessage(work, link, { kind: object.kind, object: object.id }, { act: 'put', object });
  work.afterCommit(() => deps.wake(link));
}

export async function withdrawObject(
  deps: LinkDeps,
  work: Work,
  link: string,
  object: { readonly kind: string; readonly id: string },
): Promise<void> {
  const { kind, id } = object;
  const gone = await sql`delete from lake_link_object
    where link = ${link} and side = 'ours' and kind = ${kind} and id = ${id} returning id`.execute(work.db);
  if (gone.rows.length === 0) return;
  if (await queueIsFull(deps, work, link)) await wantResync(work, link, 'queue-full');
  else await queueMessage(work, link, { kind, object: id }, { act: 'drop', kind, id });
  work.afterCommit(() => deps.wake(link));
}

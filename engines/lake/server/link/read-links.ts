/** Links as their keepers see them, and what came from the other ends. */
import { type Database, sql } from '../../../store/index.ts';
import type { LinkObject, LinkState } from '../../link.ts';

interface Read extends Omit<LinkState, 'resync' | 'other'> {
  readonly resync: LinkState['resync']['state'];
  readonly resyncReason: string | null;
  readonly resyncDone: number;
  readonly resyncTotal: number;
  readonly resyncFound: number;
  readonly resyncEndedAt: string | null;
  readonly otherInstance: string | null;
  readonly otherAt: string | null;
}

export async function readLinks(db: Database): Promise<readonly LinkState[]> {
  const found =
    await sql<Read>`select l.id, peer, status, contact_at as "contactAt", cut_since as "cutSince", tries,
      next_at as "nextAt", problem, sent, received, resync, resync_reason as "resyncReason", resync_done as "resyncDone",
      resync_total as "resyncTotal", resync_found as "resyncFound", resync_ended_at as "resyncEndedAt",
      other_instance as "otherInstance", other_at as "otherAt", created_at as "createdAt", q.waiting, q.oldest as "oldestAt", a.aside
    from lake_link l,
      lateral (select count(*)::int as waiting, min(at) as oldest from lake_link_queue where link = l.id) q,
      lateral (select count(*)::int as aside from lake_link_aside where link = l.id and state = 'kept') a
    where status <> 'closed' order by peer ->> 'direction' desc, code`.execute(db);
  return found.rows.map(
    ({
      resyncReason,
      resyncDone,
      resyncTotal,
      resyncFound,
      resyncEndedAt,
      resync,
      otherInstance,
      otherAt,
      ...row
    }) => ({
      ...row,
      resync: {
        state: resync,
        reason: resyncReason,
        done: resyncDone,
        total: resyncTotal,
        found: resyncFound,
        endedAt: resyncEndedAt,
      },
      other: otherInstance === null || otherAt === null ? null : { instance: otherInstance, at: otherAt },
    }),
  );
}

export interface ReceivedQuery {
  readonly kind: string;
  readonly link?: string | undefined;
  /** Part of the title. */
  readonly search?: string | undefined;
  readonly page: number;
  readonly size: number;
}

export async function listReceived(
  db: Database,
  { kind, link, search, page, size }: ReceivedQuery,
): Promise<{
  readonly objects: readonly (LinkObject & { readonly link: string })[];
  readonly total: number;
}> {
  const which = link === undefined ? sql`` : sql`and o.link = ${link}`;
  const named = search === undefined || search === '' ? sql`` : sql`and position(${search} in o.title) > 0`;
  const from = sql`from lake_link_object o join lake_link l on l.id = o.link and l.status <> 'closed'
    where o.side = 'theirs' and o.kind = ${kind} ${which} ${named}`;
  const objects = await sql<
    LinkObject & { link: string }
  >`select o.link, o.kind, o.id, o.owner, o.version, o."group", o.title,
    o.content ${from} order by o.owner, o.title, o.id limit ${size} offset ${(page - 1) * size}`.execute(db);
  const count = await sql<{ n: number }>`select count(*)::int as n ${from}`.execute(db);
  return { objects: objects.rows, total: count.rows[0]?.n ?? 0 };
}

export async function findReceived(
  db: Database,
  kind: string,
  id: string,
): Promise<(LinkObject & { readonly link: string }) | undefined> {
  const found = await sql<
    LinkObject & { link: string }
  >`select o.link, o.kind, o.id, o.owner, o.version, o."group", o.title, o.content
    from lake_link_object o join lake_link l on l.id = o.link and l.status <> 'closed'
    where o.side = 'theirs' and o.kind = ${kind} and o.id = ${id} limit 1`.execute(db);
  return found.rows[0];
}

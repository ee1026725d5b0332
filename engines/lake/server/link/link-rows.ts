/** Rows of lake_link as the code sees them, and the few statements that all of it shares. */
import { type Database, sql, type Store, type Work } from '../../../store/index.ts';
import type { LinkSigner } from '../../../trust/service.ts';
import { lakeErrors } from '../../errors.ts';
import type { LinkNode, LinkObject, LinkPeer, LinkStatus } from '../../link.ts';
import type { LinkBinding, LinkHooks } from '../../service.ts';

export interface LinkRow {
  readonly id: string;
  readonly peer: LinkPeer;
  readonly status: LinkStatus;
  readonly outEpoch: number;
  readonly outSeq: number;
  readonly outChain: string;
  readonly ackedSeq: number;
  readonly ackedChain: string;
  readonly inEpoch: number;
  readonly inSeq: number;
  readonly inChain: string;
  readonly instance: string | null;
  readonly otherInstance: string | null;
  readonly contactAt: string | null;
  readonly cutSince: string | null;
  readonly tries: number;
  readonly nextAt: string | null;
  readonly resync: 'none' | 'wanted' | 'running' | 'cancelled';
}

export const linkColumns = sql.raw(
  `id, peer, status, out_epoch as "outEpoch", out_seq as "outSeq", out_chain as "outChain", acked_seq as "ackedSeq",
  acked_chain as "ackedChain", in_epoch as "inEpoch", in_seq as "inSeq", in_chain as "inChain", instance,
  other_instance as "otherInstance", contact_at as "contactAt", cut_since as "cutSince", tries, next_at as "nextAt", resync`,
);

/** What all parts of the links are given. */
export interface LinkDeps {
  readonly store: Store;
  readonly signer: LinkSigner;
  /** This machine's own mark; not in the database, so that a copy of it elsewhere is told apart. */
  readonly instance: () => Promise<string>;
  readonly bindings: ReadonlyMap<string, LinkBinding>;
  /** What the system that keeps contracts answers. */
  readonly hooks: LinkHooks;
  /** A link has something to send. */
  readonly wake: (link: string) => void;
}

export async function findLink(db: Database, id: string): Promise<LinkRow | undefined> {
  const found = await sql<LinkRow>`select ${linkColumns} from lake_link where id = ${id}`.execute(db);
  return found.rows[0];
}

/** Throws lake.linkMissing. */
export async function getLink(db: Database, id: string): Promise<LinkRow> {
  const link = await findLink(db, id);
  if (link === undefined) throw lakeErrors.linkMissing();
  return link;
}

export async function lockLink(work: Work, id: string): Promise<LinkRow> {
  const found = await sql<LinkRow>`select ${linkColumns} from lake_link where id = ${id} for update`.execute(
    work.db,
  );
  const [link] = found.rows;
  if (link === undefined) throw lakeErrors.linkMissing();
  return link;
}

export async function findNode(db: Database): Promise<LinkNode | undefined> {
  const found = await sql<{ node: LinkNode }>`select node from lake_link_node`.execute(db);
  return found.rows[0]?.node;
}

/** Throws lake.linkNoNode. */
export async function getNode(db: Database): Promise<LinkNode> {
  const node = await findNode(db);
  if (node === undefined) throw lakeErrors.linkNoNode();
  return node;
}

export const objectColumns = sql.raw('kind, id, owner, version, "group", title, content');

export async function writeObject(
  work: Work,
  link: string,
  side: 'ours' | 'theirs',
  object: LinkObject,
  digest: string,
): Promise<void> {
  await sql`insert into lake_link_object (link, side, kind, id, owner, version, "group", title, content, digest, at)
    values (${link}, ${side}, ${object.kind}, ${object.id}, ${object.owner}, ${object.version}, ${object.group}, ${object.title},
      ${object.content}, ${digest}, ${work.now})
    on conflict (link, side, kind, id) do update set owner = excluded.owner, version = excluded.version, "group" = excluded."group",
      title = excluded.title, content = excluded.content, digest = excluded.digest, at = excluded.at`.execute(
    work.db,
  );
}

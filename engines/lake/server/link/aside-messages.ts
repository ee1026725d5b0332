/** Messages that could not be taken: listed with their reason, tried once more, or given up by a person with his. */
import { type Database, sql, type Work } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { AsideMessage, LinkObject } from '../../link.ts';
import { Message } from './envelope.ts';
import { getNode, type LinkDeps, lockLink, objectColumns } from './link-rows.ts';
import { queueMessage } from './offer-objects.ts';
import { startTable, type Transfer } from './send-rows.ts';
import { takeMessage } from './take-messages.ts';

const most = 200;

/** Newest first. */
export async function listAside(db: Database, link: string): Promise<readonly AsideMessage[]> {
  const found =
    await sql<AsideMessage>`select id, link, way, kind, object, title, code, reason, at from lake_link_aside
    where link = ${link} and state = 'kept' order by at desc, id desc limit ${most}`.execute(db);
  return found.rows;
}

interface Kept extends AsideMessage {
  readonly text: string;
}

async function lockKept(work: Work, id: string): Promise<Kept> {
  const found =
    await sql<Kept>`select id, link, way, kind, object, title, code, reason, at, text from lake_link_aside
    where id = ${id} and state = 'kept' for update`.execute(work.db);
  const [kept] = found.rows;
  if (kept === undefined) throw lakeErrors.linkHandled();
  return kept;
}

async function close(
  work: Work,
  id: string,
  state: 'taken' | 'discarded',
  by: string,
  because: string,
): Promise<void> {
  await sql`update lake_link_aside set state = ${state}, handled_by = ${by}, handled_at = ${work.now},
    handled_because = ${because} where id = ${id}`.execute(work.db);
}

/** As it is offered now; a table from its beginning. */
async function sendAgain(deps: LinkDeps, work: Work, kept: Kept): Promise<void> {
  const { link, kind, object: id } = kept;
  if (kind === 'rows') {
    const found =
      await sql<Transfer>`select link, contract, "grant" from lake_link_transfer where id = ${id}`.execute(
        work.db,
      );
    const [transfer] = found.rows;
    if (transfer !== undefined) await startTable(work, transfer, transfer.grant);
  } else {
    const found = await sql<LinkObject>`select ${objectColumns} from lake_link_object
      where link = ${link} and side = 'ours' and kind = ${kind} and id = ${id}`.execute(work.db);
    const [object] = found.rows;
    const message: Message = object === undefined ? { act: 'drop', kind, id } : { act: 'put', object };
    await queueMessage(work, link, { kind, object: id }, message);
  }
  work.afterCommit(() => deps.wake(link));
}

/** A newer state that has come since is not overwritten. */
async function takeAgain(deps: LinkDeps, work: Work, kept: Kept): Promise<void> {
  // A piece alone is of no use: its table comes anew from the other end.
  if (kept.kind === 'rows') throw lakeErrors.linkRowsAgain();
  const link = await lockLink(work, kept.link);
  let message: Message;
  try {
    message = Message.parse(JSON.parse(kept.text));
  } catch {
    throw lakeErrors.linkUnreadable();
  }
  await takeMessage(deps, work, link, await getNode(work.db), message);
}

/** Throws lake.linkHandled, or why it still cannot be taken. */
export async function retryAside(deps: LinkDeps, work: Work, id: string, by: string): Promise<AsideMessage> {
  const kept = await lockKept(work, id);
  if (kept.way === 'out') await sendAgain(deps, work, kept);
  else await takeAgain(deps, work, kept);
  await close(work, id, 'taken', by, '');
  return kept;
}

export async function discardAside(
  work: Work,
  id: string,
  by: string,
  because: string,
): Promise<AsideMessage> {
  const kept = await lockKept(work, id);
  await close(work, id, 'discarded', by, because);
  return kept;
}

/** Sends what waits for a link, in order, until all of it is stored at the other end; finds out when the two ends no longer tell the same story. */
import { newId } from '../../../../kernel/ids.ts';
import { sql, type Work } from '../../../store/index.ts';
import type { Duck } from '../duck/open-duck.ts';
import { lakeErrors } from '../../errors.ts';
import { type Deliver, Delivered, Message, nextChain } from './envelope.ts';
import { noteCut, noteReached } from './link-contact.ts';
import { findLink, type LinkDeps, type LinkRow, lockLink } from './link-rows.ts';
import { wantResync } from './offer-objects.ts';
import { resyncLink } from './resync-link.ts';
import { feedRows, rewindTables } from './send-rows.ts';
import { sendRequest } from './send-request.ts';
import { stopRows } from './take-rows.ts';

/** One sender at a time for each link in all processes; a sender that died lets go after so long. */
const claimMilliseconds = 120_000;

type Deps = LinkDeps & { readonly duck: Duck };

interface Queued {
  readonly id: number;
  readonly text: string;
  readonly seq: number | null;
}

/**
 * Of what waits as much as goes into one request, numbered; what was numbered before comes first and stays as it was. A state that is being
 * replaced in this moment is left to the next request: numbered now, its newer text would count as sent without having been.
 */
async function takeBatch(deps: Deps, id: string): Promise<Deliver> {
  const { store } = deps;
  const most = store.settings.value('lake.link-batch');
  const bytes = store.settings.value('lake.link-batch-kilobytes') * 1024;
  return store.transaction(async (work) => {
    const link = await lockLink(work, id);
    const waiting = await sql<Queued>`select id, text, seq from lake_link_queue where link = ${id}
      order by seq nulls last, id limit ${most} for update skip locked`.execute(work.db);
    const messages: string[] = [];
    let [size, seq, chain] = [0, link.outSeq, link.outChain];
    for (const { id: place, text, seq: given } of waiting.rows) {
      size += Buffer.byteLength(text);
      if (messages.length > 0 && size > bytes) break;
      messages.push(text);
      if (given !== null) continue;
      [seq, chain] = [seq + 1, nextChain(chain, text)];
      await sql`update lake_link_queue set seq = ${seq}, chain = ${chain} where id = ${place}`.execute(
        work.db,
      );
    }
    await sql`update lake_link set out_seq = ${seq}, out_chain = ${chain} where id = ${id}`.execute(work.db);
    return { epoch: link.outEpoch, after: { seq: link.ackedSeq, chain: link.ackedChain }, messages };
  });
}

/** A new stream. What waited is forgotten: comparing finds it again, with all else that the other end lacks. */
export async function beginStream(work: Work, link: LinkRow, above: number, reason: string): Promise<void> {
  const epoch = Math.max(work.now.getTime(), link.outEpoch + 1, above + 1);
  await sql`delete from lake_link_queue where link = ${link.id}`.execute(work.db);
  await sql`update lake_link set out_epoch = ${epoch}, out_seq = 0, out_chain = '', acked_seq = 0, acked_chain = ''
    where id = ${link.id}`.execute(work.db);
  await rewindTables(work, link.id);
  await wantResync(work, link.id, reason);
}

/** Kind, id and title of what a message is about. */
function describe(message: Message): readonly [string, string, string] {
  if (message.act === 'put') return [message.object.kind, message.object.id, message.object.title];
  if (message.act === 'rows') return ['rows', message.transfer, `数据第${message.piece}块`];
  return [message.kind, message.id, '撤下'];
}

async function noteAside(
  work: Work,
  link: LinkRow,
  sent: Deliver,
  problem: { readonly seq: number; readonly code: string; readonly reason: string },
): Promise<void> {
  const text = sent.messages[problem.seq - sent.after.seq - 1];
  if (text === undefined) return;
  const message = Message.parse(JSON.parse(text));
  if (message.act === 'rows') await stopRows(work, message.transfer, problem.reason);
  const [kind, object, title] = describe(message);
  await sql`insert into lake_link_aside (id, link, way, kind, object, title, text, code, reason, at)
    values (${newId()}, ${link.id}, 'out', ${kind}, ${object}, ${title}, ${text}, ${problem.code}, ${problem.reason}, ${work.now})`.execute(
    work.db,
  );
}

/** The chain that we gave at this number; undefined for one that we never gave or have forgotten. */
async function chainAt(work: Work, link: LinkRow, seq: number): Promise<string | undefined> {
  if (seq === link.ackedSeq) return link.ackedChain;
  const found = await sql<{
    chain: string;
  }>`select chain from lake_link_queue where link = ${link.id} and seq = ${seq}`.execute(work.db);
  return found.rows[0]?.chain;
}

/**
 * Below what it had stored: the other end was restored from a backup. Above what we gave: we were. Another chain: both went on from different
 * pasts. Each begins a new stream, so that nobody goes on upon a story that the other does not share.
 */
function differs(link: LinkRow, answer: Delivered, ours: string | undefined): string | undefined {
  if (answer.outcome === 'gap') return 'peer-went-back';
  if (answer.outcome === 'old-epoch') return 'we-went-back';
  if (answer.outcome === 'forked') return 'story-differs';
  if (answer.seq < link.ackedSeq) return 'peer-went-back';
  if (answer.seq > link.outSeq) return 'we-went-back';
  return ours === answer.chain ? undefined : 'story-differs';
}

/** Whether the stream goes on. */
async function settle(deps: Deps, id: string, sent: Deliver, answer: Delivered): Promise<boolean> {
  return deps.store.transaction(async (work) => {
    const link = await lockLink(work, id);
    // Another sender has gone on, or begun a new stream, meanwhile: this answer is of the past.
    if (link.outEpoch !== sent.epoch || link.ackedSeq !== sent.after.seq) return true;
    const reason = differs(link, answer, await chainAt(work, link, answer.seq));
    if (reason !== undefined || answer.outcome !== 'stored') {
      await beginStream(
        work,
        link,
        answer.outcome === 'stored' ? 0 : answer.epoch,
        reason ?? 'story-differs',
      );
      return false;
    }
    for (const problem of answer.aside) await noteAside(work, link, sent, problem);
    const stored =
      await sql`delete from lake_link_queue where link = ${id} and seq <= ${answer.seq} returning id`.execute(
        work.db,
      );
    await sql`update lake_link set acked_seq = ${answer.seq}, acked_chain = ${answer.chain},
      sent = sent + ${stored.rows.length} where id = ${id}`.execute(work.db);
    return true;
  });
}

async function claim(deps: Deps, id: string): Promise<LinkRow | undefined> {
  const { store } = deps;
  const now = store.clock.now();
  const claimed =
    await sql`update lake_link set claimed_until = ${new Date(now.getTime() + claimMilliseconds)}
    where id = ${id} and status = 'active' and (claimed_until is null or claimed_until < ${now})
      and (next_at is null or next_at <= ${now}) returning id`.execute(store.db);
  return claimed.rows.length === 0 ? undefined : findLink(store.db, id);
}

/** Ends when nothing waits. An empty request first: it tells both ends that the link stands, and where they are. */
async function run(deps: Deps, id: string): Promise<void> {
  const { store } = deps;
  let begun = 0;
  for (let first = true; ; first = false) {
    const link = await findLink(store.db, id);
    if (link === undefined || link.status !== 'active') return;
    const now = store.clock.now();
    await sql`update lake_link set claimed_until = ${new Date(now.getTime() + claimMilliseconds)} where id = ${id}`.execute(
      store.db,
    );
    const more = await feedRows(deps, link);
    const batch = await takeBatch(deps, id);
    if (batch.messages.length === 0 && !first) {
      if (link.resync === 'wanted' || link.resync === 'running') await resyncLink(deps, link);
      else if (!more) return;
      continue;
    }
    const answer = await sendRequest(deps, link, 'deliver', batch, Delivered);
    await noteReached(store, id);
    if (await settle(deps, id, batch, answer)) continue;
    begun += 1;
    // A new stream that is not understood either: something else is wrong, and trying at once again would never end.
    if (begun > 1) throw lakeErrors.linkStory();
  }
}

/** Nothing is thrown: what fails is noted on the link and tried again later. */
export async function deliverQueue(
  deps: Deps,
  id: string,
  report: (problem: unknown) => void,
): Promise<void> {
  const link = await claim(deps, id);
  if (link === undefined) return;
  try {
    await run(deps, id);
  } catch (problem) {
    await noteCut(deps.store, id, problem);
    if (!(problem instanceof Error && problem.name === 'CityError')) report(problem);
  } finally {
    await sql`update lake_link set claimed_until = null where id = ${id}`.execute(deps.store.db);
  }
}

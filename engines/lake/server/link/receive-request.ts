/** A request from the other end: its signature, clock, nonce and machine are judged before anything of it is looked at; the answer is signed. */
import type { z } from 'zod';
import { sql } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LinkEnvelope, LinkReply } from '../../link.ts';
import { Ask, Compare, Deliver, pack, textOfReply, textOfRequest, unpack } from './envelope.ts';
import { answerAsk } from './ask-peer.ts';
import { answerCompare } from './compare-objects.ts';
import { getNode, type LinkDeps, type LinkRow, linkColumns } from './link-rows.ts';
import { takeMessages } from './take-messages.ts';

async function findByCode(deps: LinkDeps, code: string): Promise<LinkRow | undefined> {
  const found =
    await sql<LinkRow>`select ${linkColumns} from lake_link where code = ${code} and status <> 'closed'`.execute(
      deps.store.db,
    );
  return found.rows[0];
}

/** A machine that nobody knows holds the peer's key: a copy, or a platform that moved. A person says which. */
async function checkInstance(deps: LinkDeps, link: LinkRow, instance: string): Promise<void> {
  const { db, clock } = deps.store;
  if (link.instance === null || link.instance === instance) return;
  await sql`update lake_link set other_instance = ${instance}, other_at = ${clock.now()} where id = ${link.id}`.execute(
    db,
  );
  throw lakeErrors.linkOther();
}

/** Unknown platforms and wrong signatures are refused alike. */
async function prove(deps: LinkDeps, request: LinkEnvelope): Promise<LinkRow> {
  const { store, signer } = deps;
  const link = await findByCode(deps, request.from);
  const proven = await signer.verify(link?.peer.publicKey ?? '', textOfRequest(request), request.signature);
  if (link === undefined || !proven) throw lakeErrors.linkSignature();
  if (request.to !== (await getNode(store.db)).code) throw lakeErrors.linkNotMe();
  const seconds = store.settings.value('lake.call-seconds');
  const difference = Math.abs(store.clock.now().getTime() - Date.parse(request.at)) / 1000;
  // A moment that is none differs by NaN.
  if (!(difference <= seconds)) throw lakeErrors.badTime({ seconds });
  const kept =
    await sql`insert into lake_link_nonce (code, nonce, at) values (${request.from}, ${request.nonce}, ${store.clock.now()})
    on conflict do nothing returning nonce`.execute(store.db);
  if (kept.rows.length === 0) throw lakeErrors.replayed();
  await checkInstance(deps, link, request.instance);
  if (link.status !== 'active') throw lakeErrors.linkSuspended();
  return link;
}

async function answer(deps: LinkDeps, link: LinkRow, { kind, body }: LinkEnvelope): Promise<unknown> {
  const read = <T>(shape: z.ZodType<T>) => unpack(body, shape);
  if (kind === 'deliver') return takeMessages(deps, link.id, await read(Deliver));
  if (kind === 'compare') return answerCompare(deps, link.id, await read(Compare));
  return answerAsk(deps, link, await read(Ask));
}

/** Throws lake.linkSignature, linkNotMe, badTime, replayed, linkOther, linkSuspended, city.invalid. */
export async function receiveRequest(deps: LinkDeps, request: LinkEnvelope): Promise<LinkReply> {
  const link = await prove(deps, request);
  const answered = await answer(deps, link, request);
  const { db, clock } = deps.store;
  await sql`update lake_link set contact_at = ${clock.now()}, instance = ${request.instance} where id = ${link.id}`.execute(
    db,
  );
  const [instance, body] = [await deps.instance(), await pack(answered)];
  return { instance, body, signature: await deps.signer.sign(textOfReply(request, instance, body)) };
}

/** A nonce older than two clock differences is refused by its moment. */
export async function sweepNonces(deps: LinkDeps): Promise<void> {
  const kept = deps.store.settings.value('lake.call-seconds') * 2000;
  const before = new Date(deps.store.clock.now().getTime() - kept);
  await sql`delete from lake_link_nonce where at < ${before}`.execute(deps.store.db);
}

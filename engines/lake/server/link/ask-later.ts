/** Calls that wait: kept before the asker is told so, over a link asked in order when it stands (here: serve-later), answered once, fetched by whoever asked. */
import { randomBytes } from 'node:crypto';
import { CityError } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { CallKeys } from '../../../access/index.ts';
import { type Database, sql, type Store, type Work } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { SignedCall } from '../../signed-call.ts';
import type { LaterAnswer, LaterCall, ShareGrant } from '../../types.ts';
import { receiptFor } from '../serve/call-statement.ts';
import { readQuery } from '../serve/read-query.ts';
import type { NewCall, Recorded } from '../serve/record-calls.ts';
import { keptMilliseconds, recordOnce, refuseOutdated } from './answer-later.ts';
import { askPeer } from './ask-peer.ts';
import { type Forwarded, readAnswer } from './forward-call.ts';
import { here, keptText, readKept } from './later-tables.ts';
import { getLink, getNode, type LinkDeps } from './link-rows.ts';
import { writeLinkedCall } from './linked-calls.ts';
import type { PreparedCall } from './serve-call.ts';

const hour = 3_600_000;
const shown = 200;
/** What says nothing about the call itself: it goes on waiting. */
const passing: ReadonlySet<string> = new Set([
  lakeErrors.linkDown({ name: '', since: '' }).code,
  lakeErrors.linkSuspended().code,
]);

interface Waiting {
  readonly id: string;
  readonly call: SignedCall;
  readonly grant: ShareGrant;
  readonly salt: string;
  readonly expiresAt: string;
}

/** With what tells whether it may still be given, where it was made here. */
type KeptAnswer = Pick<Forwarded, 'rows' | 'next'> & Partial<Pick<PreparedCall, 'dataset' | 'covers'>>;

export interface LaterDeps {
  readonly links: LinkDeps;
  readonly keys: CallKeys;
  readonly record: (call: NewCall) => Promise<Recorded>;
}

/** Its nonce is used from now on. Throws lake.badQuery, replayed. */
export async function keepLater(
  { links }: LaterDeps,
  call: SignedCall,
  grant: ShareGrant,
): Promise<{ readonly id: string; readonly expiresAt: string }> {
  const { via = here } = grant;
  readQuery(call.query);
  const { store } = links;
  const id = newId();
  const now = store.clock.now();
  const expires = new Date(now.getTime() + store.settings.value('lake.link-later-hours') * hour);
  await store.transaction(async (work) => {
    const fresh =
      await sql`insert into lake_nonce (app, nonce, at) values (${call.app}, ${call.nonce}, ${now})
      on conflict do nothing returning nonce`.execute(work.db);
    const kept =
      await sql`insert into lake_link_later (id, link, app, contract, nonce, call, "grant", salt, at, expires_at, state)
      values (${id}, ${via}, ${call.app}, ${call.contract}, ${call.nonce}, ${JSON.stringify(call)}::jsonb,
        ${JSON.stringify(grant)}::jsonb, ${randomBytes(32).toString('base64url')}, ${now}, ${expires}, 'waiting')
      on conflict (app, nonce) do nothing returning id`.execute(work.db);
    if (fresh.rows.length === 0 || kept.rows.length === 0) throw lakeErrors.replayed();
    work.afterCommit(() => links.wake(via));
  });
  return { id, expiresAt: expires.toISOString() };
}

export async function endLater(
  work: Work,
  id: string,
  end: { readonly state: LaterCall['state']; readonly code?: string; readonly reason?: string },
  answer: KeptAnswer | null = null,
): Promise<boolean> {
  const { rows, next, dataset, covers } = answer ?? {};
  const ended = await sql`update lake_link_later set state = ${end.state}, code = ${end.code ?? null},
    reason = ${end.reason?.slice(0, 300) ?? null}, ended_at = ${work.now},
    answer = ${answer === null ? null : keptText({ rows, next, dataset, covers })}::jsonb
    where id = ${id} and state = 'waiting' returning id`.execute(work.db);
  return ended.rows.length > 0;
}

export function refuseLater(work: Work, id: string, { code, message }: CityError): Promise<boolean> {
  const state = code === lakeErrors.laterExpired().code ? 'expired' : 'refused';
  return endLater(work, id, { state, code, reason: message });
}

/** Receipt first, then the answer with both signed words: whoever dies in between finds the receipt there and goes on. */
async function takeAnswer(deps: LaterDeps, waiting: Waiting, far: Forwarded): Promise<void> {
  const { store } = deps.links;
  const { id, call, grant } = waiting;
  const secret = await deps.keys.find(call.app, 'real');
  if (secret === undefined) throw lakeErrors.noAppKey();
  const now = store.clock.now();
  const receipt = receiptFor(
    { id, now, call, grant, secret },
    { rows: far.rows, linked: far.ours.statement },
  );
  // By its id: its own nonce was used when it was kept.
  const outcome = await recordOnce(deps.links, deps.record, { ...receipt, nonce: id });
  if (outcome === 'replayed') throw lakeErrors.replayed();
  await store.transaction(async (work) => {
    const first =
      outcome === 'over-quota'
        ? await refuseLater(work, id, lakeErrors.overQuota({ calls: grant.callsPerDay }))
        : await endLater(work, id, { state: 'answered' }, far);
    const { contract } = call;
    const { link, ours, theirs } = far;
    if (first) await writeLinkedCall(work, { id, link, way: 'out', contract, outcome, ours, theirs });
  });
}

async function askOne(deps: LaterDeps, link: string, waiting: Waiting): Promise<void> {
  const { links } = deps;
  const { id, call, grant, salt } = waiting;
  await sql`update lake_link_later set tried = true where id = ${id}`.execute(links.store.db);
  const [end, node] = [await getLink(links.store.db, link), await getNode(links.store.db)];
  const expires = new Date(waiting.expiresAt).toISOString();
  const { contract, query } = call;
  const asked = { call: id, contract, query, purpose: grant.purpose, salt, expires };
  const content = await askPeer(links, link, 'later', asked);
  await takeAnswer(
    deps,
    waiting,
    await readAnswer(links, { id, call, grant, link: end, node, salt }, content),
  );
}

/** All that wait for this link, oldest first, until one finds it cut. */
export async function askWaiting(deps: LaterDeps, link: string): Promise<void> {
  const { store } = deps.links;
  const { nextAt, status } = await getLink(store.db, link);
  if (status !== 'active' || (nextAt !== null && new Date(nextAt) > store.clock.now())) return;
  const found =
    await sql<Waiting>`select id, call, "grant", salt, expires_at as "expiresAt" from lake_link_later
    where link = ${link} and state = 'waiting' and (tried or expires_at > ${store.clock.now()})
    order by at, id limit ${shown}`.execute(store.db);
  for (const waiting of found.rows)
    try {
      await askOne(deps, link, waiting);
    } catch (problem) {
      if (!(problem instanceof CityError)) throw problem;
      if (passing.has(problem.code)) return;
      await store.transaction((work) => refuseLater(work, waiting.id, problem));
    }
}

/**
 * What was never on the line ends with its time; what was may have been served there, and is asked for until the other end keeps it no longer.
 * An answer that nobody fetched goes as well.
 */
export async function sweepLater(links: LinkDeps): Promise<void> {
  const { store } = links;
  const now = store.clock.now();
  const before = new Date(now.getTime() - keptMilliseconds(links));
  const { code, message } = lakeErrors.laterExpired();
  await sql`update lake_link_later set state = 'expired', code = ${code}, reason = ${message}, ended_at = ${now}, answer = null
    where state = 'waiting' and ((not tried and expires_at <= ${now}) or expires_at <= ${before})`.execute(
    store.db,
  );
  await sql`update lake_link_later set answer = null where answer is not null and ended_at <= ${before}`.execute(
    store.db,
  );
}

const columns = sql.raw(
  'id, contract, at, expires_at as "expiresAt", state, tried, code, reason, ended_at as "endedAt"',
);

/** Of this application and contract only. Throws lake.laterMissing, laterCovered. */
export async function fetchLater(
  store: Store,
  of: { readonly id: string; readonly app: string; readonly contract: string },
): Promise<LaterAnswer> {
  const found = await sql<LaterCall & { answer: string | KeptAnswer | null }>`select ${columns}, answer
    from lake_link_later where id = ${of.id} and app = ${of.app} and contract = ${of.contract}`.execute(
    store.db,
  );
  const [row] = found.rows;
  if (row === undefined) throw lakeErrors.laterMissing();
  if (row.state !== 'answered' || row.answer === null) return { ...row, answer: null };
  const { rows, next, ...made } = readKept(row.answer);
  // What came over a link is judged by the policies of where it comes from, as it was given.
  if (made.dataset !== undefined) refuseOutdated(store, made);
  return { ...row, answer: { rows, next } };
}

export async function listLater(db: Database, contract: string): Promise<readonly LaterCall[]> {
  const found = await sql<LaterCall>`select ${columns} from lake_link_later
    where contract = ${contract} order by at desc, id desc limit ${shown}`.execute(db);
  return found.rows;
}

/** A call that waited at the other end comes: served once by its id, however often it is asked for again. */
import { z } from 'zod';
import { type Database, sql, type Store, type Work } from '../../../store/index.ts';
import { coverWords } from '../covered-fields.ts';
import { lakeErrors } from '../../errors.ts';
import type { LinkEnd } from '../../service.ts';
import type { CallOutcome, NewCall, Recorded } from '../serve/record-calls.ts';
import { type LinkedAnswer, LinkedQuery } from './forward-call.ts';
import { keptText, readKept } from './later-tables.ts';
import type { LinkDeps } from './link-rows.ts';
import { writeLinkedCall } from './linked-calls.ts';
import {
  answerOf,
  checkOutcome,
  type GrantOf,
  incomingCall,
  prepareCall,
  type PreparedCall,
  type PreparedLinked,
  recordable,
} from './serve-call.ts';

export const LaterQuery = LinkedQuery.extend({ expires: z.iso.datetime() });

/** What the receipt of this very call says; 'replayed' when the id was used by another one. */
export async function recordOnce(
  deps: LinkDeps,
  record: (call: NewCall) => Promise<Recorded>,
  call: NewCall,
): Promise<Recorded> {
  const outcome = await record(call);
  return outcome === 'replayed' ? ((await findOutcome(deps.store.db, call.id)) ?? outcome) : outcome;
}

/** Of a receipt that is stored. */
export async function findOutcome(db: Database, id: string): Promise<CallOutcome | undefined> {
  const found = await sql<{
    outcome: CallOutcome;
  }>`select outcome from lake_receipt where id = ${id}`.execute(db);
  return found.rows[0]?.outcome;
}

async function findPrepared(work: Work, id: string, link: string): Promise<PreparedLinked | undefined> {
  const found = await sql<{
    prepared: string | PreparedLinked;
    link: string;
  }>`select prepared, link from lake_link_answer
    where id = ${id}`.execute(work.db);
  const [row] = found.rows;
  if (row !== undefined && row.link !== link) throw lakeErrors.replayed();
  return row === undefined ? undefined : readKept(row.prepared);
}

/** The answer that stands from now on, whichever of two requests came first. */
async function keepPrepared(
  deps: LinkDeps,
  link: LinkEnd,
  prepared: PreparedLinked,
  until: Date,
): Promise<PreparedLinked> {
  const { nonce: id } = prepared.call;
  return deps.store.transaction(async (work) => {
    await sql`insert into lake_link_answer (id, link, prepared, kept_until)
      values (${id}, ${link.id}, ${keptText(prepared)}::jsonb, ${until}) on conflict (id) do nothing`.execute(
      work.db,
    );
    return (await findPrepared(work, id, link.id)) ?? prepared;
  });
}

/** Masked by fewer policies than are in force by now: what a policy hides from today on does not go out tomorrow. Throws lake.laterCovered. */
export function refuseOutdated(store: Store, { dataset, covers }: Partial<PreparedCall>): void {
  const held = new Set(covers);
  // Kept by an earlier version, which did not write down of what it was.
  const isOutdated =
    dataset === undefined || coverWords(store, dataset, 'call').some((word) => !held.has(word));
  if (isOutdated) throw lakeErrors.laterCovered();
}

/** How long after its end an answer may still be asked for, whose first giving was lost on the line. */
export function keptMilliseconds(deps: LinkDeps): number {
  return deps.store.settings.value('lake.link-later-days') * 86_400_000;
}

/** Throws lake.laterExpired, laterCovered, what the contract or the quota refuses with. */
export async function answerLater(
  deps: LinkDeps,
  record: (call: NewCall) => Promise<Recorded>,
  link: LinkEnd,
  content: unknown,
  grantOf: GrantOf,
): Promise<z.infer<typeof LinkedAnswer>> {
  const { store } = deps;
  const asked = LaterQuery.parse(content);
  const known = await store.transaction((work) => findPrepared(work, asked.call, link.id));
  if (known !== undefined) refuseOutdated(store, known);
  const expires = new Date(asked.expires);
  if (known === undefined && expires <= store.clock.now()) throw lakeErrors.laterExpired();
  // The asker cannot have its rows kept for longer than we would ourselves.
  const latest = store.clock.now().getTime() + keptMilliseconds(deps);
  const until = new Date(Math.min(expires.getTime(), latest) + keptMilliseconds(deps));
  const prepared =
    known ?? (await keepPrepared(deps, link, await prepareCall(deps, link, asked, grantOf), until));
  const outcome = checkOutcome(await recordOnce(deps, record, recordable(prepared)), prepared);
  const answer = await answerOf(deps, prepared);
  await store.transaction(async (work) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${asked.call}, 0))`.execute(work.db);
    const there = await sql`select 1 from lake_link_call where id = ${asked.call}`.execute(work.db);
    if (there.rows.length === 0)
      await writeLinkedCall(work, incomingCall(link, prepared, outcome, answer.theirs));
  });
  return answer;
}

export async function sweepAnswers(deps: LinkDeps): Promise<void> {
  await sql`delete from lake_link_answer where kept_until < ${deps.store.clock.now()}`.execute(deps.store.db);
}

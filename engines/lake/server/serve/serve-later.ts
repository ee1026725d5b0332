/** Calls that were kept for data that lies here: in their order, each once, whoever dies in between and however many processes serve them. */
import { CityError } from '../../../../kernel/errors.ts';
import { sql, type Store } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { SignedCall } from '../../signed-call.ts';
import type { ShareGrant, SharedReply } from '../../types.ts';
import { coverWords } from '../covered-fields.ts';
import { findOutcome, recordOnce, refuseOutdated } from '../link/answer-later.ts';
import { endLater, type LaterDeps, refuseLater } from '../link/ask-later.ts';
import { here, keptText, readKept } from '../link/later-tables.ts';
import { checkOutcome, keepable, type PreparedCall, recordable } from '../link/serve-call.ts';
import { receiptFor } from './call-statement.ts';
import type { Recorded } from './record-calls.ts';

/** A process that died lets go of its call after so long; a call that is not ready is looked at again after it. */
const claimMilliseconds = 30_000;
/** Then the process may end in between. */
const most = 100;

export interface ServeLaterDeps extends LaterDeps {
  readonly grantOf: (call: SignedCall) => Promise<ShareGrant>;
  readonly read: (call: SignedCall, grant: ShareGrant) => Promise<Pick<SharedReply, 'rows' | 'next'>>;
  readonly report: (problem: unknown, where: string) => void;
}

interface Waiting {
  readonly id: string;
  readonly call: SignedCall;
  readonly expiresAt: string;
  readonly answer: string | PreparedCall | null;
}

/** The first that nobody else is at. One whose answer is ready may have its receipt: it is ended, not swept away. */
async function claimNext(store: Store, unready: ReadonlySet<string>): Promise<Waiting | undefined> {
  const now = store.clock.now();
  const claimed =
    await sql<Waiting>`update lake_link_later set claimed_until = ${new Date(now.getTime() + claimMilliseconds)}
    where id = (select id from lake_link_later where link = ${here} and state = 'waiting' and (tried or expires_at > ${now})
      and (claimed_until is null or claimed_until <= ${now}) and contract <> all(${[...unready]}::uuid[])
      order by at, id limit 1 for update skip locked)
    returning id, call, expires_at as "expiresAt", answer`.execute(store.db);
  return claimed.rows[0];
}

async function prepare(
  deps: ServeLaterDeps,
  { id, call }: Waiting,
  grant: ShareGrant,
): Promise<PreparedCall> {
  const { store } = deps.links;
  const secret = await deps.keys.find(call.app, 'real');
  if (secret === undefined) throw lakeErrors.noAppKey();
  // Before the masks themselves: a policy that begins in between is then one too few here, and the answer is not given.
  const covers = coverWords(store, grant.dataset, 'call');
  const { rows, next } = await deps.read(call, grant);
  const receipt = receiptFor({ id, now: store.clock.now(), call, grant, secret }, { rows });
  // By its id: its own nonce was used when it was kept.
  return { ...keepable({ ...receipt, nonce: id }), rows, next, dataset: grant.dataset, covers };
}

/** The answer that stands from now on, whoever made one first; undefined when the call has ended meanwhile. */
async function keepFirst(store: Store, id: string, made: PreparedCall): Promise<PreparedCall | undefined> {
  const kept = await sql<{ answer: string | PreparedCall }>`update lake_link_later
    set answer = coalesce(answer, ${keptText(made)}::jsonb), tried = true
    where id = ${id} and state = 'waiting' returning answer`.execute(store.db);
  const [row] = kept.rows;
  return row === undefined ? undefined : readKept(row.answer);
}

async function end(store: Store, prepared: PreparedCall, outcome: Recorded): Promise<void> {
  checkOutcome(outcome, prepared);
  await store.transaction((work) => endLater(work, prepared.call.id, { state: 'answered' }, prepared));
}

/** Throws what the contract, its conditions or the quota refuses with, lake.laterExpired, laterCovered. */
async function serveOne(deps: ServeLaterDeps, waiting: Waiting): Promise<void> {
  const { store } = deps.links;
  const { id, call, answer } = waiting;
  const ready = answer === null ? undefined : readKept(answer);
  const known = ready === undefined ? undefined : await findOutcome(store.db, id);
  if (ready !== undefined && known !== undefined) return end(store, ready, known);
  // Without a receipt nothing was provided yet: what has ended meanwhile gives nothing.
  if (new Date(waiting.expiresAt) <= store.clock.now()) throw lakeErrors.laterExpired();
  const grant = await deps.grantOf(call);
  const prepared = ready ?? (await keepFirst(store, id, await prepare(deps, waiting, grant)));
  if (prepared === undefined) return;
  refuseOutdated(store, prepared);
  await end(store, prepared, await recordOnce(deps.links, deps.record, recordable(prepared)));
}

/** All that wait for data here, oldest first. */
export async function serveWaiting(deps: ServeLaterDeps): Promise<void> {
  const { store, wake } = deps.links;
  const unready = new Set<string>();
  for (let served = 0; served < most; served += 1) {
    const waiting = await claimNext(store, unready);
    if (waiting === undefined) return;
    try {
      await serveOne(deps, waiting);
    } catch (problem) {
      if (!(problem instanceof CityError)) deps.report(problem, 'lake.later');
      else if (problem.code === lakeErrors.notReady().code) unready.add(waiting.call.contract);
      else await store.transaction((work) => refuseLater(work, waiting.id, problem));
    }
  }
  wake(here);
}

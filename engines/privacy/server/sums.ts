/** A sum step by step: who joined with which key, what each gave, and what came out. The platform never holds a key that takes a mask off. */
import { sql } from '../../store/index.ts';
import type { Database, Store, Work } from '../../store/service.ts';
import { sm3, toHex } from '../../trust/index.ts';
import { privacyErrors } from '../errors.ts';
import { fromBase64, fromHex, wholePoint } from '../match/point.ts';
import { fewestParties } from '../sums/party.ts';
import { rosterDigest, sortParties } from '../sums/roster.ts';
import { disagreeing, type GivenVector, totalOf, vectorBytes } from '../sums/total.ts';
import type { Sum, SumBound, SumGiven, Sums, SumState } from '../service.ts';

interface Part {
  readonly party: string;
  readonly key: string;
  readonly tags: Readonly<Record<string, string>> | null;
  readonly masked: Buffer | null;
  readonly digest: string | null;
}

type Head = Omit<Sum, 'members'>;

/** JSON and ring both carry these numbers; beyond, a sum would be rounded on its way to people. */
function areSafe(bounds: readonly SumBound[], parties: number): boolean {
  const most = 500;
  return (
    bounds.length > 0 &&
    bounds.length <= most &&
    bounds.every(
      ({ low, high }) =>
        Number.isSafeInteger(low * parties) && Number.isSafeInteger(high * parties) && low <= high,
    )
  );
}

async function headOf(db: Database, id: string, lock: boolean): Promise<Head | undefined> {
  const found =
    await sql<Head>`select id, owner, state, attempt, about, parties, bounds, problem, named, totals
    from privacy_sum where id = ${id} ${sql.raw(lock ? 'for update' : '')}`.execute(db);
  return found.rows[0];
}

async function partsOf(db: Database, { id, attempt }: Head): Promise<readonly Part[]> {
  const found = await sql<Part>`select party, key, tags, masked, digest from privacy_sum_part
    where sum = ${id} and attempt = ${attempt}`.execute(db);
  return sortParties(found.rows);
}

function shown(head: Head, parts: readonly Part[]): Sum {
  const members = parts.map(({ party, key, digest }) => ({ party, key, given: digest !== null }));
  return { ...head, members };
}

async function lockSum(work: Work, id: string, ...states: readonly SumState[]): Promise<Head> {
  const head = await headOf(work.db, id, true);
  if (head === undefined) throw privacyErrors.noSum();
  if (!states.includes(head.state)) throw privacyErrors.sumStep();
  return head;
}

async function lockFor(
  work: Work,
  given: { readonly id: string; readonly attempt: number; readonly party: string },
  ...states: readonly SumState[]
): Promise<Head> {
  const head = await headOf(work.db, given.id, true);
  if (head === undefined) throw privacyErrors.noSum();
  if (!head.parties.includes(given.party)) throw privacyErrors.notParty();
  if (head.attempt !== given.attempt) throw privacyErrors.sumAttempt();
  if (!states.includes(head.state)) throw privacyErrors.sumStep();
  return head;
}

async function dropVectors(work: Work, id: string): Promise<void> {
  await sql`update privacy_sum_part set masked = null, tags = null where sum = ${id}`.execute(work.db);
}

async function moveTo(
  work: Work,
  head: Head,
  change: { readonly state: SumState } & Partial<Pick<Sum, 'problem' | 'named' | 'totals' | 'attempt'>>,
): Promise<Head> {
  const next: Head = { ...head, problem: null, named: [], totals: null, ...change };
  const totals = next.totals === null ? null : JSON.stringify(next.totals);
  await sql`update privacy_sum set state = ${next.state}, attempt = ${next.attempt}, problem = ${next.problem},
    named = ${JSON.stringify(next.named)}::jsonb, totals = ${totals}::jsonb where id = ${head.id}`.execute(
    work.db,
  );
  return next;
}

function vectorsOf(parts: readonly Part[]): readonly GivenVector[] {
  return parts.flatMap(({ party, masked, tags }) =>
    masked === null || tags === null ? [] : [{ party, masked: new Uint8Array(masked), tags }],
  );
}

/** All have given: the sum, or why there is none and who is named for it. */
function judge(
  head: Head,
  parts: readonly Part[],
): { readonly state: SumState } & Partial<Pick<Sum, 'problem' | 'named' | 'totals'>> {
  const given = vectorsOf(parts);
  const named = disagreeing(given);
  if (named.length > 0) return { state: 'failed', problem: privacyErrors.sumPairs().code, named };
  const totals = totalOf(given);
  if (totals === undefined) return { state: 'failed', problem: privacyErrors.sumBroken().code };
  const count = given.length;
  const fits = head.bounds.every(({ low, high }, at) => {
    const total = totals[at] ?? 0n;
    return total >= BigInt(low * count) && total <= BigInt(high * count);
  });
  if (!fits) return { state: 'failed', problem: privacyErrors.sumRange().code };
  return { state: 'review', totals: totals.map(Number) };
}

/** What is wrong with the shape of a vector is told before anything is looked up. Throws privacy.sumShape. */
function readVector(head: Head, given: SumGiven): Uint8Array {
  const masked = fromBase64(given.masked);
  const others = head.parties.filter((party) => party !== given.party);
  const tagged =
    Object.keys(given.tags).length === others.length &&
    others.every((party) => Object.hasOwn(given.tags, party));
  if (masked?.length !== vectorBytes(head.bounds.length) || !tagged) throw privacyErrors.sumShape();
  return masked;
}

export function openSums(store: Store): Sums {
  async function keepVector(
    work: Work,
    head: Head,
    given: SumGiven,
    masked: Uint8Array,
  ): Promise<'kept' | 'same'> {
    const digest = toHex(sm3(masked));
    const parts = await partsOf(work.db, head);
    const before = parts.find(({ party }) => party === given.party)?.digest ?? null;
    if (before === digest) return 'same';
    if (before !== null) throw privacyErrors.sumChanged();
    const members = parts.map(({ party, key }) => ({ party, key }));
    const { id: round, attempt, about } = head;
    const columns = head.bounds.length;
    if (given.roster !== (await rosterDigest({ round, attempt, about, columns, members })))
      throw privacyErrors.sumRoster();
    const seen = await sql`select 1 from privacy_sum_part where digest = ${digest}`.execute(work.db);
    if (seen.rows.length > 0) throw privacyErrors.sumReplayed();
    await sql`update privacy_sum_part set masked = ${Buffer.from(masked)}, digest = ${digest},
      tags = ${JSON.stringify(given.tags)}::jsonb
      where sum = ${head.id} and attempt = ${attempt} and party = ${given.party}`.execute(work.db);
    return 'kept';
  }

  return {
    async begin(work, { id, owner, about, parties, bounds, least, most }) {
      const floor = Math.max(least, fewestParties);
      const different = new Set(parties).size === parties.length;
      if (!different || parties.length < floor || parties.length > most)
        throw privacyErrors.sumParties({ least: floor, most });
      if (!areSafe(bounds, parties.length)) throw privacyErrors.sumBounds();
      await sql`insert into privacy_sum (id, owner, state, about, parties, bounds, made_at)
        values (${id}, ${owner}, 'joining', ${about}, ${JSON.stringify(parties.toSorted())}::jsonb,
          ${JSON.stringify(bounds)}::jsonb, ${work.now})`.execute(work.db);
    },
    async find(id) {
      const head = await headOf(store.db, id, false);
      return head === undefined ? undefined : shown(head, await partsOf(store.db, head));
    },
    async join(work, given) {
      const head = await lockFor(work, given, 'joining', 'giving');
      if (!/^[0-9a-f]{64}$/.test(given.key) || wholePoint(fromHex(given.key)) === undefined)
        throw privacyErrors.sumKey();
      const known = (await partsOf(work.db, head)).find(({ party }) => party === given.party);
      if (known !== undefined && known.key !== given.key) throw privacyErrors.sumJoined();
      if (known === undefined) {
        const made = await sql`insert into privacy_sum_part (sum, attempt, party, key)
          values (${head.id}, ${head.attempt}, ${given.party}, ${given.key})
          on conflict (key) do nothing returning party`.execute(work.db);
        if (made.rows.length === 0) throw privacyErrors.sumKeyUsed();
      }
      const parts = await partsOf(work.db, head);
      const whole = parts.length === head.parties.length && head.state === 'joining';
      // Who was named last time is told until the new attempt has got as far.
      return shown(whole ? await moveTo(work, head, { state: 'giving' }) : head, parts);
    },
    async give(work, given) {
      const head = await lockFor(work, given, 'giving', 'review', 'failed');
      const kept = await keepVector(work, head, given, readVector(head, given));
      const parts = await partsOf(work.db, head);
      const whole = kept === 'kept' && parts.every(({ digest }) => digest !== null);
      if (!whole) return shown(head, parts);
      const next = await moveTo(work, head, judge(head, parts));
      await dropVectors(work, head.id);
      return shown(next, parts);
    },
    async repeat(work, id) {
      const head = await lockSum(work, id, 'joining', 'giving', 'failed');
      const parts = await partsOf(work.db, head);
      const done = parts.filter(({ digest }) => head.state === 'joining' || digest !== null);
      const missing = head.parties.filter((party) => !done.some((each) => each.party === party));
      await dropVectors(work, id);
      const next = await moveTo(work, head, {
        state: 'joining',
        attempt: head.attempt + 1,
        problem: head.problem,
        named: head.state === 'failed' ? head.named : missing,
      });
      return shown(next, []);
    },
    async release(work, id) {
      await moveTo(work, await lockSum(work, id, 'review'), { state: 'released' });
    },
    async cancel(work, id, problem) {
      const head = await lockSum(work, id, 'joining', 'giving', 'failed', 'review');
      await dropVectors(work, id);
      await moveTo(work, head, { state: 'void', problem });
    },
    async forget(work, owner) {
      const gone = await sql`delete from privacy_sum_part where sum in
        (select id from privacy_sum where owner = ${owner})`.execute(work.db);
      await sql`update privacy_sum set totals = null,
        state = case when state = 'released' then state else 'void' end where owner = ${owner}`.execute(
        work.db,
      );
      return Number(gone.numAffectedRows ?? 0);
    },
  };
}

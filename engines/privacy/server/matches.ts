/** A match step by step: each step is checked against the last, and nothing of it outlives its end but the marks that later lists are held against. */
import { createECDH, randomBytes } from 'node:crypto';
import { CityError } from '../../../kernel/errors.ts';
import { sql, type JobContext, type Store, type Work } from '../../store/index.ts';
import type { LakeService } from '../../lake/service.ts';
import type { TrustService } from '../../trust/index.ts';
import { privacyErrors } from '../errors.ts';
import { fromBase64, pointBytes, pointSign, toBase64, wholePoint } from '../match/point.ts';
import { checkLists, isNearMatch, type ListMark, markList } from '../output/check-output.ts';
import type { Match, Matches, MatchState } from '../service.ts';
import {
  canariesFor,
  canaryAnswers,
  type CitySecret,
  offerPoints,
  raiseTheirs,
  readKeys,
} from './city-side.ts';
import {
  dropParts,
  type PartKind,
  partsOf,
  readPart,
  readPoints,
  takePart,
  writeParts,
} from './match-parts.ts';
import type { PointPool } from './point-pool.ts';

const mostKeys = 5_000_000;
const jobName = 'privacy.match';
const columns = sql.raw('id, owner, state, plan, theirs, ours, problem, matched');

export interface MatchDeps {
  readonly store: Store;
  readonly lake: LakeService;
  readonly trust: TrustService;
  readonly pool: PointPool;
}

function place(id: string) {
  return { table: 'privacy_match', row: id, field: 'secret' };
}

function markOf(bytes: Buffer): ListMark {
  return new BigUint64Array(new Uint8Array(bytes).buffer);
}

function bytesOf(mark: ListMark): Buffer {
  return Buffer.from(mark.buffer, mark.byteOffset, mark.byteLength);
}

async function lockMatch(work: Work, id: string, ...states: readonly MatchState[]): Promise<Match> {
  const found = await sql<Match>`select ${columns} from privacy_match where id = ${id} for update`.execute(
    work.db,
  );
  const [match] = found.rows;
  if (match === undefined) throw privacyErrors.noMatch();
  if (states.length > 0 && !states.includes(match.state)) throw privacyErrors.wrongStep();
  return match;
}

async function moveTo(work: Work, id: string, state: MatchState): Promise<void> {
  await sql`update privacy_match set state = ${state} where id = ${id}`.execute(work.db);
}

/** Points and secret are gone from here on. */
async function endMatch(
  work: Work,
  id: string,
  state: 'void' | 'released',
  problem: string | null,
): Promise<void> {
  await dropParts(work, id);
  await sql`update privacy_match set state = ${state}, problem = ${problem}, secret = null where id = ${id}`.execute(
    work.db,
  );
}

/** A run that stopped before anything was compared told nobody anything: its list may come again. */
async function unmark(work: Work, id: string): Promise<void> {
  await sql`delete from privacy_match_seen where match = ${id}`.execute(work.db);
}

function areDifferent(points: readonly Uint8Array[]): boolean {
  return new Set(points.map(pointSign)).size === points.length;
}

async function marksBefore(
  work: Work,
  match: Match,
  column: 'given' | 'matched',
): Promise<readonly ListMark[]> {
  const found = await sql<{ mark: Buffer }>`select ${sql.ref(column)} as mark from privacy_match_seen
    where owner = ${match.owner} and match <> ${match.id} and ${sql.ref(column)} is not null`.execute(
    work.db,
  );
  return found.rows.map(({ mark }) => markOf(mark));
}

export function openMatches(deps: MatchDeps): Matches {
  const { store, lake, trust, pool } = deps;

  async function take(id: string, kind: PartKind, number: number, text: string): Promise<void> {
    const points = fromBase64(text);
    if (points === undefined || points.length % pointBytes !== 0) throw privacyErrors.badEncoding();
    await store.transaction(async (work) => {
      const match = await lockMatch(work, id, kind === 'theirs' ? 'receiving' : 'offering');
      await takePart(
        work,
        { match: id, kind, number, points },
        kind === 'theirs' ? match.theirs : match.ours,
      );
    });
  }

  async function secretOf(id: string): Promise<CitySecret> {
    const found = await sql<{
      secret: string | null;
    }>`select secret from privacy_match where id = ${id}`.execute(store.db);
    const sealed = found.rows[0]?.secret ?? null;
    if (sealed === null) throw privacyErrors.wrongStep();
    return JSON.parse(await trust.vault.open(sealed, place(id))) as CitySecret;
  }

  async function run(id: string, job: JobContext): Promise<{ readonly ours: number }> {
    const match = await store.transaction((work) => lockMatch(work, id, 'computing'));
    const theirs = await readPoints(store.db, id, 'theirs');
    await job.progress(0, '正在读取本市数据');
    const { keys } = await readKeys(lake, match.plan, mostKeys);
    const curve = createECDH('prime256v1');
    curve.generateKeys();
    const secret: CitySecret = {
      scalar: curve.getPrivateKey('hex').padStart(pointBytes * 2, '0'),
      seed: randomBytes(32).toString('hex'),
      canaries: canariesFor(keys.length, match.plan),
    };
    const all = keys.length + theirs.length;
    const from = (before: number) => ({
      signal: job.signal,
      progress: (done: number) =>
        job.progress((before + done) / all, `已计算 ${before + done} / ${all} 个点`),
    });
    const ours = await offerPoints(pool, { secret, scope: match.owner, keys }, from(0));
    const both = await raiseTheirs(pool, secret, theirs, from(keys.length));
    const sealed = await trust.vault.seal(JSON.stringify(secret), place(id));
    await store.transaction(async (work) => {
      await lockMatch(work, id, 'computing');
      await writeParts(work, id, 'ours', ours);
      await writeParts(work, id, 'both', both);
      await sql`update privacy_match set state = 'offering', ours = ${ours.length}, secret = ${sealed} where id = ${id}`.execute(
        work.db,
      );
    });
    return { ours: ours.length };
  }

  store.jobs.define<{ id: string }>(jobName, async ({ id }, job) => {
    try {
      return await run(id, job);
    } catch (problem) {
      const code = problem instanceof CityError ? problem.code : 'privacy.stopped';
      await store.transaction(async (work) => {
        const { state } = await lockMatch(work, id);
        if (state !== 'computing') return;
        await endMatch(work, id, 'void', code);
        await unmark(work, id);
      });
      throw problem;
    }
  });

  /** Ends the match without a result and says why, in one transaction that holds. */
  async function refuse(id: string, problem: CityError): Promise<never> {
    await store.transaction((work) => endMatch(work, id, 'void', problem.code));
    throw problem;
  }

  async function compare(match: Match): Promise<readonly number[] | CityError> {
    const [both, answers] = [
      await readPoints(store.db, match.id, 'both'),
      await readPoints(store.db, match.id, 'answer'),
    ];
    if (!areDifferent(answers)) return privacyErrors.repeated();
    const raised = new Set(answers.map(pointSign));
    const expected = canaryAnswers(await secretOf(match.id), Buffer.from(match.plan.commitment, 'hex'));
    if (!expected.every((point) => raised.has(pointSign(point)))) return privacyErrors.forged();
    return both.flatMap((point, index) => (raised.has(pointSign(point)) ? [index] : []));
  }

  return {
    async begin(work, { id, owner, theirs, plan }) {
      if (wholePoint(Buffer.from(plan.commitment, 'hex')) === undefined) throw privacyErrors.badCommitment();
      const { least, most } = plan;
      if (theirs < least || theirs > most) throw privacyErrors.tooFew({ least, most });
      await sql`insert into privacy_match (id, owner, state, plan, theirs, made_at)
        values (${id}, ${owner}, 'receiving', ${JSON.stringify(plan)}::jsonb, ${theirs}, ${work.now})`.execute(
        work.db,
      );
    },
    async find(id) {
      const found = await sql<Match>`select ${columns} from privacy_match where id = ${id}`.execute(store.db);
      return found.rows[0];
    },
    give: (id, number, points) => take(id, 'theirs', number, points),
    async compute(id, by) {
      const outcome = await store.transaction(async (work) => {
        const match = await lockMatch(work, id, 'receiving');
        // One list of a project after the other, or two that are near would not see each other.
        await sql`select pg_advisory_xact_lock(hashtextextended(${match.owner}, 0))`.execute(work.db);
        const points = await readPoints(work.db, id, 'theirs');
        if (points.length !== match.theirs)
          return privacyErrors.wrongCount({ expected: match.theirs, found: points.length });
        if (!areDifferent(points)) return privacyErrors.repeated();
        const mark = markList(points);
        const { apart } = match.plan;
        const found = checkLists(mark, await marksBefore(work, match, 'given'), apart);
        if (found === 'same') return privacyErrors.sameList();
        if (found === 'near') return privacyErrors.nearList({ apart });
        await sql`insert into privacy_match_seen (match, owner, given)
          values (${id}, ${match.owner}, ${bytesOf(mark)})`.execute(work.db);
        await moveTo(work, id, 'computing');
        return store.jobs.start(jobName, { id }, by, work);
      });
      return typeof outcome === 'string' ? outcome : refuse(id, outcome);
    },
    async offer(id, number) {
      const match = await this.find(id);
      if (match === undefined) throw privacyErrors.noMatch();
      const part = match.state === 'offering' ? await readPart(store.db, id, 'ours', number) : undefined;
      if (part === undefined) throw privacyErrors.wrongStep();
      return toBase64(part);
    },
    answer: (id, number, points) => take(id, 'answer', number, points),
    async finish(id) {
      const match = await this.find(id);
      if (match === undefined) throw privacyErrors.noMatch();
      if (match.state !== 'offering') throw privacyErrors.wrongStep();
      const found = await sql<{ parts: number }>`select count(*)::int as parts from privacy_match_part
        where match = ${id} and kind = 'answer'`.execute(store.db);
      const parts = found.rows[0]?.parts ?? 0;
      if (parts !== partsOf(match.ours))
        throw privacyErrors.wrongCount({ expected: partsOf(match.ours), found: parts });
      const places = await compare(match);
      if (places instanceof CityError) return refuse(id, places);
      const { fewest, apart } = match.plan;
      const theirs = await readPoints(store.db, id, 'theirs');
      const mark = markList(places.flatMap((at) => theirs[at] ?? []));
      const problem = await store.transaction(async (work) => {
        await lockMatch(work, id, 'offering');
        await sql`select pg_advisory_xact_lock(hashtextextended(${match.owner}, 0))`.execute(work.db);
        if (places.length < fewest) return privacyErrors.fewMatched({ fewest });
        if (isNearMatch(mark, await marksBefore(work, match, 'matched'), apart))
          return privacyErrors.nearMatch();
        await sql`update privacy_match_seen set matched = ${bytesOf(mark)} where match = ${id}`.execute(
          work.db,
        );
        await sql`update privacy_match set state = 'review', matched = ${places.length},
          places = ${JSON.stringify(places)}::jsonb where id = ${id}`.execute(work.db);
        return undefined;
      });
      if (problem !== undefined) return refuse(id, problem);
      return { ...match, state: 'review', matched: places.length };
    },
    async release(work, id) {
      await lockMatch(work, id, 'review');
      const found = await sql<{ matched: number; places: number[] }>`select matched, places from privacy_match
        where id = ${id}`.execute(work.db);
      const [row] = found.rows;
      await endMatch(work, id, 'released', null);
      await sql`update privacy_match set places = null where id = ${id}`.execute(work.db);
      return { matched: row?.matched ?? 0, places: row?.places ?? [] };
    },
    async cancel(work, id, problem) {
      const match = await lockMatch(work, id);
      if (match.state === 'released' || match.state === 'void') throw privacyErrors.wrongStep();
      await endMatch(work, id, 'void', problem);
      if (match.state !== 'review') await unmark(work, id);
      await sql`update privacy_match set places = null, matched = null where id = ${id}`.execute(work.db);
    },
    async forget(work, owner) {
      const parts = await sql`delete from privacy_match_part where match in
        (select id from privacy_match where owner = ${owner})`.execute(work.db);
      const seen = await sql`delete from privacy_match_seen where owner = ${owner}`.execute(work.db);
      await sql`update privacy_match set secret = null, places = null,
        state = case when state = 'released' then state else 'void' end where owner = ${owner}`.execute(
        work.db,
      );
      return Number(parts.numAffectedRows ?? 0) + Number(seen.numAffectedRows ?? 0);
    },
  };
}

/** The city's side of a match: its own keys hashed and raised, hidden among canaries, and the other party's points raised. */
import { createHmac } from 'node:crypto';
import { CityError } from '../../../kernel/errors.ts';
import type { LakeService } from '../../lake/service.ts';
import { privacyErrors } from '../errors.ts';
import { type KeyList, normaliseKeys } from '../match/normalise.ts';
import { joinPoints, pointBytes, splitPoints } from '../match/point.ts';
import { paddedSize, shuffled } from '../match/shuffle.ts';
import type { MatchPlan } from '../service.ts';
import { type PointPool, poolWidth } from './point-pool.ts';
import { openScalar, raisePoint, type PointTask } from './raise-points.ts';

const chunk = 512;

export interface CitySecret {
  /** b and the seed of the canaries, hexadecimal. */
  readonly scalar: string;
  readonly seed: string;
  readonly canaries: number;
}

/** r of the canary r·G. Without its highest bit it is below the order whatever the seed. */
function canaryScalar(seed: string, index: number): Uint8Array {
  const scalar = createHmac('sha256', Buffer.from(seed, 'hex')).update(`canary ${index}`).digest();
  scalar[0] = (scalar[0] ?? 0) & 0x7f;
  return scalar;
}

/** Nobody without the seed tells r·G from H(y)^b. */
export function canaryPoints({ seed, canaries }: CitySecret): readonly Uint8Array[] {
  return Array.from(
    { length: canaries },
    (_, index) =>
      new Uint8Array(
        openScalar(canaryScalar(seed, index))
          .getPublicKey()
          .subarray(1, 1 + pointBytes),
      ),
  );
}

/** What the canaries come back as from who raised all points by the committed key: r·A. */
export function canaryAnswers({ seed, canaries }: CitySecret, commitment: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: canaries }, (_, index) =>
    raisePoint(openScalar(canaryScalar(seed, index)), commitment),
  );
}

export async function readKeys(lake: LakeService, plan: MatchPlan, most: number): Promise<KeyList> {
  const texts: string[] = [];
  for await (const row of lake.eachRow({
    dataset: plan.dataset,
    fields: [plan.field],
    most,
    way: 'inside',
  })) {
    const value = row[plan.field];
    if (value !== null && value !== undefined) texts.push(String(value));
  }
  const list = normaliseKeys(plan.kind, texts);
  if (list.keys.length === 0) throw privacyErrors.noKeys();
  return list;
}

export function canariesFor(keys: number, plan: Pick<MatchPlan, 'step' | 'canaries'>): number {
  return paddedSize(keys + plan.canaries, plan.step) - keys;
}

export interface Run {
  readonly signal: AbortSignal;
  /** Points done. */
  readonly progress: (done: number) => Promise<void>;
}

function isOffCurve(problem: unknown): boolean {
  return problem instanceof CityError && problem.code === privacyErrors.offCurve().code;
}

/** Chunk after chunk on all threads, in order. Rejects with privacy.offCurve, naming the chunk. */
async function runChunks(
  pool: PointPool,
  tasks: readonly PointTask[],
  run: Run,
): Promise<readonly Uint8Array[]> {
  const made: Uint8Array[] = Array.from({ length: tasks.length });
  let next = 0;
  let done = 0;
  async function lane(): Promise<void> {
    while (next < tasks.length) {
      run.signal.throwIfAborted();
      const at = next;
      next += 1;
      const task = tasks[at];
      if (task === undefined) return;
      made[at] = await pool.run(task).catch((problem: unknown) => {
        throw isOffCurve(problem) ? privacyErrors.offCurve({ number: at + 1 }) : problem;
      });
      done += (made[at]?.length ?? 0) / pointBytes;
      await run.progress(done);
    }
  }
  // Two for each thread, so that none waits for the next chunk to be handed over.
  const lanes = Array.from({ length: poolWidth * 2 }, lane);
  const ended = await Promise.allSettled(lanes);
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
  return made.flatMap((bytes) => splitPoints(bytes) ?? []);
}

function chunksOf<T>(list: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / chunk) }, (_, index) =>
    list.slice(index * chunk, (index + 1) * chunk),
  );
}

/** H(y)^b of all keys and the canaries among them, in an order that tells nothing. */
export async function offerPoints(
  pool: PointPool,
  given: { readonly secret: CitySecret; readonly scope: string; readonly keys: readonly string[] },
  run: Run,
): Promise<readonly Uint8Array[]> {
  const { secret, scope, keys } = given;
  const scalar = Buffer.from(secret.scalar, 'hex');
  const tasks = chunksOf(keys).map((part) => ({ kind: 'keys', scope, keys: part, scalar }) as const);
  const raised = await runChunks(pool, tasks, run);
  return shuffled([...raised, ...canaryPoints(secret)]);
}

/** H(x)^ab in the order in which they came. */
export async function raiseTheirs(
  pool: PointPool,
  secret: CitySecret,
  points: readonly Uint8Array[],
  run: Run,
): Promise<readonly Uint8Array[]> {
  const scalar = Buffer.from(secret.scalar, 'hex');
  const tasks = chunksOf(points).map(
    (part) => ({ kind: 'points', points: joinPoints(part), scalar }) as const,
  );
  return runChunks(pool, tasks, run);
}

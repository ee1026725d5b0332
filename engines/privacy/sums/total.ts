/** What the platform does with masked vectors: hold pairs against each other, add, and see whether the masks were gone. Pure. */
import { addLanes, fromLanes, laneBytes } from './ring.ts';

export interface GivenVector {
  readonly party: string;
  readonly masked: Uint8Array;
  readonly tags: Readonly<Record<string, string>>;
}

export function vectorBytes(columns: number): number {
  return (columns + 1) * laneBytes;
}

/** Whoever disagrees with most others over their common secret; nobody when all pairs agree. Of two that disagree with each other alone: both. */
export function disagreeing(given: readonly GivenVector[]): readonly string[] {
  const counts = given.map(
    (one) => given.filter((other) => other !== one && one.tags[other.party] !== other.tags[one.party]).length,
  );
  const most = Math.max(...counts);
  return most === 0 ? [] : given.flatMap(({ party }, at) => (counts[at] === most ? [party] : []));
}

/** Undefined when what is left over is no sum: a vector was masked otherwise than agreed. */
export function totalOf(given: readonly GivenVector[]): readonly bigint[] | undefined {
  const [first, ...others] = given.map(({ masked }) => masked);
  if (first === undefined) return undefined;
  const [check, ...totals] = fromLanes(others.reduce((sum, each) => addLanes(sum, each), first));
  return check === BigInt(given.length) ? totals : undefined;
}

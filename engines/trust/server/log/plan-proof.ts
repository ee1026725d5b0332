/** Which subtrees a proof is made of: the recursions of RFC 6962 §2.1.1 and §2.1.2, as ranges of leaves. */
import type { Node } from './tiles.ts';

/** Leaves from…to−1; its hash is one entry of the proof. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The largest power of two below `count` (at least 2). */
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

/** Siblings on the way from the leaf to the root of the first `size` leaves, nearest first. */
export function planInclusion(index: number, size: number): readonly Range[] {
  const path: Range[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    const left = index < middle;
    path.push(left ? { from: middle, to } : { from, to: middle });
    [from, to] = left ? [from, middle] : [middle, to];
  }
  return path.toReversed();
}

/** What shows that the first `earlier` leaves are unchanged among the first `later` ones; 0 < earlier ≤ later. */
export function planConsistency(earlier: number, later: number): readonly Range[] {
  const proof: Range[] = [];
  let [from, to, known] = [0, later, true];
  while (earlier < to) {
    const middle = from + splitOf(to - from);
    if (earlier <= middle) {
      proof.push({ from: middle, to });
      to = middle;
    } else {
      proof.push({ from, to: middle });
      from = middle;
      known = false;
    }
  }
  if (!known) proof.push({ from, to });
  return proof.toReversed();
}

/** The complete subtrees that make up a range whose start is a multiple of its first one's size, from the left. */
export function nodesOf({ from, to }: Range): readonly Node[] {
  const nodes: Node[] = [];
  let at = from;
  while (at < to) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1;
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

/**
 * The hash tree of RFC 6962 §2.1: roots, and the checks of inclusion and consistency proofs (algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2).
 * Pure, and for any hash: the city's logs use SM3. Sizes and indexes are plain numbers up to 2^53, so nothing here shifts bits.
 */
import { sameBytes } from './bytes.ts';

/** Digest over the parts one after another. */
export type Hash = (...parts: readonly Uint8Array[]) => Uint8Array;

const leafPrefix = Uint8Array.of(0x00);
const nodePrefix = Uint8Array.of(0x01);

export function leafHash(hash: Hash, data: Uint8Array): Uint8Array {
  return hash(leafPrefix, data);
}

export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash(nodePrefix, left, right);
}

/** The largest complete blocks that make up leaves 0…size, from the left: 13 → 8, 4, 1. */
export function blocksOf(size: number): readonly number[] {
  const blocks: number[] = [];
  let rest = size;
  for (let block = 2 ** 52; block >= 1; block /= 2) {
    if (rest < block) continue;
    blocks.push(block);
    rest -= block;
  }
  return blocks;
}

/** Hash over neighbouring subtrees, the larger on the left; of none at all it is the root of the empty tree. */
export function foldNodes(hash: Hash, nodes: readonly Uint8Array[]): Uint8Array {
  let folded = nodes.at(-1);
  if (folded === undefined) return hash();
  for (let at = nodes.length - 2; at >= 0; at -= 1) {
    const left = nodes[at];
    if (left !== undefined) folded = nodeHash(hash, left, folded);
  }
  return folded;
}

/** A growing tree of which only the roots of its complete blocks are kept: enough to know the root after each leaf. */
export interface Frontier {
  readonly size: number;
  add(leaf: Uint8Array): void;
  root(): Uint8Array;
}

/** Goes on from the block roots of a tree of `size` leaves (in the order of `blocksOf`). */
export function openFrontier(hash: Hash, size = 0, blocks: readonly Uint8Array[] = []): Frontier {
  const nodes = [...blocks];
  let count = size;
  return {
    get size() {
      return count;
    },
    add(leaf) {
      let node = leaf;
      for (let rest = count; rest % 2 === 1; rest = (rest - 1) / 2) {
        const left = nodes.pop();
        if (left === undefined) throw new RangeError('a frontier lacks its blocks');
        node = nodeHash(hash, left, node);
      }
      nodes.push(node);
      count += 1;
    },
    root: () => foldNodes(hash, nodes),
  };
}

export interface Inclusion {
  /** Hash of the leaf (with its prefix). */
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly path: readonly Uint8Array[];
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

/** The root that the path leads to; undefined when a path of that length cannot belong to that place. */
export function rootOfInclusion(hash: Hash, { leaf, index, size, path }: Inclusion): Uint8Array | undefined {
  if (!isCount(index) || !isCount(size) || index >= size) return undefined;
  let [place, last, root] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (place % 2 === 1 || place === last) {
      root = nodeHash(hash, sibling, root);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else root = nodeHash(hash, root, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? root : undefined;
}

export interface TreeState {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the later tree is the earlier one with leaves added at its end. */
export function isConsistent(
  hash: Hash,
  earlier: TreeState,
  later: TreeState,
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(earlier.size) || !isCount(later.size) || earlier.size > later.size) return false;
  if (earlier.size === 0) return proof.length === 0 && sameBytes(earlier.root, hash());
  if (earlier.size === later.size) return proof.length === 0 && sameBytes(earlier.root, later.root);
  const whole = blocksOf(earlier.size).length === 1;
  const [first, ...rest] = whole ? [earlier.root, ...proof] : proof;
  if (first === undefined) return false;
  let [place, last] = [earlier.size - 1, later.size - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  let [old, grown] = [first, first];
  for (const node of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      old = nodeHash(hash, node, old);
      grown = nodeHash(hash, node, grown);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else grown = nodeHash(hash, grown, node);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && sameBytes(old, earlier.root) && sameBytes(grown, later.root);
}

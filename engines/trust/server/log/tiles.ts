/**
 * Where the hashes of a log lie: tiles of 256 hashes (C2SP tlog-tiles). Tile n of level 0 holds leaves 256n…; tile n of level k the roots
 * of 256 tiles below it. A full tile is written once; the hashes of tiles not yet full are the log's edge.
 */
import { foldNodes, type Hash, nodeHash } from '../../proof/hash-tree.ts';

export const tileWidth = 256;
/** 2^tileHeight = tileWidth. */
const tileHeight = 8;
export const hashSize = 32;

export interface Tile {
  readonly level: number;
  readonly number: number;
  readonly hashes: readonly Uint8Array[];
}

export interface Edge {
  readonly size: number;
  /** levels[k]: hashes of the tile of level k that is not full, always fewer than 256. */
  readonly levels: readonly (readonly Uint8Array[])[];
}

export const emptyEdge: Edge = { size: 0, levels: [] };

function countAt(size: number, level: number): number {
  return Math.floor(size / tileWidth ** level);
}

/** How many hashes the edge has at each level. */
function edgeCounts(size: number): readonly number[] {
  const counts: number[] = [];
  for (let level = 0; countAt(size, level) > 0; level += 1) counts.push(countAt(size, level) % tileWidth);
  return counts;
}

/** undefined when the bytes are not as many as the size says: the row was changed by somebody else. */
export function readEdge(size: number, bytes: Uint8Array): Edge | undefined {
  const counts = edgeCounts(size);
  const wanted = counts.reduce((sum, count) => sum + count, 0) * hashSize;
  if (bytes.length !== wanted) return undefined;
  let at = 0;
  const levels = counts.map((count) => {
    const hashes = splitHashes(bytes.subarray(at, at + count * hashSize));
    at += count * hashSize;
    return hashes;
  });
  return { size, levels };
}

export function writeEdge(edge: Edge): Buffer {
  return Buffer.concat(edge.levels.flat());
}

export function splitHashes(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: bytes.length / hashSize }, (_, at) =>
    bytes.subarray(at * hashSize, (at + 1) * hashSize),
  );
}

/** Root over 2^k neighbouring hashes. */
function rootOfPower(hash: Hash, hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at + 1 < row.length; at += 2) {
      const [left, right] = [row[at], row[at + 1]];
      if (left !== undefined && right !== undefined) above.push(nodeHash(hash, left, right));
    }
    row = above;
  }
  const [root] = row;
  if (root === undefined) throw new RangeError('a tile without hashes');
  return root;
}

/** The edge with these leaves (hashes) added, and the tiles that became full by it. */
export function growEdge(
  hash: Hash,
  edge: Edge,
  leaves: readonly Uint8Array[],
): { readonly edge: Edge; readonly full: readonly Tile[] } {
  const levels = edge.levels.map((hashes) => [...hashes]);
  const full: Tile[] = [];
  let { size } = edge;
  function push(level: number, one: Uint8Array): void {
    const row = levels[level] ?? [];
    levels[level] = row;
    row.push(one);
    if (row.length < tileWidth) return;
    full.push({ level, number: countAt(size, level + 1) - 1, hashes: row });
    levels[level] = [];
    push(level + 1, rootOfPower(hash, row));
  }
  for (const leaf of leaves) {
    size += 1;
    push(0, leaf);
  }
  return { edge: { size, levels }, full };
}

/** Roots of the complete blocks of the whole tree, from the left (the order of `blocksOf`). */
export function edgeBlocks(hash: Hash, edge: Edge): readonly Uint8Array[] {
  return edge.levels.toReversed().flatMap((hashes) => {
    const roots: Uint8Array[] = [];
    let at = 0;
    for (let block = tileWidth / 2; block >= 1; block /= 2) {
      if (hashes.length - at < block) continue;
      roots.push(rootOfPower(hash, hashes.slice(at, at + block)));
      at += block;
    }
    return roots;
  });
}

export function edgeRoot(hash: Hash, edge: Edge): Uint8Array {
  return foldNodes(hash, edgeBlocks(hash, edge));
}

/** A complete subtree: 2^level leaves from index · 2^level. */
export interface Node {
  readonly level: number;
  readonly index: number;
}

interface NodePlace {
  readonly level: number;
  readonly number: number;
  readonly from: number;
  readonly count: number;
}

/** Where the hashes lie from which the node is computed: all in one tile. */
export function placeOfNode({ level, index }: Node): NodePlace {
  const count = 2 ** (level % tileHeight);
  const first = index * count;
  return {
    level: Math.floor(level / tileHeight),
    number: Math.floor(first / tileWidth),
    from: first % tileWidth,
    count,
  };
}

/** undefined when the tile does not hold the node (yet). */
export function nodeInTile(
  hash: Hash,
  place: NodePlace,
  hashes: readonly Uint8Array[],
): Uint8Array | undefined {
  const part = hashes.slice(place.from, place.from + place.count);
  return part.length === place.count ? rootOfPower(hash, part) : undefined;
}

/** Reads subtree hashes of a log: all that a proof needs in one query over full tiles, the rest from the edge. */
import { type Database, sql } from '../../../store/index.ts';
import { trustErrors } from '../../errors.ts';
import { foldNodes } from '../../proof/hash-tree.ts';
import { sm3 } from '../digest.ts';
import { nodesOf, type Range } from './plan-proof.ts';
import {
  type Edge,
  emptyEdge,
  type Node,
  nodeInTile,
  placeOfNode,
  readEdge,
  splitHashes,
  tileWidth,
} from './tiles.ts';

/** The edge as it is stored; with `lock` nobody else appends until the transaction ends. Throws trust.logForked for one that cannot be. */
export async function readLog(db: Database, log: string, lock = false): Promise<Edge> {
  const found = await sql<{ size: number; edge: Buffer }>`select size, edge from trust_log where name = ${log}
    ${lock ? sql`for update` : sql``}`.execute(db);
  const row = found.rows[0];
  if (row === undefined) return emptyEdge;
  const edge = readEdge(row.size, row.edge);
  if (edge === undefined) throw trustErrors.logForked({ log });
  return edge;
}

type Tiles = ReadonlyMap<string, readonly Uint8Array[]>;

async function readTiles(db: Database, log: string, wanted: ReadonlySet<string>): Promise<Tiles> {
  if (wanted.size === 0) return new Map();
  const places = [...wanted].map((key) => {
    const [level, number] = key.split('/').map(Number);
    return { level, number };
  });
  const found = await sql<{ level: number; number: number; hashes: Buffer }>`
    select level, number, hashes from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as wanted (level smallint, number bigint)
    join trust_tile using (level, number) where log = ${log}`.execute(db);
  return new Map(found.rows.map((row) => [`${row.level}/${row.number}`, splitHashes(row.hashes)]));
}

/**
 * Hashes of the subtrees, in their order. `edge` is read before the tiles: what it lacks has become a full tile by then.
 * Throws trust.logTruncated when a tile is missing.
 */
async function readNodes(
  db: Database,
  log: string,
  edge: Edge,
  nodes: readonly Node[],
): Promise<readonly Uint8Array[]> {
  const places = nodes.map(placeOfNode);
  const inEdge = (level: number, number: number) =>
    number === Math.floor(edge.size / tileWidth ** (level + 1));
  const wanted = new Set(
    places
      .filter(({ level, number }) => !inEdge(level, number))
      .map(({ level, number }) => `${level}/${number}`),
  );
  const tiles = await readTiles(db, log, wanted);
  // Proofs of neighbours share most of their nodes.
  const known = new Map<string, Uint8Array>();
  return places.map((place) => {
    const { level, number, from, count } = place;
    const key = `${level}/${number}/${from}/${count}`;
    const hashes = inEdge(level, number) ? edge.levels[level] : tiles.get(`${level}/${number}`);
    const node = known.get(key) ?? nodeInTile(sm3, place, hashes ?? []);
    if (node === undefined)
      throw trustErrors.logTruncated({ log, seen: edge.size, size: number * tileWidth });
    known.set(key, node);
    return node;
  });
}

/** The hash over each range. */
export async function readRanges(
  db: Database,
  log: string,
  edge: Edge,
  ranges: readonly Range[],
): Promise<readonly Uint8Array[]> {
  const parts = ranges.map(nodesOf);
  const hashes = await readNodes(db, log, edge, parts.flat());
  let at = 0;
  return parts.map((nodes) => {
    const own = hashes.slice(at, at + nodes.length);
    at += nodes.length;
    return foldNodes(sm3, own);
  });
}

/** Roots of the complete blocks of the first `size` leaves. */
export function readBlocks(
  db: Database,
  log: string,
  edge: Edge,
  size: number,
): Promise<readonly Uint8Array[]> {
  return readNodes(db, log, edge, nodesOf({ from: 0, to: size }));
}

/** Roads as lines → a network: ends that lie close together become one node, and a road that passes a node is cut there. */
import type { Position } from '../../geometry/shapes.ts';
import { metresBetween } from '../tile-geometry.ts';
import { metresADegree } from '../../geometry/ellipsoid.ts';
import { takeTurns, type Turns } from '../../../../kernel/take-turns.ts';

export interface Road {
  readonly id: string;
  readonly name: string;
  /** Degrees, in the direction in which it was drawn. */
  readonly paths: readonly (readonly Position[])[];
  /** Which way it may be driven, along its drawing. */
  readonly way: 'both' | 'forward' | 'backward';
  readonly kilometresAnHour: number;
}

export interface Edge {
  /** Place of its road in `roads`. */
  readonly road: number;
  readonly path: readonly Position[];
  readonly metres: number;
  readonly from: number;
  readonly to: number;
}

export interface Network {
  readonly roads: readonly Road[];
  readonly edges: readonly Edge[];
  readonly nodes: readonly Position[];
  /** Arcs that leave node n: `arcs` from `firstArc[n]` to before `firstArc[n + 1]`. An arc is edge × 2, plus 1 against its drawing. */
  readonly firstArc: Int32Array;
  readonly arcs: Int32Array;
  /** Number of the part of the network that a node belongs to; parts are not joined. */
  readonly partOf: Int32Array;
  readonly parts: number;
  /** Nodes in the largest part. */
  readonly largest: number;
}

export interface NetworkLimits {
  /** Ends within this many metres are one node. */
  readonly tolerance: number;
  readonly mostEdges: number;
  /** Of work, all slices together. */
  readonly mostMilliseconds: number;
}

/** More edges than a network may have. */
export class NetworkTooLarge extends Error {}

interface Nodes {
  readonly places: Position[];
  find(at: Position): number | undefined;
  join(at: Position): number;
}

/** Cells are so many tolerances wide, so that mostly one or two of them hold all that lies within it. */
const cellTolerances = 4;
/** More rows than the earth has cells; column and row are one number then. */
const rowsOfEarth = 2 ** 26;

/** Nodes by the cells in which they lie. */
function makeNodes(tolerance: number, lat: number): Nodes {
  const [lonMetres, latMetres] = metresADegree(lat);
  const width = tolerance * cellTolerances;
  const places: Position[] = [];
  const cells = new Map<number, number[]>();
  const cellOf = (x: number, y: number) => Math.floor(x / width) * rowsOfEarth + Math.floor(y / width);
  function find([lon, y]: Position): number | undefined {
    const [east, north] = [lon * lonMetres, y * latMetres];
    let best: number | undefined;
    let least = tolerance;
    const [lastX, lastY] = [Math.floor((east + tolerance) / width), Math.floor((north + tolerance) / width)];
    for (let x = Math.floor((east - tolerance) / width); x <= lastX; x += 1)
      for (let z = Math.floor((north - tolerance) / width); z <= lastY; z += 1)
        for (const node of cells.get(x * rowsOfEarth + z) ?? []) {
          const [nodeLon, nodeLat] = places[node] ?? [Infinity, Infinity];
          const away = Math.hypot(nodeLon * lonMetres - east, nodeLat * latMetres - north);
          if (away <= least) [best, least] = [node, away];
        }
    return best;
  }
  return {
    places,
    find,
    join(at) {
      const found = find(at);
      if (found !== undefined) return found;
      const key = cellOf(at[0] * lonMetres, at[1] * latMetres);
      const cell = cells.get(key);
      if (cell === undefined) cells.set(key, [places.length]);
      else cell.push(places.length);
      return places.push(at) - 1;
    },
  };
}

export function pathLength(path: readonly Position[]): number {
  return path.reduce((sum, [lon, lat], index) => {
    const before = path[index - 1];
    return before === undefined ? 0 : sum + metresBetween(before[0], before[1], lon, lat);
  }, 0);
}

/** The pieces of one path between the nodes that it passes. */
function cutAtNodes(
  road: number,
  path: readonly Position[],
  nodes: Nodes,
  tolerance: number,
): readonly Edge[] {
  const edges: Edge[] = [];
  let piece: Position[] = [];
  let from: number | undefined;
  for (const at of path) {
    piece.push(at);
    const node = nodes.find(at);
    if (node === undefined) continue;
    if (from !== undefined) {
      const metres = pathLength(piece);
      // Corners crowded about one node are that node, not a road.
      if (node !== from || metres > 2 * tolerance) edges.push({ road, path: piece, metres, from, to: node });
      else if (piece.length > 1 && metres > 0) {
        piece = [at];
        continue;
      }
    }
    from = node;
    piece = [at];
  }
  return edges;
}

function arcsOf(
  roads: readonly Road[],
  { road, from, to }: Edge,
  edge: number,
): readonly (readonly [number, number])[] {
  const way = roads[road]?.way ?? 'both';
  const along = [from, edge * 2] as const;
  const against = [to, edge * 2 + 1] as const;
  if (way === 'both') return [along, against];
  return [way === 'forward' ? along : against];
}

function rootOf(owner: Int32Array, node: number): number {
  let root = node;
  while (owner[root] !== root) {
    const above = owner[root] ?? root;
    owner[root] = owner[above] ?? above;
    root = above;
  }
  return root;
}

async function partsOf(count: number, edges: readonly Edge[], turns: Turns) {
  const owner = Int32Array.from({ length: count }, (_, node) => node);
  for (const { from, to } of edges) {
    owner[rootOf(owner, from)] = rootOf(owner, to);
    await turns();
  }
  const sizes = new Map<number, number>();
  for (let node = 0; node < count; node += 1) {
    const root = rootOf(owner, node);
    owner[node] = root;
    sizes.set(root, (sizes.get(root) ?? 0) + 1);
    await turns();
  }
  return { partOf: owner, parts: sizes.size, largest: Math.max(0, ...sizes.values()) };
}

/** Arcs sorted by the node that they leave. */
async function sortArcs(roads: readonly Road[], edges: readonly Edge[], count: number, turns: Turns) {
  const firstArc = new Int32Array(count + 1);
  for (const [index, edge] of edges.entries()) {
    for (const [node] of arcsOf(roads, edge, index)) firstArc[node + 1] = (firstArc[node + 1] ?? 0) + 1;
    await turns();
  }
  for (let node = 0; node < count; node += 1)
    firstArc[node + 1] = (firstArc[node + 1] ?? 0) + (firstArc[node] ?? 0);
  const free = firstArc.slice();
  const arcs = new Int32Array(firstArc[count] ?? 0);
  for (const [index, edge] of edges.entries()) {
    for (const [node, arc] of arcsOf(roads, edge, index)) {
      arcs[free[node] ?? 0] = arc;
      free[node] = (free[node] ?? 0) + 1;
    }
    await turns();
  }
  return { firstArc, arcs };
}

/** Throws NetworkTooLarge, TooLong. */
export async function buildNetwork(roads: readonly Road[], limits: NetworkLimits): Promise<Network> {
  const turns = takeTurns(limits.mostMilliseconds);
  const paths: { readonly road: number; readonly path: readonly Position[] }[] = [];
  for (const [road, { paths: own }] of roads.entries()) {
    for (const path of own) if (path.length > 1) paths.push({ road, path });
    await turns();
  }
  const nodes = makeNodes(limits.tolerance, paths[0]?.path[0]?.[1] ?? 0);
  for (const { path } of paths) {
    for (const end of [path[0], path.at(-1)]) if (end !== undefined) nodes.join(end);
    await turns();
  }
  const edges: Edge[] = [];
  for (const { road, path } of paths) {
    edges.push(...cutAtNodes(road, path, nodes, limits.tolerance));
    if (edges.length > limits.mostEdges) throw new NetworkTooLarge();
    await turns();
  }
  const count = nodes.places.length;
  const sorted = await sortArcs(roads, edges, count, turns);
  const joined = await partsOf(count, edges, turns);
  return { roads, edges, nodes: nodes.places, ...sorted, ...joined };
}

/** The shortest or quickest way over a network (Dijkstra 1959 with a heap), and everything that can be reached within a time; places are taken to the nearest road. */
import type { Turns } from '../../../../kernel/take-turns.ts';
import { metresADegree } from '../../geometry/ellipsoid.ts';
import type { Position } from '../../geometry/shapes.ts';
import { metresBetween } from '../tile-geometry.ts';
import type { Edge, Network } from './build-network.ts';
import { MinHeap } from './min-heap.ts';

export type RouteBy = 'length' | 'time';

/** A place on a road. */
export interface OnRoad {
  readonly edge: number;
  /** Metres from the beginning of the edge's drawing. */
  readonly along: number;
  readonly at: Position;
  /** Metres from the place that was asked about. */
  readonly away: number;
}

/** A part of an edge as it is driven; `from` above `to` when against the drawing. */
export interface Piece {
  readonly edge: number;
  readonly from: number;
  readonly to: number;
}

/** Metres of an edge → what driving them costs. */
function costOf({ roads }: Network, { road }: Edge, metres: number, by: RouteBy): number {
  return by === 'length' ? metres : metres / ((roads[road]?.kilometresAnHour ?? 1) / 3.6);
}

function mayDrive({ roads }: Network, { road }: Edge, against: boolean): boolean {
  const way = roads[road]?.way ?? 'both';
  return way === 'both' || (way === 'backward') === against;
}

/** The nearest place on any road; undefined when none is within `most` metres. */
export async function toRoad(
  { edges }: Network,
  [lon, lat]: Position,
  most: number,
  turns: Turns,
): Promise<OnRoad | undefined> {
  const [lonMetres, latMetres] = metresADegree(lat);
  let best: { edge: number; segment: number; part: number; away: number } | undefined;
  for (const [edge, { path }] of edges.entries()) {
    for (let index = 1; index < path.length; index += 1) {
      const [fromLon = 0, fromLat = 0] = path[index - 1] ?? [];
      const [toLon = 0, toLat = 0] = path[index] ?? [];
      const [x, y] = [(toLon - fromLon) * lonMetres, (toLat - fromLat) * latMetres];
      const [px, py] = [(lon - fromLon) * lonMetres, (lat - fromLat) * latMetres];
      const square = x * x + y * y;
      const part = square === 0 ? 0 : Math.max(0, Math.min(1, (px * x + py * y) / square));
      const away = Math.hypot(px - part * x, py - part * y);
      if (away <= (best?.away ?? most)) best = { edge, segment: index - 1, part, away };
    }
    await turns();
  }
  const path = best === undefined ? undefined : edges[best.edge]?.path;
  if (best === undefined || path === undefined) return undefined;
  const { edge, segment, part, away } = best;
  const [fromLon = 0, fromLat = 0] = path[segment] ?? [];
  const [toLon = 0, toLat = 0] = path[segment + 1] ?? [];
  const at: Position = [fromLon + (toLon - fromLon) * part, fromLat + (toLat - fromLat) * part];
  let along = metresBetween(fromLon, fromLat, at[0], at[1]);
  for (let index = 1; index <= segment; index += 1) {
    const [a, b] = [path[index - 1], path[index]];
    if (a !== undefined && b !== undefined) along += metresBetween(a[0], a[1], b[0], b[1]);
  }
  return { edge, along, at, away };
}

interface Search {
  readonly costs: Float64Array;
  /** Arc by which a node was reached; -1 for one beside the start. */
  readonly cameBy: Int32Array;
}

/** Settles nodes from the start on, cheapest first, until `isEnough` says so. */
async function settle(
  network: Network,
  start: OnRoad,
  by: RouteBy,
  turns: Turns,
  isEnough: (cost: number, node: number) => boolean,
): Promise<Search> {
  const { edges, firstArc, arcs, nodes } = network;
  const costs = new Float64Array(nodes.length).fill(Infinity);
  const cameBy = new Int32Array(nodes.length).fill(-1);
  const heap = new MinHeap();
  const reach = (node: number, cost: number, arc: number) => {
    if (cost >= (costs[node] ?? 0)) return;
    costs[node] = cost;
    cameBy[node] = arc;
    heap.push(node, cost);
  };
  const first = edges[start.edge];
  if (first === undefined) return { costs, cameBy };
  if (mayDrive(network, first, false))
    reach(first.to, costOf(network, first, first.metres - start.along, by), -1);
  if (mayDrive(network, first, true)) reach(first.from, costOf(network, first, start.along, by), -1);
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    const { item: node, cost } = next;
    if (cost > (costs[node] ?? 0)) continue;
    if (isEnough(cost, node)) break;
    for (let index = firstArc[node] ?? 0; index < (firstArc[node + 1] ?? 0); index += 1) {
      const arc = arcs[index] ?? 0;
      const edge = edges[arc >> 1];
      if (edge === undefined) continue;
      reach((arc & 1) === 0 ? edge.to : edge.from, cost + costOf(network, edge, edge.metres, by), arc);
    }
    await turns();
  }
  return { costs, cameBy };
}

interface Finish {
  readonly cost: number;
  /** Node by which the goal's edge is entered; undefined when start and goal share an edge and no node lies between. */
  readonly node: number | undefined;
  readonly last: Piece;
}

function straight(network: Network, start: OnRoad, goal: OnRoad, by: RouteBy): Finish | undefined {
  const edge = network.edges[start.edge];
  if (edge === undefined || start.edge !== goal.edge) return undefined;
  if (start.along !== goal.along && !mayDrive(network, edge, goal.along < start.along)) return undefined;
  const cost = costOf(network, edge, Math.abs(goal.along - start.along), by);
  return { cost, node: undefined, last: { edge: goal.edge, from: start.along, to: goal.along } };
}

/** Ways to enter the goal's edge, with what remains of it. */
function entries(
  network: Network,
  goal: OnRoad,
  by: RouteBy,
): readonly (Finish & { readonly node: number })[] {
  const edge = network.edges[goal.edge];
  if (edge === undefined) return [];
  const along = {
    node: edge.from,
    cost: costOf(network, edge, goal.along, by),
    last: { edge: goal.edge, from: 0, to: goal.along },
  };
  const against = {
    node: edge.to,
    cost: costOf(network, edge, edge.metres - goal.along, by),
    last: { edge: goal.edge, from: edge.metres, to: goal.along },
  };
  return [
    ...(mayDrive(network, edge, false) ? [along] : []),
    ...(mayDrive(network, edge, true) ? [against] : []),
  ];
}

/** From the node back to the start. */
function piecesTo(network: Network, start: OnRoad, { cameBy }: Search, node: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = node;
  for (let arc = cameBy[at] ?? -1; arc >= 0; arc = cameBy[at] ?? -1) {
    const edge = network.edges[arc >> 1];
    if (edge === undefined) break;
    const isAlong = (arc & 1) === 0;
    pieces.unshift({ edge: arc >> 1, from: isAlong ? 0 : edge.metres, to: isAlong ? edge.metres : 0 });
    at = isAlong ? edge.from : edge.to;
  }
  const first = network.edges[start.edge];
  if (first === undefined) return pieces;
  // A ring begins and ends at one node: then it left by the cheaper way that it may.
  const canAlong = first.to === at && mayDrive(network, first, false);
  const canAgainst = first.from === at && mayDrive(network, first, true);
  const isAlong = canAlong && (!canAgainst || first.metres - start.along <= start.along);
  return [{ edge: start.edge, from: start.along, to: isAlong ? first.metres : 0 }, ...pieces];
}

/** The pieces of the cheapest way; undefined when there is none. Throws TooLong. */
export async function findLeg(
  network: Network,
  start: OnRoad,
  goal: OnRoad,
  by: RouteBy,
  turns: Turns,
): Promise<readonly Piece[] | undefined> {
  const direct = straight(network, start, goal, by);
  let best: Finish | undefined = direct;
  const ways = entries(network, goal, by);
  const found = await settle(network, start, by, turns, (cost, node) => {
    if (best !== undefined && cost >= best.cost) return true;
    for (const way of ways)
      if (way.node === node && cost + way.cost < (best?.cost ?? Infinity))
        best = { ...way, cost: cost + way.cost };
    return false;
  });
  if (best === undefined) return undefined;
  const before = best.node === undefined ? [] : piecesTo(network, start, found, best.node);
  return [...before, best.last].filter(({ from, to }) => from !== to);
}

/** The line of a piece, in the direction in which it is driven. */
export function linePiece({ path }: Edge, { from, to }: Piece): readonly Position[] {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const line: Position[] = [];
  let done = 0;
  for (let index = 1; index < path.length; index += 1) {
    const [a, b] = [path[index - 1], path[index]];
    if (a === undefined || b === undefined) continue;
    const metres = metresBetween(a[0], a[1], b[0], b[1]);
    const [begin, end] = [Math.max(low, done), Math.min(high, done + metres)];
    const on = (place: number): Position => {
      const part = metres === 0 ? 0 : (place - done) / metres;
      return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
    };
    if (end >= begin && metres > 0) {
      if (line.length === 0) line.push(on(begin));
      line.push(on(end));
    }
    done += metres;
  }
  return from <= to ? line : line.toReversed();
}

/** What can be reached within so many seconds, as pieces of edges from either end. */
export async function reachWithin(
  network: Network,
  start: OnRoad,
  seconds: number,
  turns: Turns,
): Promise<readonly Piece[]> {
  const { edges, firstArc, arcs } = network;
  const { costs } = await settle(network, start, 'time', turns, (cost) => cost > seconds);
  const pieces: Piece[] = [];
  for (let node = 0; node < costs.length; node += 1) {
    const left = seconds - (costs[node] ?? Infinity);
    if (left <= 0) continue;
    for (let index = firstArc[node] ?? 0; index < (firstArc[node + 1] ?? 0); index += 1) {
      const arc = arcs[index] ?? 0;
      const edge = edges[arc >> 1];
      if (edge === undefined) continue;
      const metres =
        edge.metres * Math.min(1, left / Math.max(1e-9, costOf(network, edge, edge.metres, 'time')));
      if ((arc & 1) === 0) pieces.push({ edge: arc >> 1, from: 0, to: metres });
      else pieces.push({ edge: arc >> 1, from: edge.metres, to: edge.metres - metres });
    }
    await turns();
  }
  const own = edges[start.edge];
  if (own === undefined) return pieces;
  const most = (seconds * (network.roads[own.road]?.kilometresAnHour ?? 1)) / 3.6;
  if (mayDrive(network, own, false))
    pieces.push({ edge: start.edge, from: start.along, to: Math.min(own.metres, start.along + most) });
  if (mayDrive(network, own, true))
    pieces.push({ edge: start.edge, from: start.along, to: Math.max(0, start.along - most) });
  return pieces;
}

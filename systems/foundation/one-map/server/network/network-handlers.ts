/** Marks layers of roads as networks and looks for ways over them, for whoever may see the layer. */
import { takeTurns, TooLong } from '../../../../../kernel/take-turns.ts';
import {
  linePiece,
  type Network,
  planRoute,
  type Position,
  type RouteAnswer,
  reachWithin,
  toRoad,
} from '../../../../../engines/maps/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { layer } from '../../registers/layer.ts';
import type { networkRoutes, RoadMarks } from '../../routes/network-routes.ts';
import { ownLayer } from '../layer/layer-handlers.ts';
import { findLayer, type LayerRow } from '../layer/uploaded.ts';
import { textsOf } from '../names.ts';
import { setting } from '../setting.ts';
import { type KeptNetwork, marksOf, networkOf } from './keep-networks.ts';

const directions = ['北', '东北', '东', '东南', '南', '西南', '西', '西北'] as const;

function directionOf(bearing: number): string {
  return `向${directions[Math.round(bearing / 45) % directions.length] ?? '北'}`;
}

function factsOf({ network, oneWays, badSpeeds }: KeptNetwork) {
  const nodes = network.nodes.length;
  return {
    nodes,
    edges: network.edges.length,
    parts: network.parts,
    largestShare: nodes === 0 ? 0 : network.largest / nodes,
    oneWays,
    badSpeeds,
  };
}

/** The network of a layer that the caller may see. Throws one-map.noLayer, one-map.notNetwork. */
async function readNetwork(context: Context, id: string): Promise<Network> {
  const row = await findLayer(context, context.principal, id);
  const marks = marksOf(row);
  if (marks === undefined) throw errors.notNetwork();
  return (await networkOf(context, row, marks)).network;
}

function checkColumns(row: LayerRow, { oneWayColumn, speedColumn }: RoadMarks): void {
  const columns = textsOf(row.columns);
  for (const column of [oneWayColumn, speedColumn])
    if (column !== null && !columns.includes(column)) throw errors.noColumn({ column });
}

function stopName(stop: number, count: number): string {
  if (stop === 0) return '起点';
  return stop === count - 1 ? '终点' : `途经点 ${stop}`;
}

function refuse(context: Context, answer: Extract<RouteAnswer, { found: false }>, count: number): never {
  const { why, stop } = answer;
  const names = { from: stopName(stop, count), to: stopName(stop + 1, count) };
  if (why === 'off-road')
    throw errors.offRoad({ stop: names.from, metres: setting(context, 'stop-metres') }, [
      { path: `stops.${stop}`, message: '离路太远' },
    ]);
  throw why === 'one-way' ? errors.wrongWay(names) : errors.notJoined(names);
}

async function inTime<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (problem) {
    if (problem instanceof TooLong) throw errors.routeTooLong();
    throw problem;
  }
}

function pairs(line: readonly Position[]): number[][] {
  return line.map(([lon, lat]) => [lon, lat]);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export const networkHandlers: Handlers<typeof networkRoutes> = {
  async network({ id }, context) {
    const row = await findLayer(context, context.principal, id);
    const marks = marksOf(row);
    const usual: RoadMarks = {
      tolerance: setting(context, 'snap-metres'),
      oneWayColumn: null,
      speedColumn: null,
      speed: setting(context, 'road-speed'),
    };
    return {
      marks: marks ?? null,
      usual,
      facts: marks === undefined ? null : factsOf(await networkOf(context, row, marks)),
    };
  },
  async markNetwork({ id, version, marks }, context) {
    const row = await ownLayer(context, id, version);
    if (row.kind !== 'line') throw errors.notLines();
    checkColumns(row, marks);
    const facts = factsOf(await networkOf(context, row, marks));
    await context
      .use(store)
      .transaction((work) =>
        context.use(registers).of(layer).trusted.update(work, context.principal.id, row, { roads: marks }),
      );
    return facts;
  },
  async unmarkNetwork({ id, version }, context) {
    const row = await ownLayer(context, id, version);
    if (marksOf(row) === undefined) throw errors.notNetwork();
    await context
      .use(store)
      .transaction((work) =>
        context.use(registers).of(layer).trusted.update(work, context.principal.id, row, { roads: null }),
      );
    return { done: true as const };
  },
  async findRoute({ id, stops, by }, context) {
    const network = await readNetwork(context, id);
    const wishes = {
      by,
      mostAway: setting(context, 'stop-metres'),
      mostMilliseconds: setting(context, 'route-milliseconds'),
    };
    const answer = await inTime(() => planRoute(network, stops, wishes));
    if (!answer.found) return refuse(context, answer, stops.length);
    const { route } = answer;
    return {
      metres: round(route.metres),
      seconds: Math.round(route.seconds),
      line: pairs(route.line),
      stops: route.stops.map(({ at: [lon, lat], away }) => ({ lon, lat, away: round(away) })),
      steps: route.steps.map(({ road, name, metres, seconds, bearing, at: [lon, lat] }) => ({
        road,
        name,
        metres: round(metres),
        seconds: Math.round(seconds),
        direction: directionOf(bearing),
        lon,
        lat,
      })),
    };
  },
  async reach({ id, at, minutes }, context) {
    const network = await readNetwork(context, id);
    const metres = setting(context, 'stop-metres');
    const turns = takeTurns(setting(context, 'route-milliseconds'));
    const start = await inTime(() => toRoad(network, at, metres, turns));
    if (start === undefined) throw errors.offRoad({ stop: '起点', metres });
    const pieces = await inTime(() => reachWithin(network, start, minutes * 60, turns));
    return {
      lines: pieces.flatMap((piece) => {
        const edge = network.edges[piece.edge];
        return edge === undefined ? [] : [pairs(linePiece(edge, piece))];
      }),
      metres: round(metresReached(network, pieces)),
    };
  },
};

/** A road that is reached from both ends counts once. */
function metresReached(
  { edges }: Network,
  pieces: readonly { edge: number; from: number; to: number }[],
): number {
  const covered = new Map<number, number>();
  for (const { edge, from, to } of pieces) covered.set(edge, (covered.get(edge) ?? 0) + Math.abs(to - from));
  let metres = 0;
  for (const [edge, sum] of covered) metres += Math.min(sum, edges[edge]?.metres ?? 0);
  return metres;
}

/** A whole way over several stops: its line, its length and time, and the roads one after another as people drive them. */
import type { Position } from '../../geometry/shapes.ts';
import type { Network } from './build-network.ts';
import { findLeg, linePiece, type OnRoad, type Piece, type RouteBy, toRoad } from './find-route.ts';
import { takeTurns } from '../../../../kernel/take-turns.ts';

export interface RouteStep {
  /** Id and name of the road. */
  readonly road: string;
  readonly name: string;
  readonly metres: number;
  readonly seconds: number;
  /** Degrees from north, clockwise, from where the step begins to where it ends. */
  readonly bearing: number;
  readonly at: Position;
}

export interface PlannedRoute {
  readonly metres: number;
  readonly seconds: number;
  readonly line: readonly Position[];
  readonly steps: readonly RouteStep[];
  /** The stops on their roads. */
  readonly stops: readonly OnRoad[];
}

export type RouteAnswer =
  | { readonly found: true; readonly route: PlannedRoute }
  /** `stop` counts from 0: no road within reach of it, or no way from it to the next. */
  | { readonly found: false; readonly why: 'off-road' | 'not-joined' | 'one-way'; readonly stop: number };

export interface RouteWishes {
  readonly by: RouteBy;
  /** Metres that a stop may lie away from its road. */
  readonly mostAway: number;
  /** Of work, all slices together. */
  readonly mostMilliseconds: number;
}

const radian = Math.PI / 180;

function bearingOf([lon, lat]: Position, [toLon, toLat]: Position): number {
  const east = (toLon - lon) * Math.cos(((lat + toLat) / 2) * radian);
  return (Math.atan2(east, toLat - lat) / radian + 360) % 360;
}

interface Driven {
  readonly road: string;
  readonly name: string;
  readonly metres: number;
  readonly seconds: number;
  readonly line: readonly Position[];
}

function drive({ edges, roads }: Network, piece: Piece): Driven | undefined {
  const edge = edges[piece.edge];
  const road = edge && roads[edge.road];
  if (edge === undefined || road === undefined) return undefined;
  const metres = Math.abs(piece.to - piece.from);
  const { id, name, kilometresAnHour } = road;
  return { road: id, name, metres, seconds: metres / (kilometresAnHour / 3.6), line: linePiece(edge, piece) };
}

/** Pieces of one road after another are one step. */
function stepsOf(driven: readonly Driven[]): readonly RouteStep[] {
  const groups: Driven[][] = [];
  for (const part of driven) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    const isSame =
      before !== undefined && (before.road === part.road || (part.name !== '' && before.name === part.name));
    if (last !== undefined && isSame) last.push(part);
    else groups.push([part]);
  }
  return groups.flatMap((parts): readonly RouteStep[] => {
    const line = parts.flatMap((part) => part.line);
    const [from, to, first] = [line[0], line.at(-1), parts[0]];
    if (from === undefined || to === undefined || first === undefined) return [];
    const sum = (name: 'metres' | 'seconds') => parts.reduce((all, part) => all + part[name], 0);
    return [
      {
        road: first.road,
        name: first.name,
        metres: sum('metres'),
        seconds: sum('seconds'),
        bearing: bearingOf(from, to),
        at: from,
      },
    ];
  });
}

function describe(network: Network, pieces: readonly Piece[], stops: readonly OnRoad[]): PlannedRoute {
  const driven = pieces.flatMap((piece) => drive(network, piece) ?? []);
  const steps = stepsOf(driven);
  return {
    metres: steps.reduce((all, { metres }) => all + metres, 0),
    seconds: steps.reduce((all, { seconds }) => all + seconds, 0),
    line: driven.flatMap(({ line }) => line),
    steps,
    stops,
  };
}

function areJoined({ edges, partOf }: Network, start: OnRoad, goal: OnRoad): boolean {
  return partOf[edges[start.edge]?.from ?? -1] === partOf[edges[goal.edge]?.from ?? -2];
}

/** Through the places in their order. Throws TooLong. */
export async function planRoute(
  network: Network,
  places: readonly Position[],
  { by, mostAway, mostMilliseconds }: RouteWishes,
): Promise<RouteAnswer> {
  const turns = takeTurns(mostMilliseconds);
  const stops: OnRoad[] = [];
  for (const place of places) {
    const found = await toRoad(network, place, mostAway, turns);
    if (found === undefined) return { found: false, why: 'off-road', stop: stops.length };
    stops.push(found);
  }
  const pieces: Piece[] = [];
  for (const [index, goal] of stops.entries()) {
    const start = stops[index - 1];
    if (start === undefined) continue;
    const stop = index - 1;
    // Told apart because people mend them in different ways: a gap in the file, or a wrong column of directions.
    if (!areJoined(network, start, goal)) return { found: false, why: 'not-joined', stop };
    const leg = await findLeg(network, start, goal, by, turns);
    if (leg === undefined) return { found: false, why: 'one-way', stop };
    pieces.push(...leg);
  }
  return { found: true, route: describe(network, pieces, stops) };
}

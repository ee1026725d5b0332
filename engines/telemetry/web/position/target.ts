/** What moves, as the page keeps it between two replies: merged, counted by state, found again by a click. Pure. */
import type { Point } from '../../../../kernel/register.ts';
import type { Tone } from '../../../../ui/status-tag.tsx';
import type { PositionsReply } from '../../routes/position-routes.ts';

export interface Target extends Point {
  /** Row id of the device. */
  readonly id: string;
  readonly name: string;
  /** By its own clock, seconds since 1970. */
  readonly at: number;
  readonly online: boolean;
  readonly state: TargetState;
}

/** An alarm says more than the line: a device in alarm counts as that, whether it is there or not. */
export const states = {
  alarm: { title: '告警', tone: 'red', colour: 0xd4380d },
  online: { title: '在线', tone: 'green', colour: 0x389e0d },
  offline: { title: '离线', tone: 'grey', colour: 0x8c8c8c },
} as const satisfies Readonly<Record<string, { title: string; tone: Tone; colour: number }>>;

export type TargetState = keyof typeof states;

export const stateNames = Object.keys(states) as readonly TargetState[];

export type Targets = ReadonlyMap<string, Target>;

/** `before` undefined: the reply is of all. */
export function mergeReply(before: Targets | undefined, reply: PositionsReply): Targets {
  const alarmed = new Set(reply.alarmed);
  const stateOf = (id: string, online: boolean): TargetState => {
    if (alarmed.has(id)) return 'alarm';
    return online ? 'online' : 'offline';
  };
  const merged = new Map(before);
  for (const id of reply.gone) merged.delete(id);
  for (const [id, name, lon, lat, at, online] of reply.positions)
    merged.set(id, { id, name, lon, lat, at, online, state: stateOf(id, online) });
  // Alarms come and go without the device being heard.
  for (const [id, target] of merged) {
    const state = stateOf(id, target.online);
    if (state !== target.state) merged.set(id, { ...target, state });
  }
  return merged;
}

export function countStates(targets: Targets): Readonly<Record<TargetState, number>> {
  const counts = { alarm: 0, online: 0, offline: 0 };
  for (const { state } of targets.values()) counts[state] += 1;
  return counts;
}

/** The nearest to a click within so many degrees of longitude; undefined for none. */
export function nearestTarget(targets: Iterable<Target>, at: Point, degrees: number): Target | undefined {
  const narrow = Math.cos((at.lat * Math.PI) / 180);
  let [best, found]: [number, Target | undefined] = [degrees, undefined];
  for (const target of targets) {
    // Degrees of latitude as long as those of longitude on the map.
    const away = Math.hypot(target.lon - at.lon, (target.lat - at.lat) / narrow);
    if (away <= best) [best, found] = [away, target];
  }
  return found;
}

/** At most so many, alarms first, then by name; of more the first ones given, since to sort a whole fleet every two seconds would hold the page up. */
export function listTargets(targets: Iterable<Target>, most: number): readonly Target[] {
  const byState: Readonly<Record<TargetState, Target[]>> = { alarm: [], online: [], offline: [] };
  for (const target of targets) if (byState[target.state].length < most) byState[target.state].push(target);
  const rank = (target: Target) => stateNames.indexOf(target.state);
  return stateNames
    .flatMap((name) => byState[name])
    .slice(0, most)
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'zh-CN'));
}

/** Judges one reading after another by a rule: pure, so that history and live readings are judged alike. */
import type { Point } from '../../../../kernel/register.ts';
import type { Leaf, LeafOf, RuleDefinition } from '../../rule.ts';
import { judgeFixedPlace, judgePlace, type PlaceMemory } from './judge-place.ts';

/** What a leaf remembers; which parts it uses follows from its kind. */
export interface LeafState {
  readonly on: boolean;
  /** Milliseconds of the last reading; an older one that comes late is not judged. */
  readonly at: number | null;
  /** Rate: readings within the time, oldest first. */
  readonly recent?: readonly (readonly [at: number, value: number])[];
  /** CUSUM. */
  readonly sum?: number;
  /** Baseline: what was usual by hour of the week. */
  readonly hours?: Readonly<Record<string, Usual>>;
  /** Baseline: the hour that is being learned; it takes its place in `hours` when the next one begins, so that a reading copies no week. */
  readonly hour?: readonly [key: string, usual: Usual];
  /** Baseline: readings out of the ordinary one after another, and how far off they were on average. */
  readonly strange?: readonly [count: number, shift: number];
  readonly place?: PlaceMemory;
}

/** One reading as a rule hears it. */
export interface Heard {
  readonly property: string;
  /** Milliseconds; `receivedAt` counts for silence, by default as `at`. */
  readonly at: number;
  readonly receivedAt?: number;
  readonly value: number;
  /** Of the device's row. */
  readonly position?: Point | null;
}

/** `strange`: readings of this hour out of the ordinary one after another, were it weeks apart. */
export type Usual = readonly [count: number, mean: number, squares: number, strange?: number];

export interface RuleState {
  readonly leaves: readonly LeafState[];
  /** Since when the whole is what it is now, milliseconds. */
  readonly since: number | null;
  readonly on: boolean;
  readonly raised: boolean;
}

export interface Judged {
  readonly state: RuleState;
  readonly change: 'raised' | 'cleared' | undefined;
}

const hour = 3_600_000;
const weekHours = 168;
/** Monday 0:00 in Shanghai of the first week of 1970 began so long after the epoch (Thursday 8:00 there). */
const firstMonday = 3 * 24 * hour + 16 * hour;
/** A device that floods must not fill a rule's memory. */
const mostRecent = 512;

export function startState(rule: RuleDefinition): RuleState {
  return {
    leaves: rule.condition.leaves.map(() => ({ on: false, at: null })),
    since: null,
    on: false,
    raised: false,
  };
}

/** 0 is Monday 0–1 in Shanghai. */
export function hourOfWeek(at: number): number {
  const hours = Math.floor((at - firstMonday) / hour) % weekHours;
  return (hours + weekHours) % weekHours;
}

function judgeThreshold(leaf: LeafOf<'threshold'>, state: LeafState, value: number): boolean {
  const sign = leaf.is === 'above' ? 1 : -1;
  const bound = state.on ? (leaf.clear ?? leaf.value) : leaf.value;
  return sign * (value - bound) > 0;
}

function judgeRate(leaf: LeafOf<'rate'>, state: LeafState, at: number, value: number): LeafState {
  const from = at - leaf.within * 1000;
  const kept = (state.recent ?? []).filter(([moment]) => moment >= from).slice(-mostRecent + 1);
  const sign = leaf.is === 'rises' ? 1 : -1;
  const on = kept.some(([, before]) => sign * (value - before) > leaf.by);
  return { on, at, recent: [...kept, [at, value]] };
}

function judgeCusum(leaf: LeafOf<'cusum'>, state: LeafState, at: number, value: number): LeafState {
  const sign = leaf.is === 'rises' ? 1 : -1;
  const sum = Math.max(0, (state.sum ?? 0) + sign * (value - leaf.target) - leaf.slack);
  // Held at twice the limit, so that the end of a long shift is seen in good time.
  return { on: sum > leaf.limit, at, sum: Math.min(sum, 2 * leaf.limit) };
}

const sunday = 6 * 24;

/** Which of the learned hours the moment belongs to; a holiday goes as a Sunday, and each season is learned for itself. */
export function baselineKey(leaf: LeafOf<'baseline'>, at: number): string {
  const there = new Date(at + 8 * hour);
  const isHoliday = leaf.holidays.includes(there.toISOString().slice(0, 10));
  const week = isHoliday ? sunday + there.getUTCHours() : hourOfWeek(at);
  if (leaf.seasons.length === 0) return String(week);
  const month = there.getUTCMonth() + 1;
  const begun = leaf.seasons.filter((each) => each <= month);
  return `${Math.max(...(begun.length > 0 ? begun : leaf.seasons))}/${week}`;
}

/** Welford, with a memory: past it each new reading takes the place of one part of what was. */
function learn(leaf: LeafOf<'baseline'>, [count, mean, squares]: Usual, value: number): Usual {
  const before = Math.min(count, leaf.memory - 1);
  const fading = count === 0 ? 0 : before / count;
  const shift = value - mean;
  const next = mean + shift / (before + 1);
  return [before + 1, next, squares * fading + shift * (value - next)];
}

/** Every hour moved by as much: what has changed for long has changed at night as well. */
function moveAll(state: LeafState, shift: number): Readonly<Record<string, Usual>> {
  const hours = Object.entries({ ...state.hours, ...(state.hour && Object.fromEntries([state.hour])) });
  return Object.fromEntries(
    hours.map(([key, [count, mean, squares]]) => [key, [count, mean + shift, squares] as const]),
  );
}

/** What is out of the ordinary is not learned as ordinary, unless it lasts. */
function judgeStrange(
  leaf: LeafOf<'baseline'>,
  state: LeafState,
  at: number,
  [key, usual]: readonly [string, Usual],
  value: number,
): LeafState {
  const [count, mean, squares, here = 0] = usual;
  const [many, shift] = state.strange ?? [0, 0];
  const away = shift + (value - mean - shift) / (many + 1);
  if (many + 1 >= leaf.relearn) {
    const { hour: _, strange: __, ...rest } = state;
    return { ...rest, on: false, at, hours: moveAll({ ...state, hour: [key, usual] }, away) };
  }
  // An hour that changed more than the others, week after week.
  const settled: Usual =
    here + 1 >= leaf.relearn ? [count, value, squares] : [count, mean, squares, here + 1];
  return { ...state, on: true, at, hour: [key, settled], strange: [many + 1, away] };
}

function judgeBaseline(leaf: LeafOf<'baseline'>, state: LeafState, at: number, value: number): LeafState {
  const key = baselineKey(leaf, at);
  const [current, learned] = state.hour ?? [key, undefined];
  const moved: LeafState =
    current === key || learned === undefined
      ? state
      : { ...state, hours: { ...state.hours, [current]: learned } };
  const usual: Usual = (current === key ? learned : undefined) ?? moved.hours?.[key] ?? [0, 0, 0];
  const [count, mean, squares] = usual;
  const deviation = Math.max(count > 1 ? Math.sqrt(squares / (count - 1)) : 0, leaf.floor);
  const on = count >= leaf.least && Math.abs(value - mean) > leaf.deviations * deviation;
  if (on) return judgeStrange(leaf, moved, at, [key, usual], value);
  const { strange: _, ...rest } = moved;
  return { ...rest, on, at, hour: [key, learn(leaf, usual, value)] };
}

function judgeLeaf(leaf: Leaf, state: LeafState, at: number, heard: Heard): LeafState {
  const { property, value } = heard;
  switch (leaf.kind) {
    case 'threshold':
      return { on: judgeThreshold(leaf, state, value), at };
    case 'rate':
      return judgeRate(leaf, state, at, value);
    case 'absence':
      return { on: false, at };
    case 'event':
      // One that a device makes up for when it is long over raises nothing.
      return { on: (heard.receivedAt ?? at) < at + leaf.seconds * 1000, at };
    case 'baseline':
      return judgeBaseline(leaf, state, at, value);
    case 'cusum':
      return judgeCusum(leaf, state, at, value);
    case 'place':
      return judgePlace(leaf, state, property, at, value);
  }
}

function changeOf(raises: boolean, clears: boolean): Judged['change'] {
  if (raises) return 'raised';
  return clears ? 'cleared' : undefined;
}

/** The whole from its leaves, then the times of holding and release. */
function conclude(rule: RuleDefinition, before: RuleState, leaves: readonly LeafState[], at: number): Judged {
  const on = rule.condition.of === 'all' ? leaves.every((leaf) => leaf.on) : leaves.some((leaf) => leaf.on);
  const since = on === before.on && before.since !== null ? before.since : at;
  const lasting = at - since;
  const raises = on && !before.raised && lasting >= rule.hold * 1000;
  const clears = !on && before.raised && lasting >= rule.release * 1000;
  return {
    state: { leaves, since, on, raised: raises || (before.raised && !clears) },
    change: changeOf(raises, clears),
  };
}

/**
 * One reading of the leaves that `hears` says; a reading older than the leaf's last changes nothing. Silence ends when something comes
 * in (`receivedAt`), were it history that the device makes up for; on history itself that is when it was measured. One half of a place is
 * kept until the other comes, and decides nothing.
 */
export function judgeReading(
  rule: RuleDefinition,
  before: RuleState,
  hears: (leaf: Leaf) => boolean,
  heard: Heard,
): Judged {
  const { at, receivedAt = at, position } = heard;
  let [moved, decides] = [false, false];
  const leaves = before.leaves.map((state, index) => {
    const leaf = rule.condition.leaves[index];
    const moment = leaf?.kind === 'absence' ? receivedAt : at;
    if (leaf === undefined || !hears(leaf) || (state.at !== null && moment <= state.at)) return state;
    const next = judgeLeaf(leaf, state, moment, heard);
    if (next !== state) moved = true;
    if (next.at === moment) decides = true;
    return next;
  });
  if (!moved) return { state: before, change: undefined };
  if (!decides) return { state: { ...before, leaves }, change: undefined };
  rule.condition.leaves.forEach((leaf, index) => {
    const state = leaves[index];
    if (leaf.kind === 'place' && leaf.longitude === undefined && state !== undefined)
      leaves[index] = judgeFixedPlace(leaf, state, at, position ?? null);
  });
  return conclude(rule, before, leaves, at);
}

/** What only the clock sees at `now`: absences that have become true, never before the first reading, and events that are over. */
export function judgeSilence(rule: RuleDefinition, before: RuleState, now: number): Judged {
  let changed = false;
  let at = now;
  const leaves = before.leaves.map((state, index) => {
    const leaf = rule.condition.leaves[index];
    if ((leaf?.kind !== 'absence' && leaf?.kind !== 'event') || state.at === null) return state;
    if (state.on === (leaf.kind === 'absence')) return state;
    const due = state.at + leaf.seconds * 1000;
    if (now < due) return state;
    changed = true;
    at = due;
    return { ...state, on: leaf.kind === 'absence' };
  });
  if (changed) {
    const judged = conclude(rule, before, leaves, at);
    // The holding time of an absence runs without readings.
    return judged.change === undefined && at < now ? conclude(rule, judged.state, leaves, now) : judged;
  }
  const has = (kind: Leaf['kind']) => rule.condition.leaves.some((leaf) => leaf.kind === kind);
  const waits = before.on && !before.raised && has('absence');
  return waits || (before.on !== before.raised && has('event'))
    ? conclude(rule, before, leaves, now)
    : { state: before, change: undefined };
}

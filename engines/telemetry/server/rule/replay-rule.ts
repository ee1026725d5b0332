/** Tries a rule on history before it goes live: which alarms would it have raised. */
import { sql } from 'kysely';
import type { Database } from '../../../store/index.ts';
import { validCodes } from '../../quality.ts';
import { eventHeard, heardBy, hears, type RuleDefinition } from '../../rule.ts';
import type { ReplayedAlarm } from '../../routes/rule-routes.ts';
import type { KnownDevice } from '../device/known-device.ts';
import { type Judged, judgeReading, judgeSilence, type RuleState, startState } from './evaluate.ts';
import { hasNumber, type Named, reasonOf, type Seen } from './explain.ts';

const mostReadings = 300_000;
const mostAlarms = 500;
/** As long as raw readings are usually kept (setting keep-raw-days). */
const longestMemory = 400 * 86_400_000;

interface Point {
  readonly series: number;
  readonly at: number;
  readonly value: number;
}

async function readPoints(
  db: Database,
  series: readonly number[],
  from: Date,
  to: Date,
): Promise<readonly Point[]> {
  const found = await sql<Point>`
    select series, round(extract(epoch from at) * 1000)::bigint as at, value from telemetry_observation
    where series = any(${[...series]}::integer[]) and at >= ${from} and at < ${to} and value is not null
      and quality = any(${[...validCodes]}::smallint[])
    order by telemetry_observation.at, series limit ${mostReadings + 1}`.execute(db);
  return found.rows;
}

/** The newest before the time that is replayed, oldest first: by them the rule learns what it would have known. */
async function readBefore(db: Database, series: readonly number[], from: Date, since: Date) {
  const found = await sql<Point>`
    select series, round(extract(epoch from at) * 1000)::bigint as at, value from telemetry_observation
    where series = any(${[...series]}::integer[]) and at >= ${since} and at < ${from} and value is not null
      and quality = any(${[...validCodes]}::smallint[])
    order by telemetry_observation.at desc, series limit ${mostReadings}`.execute(db);
  return found.rows.toReversed();
}

interface Heard {
  readonly device: string;
  readonly property: string;
  readonly at: number;
  readonly value: number;
}

/** Events that the rule names, as it hears them live. */
async function readEvents(
  db: Database,
  rule: RuleDefinition,
  devices: readonly KnownDevice[],
  from: Date,
  to: Date,
): Promise<readonly Heard[]> {
  const names = rule.condition.leaves.flatMap((leaf) => (leaf.kind === 'event' ? [leaf.event] : []));
  if (names.length === 0) return [];
  const found = await sql<{ device: string; name: string; at: number }>`
    select device, name, round(extract(epoch from at) * 1000)::bigint as at from telemetry_event
    where device = any(${devices.map(({ id }) => id)}::uuid[]) and name = any(${names}::text[]) and at >= ${from} and at < ${to}
    order by telemetry_event.at limit ${mostReadings}`.execute(db);
  return found.rows.map(({ device, name, at }) => ({ device, property: eventHeard(name), at, value: 1 }));
}

const day = 86_400_000;

/** How far back what a rule remembers can reach: a baseline to all that it ever saw, others to their own times. */
function memoryOf(rule: RuleDefinition): number {
  const { leaves } = rule.condition;
  if (leaves.some(({ kind }) => kind === 'baseline' || kind === 'cusum')) return longestMemory;
  const seconds = leaves.map((leaf) => {
    if (leaf.kind === 'rate') return leaf.within;
    return 'seconds' in leaf ? (leaf.seconds ?? 0) : 0;
  });
  return Math.min(longestMemory, (Math.max(...seconds) + rule.hold + rule.release) * 1000 + day);
}

export interface Replay {
  readonly devices: number;
  readonly readings: number;
  /** More readings than one replay may read: the end of the time was left out. */
  readonly more: boolean;
  /** From when on the rule learned before the time began; null where there was nothing. */
  readonly learnedFrom: string | null;
  /** In the time; `alarms` are the first of them. */
  readonly found: number;
  readonly alarms: readonly ReplayedAlarm[];
}

/** Follows one device through its readings; silence between two readings is judged as the clock would have. */
class Follower {
  readonly alarms: { raisedAt: number; clearedAt: number | null; value: number | null; reason: string }[] =
    [];
  readonly #rule: RuleDefinition;
  readonly #device: KnownDevice;
  readonly #other: Named['other'];
  #state: RuleState;

  constructor(rule: RuleDefinition, device: KnownDevice, other: Named['other']) {
    this.#rule = rule;
    this.#device = device;
    this.#other = other;
    this.#state = startState(rule);
  }

  silence(now: number): void {
    const judged = judgeSilence(this.#rule, this.#state, now);
    this.#note(judged, now, { from: this.#device.id, property: '', value: null });
  }

  hear(device: string, property: string, at: number, value: number): void {
    this.silence(at);
    const judged = judgeReading(
      this.#rule,
      this.#state,
      (leaf) => (leaf.device ?? this.#device.id) === device && hears(leaf, property),
      { property, at, value, position: this.#device.position },
    );
    this.#note(judged, at, { from: device, property, value });
  }

  #note({ state, change }: Judged, at: number, seen: Seen): void {
    this.#state = state;
    if (change === 'raised')
      this.alarms.push({
        raisedAt: at,
        clearedAt: null,
        value: hasNumber(this.#rule, seen.property) ? seen.value : null,
        reason: reasonOf(this.#rule, state, { own: this.#device, other: this.#other }, seen),
      });
    const last = this.alarms.at(-1);
    if (change === 'cleared' && last !== undefined) last.clearedAt = at;
  }
}

/** `about` are the devices that the rule would watch, `heard` all whose readings its conditions name. */
export async function replayRule(
  db: Database,
  rule: RuleDefinition,
  about: readonly KnownDevice[],
  heard: readonly KnownDevice[],
  from: Date,
  to: Date,
): Promise<Replay> {
  const names = new Set(rule.condition.leaves.flatMap(heardBy));
  const sources = new Map(
    heard.flatMap((device) =>
      [...device.properties.values()]
        .filter(({ spec }) => names.has(spec.name))
        .map(({ series, spec }) => [series, { device: device.id, property: spec.name }] as const),
    ),
  );
  const series = [...sources.keys()];
  const since = new Date(from.getTime() - memoryOf(rule));
  const before = await readBefore(db, series, from, since);
  const points = await readPoints(db, series, from, to);
  const byId = new Map(heard.map((device) => [device.id, device]));
  const followers = new Map(
    about.map((device) => [device.id, new Follower(rule, device, (id) => byId.get(id))]),
  );
  const isJoint = rule.condition.leaves.some((leaf) => leaf.device !== undefined);
  const readings = [...before, ...points.slice(0, mostReadings)].flatMap(({ series: of, at, value }) => {
    const source = sources.get(of);
    return source === undefined ? [] : [{ ...source, at, value }];
  });
  const events = await readEvents(db, rule, heard, since, to);
  const all = events.length === 0 ? readings : [...readings, ...events].sort((a, b) => a.at - b.at);
  for (const { device, property, at, value } of all) {
    const followed = isJoint ? [...followers.values()] : [followers.get(device)];
    for (const follower of followed) follower?.hear(device, property, at, value);
  }
  const more = points.length > mostReadings;
  if (!more) for (const follower of followers.values()) follower.silence(to.getTime());
  const alarms = about.flatMap((device) =>
    (followers.get(device.id)?.alarms ?? [])
      .filter(({ raisedAt }) => raisedAt >= from.getTime())
      .map(({ raisedAt, clearedAt, value, reason }) => ({
        device: device.id,
        deviceName: device.name,
        raisedAt: new Date(raisedAt).toISOString(),
        clearedAt: clearedAt === null ? null : new Date(clearedAt).toISOString(),
        value,
        reason,
      })),
  );
  return {
    devices: about.length,
    readings: Math.min(points.length, mostReadings),
    more,
    learnedFrom: before[0] === undefined ? null : new Date(before[0].at).toISOString(),
    found: alarms.length,
    alarms: alarms.toSorted((a, b) => (a.raisedAt < b.raisedAt ? -1 : 1)).slice(0, mostAlarms),
  };
}

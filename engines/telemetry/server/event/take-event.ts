/** Events that devices report: checked against the model, stored once and judged by rules in one transaction, and listed by device. */
import { sql } from 'kysely';
import { newId } from '../../../../kernel/ids.ts';
import type { Database, Store, Work } from '../../../store/index.ts';
import { eventHeard } from '../../rule.ts';
import type { EventLevel, EventSpec } from '../../thing-model.ts';
import type { KnownDevice } from '../device/known-device.ts';
import { againOnClash } from '../ingest/again-on-clash.ts';
import type { FairShare } from '../ingest/fair-share.ts';
import type { Judge, Verdict } from '../ingest/take-in.ts';
import { storableJson } from '../storage/storable-json.ts';

export interface GivenEvent {
  readonly name: string;
  /** Milliseconds. */
  readonly at: number;
  readonly output: Readonly<Record<string, unknown>>;
}

/** 'too-many' may come again later; what else is refused is of no use however often it comes. */
export type EventOutcome =
  | 'stored'
  | 'duplicate'
  | 'unknown-event'
  | 'wrong-value'
  | 'from-the-future'
  | 'too-old'
  | 'inactive-device'
  | 'too-many';

export interface EventDeps {
  readonly store: Store;
  readonly share: FairShare;
  readonly judge: Judge;
}

export interface StoredEvent {
  readonly id: string;
  readonly name: string;
  readonly level: EventLevel;
  readonly output: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly receivedAt: string;
}

const day = 86_400_000;
const wanted = { number: 'number', integer: 'number', boolean: 'boolean', text: 'string' } as const;
const longestText = 1000;

function fits({ output }: EventSpec, given: Readonly<Record<string, unknown>>): boolean {
  const known = new Map(output.map((parameter) => [parameter.name, parameter]));
  if (output.some(({ name, required }) => required && given[name] === undefined)) return false;
  return Object.entries(given).every(([name, value]) => {
    const type = known.get(name)?.type;
    if (type === undefined || typeof value !== wanted[type]) return false;
    if (typeof value === 'string') return value.length <= longestText && !value.includes('\0');
    return type !== 'integer' || Number.isInteger(value);
  });
}

function refusal(
  { store, share }: EventDeps,
  device: KnownDevice,
  spec: EventSpec | undefined,
  { at, output }: GivenEvent,
): EventOutcome | undefined {
  const setting = (name: string) => store.settings.value(`telemetry.${name}`);
  const now = store.clock.now().getTime();
  if (device.stage !== 'active') return 'inactive-device';
  if (spec === undefined) return 'unknown-event';
  if (!Number.isFinite(at) || !fits(spec, output)) return 'wrong-value';
  const tolerance = device.toleranceSeconds ?? setting('tolerance-seconds');
  if (at > now + tolerance * 1000) return 'from-the-future';
  if (at < now - Math.min(setting('oldest-days'), setting('keep-events-days')) * day) return 'too-old';
  return share.take(device.id, 1, now, setting('readings-each-minute')) < 1 ? 'too-many' : undefined;
}

/** As rules hear it: beside the properties, good and without a series. */
function asHeard({ device, spec: { name }, at }: CheckedEvent, receivedAt: number) {
  const spec = {
    name: eventHeard(name),
    title: name,
    type: 'boolean',
    unit: '1',
    precision: 0,
    outside: 'good',
    writable: false,
    wire: [],
  } as const;
  const property = { series: 0, spec: { ...spec, wire: [] } };
  return { device, property, at, receivedAt, value: 1, words: null, quality: 'good' } as const;
}

/** An event that its model has, as it is stored. */
export interface CheckedEvent {
  readonly device: KnownDevice;
  readonly spec: EventSpec;
  readonly at: number;
  readonly output: GivenEvent['output'];
}

/** Looked at before it waits for company: a flood is refused at once. */
export function checkEvent(
  deps: EventDeps,
  device: KnownDevice,
  given: GivenEvent,
): CheckedEvent | EventOutcome {
  const spec = device.definition.events.find(({ name }) => name === given.name);
  const refused = refusal(deps, device, spec, given);
  if (refused !== undefined || spec === undefined) return refused ?? 'unknown-event';
  return { device, spec, at: Math.round(given.at), output: given.output };
}

function placeOf({ device, spec, at }: CheckedEvent): string {
  return `${device.id} ${spec.name} ${at}`;
}

/** Positions in the batch of what is new; of two that are the same the first. */
async function insert(work: Work, events: readonly CheckedEvent[]): Promise<readonly number[]> {
  const first = new Map<string, number>();
  events.forEach((event, index) => first.set(placeOf(event), first.get(placeOf(event)) ?? index));
  const given = [...first.values()].map((index) => ({ index, event: events[index] as CheckedEvent }));
  const column = (of: (event: CheckedEvent) => unknown) => given.map(({ event }) => of(event));
  const stored = await sql<{ index: number }>`with given as (
      select * from unnest(${column(() => newId(work.now.getTime()))}::uuid[], ${column(({ device }) => device.id)}::uuid[],
        ${column(({ spec }) => spec.name)}::text[], ${column(({ spec }) => spec.level)}::text[],
        ${column(({ output }) => storableJson(output))}::text[], ${column(({ at }) => new Date(at).toISOString())}::timestamptz[],
        ${given.map(({ index }) => index)}::int[]) as given(id, device, name, level, output, at, index)
    ), stored as (
      insert into telemetry_event (id, device, name, level, output, at, received_at)
      select id, device, name, level, output::jsonb, at, ${work.now} from given order by device, name, at
      on conflict (device, name, at) do nothing returning id
    ) select given.index from given join stored using (id) order by given.index`.execute(work.db);
  return stored.rows.map(({ index }) => index);
}

async function write({ store, judge }: EventDeps, events: readonly CheckedEvent[]): Promise<EventOutcome[]> {
  let verdict: Verdict | undefined;
  try {
    const fresh = await store.transaction(async (work) => {
      const stored = await insert(work, events);
      const heard = stored.flatMap((index) => {
        const event = events[index];
        return event === undefined ? [] : [asHeard(event, work.now.getTime())];
      });
      if (heard.length > 0) verdict = await judge.judge(work, heard);
      return new Set(stored);
    });
    verdict?.kept();
    return events.map((_, index) => (fresh.has(index) ? 'stored' : 'duplicate'));
  } catch (problem) {
    verdict?.lost();
    throw problem;
  }
}

/** What came together, in its order, in one transaction. */
export function takeEvents(deps: EventDeps, events: readonly CheckedEvent[]): Promise<EventOutcome[]> {
  return againOnClash(() => write(deps, events));
}

/** Newest first. */
export async function listEvents(
  db: Database,
  device: string,
  size: number,
): Promise<readonly StoredEvent[]> {
  const found = await sql<StoredEvent>`select id, name, level, output, at, received_at as "receivedAt"
    from telemetry_event where device = ${device} order by at desc limit ${size}`.execute(db);
  return found.rows;
}

export async function forgetEvents(db: Database, before: Date): Promise<void> {
  await sql`delete from telemetry_event where at < ${before}`.execute(db);
}

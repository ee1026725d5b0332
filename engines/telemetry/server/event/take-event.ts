/** Events that devices report: checked against the model, stored once and judged by rules in one transaction, and listed by device. */
import { sql } from 'kysely';
import { newId } from '../../../../kernel/ids.ts';
import type { Database, Store } from '../../../store/index.ts';
import { eventHeard } from '../../rule.ts';
import type { EventLevel, EventSpec } from '../../thing-model.ts';
import type { KnownDevice } from '../device/known-device.ts';
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
function asHeard(device: KnownDevice, name: string, at: number, receivedAt: number) {
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

export async function takeEvent(
  deps: EventDeps,
  device: KnownDevice,
  given: GivenEvent,
): Promise<EventOutcome> {
  const spec = device.definition.events.find(({ name }) => name === given.name);
  const refused = refusal(deps, device, spec, given);
  if (refused !== undefined || spec === undefined) return refused ?? 'unknown-event';
  const at = Math.round(given.at);
  let verdict: Verdict | undefined;
  try {
    const outcome = await deps.store.transaction(async (work) => {
      const stored = await sql`insert into telemetry_event (id, device, name, level, output, at, received_at)
        values (${newId(work.now.getTime())}, ${device.id}, ${spec.name}, ${spec.level}, ${storableJson(given.output)}::jsonb,
          ${new Date(at)}, ${work.now}) on conflict (device, name, at) do nothing returning id`.execute(
        work.db,
      );
      if (stored.rows.length === 0) return 'duplicate';
      verdict = await deps.judge.judge(work, [asHeard(device, spec.name, at, work.now.getTime())]);
      return 'stored';
    });
    verdict?.kept();
    return outcome;
  } catch (problem) {
    verdict?.lost();
    throw problem;
  }
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

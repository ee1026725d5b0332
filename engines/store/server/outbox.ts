/** The event stream: events commit with the rows they tell of, and every consumer applies each of them once, in one order. */
import { type RawBuilder, sql } from 'kysely';
import type { Delivered } from '../../../kernel/system.ts';
import type { Consumer, Database, Work } from '../service.ts';
import { samePlan } from './connection.ts';
import { defineTable } from './table.ts';

/**
 * `transaction` is what makes the order safe: serial numbers are handed out before the commit, so a reader could pass over a
 * number that commits later. Only events of transactions that all have ended (below the snapshot's xmin) are read, by
 * (transaction, position).
 */
export const outboxTables = [
  defineTable({
    name: 'store_event',
    columns: {
      position: 'bigint generated always as identity primary key',
      transaction: 'xid8 not null default pg_current_xact_id()',
      name: 'text not null',
      actor: 'text not null',
      payload: 'jsonb not null',
      at: 'timestamptz not null',
    },
    indexes: { store_event_order: '(transaction, position)' },
  }),
  defineTable({
    name: 'store_checkpoint',
    columns: {
      consumer: 'text primary key',
      transaction: "xid8 not null default '0'",
      position: 'bigint not null default 0',
      failures: 'integer not null default 0',
      updated_at: 'timestamptz not null default now()',
    },
  }),
  // A crash empties it, a shutdown does not.
  defineTable({
    name: 'store_age',
    columns: { one: 'boolean primary key default true check (one)', id: 'uuid not null' },
    unlogged: true,
  }),
  defineTable({
    name: 'store_dead_letter',
    columns: {
      consumer: 'text not null',
      position: 'bigint not null',
      name: 'text not null',
      payload: 'jsonb not null',
      problem: 'text not null',
      at: 'timestamptz not null default now()',
    },
    constraints: ['primary key (consumer, position)'],
  }),
];

/** Where somebody stands in the stream: all up to here he has seen. */
export interface Place {
  readonly transaction: string;
  readonly position: string;
}

/** The stream as it can be read at one moment. */
interface Horizon {
  /** All transactions before this one have ended: no event will ever be added in front of it. */
  readonly xmin: string;
  /**
   * Since the server's last crash. A crash may forget the youngest transactions, and then gives their numbers again: what a process
   * remembers of places holds for one age only. Null until somebody opens the new age.
   */
  readonly age: string | null;
}

/** A place that a process remembers. */
export interface Seen {
  readonly place: Place;
  readonly age: string;
}

interface EventRow {
  readonly position: string;
  readonly transaction: string;
  readonly name: string;
  readonly actor: string;
  readonly payload: unknown;
  readonly at: string;
}

/** A poisoned event is set aside after this many tries, so that those behind it go on. */
const mostFailures = 5;
/** Events of one round, unless the consumer says otherwise. */
const batchSize = 200;
/** Names of events looked at with one statement. */
const scoutSize = 2000;
const lastPosition = '9223372036854775807';

export function isBefore(one: Place, other: Place): boolean {
  if (one.transaction !== other.transaction) return BigInt(one.transaction) < BigInt(other.transaction);
  return BigInt(one.position) < BigInt(other.position);
}

function later(one: Place, other: Place | undefined): Place {
  return other !== undefined && isBefore(one, other) ? other : one;
}

function placeBefore({ xmin }: Horizon): Place {
  return { transaction: String(BigInt(xmin) - 1n), position: lastPosition };
}

const horizonColumns = sql`pg_snapshot_xmin(pg_current_snapshot())::text as xmin, (select id::text from store_age) as age`;

/** The end of the stream as far as it may be read now; opens an age where there is none. */
export async function findEnd(db: Database): Promise<Seen> {
  await sql`insert into store_age (id) values (gen_random_uuid()) on conflict do nothing`.execute(db);
  const found = await sql<Horizon>`select ${horizonColumns}`.execute(db);
  const horizon = found.rows[0];
  if (horizon === undefined || horizon.age === null) throw new Error('the server crashed a moment ago');
  return { place: placeBefore(horizon), age: horizon.age };
}

/** The names of the events behind what was seen, and how far they reach; undefined when the age is over. */
export async function scout(
  db: Database,
  seen: Seen,
): Promise<{ readonly names: ReadonlySet<string>; readonly to: Place } | undefined> {
  const names = new Set<string>();
  let to = seen.place;
  for (;;) {
    // One row at least, which says the age.
    const found = await sql<{
      age: string | null;
      transaction: string | null;
      position: string;
      name: string;
    }>`
      ${sql.raw(samePlan)} select now.age, event.* from (select (select id::text from store_age) as age) as now
      left join lateral (
        select transaction::text as transaction, position::text as position, name from store_event
        where (transaction, position) > (${to.transaction}::xid8, ${to.position}::bigint)
          and transaction < pg_snapshot_xmin(pg_current_snapshot())
        order by store_event.transaction, store_event.position limit ${scoutSize}
      ) as event on true`.execute(db);
    for (const { age, transaction, position, name } of found.rows) {
      if (age !== seen.age) return undefined;
      if (transaction === null) return { names, to };
      names.add(name);
      to = { transaction, position };
    }
    if (found.rows.length < scoutSize) return { names, to };
  }
}

export interface PendingEvent {
  readonly name: string;
  readonly actor: string;
  readonly payload: unknown;
}

/** The insert that tells of the events; sent with the other last words of its transaction. */
export function eventInsert(now: Date, events: readonly PendingEvent[]): RawBuilder<unknown> {
  const rows = events.map((event) => ({ name: event.name, actor: event.actor, payload: event.payload }));
  // One JSON parameter, so that one prepared text serves one event and a hundred.
  return sql`insert into store_event (name, actor, payload, at)
    select name, actor, payload, ${now}::timestamptz from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (name text, actor text, payload jsonb)`;
}

/** Ordered by the column, not by its text of the same name, in which 1000 stands before 999. The index gives that order: one plan serves. */
async function readEvents(
  db: Database,
  consumer: Consumer,
  after: Place,
  most: number,
): Promise<readonly EventRow[]> {
  const heard = consumer.on.includes('*') ? sql`true` : sql`name = any(${[...consumer.on]})`;
  const found = await sql<EventRow>`${sql.raw(samePlan)}
    select position::text as position, transaction::text as transaction, name, actor, payload, at from store_event
    where (transaction, position) > (${after.transaction}::xid8, ${after.position}::bigint)
      and transaction < pg_snapshot_xmin(pg_current_snapshot()) and ${heard}
    order by store_event.transaction, store_event.position limit ${most}`.execute(db);
  return found.rows;
}

function moveCheckpoint(work: Work, consumer: string, last: Place): void {
  work.send(sql`update store_checkpoint set transaction = ${last.transaction}::xid8, position = ${last.position}::bigint, failures = 0,
    updated_at = now() where consumer = ${consumer}`);
}

function delivered(row: EventRow): Delivered {
  return {
    position: row.position,
    name: row.name,
    at: row.at,
    actor: row.actor,
    payload: row.payload,
  };
}

/** Whether committed events still wait for a consumer, those behind an older running transaction included. */
export async function hasWaiting(db: Database, consumers: readonly Consumer[]): Promise<boolean> {
  for (const consumer of consumers) {
    const heard = consumer.on.includes('*') ? sql`true` : sql`event.name = any(${[...consumer.on]})`;
    const found = await sql`select 1 from store_checkpoint checkpoint, store_event event
      where checkpoint.consumer = ${consumer.name} and ${heard}
        and (event.transaction, event.position) > (checkpoint.transaction, checkpoint.position) limit 1`.execute(
      db,
    );
    if (found.rows.length > 0) return true;
  }
  return false;
}

export type RunWork = <T>(run: (work: Work) => Promise<T>) => Promise<T>;

export interface Round {
  /** As many events came as one batch holds, so that more may wait. */
  readonly more: boolean;
  /** Up to here nothing waits for this consumer; unknown when another process holds it or more may wait. */
  readonly upTo?: Seen;
}

/**
 * Applies the next batch of one consumer. The checkpoint row is locked, so of several processes one works and the others pass. The
 * checkpoint moves with the events that the consumer hears; `seen` spares it the others, and once in a while it moves past them too.
 */
export async function deliverBatch(
  runWork: RunWork,
  consumer: Consumer,
  single: boolean,
  seen?: Seen,
): Promise<Round> {
  return runWork(async (work) => {
    // A crash loses the writes and the checkpoint together, and the events come again: no round need wait for the disk.
    const held = await sql<Place & Horizon & { stale: boolean }>`
      select transaction::text as transaction, position::text as position, ${horizonColumns},
        updated_at < now() - interval '1 minute' as stale, set_config('synchronous_commit', 'off', true)
      from store_checkpoint where consumer = ${consumer.name} for update skip locked`.execute(work.db);
    const checkpoint = held.rows[0];
    if (checkpoint === undefined) return { more: false };
    const known = seen !== undefined && seen.age === checkpoint.age ? seen.place : undefined;
    const most = single ? 1 : (consumer.batch ?? batchSize);
    const events = await readEvents(work.db, consumer, later(checkpoint, known), most);
    const last = events.at(-1);
    if (last !== undefined) {
      await consumer.run(events.map(delivered), work);
      moveCheckpoint(work, consumer.name, last);
    } else if (checkpoint.stale) moveCheckpoint(work, consumer.name, placeBefore(checkpoint));
    if (events.length === most) return { more: true };
    if (checkpoint.age === null) return { more: false };
    return { more: false, upTo: { place: later(placeBefore(checkpoint), last), age: checkpoint.age } };
  });
}

/** Counts a failure of the consumer's next event; past the bound puts the event aside and moves on. */
export async function recordFailure(runWork: RunWork, consumer: Consumer, problem: unknown): Promise<void> {
  await runWork(async (work) => {
    const held = await sql<Place & { failures: number }>`
      update store_checkpoint set failures = failures + 1 where consumer = ${consumer.name}
      returning transaction::text as transaction, position::text as position, failures`.execute(work.db);
    const checkpoint = held.rows[0];
    if (checkpoint === undefined || checkpoint.failures < mostFailures) return;
    const [poisoned] = await readEvents(work.db, consumer, checkpoint, 1);
    if (poisoned === undefined) return;
    const sentence = problem instanceof Error ? problem.message.slice(0, 500) : 'unknown';
    await sql`insert into store_dead_letter (consumer, position, name, payload, problem)
      values (${consumer.name}, ${poisoned.position}::bigint, ${poisoned.name}, ${JSON.stringify(poisoned.payload)}::jsonb, ${sentence})
      on conflict do nothing`.execute(work.db);
    moveCheckpoint(work, consumer.name, poisoned);
  });
}

export async function ensureCheckpoints(db: Database, consumers: readonly Consumer[]): Promise<void> {
  for (const consumer of consumers) {
    await sql`insert into store_checkpoint (consumer) values (${consumer.name}) on conflict do nothing`.execute(
      db,
    );
  }
}

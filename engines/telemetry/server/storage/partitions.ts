/** Time partitions: made before the first row of their day, dropped whole when their time of keeping is over. */
import { sql } from 'kysely';
import type { Database } from '../../../store/index.ts';

export type Span = 'day' | 'month';

export interface Partitioned {
  readonly table: string;
  readonly span: Span;
}

export const observations: Partitioned = { table: 'telemetry_observation', span: 'day' };
export const minutes: Partitioned = { table: 'telemetry_minute', span: 'month' };
export const hours: Partitioned = { table: 'telemetry_hour', span: 'month' };

const day = 86_400_000;

/** Start of the partition that holds the moment, and of the next; UTC. */
function boundsOf(span: Span, at: number): readonly [number, number] {
  if (span === 'day') {
    const start = Math.floor(at / day) * day;
    return [start, start + day];
  }
  const date = new Date(at);
  return [
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth()),
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1),
  ];
}

function nameOf({ table, span }: Partitioned, start: number): string {
  const text = new Date(start).toISOString();
  return `${table}_${text.slice(0, span === 'day' ? 10 : 7).replaceAll('-', '')}`;
}

/** Roll-ups grow in place; raw rows never change. */
function storageOf({ table }: Partitioned): string {
  return table === observations.table ? '' : ' with (fillfactor = 70)';
}

async function createPartition(tx: Database, name: string, kind: Partitioned, start: number, end: number) {
  const [from, to] = [new Date(start).toISOString(), new Date(end).toISOString()];
  await sql
    .raw(
      `create table "${name}" (like "${kind.table}" including defaults including constraints)${storageOf(kind)}`,
    )
    .execute(tx);
  await sql
    .raw(`alter table "${kind.table}" attach partition "${name}" for values from ('${from}') to ('${to}')`)
    .execute(tx);
}

/** Remembers which partitions exist, so that a batch asks the database only about a day that it has not seen. */
export class Partitions {
  readonly #db: Database;
  /** Starts of the partitions that are there, by table. */
  readonly #known = new Map<string, Set<number>>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Makes what is missing for these moments (milliseconds). Attached, not created in place: writers go on meanwhile. */
  async ensure(moments: readonly number[]): Promise<void> {
    for (const kind of [observations, minutes, hours]) await this.#ensureOf(kind, moments);
  }

  /** Asked for every reading of every batch: neighbours in a batch are of one day, and none costs a name or a date. */
  async #ensureOf(kind: Partitioned, moments: readonly number[]): Promise<void> {
    const known = this.#startsOf(kind);
    const missing = new Map<number, number>();
    let [start, end] = [0, 0];
    for (const at of moments) {
      if (at >= start && at < end) continue;
      [start, end] = boundsOf(kind.span, at);
      if (!known.has(start)) missing.set(start, end);
    }
    for (const [from, to] of missing) {
      await this.#make(nameOf(kind, from), kind, from, to);
      known.add(from);
    }
  }

  #startsOf({ table }: Partitioned): Set<number> {
    const known = this.#known.get(table) ?? new Set();
    this.#known.set(table, known);
    return known;
  }

  async #make(name: string, kind: Partitioned, start: number, end: number): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('telemetry.partitions'))`.execute(tx);
      const found = await sql<{ there: boolean }>`select to_regclass(${name}) is not null as there`.execute(
        tx,
      );
      if (found.rows[0]?.there !== true) await createPartition(tx, name, kind, start, end);
    });
  }

  /** Hours lay in one table once: moved into months, in one transaction at start-up, before anything is read or written. */
  async divideHours(): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('telemetry.partitions'))`.execute(tx);
      const found = await sql<{ kind: string }>`
        select relkind as kind from pg_class where oid = to_regclass(${hours.table})`.execute(tx);
      if (found.rows[0]?.kind !== 'r') return;
      await sql`alter table telemetry_hour rename to telemetry_hour_whole`.execute(tx);
      await sql`alter index telemetry_hour_pkey rename to telemetry_hour_whole_pkey`.execute(tx);
      await sql`create table telemetry_hour (like telemetry_hour_whole including defaults, primary key (series, bucket))
        partition by range (bucket)`.execute(tx);
      const months = await sql<{ start: string }>`
        select distinct date_trunc('month', bucket, 'UTC') as start from telemetry_hour_whole`.execute(tx);
      for (const { start } of months.rows) {
        const [from, to] = boundsOf(hours.span, Date.parse(start));
        await createPartition(tx, nameOf(hours, from), hours, from, to);
      }
      await sql`insert into telemetry_hour select * from telemetry_hour_whole`.execute(tx);
      await sql`drop table telemetry_hour_whole`.execute(tx);
    });
  }

  /** Drops the partitions that end before the moment; returns their names. */
  async dropBefore(kind: Partitioned, before: number): Promise<readonly string[]> {
    const found = await sql<{ name: string }>`
      select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      join pg_class p on p.oid = i.inhparent
      where p.relname = ${kind.table} and p.relnamespace = current_schema()::regnamespace order by 1`.execute(
      this.#db,
    );
    // Names of one table sort by time, and a partition's successor starts where it ends.
    const first = nameOf(kind, boundsOf(kind.span, before)[0]);
    const over = found.rows.map((row) => row.name).filter((name) => name < first);
    const known = this.#startsOf(kind);
    for (const start of known) if (nameOf(kind, start) < first) known.delete(start);
    for (const name of over) await sql.raw(`drop table if exists "${name}"`).execute(this.#db);
    return over;
  }
}

/** Opens the store: embedded or given PostgreSQL, migrated, with transactions, events, jobs and files. */
import path from 'node:path';
import { Readable } from 'node:stream';
import { CompiledQuery, type RawBuilder, sql } from 'kysely';
import type pg from 'pg';
import { type Clock, systemClock } from '../../../kernel/clock.ts';
import type { SettingSpec } from '../../../kernel/contract.ts';
import type { Consumer, Store, Work } from '../service.ts';
import { keepAnalysing } from './analyse-tables.ts';
import { openAnnouncer } from './announce.ts';
import { CopySource, openDatabase, openPools } from './connection.ts';
import { type ConsumerLoop, runConsumers } from './consumers.ts';
import { openFiles, fileTables } from './files.ts';
import { jobTables, openJobs } from './jobs.ts';
import { ensureCheckpoints, outboxTables, type PendingEvent, eventInsert, hasWaiting } from './outbox.ts';
import { runTransaction } from './run-transaction.ts';
import { SharedExchange } from './shared-exchange.ts';
import { openSettings } from './settings.ts';
import { defineTable, fingerprint, migrate, quoteName, type Table } from './table.ts';

const settingTables = [
  defineTable({
    name: 'store_setting',
    columns: {
      name: 'text primary key',
      value: 'jsonb not null',
      updated_at: 'timestamptz not null default now()',
    },
  }),
];

export const storeTables: readonly Table[] = [...settingTables, ...outboxTables, ...jobTables, ...fileTables];

export interface StoreOptions {
  /** postgres://… of a database that exists. */
  readonly url: string;
  /** Folder for files. */
  readonly dataDirectory: string;
  /** Tables of all engines and registers; the store's own are added. */
  readonly tables: readonly Table[];
  /** Settings by '<contract id>.<name>'. */
  readonly settings?: Readonly<Record<string, SettingSpec>>;
  readonly clock?: Clock;
  readonly poolSize?: number;
  /** Unexpected failures of consumers and jobs. */
  readonly report?: (problem: unknown, where: string) => void;
}

/** A store plus what only start-up may call. */
export interface OpenStore extends Store {
  /** Starts consumers and jobs; call once, when all are declared. */
  begin(): Promise<void>;
  /** Tests: waits until every event so far has been applied. */
  drain(): Promise<void>;
}

/** Rounds of 50 ms: shorter than a test may take, so that the reason is told and not that it took too long. */
const longestDrain = 1000;

type Hook = Parameters<Work['beforeCommit']>[1];

async function migrateOnce(pool: pg.Pool, tables: readonly Table[]): Promise<void> {
  const client = await pool.connect();
  const mark = fingerprint(tables);
  try {
    const known = await client.query("select to_regclass('store_setting') as found");
    if (known.rows[0]?.found !== null) {
      const last = await client.query("select value from store_setting where name = 'migration'");
      if (last.rows[0]?.value === mark) return;
    }
    await migrate(client, tables);
    await client.query(
      `insert into store_setting (name, value) values ('migration', $1::jsonb)
       on conflict (name) do update set value = excluded.value, updated_at = now()`,
      [JSON.stringify(mark)],
    );
  } finally {
    client.release();
  }
}

export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const clock = options.clock ?? systemClock;
  const report = options.report ?? (() => undefined);
  const pools = openPools(options.url, options.poolSize ?? 32);
  await migrateOnce(pools.reads, [...storeTables, ...options.tables]);
  const db = openDatabase(pools.reads);
  const exchanges = {
    reads: new SharedExchange(pools.shared, pools.transactions),
    writes: new SharedExchange(pools.shared, pools.transactions),
  };
  const announcer = openAnnouncer(options.url, db);
  const jobs = openJobs(options.url, db, report);
  const settings = await openSettings(db, options.settings ?? {}, announcer);
  const files = openFiles(path.join(options.dataDirectory, 'files'), db);
  const consumers: Consumer[] = [];
  let loop: ConsumerLoop | undefined;
  let begun = false;
  let announced = false;
  let stopAnalysing: () => void = () => undefined;

  /** Local consumers at once; other processes at most twenty times a second (a NOTIFY in each commit would serialise them). */
  function tellOfEvents(): void {
    loop?.wake();
    if (announced) return;
    announced = true;
    setTimeout(() => {
      announced = false;
      void announcer.announce('events', '').catch(() => undefined);
    }, 50).unref();
  }

  /** Runs the hooks; then one statement inserts all that they and the events leave. */
  async function lastWords(
    hooks: Map<string, Hook>,
    events: PendingEvent[],
    now: Date,
  ): Promise<RawBuilder<unknown> | undefined> {
    const inserts: RawBuilder<unknown>[] = [];
    // A hook may emit or add another hook; each key runs once.
    for (const [, run] of hooks) {
      const insert = await run();
      if (insert !== undefined) inserts.push(insert);
    }
    if (events.length > 0) inserts.push(eventInsert(now, events));
    const last = inserts.pop();
    if (last === undefined || inserts.length === 0) return last;
    const earlier = inserts.map((insert, index) => sql`${sql.ref(`last_${index}`)} as (${insert})`);
    return sql`with ${sql.join(earlier)} ${last}`;
  }

  async function transactionOn<T>(pool: pg.Pool, run: (work: Work) => Promise<T>): Promise<T> {
    const events: PendingEvent[] = [];
    const hooks = new Map<string, Hook>();
    const after: (() => void)[] = [];
    const now = clock.now();
    const result = await runTransaction({ pool, ...exchanges }, async (open) => {
      const value = await run({
        get db() {
          return open.db;
        },
        get glance() {
          return open.glance;
        },
        now,
        send: (statement) => open.send(statement),
        onBegin: (statement) => open.onBegin(statement),
        async inTurn(name) {
          await sql`select pg_advisory_xact_lock(hashtext(${name}))`.execute(open.db);
        },
        emit(name, actor, payload) {
          events.push({ name, actor, payload });
        },
        beforeCommit(key, hook) {
          if (!hooks.has(key)) hooks.set(key, hook);
        },
        afterCommit(hook) {
          after.push(hook);
        },
      });
      const last = await lastWords(hooks, events, now);
      if (last !== undefined) open.send(last);
      return value;
    });
    for (const hook of after) hook();
    if (events.length > 0) tellOfEvents();
    return result;
  }

  return {
    db,
    settings,
    clock,
    jobs,
    files,
    dataDirectory: options.dataDirectory,
    transaction: (run) => transactionOn(pools.transactions, run),
    async copyIn(work, table, columns, lines) {
      const names = columns.map(quoteName).join(', ');
      const source = new CopySource(lines instanceof Readable ? lines : Readable.from(lines));
      const done = await work.db.executeQuery(
        CompiledQuery.raw(`copy ${quoteName(table)} (${names}) from stdin`, [source]),
      );
      return Number(done.numAffectedRows ?? 0);
    },
    consume(consumer) {
      consumers.push(consumer);
    },
    announce: (channel, payload) => announcer.announce(channel, payload),
    onAnnounce: (channel, run) => announcer.on(channel, run),
    async ready() {
      try {
        await sql`select 1`.execute(db);
        return true;
      } catch {
        return false;
      }
    },
    async begin() {
      if (begun) throw new Error('the store has begun already: a second round of consumers would outlive it');
      begun = true;
      await ensureCheckpoints(db, consumers);
      loop = runConsumers(db, (run) => transactionOn(pools.deliveries, run), consumers, report);
      announcer.on('events', () => loop?.wake());
      await jobs.begin();
      stopAnalysing = keepAnalysing(db);
      loop.wake();
    },
    async once(name, run) {
      const claim =
        await sql`insert into store_setting (name, value) values (${`once:${name}`}, 'true'::jsonb)
        on conflict do nothing returning name`.execute(db);
      if (claim.rows.length === 0) return false;
      try {
        await run();
        return true;
      } catch (problem) {
        await sql`delete from store_setting where name = ${`once:${name}`}`.execute(db);
        throw problem;
      }
    },
    async drain() {
      // Another database's transaction on the same server holds events back until it ends.
      for (let round = 0; round < longestDrain; round += 1) {
        await loop?.drain();
        if (!(await hasWaiting(db, consumers))) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('events are still held back by a transaction of the server');
    },
    async close() {
      stopAnalysing();
      await loop?.stop();
      await jobs.stop();
      await announcer.stop();
      await Promise.all([pools.deliveries.end(), pools.transactions.end(), pools.shared.end(), db.destroy()]);
    },
  };
}

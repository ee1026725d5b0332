/** What the store offers to other engines: transactions, events, jobs and files on one PostgreSQL. */
import type { CompiledQuery, Kysely, RawBuilder } from 'kysely';
import type { Readable } from 'node:stream';
import type { Clock } from '../../kernel/clock.ts';
import type { SettingSpec } from '../../kernel/contract.ts';
import { type Delivered, service, type Services } from '../../kernel/system.ts';

/** Nothing is known of the tables here; an engine narrows with `db.withTables<ItsTables>()`. */
// {} is Kysely's word for an empty table map.
export type Database = Kysely<{}>;

/** One transaction. Use its `db`, never the store's, until it ends. */
export interface Work {
  readonly db: Database;
  /**
   * Reads what is committed, before anything is locked or written, without beginning the transaction: who writes by what he saw so makes the
   * write itself check that it still stands. Once the transaction has begun, the same as `db`.
   */
  readonly glance: Database;
  readonly now: Date;
  /** Writes an event that commits with the rows; kept in memory until just before the commit. */
  emit(name: string, actor: string, payload: unknown): void;
  /** Sends a write whose answer nobody needs: the commit waits for it, and its failure fails the transaction. */
  send(statement: CompiledQuery | RawBuilder<unknown>): void;
  /** A lock that whatever is asked through `db` must stand behind; not needed, and left out, when all of the transaction is only sent. */
  onBegin(statement: CompiledQuery | RawBuilder<unknown>): void;
  /** Whoever takes the same turn, in any process, waits until this transaction ends: for what no single row stands for. */
  inTurn(name: string): Promise<void>;
  /**
   * Runs just before the commit, inside the transaction. An insert that it hands back (without RETURNING) is sent together with the
   * others and the events as one statement. `key` runs it once a transaction.
   */
  beforeCommit(key: string, run: () => Promise<RawBuilder<unknown> | undefined> | RawBuilder<unknown>): void;
  /** Runs after the commit; its failure changes nothing. */
  afterCommit(run: () => void): void;
}

/** A consumer of the event stream: applied once, in order, from a kept checkpoint. */
export interface Consumer {
  readonly name: string;
  /** Event names; '*' hears all. */
  readonly on: readonly string[];
  /** Writes inside `work` commit together with the checkpoint. Events come in order, at most `batch` at a time. */
  readonly run: (events: readonly Delivered[], work: Work) => Promise<void>;
  readonly batch?: number;
}

export interface JobContext {
  readonly id: string;
  readonly signal: AbortSignal;
  /** 0..1 and a sentence for the person who waits. */
  progress(done: number, message: string): Promise<void>;
}

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

export interface JobStatus {
  readonly id: string;
  readonly name: string;
  readonly state: JobState;
  readonly done: number;
  readonly message: string;
  /** What the job returned; must be JSON. */
  readonly result: unknown;
  /** Error code, when failed. */
  readonly error: string | null;
  readonly startedBy: string;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

export interface Jobs {
  /** Declares the handler of a job name; call before `start`. */
  define<I>(name: string, handler: (input: I, job: JobContext) => Promise<unknown>): void;
  /** Queues a job inside the caller's transaction when `work` is given. Returns its id. */
  start(name: string, input: unknown, by: string, work?: Work): Promise<string>;
  /** Cron in Asia/Shanghai; one process runs it. */
  schedule(name: string, cron: string): void;
  status(id: string): Promise<JobStatus | undefined>;
  cancel(id: string, by: string): Promise<boolean>;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  /** SHA-256 of the content, hex; equal content is kept once. */
  readonly digest: string;
  readonly createdBy: string;
  readonly createdAt: string;
}

export interface KeptFile {
  readonly contentType: string;
  readonly body: Readable;
  readonly fileName: string;
}

export interface Files {
  /** Streams to disk, fsyncs, renames; refuses past `limit` bytes before reading the rest (errors.tooLarge), and content that is not what it says. */
  write(input: {
    name: string;
    contentType: string;
    by: string;
    body: Readable;
    limit: number;
  }): Promise<StoredFile>;
  find(id: string): Promise<StoredFile | undefined>;
  read(file: StoredFile): Readable;
  /** So many bytes from a place, for files of which only parts are wanted; fewer at the end. */
  readPart(file: StoredFile, at: number, length: number): Promise<Uint8Array>;
  /** The first of a row's kept files as a reply of a route; undefined when there is none. */
  handOut(ids: readonly string[] | null | undefined): Promise<KeptFile | undefined>;
  /** Ties a file to the thing whose access decides over it. `owner` is '<kind>:<id>', e.g. 'register:urban-management.case:<row id>'. */
  attach(work: Work, ids: readonly string[], owner: string, by: string): Promise<void>;
  ownersOf(id: string): Promise<readonly string[]>;
  /** Unties the files (default all) of owners whose time of keeping is over; a file that belongs to nobody any more goes with its content. */
  release(work: Work, owners: readonly string[], ids?: readonly string[]): Promise<void>;
}

/** Settings declared in contracts, by '<contract id>.<name>'; changed values take effect in every process at once. */
export interface Settings {
  /** The value in force; throws for an undeclared name. */
  value(name: string): number;
  change(work: Work, name: string, value: number): Promise<void>;
  all(): readonly { readonly name: string; readonly value: number; readonly spec: SettingSpec }[];
}

export interface Store {
  readonly db: Database;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly files: Files;
  /** Where the city keeps what is not in the database. */
  readonly dataDirectory: string;
  transaction<T>(run: (work: Work) => Promise<T>): Promise<T>;
  /** Runs something once in the life of this database (reference rows of one edition, demo data); a failed run may be tried again. True when it ran. */
  once(name: string, run: () => Promise<void>): Promise<boolean>;
  /** COPY … FROM STDIN into a table from text-format lines, inside the transaction of `work`. Returns the number of rows. */
  copyIn(
    work: Work,
    table: string,
    columns: readonly string[],
    lines: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  ): Promise<number>;
  /** Adds a consumer; call before the server starts. */
  consume(consumer: Consumer): void;
  /** Tells every process (through LISTEN/NOTIFY) and every local listener; what is the same within a few milliseconds is told once. Payload under 8 kB, ids only. */
  announce(channel: string, payload: string): Promise<void>;
  onAnnounce(channel: string, run: (payload: string) => void): () => void;
  /** True when reads and writes can be served. */
  ready(): Promise<boolean>;
  close(): Promise<void>;
}

export const store = service<Store>('store');
export type { Services };

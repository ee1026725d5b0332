/** The pool: typed parsing of PostgreSQL values, prepared statements, and the settings of every session. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from '../service.ts';
import { type Answer, type Asked, asParameter, Prepared, StatementGroup } from './statement-group.ts';

/** '2026-11-23 10:20:30.123+00' → '2026-11-23T10:20:30.123Z'; the session runs in UTC. */
function isoMoment(text: string): string {
  const base = text.replace(' ', 'T');
  return base.endsWith('+00') ? `${base.slice(0, -3)}Z` : new Date(text).toISOString();
}

function parsePoint(text: string): { lon: number; lat: number } {
  const comma = text.indexOf(',');
  return { lon: Number(text.slice(1, comma)), lat: Number(text.slice(comma + 1, -1)) };
}

const types = new Map<number, (text: string) => unknown>([
  [20, Number],
  [600, parsePoint],
  [1082, (text) => text],
  [1114, (text) => text],
  [1184, isoMoment],
]);

const customTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    return types.get(oid) ?? pg.types.getTypeParser(oid, format ?? 'text');
  },
} as pg.CustomTypesConfig;

const statementNames = new Map<string, string | undefined>();
/** Distinct statements are few (they come from code, not from input); past this bound new ones go unnamed. */
const mostStatements = 2000;

/**
 * Lists, counts and groups are planned for their own values each time: a plan made for any values supposes that a range of areas
 * holds half a percent of the rows, and reads a whole city for one row. Point reads and writes are prepared.
 */
const listForm = /\b(?:limit|group by|order by|count\()/i;

/** Opens a statement whose author knows that one plan fits any values, whatever its words look like. */
export const samePlan = '/* same plan */ ';

function statementName(text: string): string | undefined {
  if (statementNames.has(text)) return statementNames.get(text);
  if (statementNames.size >= mostStatements) return undefined;
  const name =
    listForm.test(text) && !text.startsWith(samePlan)
      ? undefined
      : `c${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`;
  statementNames.set(text, name);
  return name;
}

/** A statement with its parameters. */
export interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The single parameter of a `copy … from stdin` statement: the lines to send. Kysely has no word for COPY, so it rides on a parameter. */
export class CopySource {
  readonly lines: Readable;

  constructor(lines: Readable) {
    this.lines = lines;
  }
}

async function copyIn(
  client: PreparingClient,
  text: string,
  source: CopySource,
): Promise<{ command: 'INSERT'; rows: never[]; rowCount: number }> {
  // A COPY has the connection to itself: everything sent before must be answered, and nothing may follow until it ends.
  await client.query('select 1');
  client.pipeline = false;
  try {
    const stream = client.query(copyFrom(text));
    await pipeline(source.lines, stream);
    // Kysely counts rows of the commands that it knows; a COPY in is an insert of many.
    return { command: 'INSERT', rows: [], rowCount: stream.rowCount };
  } finally {
    client.pipeline = true;
  }
}

/** Prepares each parameterised statement once a connection: parsing and planning are half of a point query's cost. */
export class PreparingClient extends pg.Client {
  /** Statements of one connection are sent without waiting for the answers to those before them. */
  override pipeline = true;
  readonly #prepared = new Prepared();
  /** Groups whose answers are still to come, in the order in which they come. */
  readonly #answering: StatementGroup[] = [];
  #gathered: Asked[] = [];

  constructor(config?: pg.ClientConfig) {
    super(config);
    this.connection.on('parseComplete', () => this.#answering[0]?.handleParseComplete());
  }

  #leave(asked: readonly Asked[]): void {
    const reader = (type: number) => this.getTypeParser(type, 'text') as (text: string) => unknown;
    const group = new StatementGroup(asked, this.#prepared, reader, (ended) => {
      if (this.#answering[0] === ended) this.#answering.shift();
    });
    this.#answering.push(group);
    super.query(group);
  }

  #flush(): void {
    const asked = this.#gathered;
    if (asked.length === 0) return;
    this.#gathered = [];
    this.#leave(asked);
  }

  #add({ text, values }: Sent): Promise<Answer> {
    const [name, parameters] = [statementName(text), values.map(asParameter)];
    return new Promise((resolve, reject) => {
      this.#gathered.push({ text, name, values: parameters, resolve, reject });
    });
  }

  /** What is asked within one turn of the event loop leaves as one group: each write wakes a process of the database. */
  #gather(statement: Sent): Promise<Answer> {
    if (this.#gathered.length === 0) setImmediate(() => this.#flush());
    return this.#add(statement);
  }

  /** All of it or nothing, in one transaction without BEGIN and COMMIT. */
  together(statements: readonly Sent[]): Promise<readonly Answer[]> {
    this.#flush();
    const answers = Promise.all(statements.map((each) => this.#add(each)));
    const asked = this.#gathered;
    this.#gathered = [];
    this.#leave(asked);
    return answers;
  }

  // The overloads of pg.Client.query cannot be restated without `any`; only the (text, values) form is touched.
  // oxlint-disable-next-line typescript/no-explicit-any -- any other type would have to restate them all
  override query(...given: any[]): any {
    const [text, values] = given;
    if (typeof text === 'string' && Array.isArray(values) && given.length === 2) {
      if (values[0] instanceof CopySource) return copyIn(this, text, values[0]);
      // Without name and parameters it may hold several commands, which only the simple protocol takes.
      if (values.length > 0 || statementName(text) !== undefined) return this.#gather({ text, values });
    }
    this.#flush();
    return (super.query as (...rest: unknown[]) => unknown).apply(this, given);
  }
}

/** jit off: DIGIT's published slow-down at 1M cases came from it. A lost transaction must not hold locks for ever. */
const sessionOptions =
  '-c jit=off -c timezone=UTC -c idle_in_transaction_session_timeout=60000 -c lock_timeout=15000 -c plan_cache_mode=auto';

/** On a shared connection nobody waits long for a lock that one of many asks for: they part, and each waits for himself. */
const sharedOptions = `${sessionOptions} -c lock_timeout=50`;

/** `patient`: waits as long as it takes for a connection; others are told after ten seconds that there is none. */
export function openPool(url: string, size: number, kind: 'patient' | 'brisk' | 'shared' = 'brisk'): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    options: kind === 'shared' ? sharedOptions : sessionOptions,
    types: customTypes,
    Client: PreparingClient,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: kind === 'patient' ? 0 : 10_000,
  } as pg.PoolConfig);
  // A connection that dies while idle must not end the process; the next query opens another.
  pool.on('error', () => undefined);
  // Nor may one that dies while it is lent out, between two queries of a transaction; the next query on it fails.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * The connections of a process, parted by who holds them while asking for another: a delivery of events may open a transaction, a
 * transaction may read beside itself, and a read asks for nothing. From one pool all of them could hold what the others wait for.
 */
export interface Pools {
  readonly deliveries: pg.Pool;
  readonly transactions: pg.Pool;
  readonly reads: pg.Pool;
  /** What transactions ask while none of them holds a connection (shared-exchange.ts). */
  readonly shared: pg.Pool;
}

/** One for what is read, one for what is written: readers do not wait for the disk. */
const sharedConnections = 2;

/** `size` is that of the first three together, at least 4. */
export function openPools(url: string, size: number): Pools {
  const deliveries = Math.floor(size / 4);
  const transactions = Math.floor((size - deliveries) / 2);
  return {
    deliveries: openPool(url, deliveries, 'patient'),
    transactions: openPool(url, transactions),
    reads: openPool(url, size - deliveries - transactions),
    shared: openPool(url, sharedConnections, 'shared'),
  };
}

export function openDatabase(pool: pg.Pool): Database {
  // {} is Kysely's word for an empty table map.
  return new Kysely<{}>({ dialect: new PostgresDialect({ pool }) });
}

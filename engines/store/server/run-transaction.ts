/** One transaction on one connection: statements go out without waiting for the answers of those before them. */
import { type CompiledQuery, Kysely, PostgresDialect, type RawBuilder } from 'kysely';
import type pg from 'pg';
import type { Database } from '../service.ts';
import { PreparingClient, type Sent } from './connection.ts';
import type { Answer } from './statement-group.ts';

/** The query builder on one connection, in the transaction and before it. */
interface Handle {
  readonly within: Database;
  readonly before: Database;
  /** Called ahead of each statement of `within`. */
  begin: () => void;
}

const handles = new WeakMap<pg.PoolClient, Handle>();

function databaseOn(client: pg.PoolClient, ahead: () => void): Database {
  const connection = {
    // The overloads of pg.PoolClient.query cannot be restated; what Kysely calls is (text, values).
    query: ((text: string, values: unknown[]) => {
      ahead();
      return client.query(text, values);
    }) as unknown as pg.PoolClient['query'],
    // Whoever runs the transaction gives the connection back.
    release: () => undefined,
  };
  const pool = { connect: () => Promise.resolve(connection), end: () => Promise.resolve() };
  // {} is Kysely's word for an empty table map.
  return new Kysely<{}>({ dialect: new PostgresDialect({ pool }) });
}

/** Made once for each connection. */
function handleOf(client: pg.PoolClient): Handle {
  const known = handles.get(client);
  if (known !== undefined) return known;
  const handle: Handle = {
    within: databaseOn(client, () => handle.begin()),
    before: databaseOn(client, () => undefined),
    begin: () => undefined,
  };
  handles.set(client, handle);
  return handle;
}

/** A write whose answer nobody needs. */
export type Statement = CompiledQuery | RawBuilder<unknown>;

export interface OpenTransaction {
  /** The first statement through it begins the transaction. */
  readonly db: Database;
  /** Reads what is committed, without beginning the transaction; after it began they are the same. */
  readonly glance: Database;
  /** The commit waits for the statement, and its failure fails the transaction. */
  send(statement: Statement): void;
  /** Goes ahead of everything else when `db` begins the transaction; left out when nothing is awaited. */
  onBegin(statement: Statement): void;
}

/** What is sent while nobody waits for an answer is kept, and leaves with the commit, or ahead of the first statement that is awaited. */
class Sending {
  readonly #client: pg.PoolClient;
  readonly #answers: Promise<Answer>[] = [];
  #kept: Sent[] = [];
  readonly #ahead: Sent[] = [];
  begun = false;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  #hand({ text, values }: Sent): void {
    // The client is of the pool's own class, which answers (text, values) so.
    const answer = this.#client.query(text, [...values]) as unknown as Promise<Answer>;
    // Heard at the commit at the latest; until then a failure must not count as unheard.
    answer.catch(() => undefined);
    this.#answers.push(answer);
  }

  begin(): void {
    if (this.begun) return;
    this.begun = true;
    this.#hand({ text: 'begin', values: [] });
    for (const statement of [...this.#ahead, ...this.#kept]) this.#hand(statement);
    this.#kept = [];
  }

  aheadOf(statement: Sent): void {
    if (this.begun) this.#hand(statement);
    else this.#ahead.push(statement);
  }

  add(statement: Sent): void {
    if (this.begun) this.#hand(statement);
    else this.#kept.push(statement);
  }

  /** Nobody waited for anything: all of it is one group, which is a transaction by itself. */
  async commit(): Promise<void> {
    if (!this.begun) {
      if (this.#kept.length === 0) return;
      if (!(this.#client instanceof PreparingClient)) throw new TypeError('not a client of the pool');
      await this.#client.together(this.#kept);
      return;
    }
    this.#hand({ text: 'commit', values: [] });
    let last: Answer | undefined;
    for (const answer of this.#answers) last = await answer;
    // A failure that `body` swallowed: the server undoes everything and calls that a success.
    if (last?.command !== 'COMMIT') throw new Error('the transaction was rolled back');
  }

  /** A statement that fails makes those behind it fail as well; the first one says why. */
  async firstFailure(problem: unknown): Promise<unknown> {
    if ((problem as { code?: unknown }).code !== '25P02') return problem;
    const answers = await Promise.allSettled(this.#answers);
    const first = answers.find((answer) => answer.status === 'rejected');
    return first?.reason ?? problem;
  }
}

/**
 * Runs `body` and commits. What is sent, what is awaited and `commit` are handed to the connection in the order of the calls; the
 * server has executed all of them before the commit, which undoes everything after a failure.
 */
export async function runTransaction<T>(
  pool: pg.Pool,
  body: (transaction: OpenTransaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  const handle = handleOf(client);
  const sending = new Sending(client);
  handle.begin = () => sending.begin();
  const compiled = (statement: Statement): Sent => {
    const { sql: text, parameters } = 'compile' in statement ? statement.compile(handle.within) : statement;
    return { text, values: parameters };
  };
  let broken = false;
  try {
    const value = await body({
      db: handle.within,
      glance: handle.before,
      send: (statement) => sending.add(compiled(statement)),
      onBegin: (statement) => sending.aheadOf(compiled(statement)),
    });
    await sending.commit();
    return value;
  } catch (problem) {
    const told = await sending.firstFailure(problem);
    if (sending.begun)
      await client.query('rollback').catch(() => {
        broken = true;
      });
    throw told;
  } finally {
    client.release(broken);
  }
}

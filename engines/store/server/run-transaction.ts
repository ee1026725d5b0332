/** One transaction: what it only glances at and only sends travels with that of others; with the first statement it waits for it has a connection to itself. */
import { type CompiledQuery, Kysely, PostgresDialect, type RawBuilder } from 'kysely';
import type pg from 'pg';
import type { Database } from '../service.ts';
import type { Sent } from './connection.ts';
import { isShort, runOn, type SharedExchange } from './shared-exchange.ts';
import type { Answer } from './statement-group.ts';

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

/** By what a transaction reaches the database. */
export interface Ways {
  /** Connections for those that wait for an answer before they commit. */
  readonly pool: pg.Pool;
  readonly reads: SharedExchange;
  readonly writes: SharedExchange;
}

/** The query builder over one way of asking. */
function databaseBy(ask: (statement: Sent) => Promise<Answer>): Database {
  const connection = {
    // The overloads of pg.PoolClient.query cannot be restated; what Kysely calls is (text, values).
    query: ((text: string, values: unknown[]) => ask({ text, values })) as unknown as pg.PoolClient['query'],
    // Whoever runs the transaction gives the connection back.
    release: () => undefined,
  };
  const pool = { connect: () => Promise.resolve(connection), end: () => Promise.resolve() };
  // {} is Kysely's word for an empty table map.
  return new Kysely<{}>({ dialect: new PostgresDialect({ pool }) });
}

class Transaction implements OpenTransaction {
  readonly #ways: Ways;
  readonly #answers: Promise<Answer>[] = [];
  readonly #ahead: Sent[] = [];
  /** Sent while nobody waits for an answer; leaves with the commit, or ahead of the first statement that is awaited. */
  #kept: Sent[] = [];
  /** Asked for by the first statement that is awaited. */
  #connecting: Promise<pg.PoolClient> | undefined;
  #client: pg.PoolClient | undefined;
  #within: Database | undefined;
  #before: Database | undefined;

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  get db(): Database {
    this.#within ??= databaseBy((statement) => this.#ask(statement));
    return this.#within;
  }

  get glance(): Database {
    this.#before ??= databaseBy((statement) => this.#glanceAt(statement));
    return this.#before;
  }

  send(statement: Statement): void {
    const sent = this.#compiled(statement);
    if (this.#client === undefined) this.#kept.push(sent);
    else this.#hand(this.#client, sent);
  }

  onBegin(statement: Statement): void {
    const sent = this.#compiled(statement);
    if (this.#client === undefined) this.#ahead.push(sent);
    else this.#hand(this.#client, sent);
  }

  #compiled(statement: Statement): Sent {
    const { sql: text, parameters } = 'compile' in statement ? statement.compile(this.db) : statement;
    return { text, values: parameters };
  }

  #hand(client: pg.PoolClient, { text, values }: Sent): void {
    // The client is of the pool's own class, which answers (text, values) so.
    const answer = client.query(text, [...values]) as unknown as Promise<Answer>;
    // Heard at the commit at the latest; until then a failure must not count as unheard.
    answer.catch(() => undefined);
    this.#answers.push(answer);
  }

  async #begin(): Promise<pg.PoolClient> {
    const client = await this.#ways.pool.connect();
    this.#hand(client, { text: 'begin', values: [] });
    for (const statement of [...this.#ahead, ...this.#kept]) this.#hand(client, statement);
    this.#kept = [];
    this.#client = client;
    return client;
  }

  async #ask({ text, values }: Sent): Promise<Answer> {
    this.#connecting ??= this.#begin();
    // Everybody waits for the same promise, so that statements leave in the order in which they were asked.
    const client = await this.#connecting;
    return client.query(text, [...values]) as unknown as Promise<Answer>;
  }

  async #glanceAt(statement: Sent): Promise<Answer> {
    if (this.#connecting !== undefined) return this.#ask(statement);
    const [answer] = await this.#ways.reads.ask(this, [statement]);
    if (answer === undefined) throw new Error('a statement was not answered');
    return answer;
  }

  async commit(): Promise<void> {
    if (this.#connecting === undefined) {
      // Nobody waited for anything: all of it is one group, which is a transaction by itself.
      if (this.#kept.length === 0) return;
      if (isShort(this.#kept)) await this.#ways.writes.ask(this, this.#kept);
      else await runOn(this.#ways.pool, this.#kept);
      return;
    }
    this.#hand(await this.#connecting, { text: 'commit', values: [] });
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

  /** Gives the connection back, if there is one; `undo` rolls back first. */
  async end(undo: boolean): Promise<void> {
    const client = await this.#connecting?.catch(() => undefined);
    if (client === undefined) return;
    let broken = false;
    if (undo)
      await client.query('rollback').catch(() => {
        broken = true;
      });
    client.release(broken);
  }
}

/**
 * Runs `body` and commits. What is sent, what is awaited and `commit` are handed to the connection in the order of the calls; the
 * server has executed all of them before the commit, which undoes everything after a failure.
 */
export async function runTransaction<T>(
  ways: Ways,
  body: (transaction: OpenTransaction) => Promise<T>,
): Promise<T> {
  const transaction = new Transaction(ways);
  try {
    const value = await body(transaction);
    await transaction.commit();
    await transaction.end(false);
    return value;
  } catch (problem) {
    const told = await transaction.firstFailure(problem);
    await transaction.end(true);
    throw told;
  }
}

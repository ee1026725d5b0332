/** One transaction on one connection: statements go out without waiting for the answers of those before them. */
import { type CompiledQuery, Kysely, PostgresDialect, type RawBuilder } from 'kysely';
import type pg from 'pg';
import type { Database } from '../service.ts';

const handles = new WeakMap<pg.PoolClient, Database>();

/** The query builder on this one connection; made once for each connection. */
function handleOf(client: pg.PoolClient): Database {
  const known = handles.get(client);
  if (known !== undefined) return known;
  const connection = {
    query: client.query.bind(client) as pg.PoolClient['query'],
    // Whoever runs the transaction gives the connection back.
    release: () => undefined,
  };
  const pool = { connect: () => Promise.resolve(connection), end: () => Promise.resolve() };
  // {} is Kysely's word for an empty table map.
  const handle = new Kysely<{}>({ dialect: new PostgresDialect({ pool }) });
  handles.set(client, handle);
  return handle;
}

/** A write whose answer nobody needs. */
export type Statement = CompiledQuery | RawBuilder<unknown>;

export interface OpenTransaction {
  readonly db: Database;
  /** Hands the statement to the connection at once; the commit waits for it, and its failure fails the transaction. */
  send(statement: Statement): void;
}

/**
 * Begins, runs `body`, commits. `begin`, what is sent and `commit` are handed to the connection in the order of the calls, with
 * nothing awaited between: so the server has executed all of them before the commit, which undoes everything after a failure.
 */
export async function runTransaction<T>(
  pool: pg.Pool,
  body: (transaction: OpenTransaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  const db = handleOf(client);
  const sent: Promise<pg.QueryResult>[] = [];
  function hand(text: string, parameters?: readonly unknown[]): void {
    const answer = parameters === undefined ? client.query(text) : client.query(text, [...parameters]);
    // Heard at the commit at the latest; until then a failure must not count as unheard.
    answer.catch(() => undefined);
    sent.push(answer);
  }
  let broken = false;
  try {
    hand('begin');
    const value = await body({
      db,
      send(statement) {
        const { sql: text, parameters } = 'compile' in statement ? statement.compile(db) : statement;
        hand(text, parameters);
      },
    });
    hand('commit');
    let last: pg.QueryResult | undefined;
    for (const answer of sent) last = await answer;
    // A failure that `body` swallowed: the server undoes everything and calls that a success.
    if (last?.command !== 'COMMIT') throw new Error('the transaction was rolled back');
    return value;
  } catch (problem) {
    const told = await firstFailure(sent, problem);
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw told;
  } finally {
    client.release(broken);
  }
}

/** A statement that fails makes those behind it fail as well; the first one says why. */
async function firstFailure(sent: readonly Promise<unknown>[], problem: unknown): Promise<unknown> {
  if ((problem as { code?: unknown }).code !== '25P02') return problem;
  const answers = await Promise.allSettled(sent);
  const first = answers.find((answer) => answer.status === 'rejected');
  return first?.reason ?? problem;
}

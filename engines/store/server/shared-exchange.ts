/** What many transactions ask at the same time travels together: one wake of a process of the database and one flush of its log serve all of them. */
import pg from 'pg';
import { PreparingClient, type Sent } from './connection.ts';
import type { Answer } from './statement-group.ts';

/** Statements that stand or fall together. */
interface Unit {
  readonly statements: readonly Sent[];
  /** Whose they are: what one asker asks is executed in the order of his asking. */
  readonly asker: object;
  resolve(answers: readonly Answer[]): void;
  reject(problem: unknown): void;
}

/** More wait for the next exchange. */
const mostTogether = 32;

/** Longer texts (a thousand rows in one parameter) travel alone, so that nobody waits behind them. */
const longestShared = 65_536;

/** Statements whose text and values are short enough to travel with those of others. */
export function isShort(statements: readonly Sent[]): boolean {
  let length = 0;
  for (const { values } of statements)
    for (const value of values) if (typeof value === 'string') length += value.length;
  return length <= longestShared;
}

/** Refused by the database, which undid all of it. Of what a lost connection (57P…, 08…) took along nobody knows what became. */
function isUndone(problem: unknown): boolean {
  return problem instanceof pg.DatabaseError && !/^(?:57P|08)/.test(problem.code ?? '08');
}

/** All of it or nothing, on a connection that is free for it. */
export async function runOn(pool: pg.Pool, statements: readonly Sent[]): Promise<readonly Answer[]> {
  const client = await pool.connect();
  let lost = false;
  try {
    if (!(client instanceof PreparingClient)) throw new TypeError('not a client of the pool');
    return await client.together(statements);
  } catch (problem) {
    lost = !isUndone(problem);
    throw problem;
  } finally {
    client.release(lost);
  }
}

/**
 * One exchange is under way at a time; what is asked meanwhile leaves with the next. When one asker's statements fail, or wait for a lock
 * for longer than a connection of `shared` may (connection.ts), everybody's are undone, and each asker's go again alone through `own`.
 */
export class SharedExchange {
  readonly #shared: pg.Pool;
  readonly #own: pg.Pool;
  readonly #alone = new WeakMap<object, Promise<void>>();
  #waiting: Unit[] = [];
  #busy = false;

  constructor(shared: pg.Pool, own: pg.Pool) {
    this.#shared = shared;
    this.#own = own;
  }

  /** All of it or nothing. Rejects with the reason of the statement that failed. */
  ask(asker: object, statements: readonly Sent[]): Promise<readonly Answer[]> {
    return new Promise((resolve, reject) => {
      const unit = { statements, asker, resolve, reject };
      if (this.#alone.has(asker)) {
        this.#goAlone(unit);
        return;
      }
      this.#waiting.push(unit);
      if (this.#busy) return;
      this.#busy = true;
      setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const units = this.#waiting.slice(0, mostTogether);
      this.#waiting = this.#waiting.slice(mostTogether);
      await this.#exchange(units);
    }
    this.#busy = false;
  }

  async #exchange(units: readonly Unit[]): Promise<void> {
    try {
      const answers = await runOn(
        this.#shared,
        units.flatMap(({ statements }) => statements),
      );
      let from = 0;
      for (const unit of units) {
        unit.resolve(answers.slice(from, from + unit.statements.length));
        from += unit.statements.length;
      }
    } catch (problem) {
      if (isUndone(problem)) this.#part(units);
      else for (const unit of units) unit.reject(problem);
    }
  }

  /** What an asker has asked meanwhile follows him, or it would be executed ahead of what goes again. */
  #part(units: readonly Unit[]): void {
    const askers = new Set(units.map(({ asker }) => asker));
    const following = this.#waiting.filter(({ asker }) => askers.has(asker));
    this.#waiting = this.#waiting.filter(({ asker }) => !askers.has(asker));
    for (const unit of [...units, ...following]) this.#goAlone(unit);
  }

  #goAlone(unit: Unit): void {
    const before = this.#alone.get(unit.asker) ?? Promise.resolve();
    const run = async (): Promise<void> => {
      await before;
      await runOn(this.#own, unit.statements).then(unit.resolve, unit.reject);
    };
    this.#alone.set(unit.asker, run());
  }
}

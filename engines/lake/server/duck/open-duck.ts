/** The server's side of DuckDB: one child process, started with the first statement, sessions in it, and an end when it fails. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { DuckReply, DuckRequest, DuckRow, DuckSettings } from './messages.ts';

/** DuckDB refused a statement. Its text may hold values of rows: it is for this engine alone, never for a log or a person. */
export class DuckProblem extends Error {}

export type { DuckRow };

export interface DuckSession {
  /** Runs one statement; big integers and moments come as text. */
  run(sql: string): Promise<readonly DuckRow[]>;
}

export interface Duck {
  /** Temporary tables live as long as the session. Aborting interrupts the running statement. */
  session<T>(use: (session: DuckSession) => Promise<T>, signal?: AbortSignal): Promise<T>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (rows: readonly DuckRow[]) => void;
  readonly reject: (problem: Error) => void;
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

class Child {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  alive = true;

  constructor(onEnd: () => void) {
    const entry = fileURLToPath(new URL('./duck-child-entry.mjs', import.meta.url));
    this.#process = fork(entry, [], { execArgv: [], serialization: 'advanced' });
    this.#process.on('message', (reply: DuckReply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if ('rows' in reply) waiting?.resolve(reply.rows);
      else waiting?.reject(new DuckProblem(reply.problem));
    });
    const end = () => {
      if (!this.alive) return;
      this.alive = false;
      for (const waiting of this.#waiting.values()) waiting.reject(commonErrors.unavailable());
      this.#waiting.clear();
      onEnd();
    };
    this.#process.on('exit', end);
    this.#process.on('error', end);
    // It must not keep a server alive that wants to end.
    this.#process.unref();
    this.#process.channel?.unref();
  }

  ask(request: Unnumbered<DuckRequest>): Promise<readonly DuckRow[]> {
    if (!this.alive) return Promise.reject(commonErrors.unavailable());
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#process.send({ ...request, id } as DuckRequest);
    });
  }

  kill(): Promise<void> {
    if (!this.alive) return Promise.resolve();
    return new Promise((resolve) => {
      this.#process.once('exit', () => resolve());
      this.#process.kill('SIGKILL');
    });
  }
}

export function openDuck(settings: () => DuckSettings): Duck {
  let child: Promise<Child> | undefined;
  let sessions = 0;

  async function start(): Promise<Child> {
    const given = settings();
    await mkdir(`${given.folder}/spill`, { recursive: true });
    const made = new Child(() => {
      child = undefined;
    });
    await made.ask({ act: 'start', settings: given });
    return made;
  }

  return {
    async session(use, signal) {
      signal?.throwIfAborted();
      child ??= start().catch((problem: unknown) => {
        child = undefined;
        throw problem;
      });
      const own = await child;
      sessions += 1;
      const session = sessions;
      const interrupt = () => void own.ask({ act: 'interrupt', session }).catch(() => undefined);
      signal?.addEventListener('abort', interrupt);
      try {
        return await use({
          run: (sql) => {
            signal?.throwIfAborted();
            return own.ask({ act: 'run', session, sql });
          },
        });
      } finally {
        signal?.removeEventListener('abort', interrupt);
        await own.ask({ act: 'close', session }).catch(() => undefined);
      }
    },
    async close() {
      const last = await child?.catch(() => undefined);
      child = undefined;
      await last?.kill();
    },
  };
}

/** Threads that compute on points, so that a match of a hundred thousand never holds up the server; let go after a minute without work. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { privacyErrors } from '../errors.ts';
import type { PoolReply, PoolRequest } from './pool-worker.ts';
import type { PointTask } from './raise-points.ts';

const idleMilliseconds = 60_000;
/** Chunks that may wait, of all matches together. */
const mostWaiting = 64;

export class OffCurve extends Error {}

interface Waiting {
  readonly task: PointTask;
  readonly resolve: (points: Uint8Array) => void;
  readonly reject: (problem: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  current: Waiting | undefined;
}

export class PointPool {
  readonly #threads: Thread[] = [];
  readonly #queue: Waiting[] = [];
  readonly #report: (problem: unknown, where: string) => void;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(report: (problem: unknown, where: string) => void) {
    this.#report = report;
  }

  /** How many chunks run side by side: one processor is left to the server. */
  readonly width = Math.max(1, Math.min(8, availableParallelism() - 1));

  /** Rejects with OffCurve, privacy.busy, or what befell the thread. */
  run(task: PointTask): Promise<Uint8Array> {
    if (this.#closed || this.#queue.length >= mostWaiting) return Promise.reject(privacyErrors.busy());
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    clearTimeout(this.#idle);
    const free = this.#threads.find((each) => each.current === undefined) ?? this.#open();
    const waiting = free === undefined ? undefined : this.#queue.shift();
    if (free !== undefined && waiting !== undefined) {
      free.current = waiting;
      free.worker.postMessage({ id: 0, task: waiting.task } satisfies PoolRequest);
      if (this.#queue.length > 0) this.#next();
    } else if (this.#threads.every((each) => each.current === undefined)) {
      this.#idle = setTimeout(() => void this.#drop(), idleMilliseconds).unref();
    }
  }

  #open(): Thread | undefined {
    if (this.#threads.length >= this.width || this.#queue.length === 0) return undefined;
    const worker = new Worker(new URL('./pool-worker-entry.mjs', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    const made: Thread = { worker, current: undefined };
    const settle = (end: (waiting: Waiting) => void) => {
      const done = made.current;
      made.current = undefined;
      if (done !== undefined) end(done);
    };
    worker.on('message', (reply: PoolReply) => {
      settle((waiting) => {
        if ('points' in reply) waiting.resolve(reply.points);
        else waiting.reject(reply.problem === 'off-curve' ? new OffCurve() : privacyErrors.busy());
      });
      this.#next();
    });
    const gone = () => {
      const at = this.#threads.indexOf(made);
      if (at >= 0) this.#threads.splice(at, 1);
      settle((waiting) => waiting.reject(privacyErrors.busy()));
      if (!this.#closed) this.#next();
    };
    worker.on('error', (problem) => {
      this.#report(problem, 'privacy.pool');
      gone();
    });
    worker.on('exit', gone);
    worker.unref();
    this.#threads.push(made);
    return made;
  }

  async #drop(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    for (const waiting of this.#queue.splice(0)) waiting.reject(privacyErrors.busy());
    await this.#drop();
  }
}

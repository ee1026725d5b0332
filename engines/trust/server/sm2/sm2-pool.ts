/** SM2 in worker threads, so that signing and verifying never hold up the server's own thread. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { CityError, commonErrors } from '../../../../kernel/errors.ts';
import type { Sm2Reply, Sm2Request, Sm2Results, Sm2Task } from './sm2-worker.ts';

export interface Sm2Pool {
  /** Throws what the task throws (trust.signatureForm …), or city.unavailable when the queue is full or the thread fails. */
  run<T extends Sm2Task>(task: T): Promise<Sm2Results[T['act']]>;
  close(): Promise<void>;
}

export interface Sm2Limits {
  readonly threads: number;
  /** Tasks that wait for a thread; more are refused. */
  readonly waiting: number;
  /** Milliseconds for one task before its thread is given up. */
  readonly timeout: number;
  /** Milliseconds without work after which a thread is let go. */
  readonly idle: number;
}

const defaultLimits: Sm2Limits = {
  threads: Math.max(1, Math.min(4, availableParallelism() - 1)),
  waiting: 20_000,
  timeout: 30_000,
  idle: 60_000,
};

interface Waiting {
  readonly task: Sm2Task;
  readonly resolve: (result: Sm2Results[keyof Sm2Results]) => void;
  readonly reject: (problem: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  current: { readonly id: number; readonly waiting: Waiting; readonly timer: NodeJS.Timeout } | undefined;
  idle: NodeJS.Timeout | undefined;
}

function settle(waiting: Waiting, reply: Sm2Reply): void {
  if ('result' in reply) waiting.resolve(reply.result);
  else if ('refused' in reply)
    waiting.reject(new CityError(reply.refused.code, reply.refused.kind, reply.refused.message));
  else waiting.reject(new Error(`SM2: ${reply.problem}`));
}

export function openSm2Pool(
  given: Partial<Sm2Limits> = {},
  report: (problem: unknown, where: string) => void = () => undefined,
): Sm2Pool {
  const limits = { ...defaultLimits, ...given };
  const queue: Waiting[] = [];
  const threads = new Set<Thread>();
  let last = 0;

  function drop(thread: Thread): Promise<number> {
    threads.delete(thread);
    clearTimeout(thread.idle);
    clearTimeout(thread.current?.timer);
    thread.current?.waiting.reject(commonErrors.unavailable());
    thread.current = undefined;
    return thread.worker.terminate();
  }

  /** A thread that ended or hangs takes its own task with it; the others and the queue go on. */
  function fail(thread: Thread): void {
    if (!threads.has(thread)) return;
    void drop(thread);
    if (queue.length > 0) give(start());
  }

  function start(): Thread {
    const worker = new Worker(new URL('./sm2-worker-entry.mjs', import.meta.url), { execArgv: [] });
    const thread: Thread = { worker, current: undefined, idle: undefined };
    worker.on('message', (reply: Sm2Reply) => {
      const done = thread.current;
      if (done === undefined || done.id !== reply.id) return;
      clearTimeout(done.timer);
      thread.current = undefined;
      settle(done.waiting, reply);
      give(thread);
    });
    worker.on('error', (problem) => {
      report(problem, 'trust.sm2');
      fail(thread);
    });
    worker.on('exit', () => fail(thread));
    worker.unref();
    threads.add(thread);
    return thread;
  }

  function give(thread: Thread): void {
    clearTimeout(thread.idle);
    const waiting = queue.shift();
    if (waiting === undefined) {
      thread.idle = setTimeout(() => void drop(thread), limits.idle).unref();
      return;
    }
    last += 1;
    thread.current = { id: last, waiting, timer: setTimeout(() => fail(thread), limits.timeout) };
    thread.worker.postMessage({ id: last, task: waiting.task } satisfies Sm2Request);
  }

  return {
    run: (task) =>
      new Promise((resolve, reject) => {
        if (queue.length >= limits.waiting) {
          reject(commonErrors.unavailable());
          return;
        }
        // The reply to a task is of its kind: the thread runs what it is given.
        queue.push({ task, resolve: resolve as Waiting['resolve'], reject });
        const free = [...threads].find((thread) => thread.current === undefined);
        if (free !== undefined) give(free);
        else if (threads.size < limits.threads) give(start());
      }),
    async close() {
      for (const waiting of queue.splice(0)) waiting.reject(commonErrors.unavailable());
      await Promise.all([...threads].map(drop));
    },
  };
}

/** SM2 in worker threads, so that signing and verifying never hold up the server's own thread. */
import { availableParallelism } from 'node:os';
import { ThreadPool } from '../../../store/index.ts';
import type { Sm2Results, Sm2Task } from './sm2-worker.ts';

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
}

const defaultLimits: Sm2Limits = {
  threads: Math.max(1, Math.min(4, availableParallelism() - 1)),
  waiting: 20_000,
  timeout: 30_000,
};

export function openSm2Pool(
  given: Partial<Sm2Limits> = {},
  report: (problem: unknown, where: string) => void = () => undefined,
): Sm2Pool {
  const { threads, waiting, timeout } = { ...defaultLimits, ...given };
  const pool = new ThreadPool<Sm2Task, Sm2Results[keyof Sm2Results]>({
    name: 'trust.sm2',
    module: new URL('./sm2-worker.ts', import.meta.url),
    threads,
    waiting,
    timeout: () => timeout,
    report,
  });
  return {
    // The reply to a task is of its kind: the thread runs what it is given.
    run: (task) => pool.run(task) as Promise<Sm2Results[(typeof task)['act']]>,
    close: () => pool.close(),
  };
}

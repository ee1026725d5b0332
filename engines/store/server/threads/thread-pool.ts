/** Tasks in worker threads with one queue, so that long computing never holds up the server's own thread. */
import { type CityError, commonErrors } from '../../../../kernel/errors.ts';
import { Thread, type ThreadSpec } from './thread.ts';

export interface ThreadPoolSpec<T> extends ThreadSpec {
  /** Threads at most, each started when a task finds none free; 1 if not given. */
  readonly threads?: number;
  /** Tasks that wait for a thread; more are refused. */
  readonly waiting: number;
  /** Milliseconds for one task before its thread is given up; `tries` counts the threads that it has had, from 1. */
  readonly timeout?: (task: T, tries: number) => number;
  /** Threads that one task may break or outlast before it is refused; 1 if not given. */
  readonly tries?: number;
  /** Milliseconds without work after which a thread and its memory are let go; a minute if not given. */
  readonly idle?: number;
  /** The refusal of a full queue, a broken thread, a task that took too long, a closed pool; city.unavailable if not given. */
  readonly busy?: () => CityError;
}

interface Waiting<T, R> {
  readonly task: T;
  tries: number;
  readonly resolve: (result: R) => void;
  readonly reject: (problem: unknown) => void;
}

interface Seat<T, R> {
  readonly thread: Thread<T, R>;
  taken: boolean;
  idle?: NodeJS.Timeout;
}

const minute = 60_000;

/** A thread has one task at a time: one that breaks takes its own task with it, and the queue goes on with the next thread. */
export class ThreadPool<T, R> {
  readonly #spec: ThreadPoolSpec<T>;
  readonly #queue: Waiting<T, R>[] = [];
  #seats: Seat<T, R>[] = [];
  #closed = false;

  /** Starts no thread yet. */
  constructor(spec: ThreadPoolSpec<T>) {
    this.#spec = spec;
  }

  /** Rejects with the CityError that the task throws, another Error with its message, or `busy`. */
  run(task: T): Promise<R> {
    if (this.#closed || this.#queue.length >= this.#spec.waiting) return Promise.reject(this.#busy());
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, tries: 0, resolve, reject });
      this.#next();
    });
  }

  /** Tasks that wait or are at work are rejected with `busy`. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#queue.splice(0)) waiting.reject(this.#busy());
    await Promise.all(this.#seats.map(({ thread }) => thread.close()));
  }

  #busy(): CityError {
    return (this.#spec.busy ?? commonErrors.unavailable)();
  }

  #next(): void {
    const seat = this.#free();
    if (seat === undefined) return;
    const waiting = this.#queue.shift();
    if (waiting !== undefined) void this.#work(seat, waiting);
  }

  #free(): Seat<T, R> | undefined {
    if (this.#queue.length === 0) return undefined;
    this.#seats = this.#seats.filter(({ thread }) => thread.alive);
    const free = this.#seats.find(({ taken }) => !taken);
    if (free !== undefined || this.#seats.length >= (this.#spec.threads ?? 1)) return free;
    const opened = { thread: new Thread<T, R>(this.#spec), taken: false };
    this.#seats.push(opened);
    return opened;
  }

  async #work(seat: Seat<T, R>, waiting: Waiting<T, R>): Promise<void> {
    const { thread } = seat;
    const { timeout, tries = 1, idle = minute } = this.#spec;
    clearTimeout(seat.idle);
    seat.taken = true;
    waiting.tries += 1;
    const timer = timeout && setTimeout(() => void thread.close(), timeout(waiting.task, waiting.tries));
    try {
      waiting.resolve(await thread.ask(waiting.task));
    } catch (problem) {
      if (thread.alive) waiting.reject(problem);
      else if (waiting.tries < tries && !this.#closed) this.#queue.unshift(waiting);
      else waiting.reject(this.#busy());
    }
    clearTimeout(timer);
    seat.taken = false;
    seat.idle = setTimeout(() => void thread.close(), idle).unref();
    this.#next();
  }
}

/** One worker thread with a module of ours, which answers tasks in the order in which they are asked. */
import { Worker, type ResourceLimits } from 'node:worker_threads';
import { CityError } from '../../../../kernel/errors.ts';
import type { Reply } from './answer-tasks.ts';

export interface ThreadSpec {
  /** For reports and problems: 'documents.worker'. */
  readonly name: string;
  /** A TypeScript file that exports `run` (TaskModule), as `new URL('./draw-papers.ts', import.meta.url)`: found by tsx and from the one built file. */
  readonly module: URL;
  /** A thread that needs more ends, and not the server. */
  readonly memory?: ResourceLimits;
  /** Hears why a thread broke. */
  readonly report?: (problem: unknown, where: string) => void;
}

interface Waiting<R> {
  readonly resolve: (result: R) => void;
  readonly reject: (problem: unknown) => void;
}

/** Ends with the process and does not hold it up. */
export class Thread<T, R> {
  readonly #worker: Worker;
  readonly #name: string;
  readonly #waiting: Waiting<R>[] = [];
  #end: { readonly because: unknown } | undefined;

  constructor({ name, module, memory, report }: ThreadSpec) {
    this.#name = name;
    this.#worker = new Worker(new URL('./thread-entry.mjs', import.meta.url), {
      workerData: { module: module.href },
      execArgv: [],
      ...(memory === undefined ? {} : { resourceLimits: memory }),
    });
    this.#worker.on('message', (reply: Reply) => this.#settle(reply));
    this.#worker.on('error', (problem) => {
      report?.(problem, name);
      this.#fail(problem);
    });
    this.#worker.on('exit', () => this.#fail(new Error(`${name}: the thread has ended`)));
    this.#worker.unref();
  }

  get alive(): boolean {
    return this.#end === undefined;
  }

  /** Rejects with the CityError that `run` throws, another Error with its message, or with what befell the thread; from then on all are rejected so. */
  ask(task: T): Promise<R> {
    if (this.#end !== undefined) return Promise.reject(this.#end.because);
    return new Promise((resolve, reject) => {
      this.#worker.postMessage(task);
      this.#waiting.push({ resolve, reject });
    });
  }

  /** Tasks that still wait are rejected. */
  async close(): Promise<void> {
    this.#fail(new Error(`${this.#name}: closed`));
    await this.#worker.terminate();
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.shift();
    // The module's `run` gives for each task what its owner declares.
    if ('result' in reply) waiting?.resolve(reply.result as R);
    else if ('problem' in reply) waiting?.reject(new Error(`${this.#name}: ${reply.problem}`));
    else {
      const { code, kind, message, problems } = reply.refused;
      waiting?.reject(new CityError(code, kind, message, problems));
    }
  }

  #fail(because: unknown): void {
    this.#end ??= { because };
    for (const waiting of this.#waiting.splice(0)) waiting.reject(because);
  }
}

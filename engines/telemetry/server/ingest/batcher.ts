/** Gathers what many callers hand in within a few milliseconds, so that one commit serves them all; callers wait for their commit. */

export interface BatcherOptions<T, R> {
  /** Milliseconds that the first waits for company. */
  readonly window: () => number;
  /** Items from which a batch leaves at once. */
  readonly most: () => number;
  /** Items that may wait; past it callers are refused at once. */
  readonly mostWaiting: () => number;
  readonly overfull: () => Error;
  /** One result for each item, in order. */
  readonly run: (items: readonly T[]) => Promise<readonly R[]>;
}

interface Waiting<T, R> {
  readonly items: readonly T[];
  readonly resolve: (results: readonly R[]) => void;
  readonly reject: (problem: unknown) => void;
}

/** One batch is under way at a time: so what one device sends is stored, and judged by rules, in the order in which it came. */
export class Batcher<T, R> {
  readonly #options: BatcherOptions<T, R>;
  #waiting: Waiting<T, R>[] = [];
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(options: BatcherOptions<T, R>) {
    this.#options = options;
  }

  add(items: readonly T[]): Promise<readonly R[]> {
    if (items.length === 0) return Promise.resolve([]);
    if (this.#count + items.length > this.#options.mostWaiting() && this.#count > 0)
      return Promise.reject(this.#options.overfull());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      this.#count += items.length;
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#running !== undefined || this.#count === 0) return;
    if (this.#count >= this.#options.most()) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#running = this.#send().finally(() => {
        this.#running = undefined;
        this.#schedule();
      });
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#running ??= this.#send().finally(() => {
        this.#running = undefined;
        this.#schedule();
      });
    }, this.#options.window());
  }

  /** Whole callers, up to the bound; a caller's items never part. */
  #take(): Waiting<T, R>[] {
    const most = this.#options.most();
    let count = 0;
    let callers = 0;
    for (const each of this.#waiting) {
      if (callers > 0 && count + each.items.length > most) break;
      count += each.items.length;
      callers += 1;
    }
    this.#count -= count;
    return this.#waiting.splice(0, callers);
  }

  async #send(): Promise<void> {
    const callers = this.#take();
    if (callers.length === 0) return;
    try {
      const results = await this.#options.run(callers.flatMap((each) => each.items));
      let from = 0;
      for (const each of callers) {
        each.resolve(results.slice(from, from + each.items.length));
        from += each.items.length;
      }
    } catch (problem) {
      for (const each of callers) each.reject(problem);
    }
  }

  /** Resolves when nothing waits any more. */
  async settle(): Promise<void> {
    while (this.#count > 0 || this.#running !== undefined) {
      await (this.#running ?? new Promise((resolve) => setTimeout(resolve, this.#options.window())));
    }
  }
}

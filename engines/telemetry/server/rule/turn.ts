/** One at a time: whoever wants to change shared state waits for his turn; those who change different parts of it do not wait for each other. */

export class Turn {
  #last: Promise<void> = Promise.resolve();

  /** Resolves, when it is the caller's turn, with what ends it. */
  async take(): Promise<() => void> {
    const before = this.#last;
    let end: () => void = () => undefined;
    this.#last = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    return end;
  }
}

/** A turn for each group of devices. */
export class Turns {
  readonly #turns: readonly Turn[];

  /** An even number keeps devices of different lanes (see lanes.ts) in different groups. */
  constructor(groups: number) {
    this.#turns = Array.from({ length: groups }, () => new Turn());
  }

  get groups(): number {
    return this.#turns.length;
  }

  /** Row ids end in random hexadecimal digits. */
  groupOf(device: string): number {
    const digits = Number.parseInt(device.slice(-2), 16);
    return Number.isNaN(digits) ? 0 : digits % this.#turns.length;
  }

  /** Always taken in one order, so that no two wait for each other. */
  async take(groups: Iterable<number>): Promise<() => void> {
    const ends: (() => void)[] = [];
    for (const group of [...new Set(groups)].toSorted((a, b) => a - b)) {
      const end = await this.#turns[group]?.take();
      if (end !== undefined) ends.push(end);
    }
    return () => {
      for (const end of ends) end();
    };
  }

  takeAll(): Promise<() => void> {
    return this.take(this.#turns.keys());
  }
}

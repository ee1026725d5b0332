/** One at a time: whoever wants to change shared state waits for his turn. */

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

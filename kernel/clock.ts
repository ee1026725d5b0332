/** Time as an injected thing, so that limits, sessions and ids can be tested at any moment. */

export interface Clock {
  now(): Date;
}

export const systemClock: Clock = {
  now() {
    return new Date();
  },
};

/** A clock that a test moves by hand. */
export class ManualClock implements Clock {
  #at: number;

  constructor(at: string | Date) {
    this.#at = new Date(at).getTime();
  }

  now(): Date {
    return new Date(this.#at);
  }

  /** Moves on by milliseconds (negative goes back: clocks in the field do that too). */
  advance(milliseconds: number): void {
    this.#at += milliseconds;
  }

  set(at: string | Date): void {
    this.#at = new Date(at).getTime();
  }
}

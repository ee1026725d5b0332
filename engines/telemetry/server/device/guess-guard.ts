/** Slows the guessing of one device's secret: after some wrong ones each further try must wait, twice as long each time. */

interface Wrong {
  readonly times: number;
  /** Milliseconds; before it no secret is looked at. */
  readonly until: number;
}

export interface GuessBounds {
  /** Wrong secrets in a row that cost nothing. */
  readonly tries: number;
  /** First wait, milliseconds; it doubles up to an hour. */
  readonly wait: number;
}

const longest = 3_600_000;
/** A long waiting list is what an attacker who tries many names would make. */
const mostKept = 100_000;

export class GuessGuard {
  readonly #wrong = new Map<string, Wrong>();

  mayTry(device: string, now: number): boolean {
    return (this.#wrong.get(device)?.until ?? 0) <= now;
  }

  failed(device: string, now: number, { tries, wait }: GuessBounds): void {
    const times = (this.#wrong.get(device)?.times ?? 0) + 1;
    const over = times - tries;
    const until = over < 0 ? 0 : now + Math.min(longest, wait * 2 ** Math.min(over, 20));
    this.#wrong.delete(device);
    const [oldest] = this.#wrong.keys();
    if (oldest !== undefined && this.#wrong.size >= mostKept) this.#wrong.delete(oldest);
    this.#wrong.set(device, { times, until });
  }

  passed(device: string): void {
    this.#wrong.delete(device);
  }
}

/** A fair share for each device: a bucket that holds one minute's worth and refills steadily, so that a flood from one hurts no other. */

interface Share {
  left: number;
  at: number;
}

/** Full buckets tell nothing; they are thrown away when so many have gathered. */
const sweepAt = 200_000;

export class FairShare {
  readonly #shares = new Map<string, Share>();

  /**
   * How many of `wanted` readings the device may send now; `perMinute` is its share. All or none, unless it is more than a whole share:
   * a message that comes again until it passes must not use up, each time with its beginning, what it waits for.
   */
  take(device: string, wanted: number, now: number, perMinute: number): number {
    if (this.#shares.size > sweepAt) this.#sweep(now, perMinute);
    let share = this.#shares.get(device);
    if (share === undefined) {
      share = { left: perMinute, at: now };
      this.#shares.set(device, share);
    }
    // A clock that goes back refills nothing.
    const passed = Math.max(0, now - share.at);
    share.left = Math.min(perMinute, share.left + (passed * perMinute) / 60_000);
    share.at = now;
    const left = Math.floor(share.left);
    const least = wanted > perMinute ? 1 : wanted;
    const granted = left < least ? 0 : Math.min(wanted, left);
    share.left -= granted;
    return granted;
  }

  #sweep(now: number, perMinute: number): void {
    for (const [device, share] of this.#shares) {
      if (share.left + ((now - share.at) * perMinute) / 60_000 >= perMinute) this.#shares.delete(device);
    }
  }
}

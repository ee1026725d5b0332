/** Random choices that fall out the same at every run, so that demo data and the tests on it are repeatable. */

export interface Dice {
  /** From 0 to most − 1. */
  below(most: number): number;
  between(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** mulberry32: small and even enough for stories; never for secrets. */
export function makeDice(seed: number): Dice {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  return {
    below: (most) => Math.floor(next() * most),
    between: (low, high) => low + next() * (high - low),
    chance: (share) => next() < share,
    pick(list) {
      const found = list[Math.floor(next() * list.length)];
      if (found === undefined) throw new RangeError('nothing to choose from');
      return found;
    },
  };
}

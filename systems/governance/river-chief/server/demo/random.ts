/** Random choices that fall out the same at every run, so that demo data and the tests on it are repeatable. */
import { seededRandom } from '../../../../../kernel/seeded-random.ts';

export interface Dice {
  /** From 0 to most − 1. */
  below(most: number): number;
  between(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** Small and even enough for stories; never for secrets. */
export function makeDice(seed: number): Dice {
  const next = seededRandom(seed);
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

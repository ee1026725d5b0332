/** A reading of the store held in memory: read anew whenever something is told, always the newest of the readings under way. */

export interface KeptReading<T> {
  current(): T;
  /** Reads anew; throws what the reading throws, and keeps the former one then. */
  refresh(): Promise<void>;
}

/** Two readings may overlap, and the one that began first may end last: it must not put its older rows over the newer ones. */
export function keepReading<T>(first: T, read: () => Promise<T>): KeptReading<T> {
  let value = first;
  let begun = 0;
  let shown = 0;
  return {
    current: () => value,
    async refresh() {
      begun += 1;
      const turn = begun;
      const found = await read();
      if (turn < shown) return;
      shown = turn;
      value = found;
    },
  };
}

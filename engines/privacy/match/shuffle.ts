/** A fair order drawn from the machine's own randomness; the same in browser and Node. */

/** Words of randomness, fetched many at a time: one by one they would cost more than all else here. */
function openWords(): () => number {
  const words = new Uint32Array(4096);
  let at = words.length;
  return () => {
    if (at === words.length) {
      crypto.getRandomValues(words);
      at = 0;
    }
    const word = words[at] ?? 0;
    at += 1;
    return word;
  };
}

/** 0 ≤ number < most; most ≤ 2^32. Rejects the rest of the range, so that no number comes more often. */
function drawBelow(most: number, nextWord: () => number): number {
  const end = Math.floor(2 ** 32 / most) * most;
  for (;;) {
    const drawn = nextWord();
    if (drawn < end) return drawn % most;
  }
}

/** Fisher and Yates. */
export function shuffled<T>(list: readonly T[]): readonly T[] {
  const mixed = [...list];
  const nextWord = openWords();
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const at = drawBelow(last + 1, nextWord);
    const [one, other] = [mixed[last], mixed[at]];
    if (one !== undefined && other !== undefined) [mixed[last], mixed[at]] = [other, one];
  }
  return mixed;
}

/** Up to the next step, so that a size tells no more than which step it lies under. */
export function paddedSize(size: number, step: number): number {
  return step <= 1 ? size : Math.max(1, Math.ceil(size / step)) * step;
}

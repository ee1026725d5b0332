/** A random generator that gives the same numbers for the same seed, so that a simulation can be shown again. */

/** Park and Miller's minimal standard with the multiplier 48271 (Communications of the ACM 31, 1988). */
const modulus = 2_147_483_647;
const multiplier = 48_271;

/** Numbers from 0 up to, but not including, 1. */
export function seededRandom(seed: number): () => number {
  let state = (seed % (modulus - 1)) + 1;
  return () => {
    state = (state * multiplier) % modulus;
    return (state - 1) / (modulus - 1);
  };
}

/** Long reckonings in slices, so that whoever else waits for this process is served in between. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A reckoning took longer than it may. */
export class TooLong extends Error {}

/** Milliseconds of one slice. */
const slice = 5;

/**
 * Called again and again by a long loop: gives the turn away when its slice is over. Throws TooLong when all slices together have taken `most`
 * milliseconds of work.
 */
export function takeTurns(most: number): () => Promise<void> | undefined {
  let began = performance.now();
  let worked = 0;
  return () => {
    const spent = performance.now() - began;
    if (spent < slice) return undefined;
    worked += spent;
    if (worked > most) throw new TooLong();
    return nextTurn().then(() => {
      began = performance.now();
    });
  };
}

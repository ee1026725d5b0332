/** Long reckonings in slices, so that whoever else waits for this process is served in between. */

/** A reckoning took longer than it may. */
export class TooLong extends Error {}

/** Gives the turn away when it is time. */
export type Turns = () => Promise<void> | undefined;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Milliseconds of one slice; what asks often enough holds others up hardly longer. */
const slice = 5;

/**
 * Called again and again by a long loop: gives the turn away when its slice is over. Throws TooLong when all slices together have taken `most`
 * milliseconds of work.
 */
export function takeTurns(most = Infinity): Turns {
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

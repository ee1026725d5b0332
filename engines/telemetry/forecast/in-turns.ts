/** Long sums of pure code, cut into turns of a few milliseconds, so that whoever else waits for this process is served between them. */

/** Milliseconds; what yields often enough holds others up hardly longer. */
const turn = 5;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Runs the steps to their end; each `yield` is a place where others may have their turn. */
export async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  for (let began = performance.now(); ; ) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - began < turn) continue;
    await nextTurn();
    began = performance.now();
  }
}

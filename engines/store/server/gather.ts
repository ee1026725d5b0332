/** Gathers what callers want written at the same time, so that they share one commit; each is answered when it is there. */

interface Waiting<In, Out> {
  readonly item: In;
  readonly resolve: (outcome: Out) => void;
  readonly reject: (problem: unknown) => void;
}

const mostTogether = 1000;

/** `write` gets the items in the order of their coming and answers for each, in the same order; its failure fails all of them. One batch is under way at a time. */
export function gather<In, Out>(
  write: (items: readonly In[]) => Promise<readonly Out[]>,
): (item: In) => Promise<Out> {
  const waiting: Waiting<In, Out>[] = [];
  let soon = false;
  let writing = false;

  /** What comes in one turn of the loop goes together at once, what comes while a batch is written goes with the next: the busier, the larger. */
  function later(): void {
    if (writing || soon) return;
    soon = true;
    setImmediate(() => {
      soon = false;
      void flush();
    });
  }

  async function flush(): Promise<void> {
    const taken = waiting.splice(0, mostTogether);
    if (taken.length === 0) return;
    writing = true;
    try {
      const outcomes = await write(taken.map(({ item }) => item));
      if (outcomes.length !== taken.length) throw new Error('not every item of the batch was answered');
      // Of the same length, as just seen.
      for (const [index, { resolve }] of taken.entries()) resolve(outcomes[index] as Out);
    } catch (problem) {
      for (const { reject } of taken) reject(problem);
    } finally {
      writing = false;
      if (waiting.length > 0) later();
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      later();
    });
}

/** One turn after another of what messages do by themselves: bulk sending, ladders, deliveries. Called each minute and whenever something waits. */

export interface Pump {
  /** Runs a whole turn; waits for the one that runs and then runs again. */
  turn(): Promise<void>;
  /** Asks for a turn without waiting. */
  poke(): void;
  /** No new turn begins; resolves when the last one has ended. */
  close(): Promise<void>;
}

export function openPump(
  run: (stopped: () => boolean) => Promise<void>,
  report: (problem: unknown, where: string) => void,
): Pump {
  let closed = false;
  let running: Promise<void> | undefined;
  let again: Promise<void> | undefined;

  async function one(): Promise<void> {
    if (!closed) await run(() => closed);
  }

  function turn(): Promise<void> {
    if (closed) return Promise.resolve();
    if (running === undefined) {
      running = one().finally(() => {
        running = undefined;
      });
      return running;
    }
    // Many askers share the one turn that comes next.
    again ??= running
      .catch(() => undefined)
      .then(() => {
        again = undefined;
        return turn();
      });
    return again;
  }

  return {
    turn,
    poke() {
      void turn().catch((problem: unknown) => report(problem, 'messages.deliver'));
    },
    async close() {
      closed = true;
      await Promise.allSettled([running, again]);
    },
  };
}

/** Keeps every consumer of the event stream running: woken when there is something for it, and by a slow tick in case that was missed. */
import type { Consumer, Database } from '../service.ts';
import { deliverBatch, findEnd, isBefore, recordFailure, type RunWork, scout, type Seen } from './outbox.ts';

export interface ConsumerLoop {
  /** Looks at what is new, and starts those who hear of it. */
  wake(): void;
  /** Resolves when every consumer has applied all that had been committed when it was called. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

/** New events are looked for this often without being told: another transaction may have held some back when they were told of. */
const tickMilliseconds = 1000;
/** Every consumer looks for itself once in so many ticks: what another process took up and left lying is found so. */
const ticksToAll = 10;
/** Under load a round begins at most this often, so that it takes many events with one commit. The first of a quiet time begins at once. */
const paceMilliseconds = 100;

/** One run at a time; asked for again while it runs, it runs once more, after the pace. */
function paced(run: () => Promise<void>, stopped: () => boolean) {
  let running: Promise<void> | undefined;
  let again = false;
  function start(): Promise<void> {
    if (stopped()) return Promise.resolve();
    if (running !== undefined) {
      again = true;
      return running;
    }
    running = run().finally(() => {
      running = undefined;
      if (!again) return;
      again = false;
      setTimeout(() => void start(), paceMilliseconds);
    });
    return running;
  }
  return { start, settled: async () => running };
}

export function runConsumers(
  db: Database,
  runWork: RunWork,
  consumers: readonly Consumer[],
  report: (problem: unknown, consumer: string) => void,
): ConsumerLoop {
  let stopped = false;
  const failing = new Set<string>();
  /** Up to here nothing waits for the consumer. */
  const places = new Map<string, Seen>();
  let scouted: Seen | undefined;

  async function work(consumer: Consumer): Promise<void> {
    while (!stopped) {
      try {
        const single = failing.has(consumer.name);
        const { more, upTo } = await deliverBatch(runWork, consumer, single, places.get(consumer.name));
        if (upTo !== undefined) places.set(consumer.name, upTo);
        failing.delete(consumer.name);
        if (!more && !single) return;
      } catch (problem) {
        if (stopped) return;
        report(problem, consumer.name);
        // After a failure events go one by one, so that the poisoned one is known.
        if (failing.has(consumer.name))
          await recordFailure(runWork, consumer, problem).catch(() => undefined);
        failing.add(consumer.name);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  const loops = consumers.map((consumer) => ({
    consumer,
    ...paced(
      () => work(consumer),
      () => stopped,
    ),
  }));

  async function startAll(): Promise<void> {
    await Promise.all(loops.map(({ start }) => start()));
  }

  async function look(): Promise<void> {
    try {
      const from = scouted;
      const found = from && (await scout(db, from));
      if (from === undefined || found === undefined) {
        scouted = await findEnd(db);
        void startAll();
        return;
      }
      const { names, to } = found;
      if (names.size === 0) return;
      scouted = { ...from, place: to };
      for (const { consumer, start } of loops) {
        if (consumer.on.some((name) => name === '*' || names.has(name))) void start();
        else {
          const seen = places.get(consumer.name);
          // Who had seen all in front of these events has seen them too: none is for him.
          if (seen?.age === from.age && !isBefore(seen.place, from.place) && isBefore(seen.place, to))
            places.set(consumer.name, scouted);
        }
      }
    } catch (problem) {
      if (!stopped) report(problem, 'store.events');
    }
  }

  const { start: wake, settled: looked } = paced(look, () => stopped);

  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
    void wake();
    if (ticks % ticksToAll === 0) void startAll();
  }, tickMilliseconds);
  timer.unref();
  return {
    wake: () => void wake(),
    async drain() {
      for (let round = 0; round < 3; round += 1) {
        await startAll();
        await Promise.all(loops.map(({ settled }) => settled()));
      }
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await Promise.allSettled([looked(), ...loops.map(({ settled }) => settled())]);
    },
  };
}

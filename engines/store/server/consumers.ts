/** Keeps every consumer of the event stream running: woken by announcements, and by a slow tick in case one was missed. */
import type { Consumer } from '../service.ts';
import { deliverBatch, recordFailure, type RunWork } from './outbox.ts';

export interface ConsumerLoop {
  wake(): void;
  /** Resolves when every consumer has applied all that had been committed when it was called. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

const tickMilliseconds = 1000;
/** Under load a round begins at most this often, so that it takes many events with one commit. The first of a quiet time begins at once. */
const paceMilliseconds = 25;

export function runConsumers(
  runWork: RunWork,
  consumers: readonly Consumer[],
  report: (problem: unknown, consumer: string) => void,
): ConsumerLoop {
  let stopped = false;
  const failing = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();

  async function work(consumer: Consumer): Promise<void> {
    while (!stopped) {
      try {
        const single = failing.has(consumer.name);
        const more = await deliverBatch(runWork, consumer, single);
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

  function start(consumer: Consumer): Promise<void> {
    if (stopped) return Promise.resolve();
    const current = running.get(consumer.name);
    if (current !== undefined) {
      again.add(consumer.name);
      return current;
    }
    const done = work(consumer).finally(() => {
      running.delete(consumer.name);
      if (again.delete(consumer.name)) setTimeout(() => void start(consumer), paceMilliseconds);
    });
    running.set(consumer.name, done);
    return done;
  }

  function wake(): void {
    for (const consumer of consumers) void start(consumer);
  }

  const timer = setInterval(wake, tickMilliseconds);
  timer.unref();
  return {
    wake,
    async drain() {
      for (let round = 0; round < 3; round += 1) {
        await Promise.all(consumers.map((consumer) => start(consumer)));
        await Promise.all(running.values());
      }
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await Promise.allSettled(running.values());
    },
  };
}

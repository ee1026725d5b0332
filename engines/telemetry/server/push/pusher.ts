/** Sends what waits, one message at a time for each target: taken off the queue when it was answered, tried again later when it was not. */
import type { Store } from '../../../store/index.ts';
import type { PushService, PushSource, PushTarget, QueuedItem } from '../../push.ts';
import { postMessage } from './post-message.ts';
import {
  dropBefore,
  dropTarget,
  dueTargets,
  insertItems,
  lease,
  noteOutcome,
  readQueue,
  readStates,
  release,
} from './push-rows.ts';

const channel = 'telemetry.push';
const tickMilliseconds = 1000;
/** How long one target is served before others have their turn. */
const shareMilliseconds = 3000;
/** Beyond that and the time-out of the last message: when a process dies in between, another goes on after it. */
const leaseMargin = 5000;
const mostTargets = 200;
const mostThrottled = 5000;
const mostQueued = 1000;
const longestDoublings = 20;
const day = 86_400_000;

interface Taken {
  readonly ids: readonly string[];
  readonly messages: number;
}

/** Oldest first, until a subject comes again: the next message has it, so that order is kept within each subject. */
function together(items: readonly QueuedItem[], most: number): readonly QueuedItem[] {
  const seen = new Set<string>();
  const end = items.findIndex(({ subject }) => seen.size === most || seen.size === seen.add(subject).size);
  return end < 0 ? items : items.slice(0, end);
}

function newestOfEach(items: readonly QueuedItem[]): readonly QueuedItem[] {
  return [...new Map(items.map((item) => [item.subject, item])).values()];
}

export class Pusher implements PushService {
  readonly #store: Store;
  readonly #report: (problem: unknown, where: string) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #deaf: () => void;
  #source: PushSource | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #closed = false;

  constructor(store: Store, report: (problem: unknown, where: string) => void) {
    this.#store = store;
    this.#report = report;
    this.#timer = setInterval(() => this.#wake(), tickMilliseconds);
    this.#timer.unref();
    this.#deaf = store.onAnnounce(channel, () => this.#wake());
  }

  #setting(name: string): number {
    return this.#store.settings.value(`telemetry.${name}`);
  }

  bind(source: PushSource): void {
    this.#source = source;
  }

  async enqueue(work: Parameters<PushService['enqueue']>[0], items: Parameters<PushService['enqueue']>[1]) {
    if (items.length === 0) return;
    await insertItems(work, items);
    work.afterCommit(() => void this.#store.announce(channel, '').catch(() => undefined));
  }

  states(targets: readonly string[]) {
    return readStates(this.#store.db, targets);
  }

  async drop(work: Parameters<PushService['drop']>[0], target: string) {
    await dropTarget(work.db, target);
  }

  #wake(): void {
    if (this.#closed || this.#source === undefined) return;
    if (this.#running !== undefined) {
      this.#again = true;
      return;
    }
    this.#running = this.#rounds()
      .catch((problem: unknown) => this.#report(problem, 'telemetry.push'))
      .finally(() => {
        this.#running = undefined;
        if (!this.#again) return;
        this.#again = false;
        this.#wake();
      });
  }

  async settle(): Promise<void> {
    await this.#running;
    await this.#rounds();
  }

  /** As long as something is due. A slow target holds up a round and not the others of it. */
  async #rounds(): Promise<void> {
    const source = this.#source;
    while (!this.#closed && source !== undefined) {
      const due = await dueTargets(this.#store.db, this.#store.clock.now(), mostTargets);
      const waiting = [...due];
      const lines = Array.from({ length: Math.min(this.#setting('push-lines'), due.length) }, async () => {
        for (let target = waiting.shift(); target !== undefined; target = waiting.shift())
          await this.#serve(source, target);
      });
      await Promise.all(lines);
      if (due.length === 0) return;
    }
  }

  /** Under one lease as many messages as a target takes within a share that leaves room for others; then what became of them is noted at once. */
  async #serve(source: PushSource, id: string): Promise<void> {
    const { db } = this.#store;
    const leased = await lease(db, id, shareMilliseconds + this.#timeout() + leaseMargin);
    if (leased === undefined) return;
    const target = await source.find(id);
    if (target === undefined) return dropTarget(db, id);
    if (target === 'paused') return release(db, id, this.#later(this.#setting('push-retry-seconds')));
    const read = await readQueue(db, id, target.throttle > 0 ? mostThrottled : mostQueued);
    const { taken, refused } = await this.#sendAll(source, target, read);
    const now = this.#store.clock.now();
    const wait = this.#setting('push-retry-seconds') * 2 ** Math.min(leased.failures, longestDoublings);
    const retryAt = this.#later(Math.min(wait, this.#setting('push-longest-retry-seconds')));
    const nextAt = target.throttle > 0 && taken.ids.length > 0 ? this.#later(target.throttle) : null;
    const failure = refused === undefined ? undefined : { problem: refused, retryAt };
    await this.#store.transaction((work) => noteOutcome(work, id, { ...taken, nextAt, failure, now }));
  }

  async #sendAll(
    source: PushSource,
    target: PushTarget,
    read: readonly QueuedItem[],
  ): Promise<{ readonly taken: Taken; readonly refused: string | undefined }> {
    const until = performance.now() + shareMilliseconds;
    const ids: string[] = [];
    let messages = 0;
    for (let rest = read; rest.length > 0 && performance.now() < until && !this.#closed; ) {
      const items = target.throttle > 0 ? newestOfEach(rest) : together(rest, this.#setting('push-together'));
      const message = source.message(target, items, this.#store.clock.now());
      const refused = await postMessage(target.url, message, Math.min(target.timeout, this.#timeout()));
      if (refused !== undefined) return { taken: { ids, messages }, refused };
      const gone = target.throttle > 0 ? rest : items;
      ids.push(...gone.map((item) => item.id));
      messages += 1;
      rest = rest.slice(gone.length);
    }
    return { taken: { ids, messages }, refused: undefined };
  }

  #timeout(): number {
    return this.#setting('push-timeout-seconds') * 1000;
  }

  #later(seconds: number): Date {
    return new Date(this.#store.clock.now().getTime() + seconds * 1000);
  }

  /** Drops what waited too long, and counts it. */
  async sweep(): Promise<void> {
    const keep = this.#setting('keep-push-days') * day;
    await dropBefore(this.#store.db, new Date(this.#store.clock.now().getTime() - keep));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#deaf();
    await this.#running;
  }
}

/** What is pushed to others, and how it goes: queued with the change that it tells of, sent at least once, in order for each target. */
import type { Work } from '../store/service.ts';

/** One piece of news for one target. */
export interface PushItem {
  /** Id of the target, a UUID. */
  readonly target: string;
  /** What it is about; throttled targets get the newest of each subject. */
  readonly subject: string;
  /** JSON that the source makes a body of. */
  readonly body: unknown;
}

export interface QueuedItem {
  /** The same whenever it is sent again. */
  readonly id: string;
  readonly subject: string;
  readonly body: unknown;
  readonly queuedAt: string;
}

export interface PushTarget {
  readonly id: string;
  /** http or https. */
  readonly url: string;
  /** Milliseconds to wait for the answer. */
  readonly timeout: number;
  /** Seconds between two messages, 0 for none; what comes in between waits, and of each subject only the newest goes. */
  readonly throttle: number;
}

export interface PushMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Who knows the targets. One source in a city. */
export interface PushSource {
  /** `undefined` for one that is gone: what waits for it is dropped. 'paused' keeps it waiting. */
  find(target: string): Promise<PushTarget | 'paused' | undefined>;
  /** Items of different subjects, oldest first. */
  message(target: PushTarget, items: readonly QueuedItem[], now: Date): PushMessage;
}

export interface PushState {
  readonly sent: number;
  readonly failed: number;
  /** The last message was not taken. */
  readonly failing: boolean;
  readonly waiting: number;
  /** Items that waited longer than setting telemetry.keep-push-days. */
  readonly dropped: number;
  readonly lastSent: string | null;
  readonly lastSuccess: string | null;
  readonly lastFailure: string | null;
  /** Short, without anything of the other side's answer: '503', 'timeout', 'refused'. */
  readonly lastProblem: string | null;
}

export interface PushService {
  bind(source: PushSource): void;
  /** Commits with the work. */
  enqueue(work: Work, items: readonly PushItem[]): Promise<void>;
  states(targets: readonly string[]): Promise<ReadonlyMap<string, PushState>>;
  /** Forgets the target and what waits for it. */
  drop(work: Work, target: string): Promise<void>;
  /** Sends what is due and resolves when nothing more is, or it has to wait; for tests and shut-down. */
  settle(): Promise<void>;
}

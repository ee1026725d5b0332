/** Takes readings from a NATS server with JetStream: one durable consumer, each message acknowledged after the commit. */
import {
  AckPolicy,
  DiscardPolicy,
  type JsMsg,
  JetStreamApiError,
  jetstream,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
} from '@nats-io/jetstream';
import { connect, type ConnectionOptions, nanos, type NatsConnection } from '@nats-io/transport-node';
import type { TelemetryEngine } from '../create-telemetry.ts';
import { isWord, takeFromBroker } from './handle-message.ts';

export interface NatsClientOptions {
  /** nats://user:password@host:port or nats://token@host:port; tls:// demands TLS. */
  readonly url: string;
  /** First word of the subjects, `<root>.<code>.<word>`. */
  readonly root: string;
  /** Name of the stream, and of the consumer in it: the same after a restart. */
  readonly stream: string;
  readonly consumer: string;
  readonly report: (problem: unknown, where: string) => void;
}

export interface NatsDoor {
  /** Resolves when messages flow for the first time; the city does not wait for it, or a server that is away would keep it shut. */
  readonly subscribed: Promise<void>;
  close(): Promise<void>;
}

const protocol = 'nats';
const where = 'telemetry.nats-client';
const retryAfter = 1000;
const connectWithin = 5000;
const longestRetry = 60_000;
/** Unacknowledged for so long a message comes again, since the process that took it may be dead. */
const acknowledgeWithin = 60_000;
/** What is under way when the door closes may end; what does not comes again to the next process. */
const closeWithin = 5000;

function proofOf(user: string, pass: string): Partial<ConnectionOptions> {
  if (user === '') return {};
  return pass === '' ? { token: user } : { user, pass };
}

function addressOf(url: string): Partial<ConnectionOptions> {
  const { protocol: scheme, host, username, password } = new URL(url);
  return {
    servers: host,
    ...proofOf(decodeURIComponent(username), decodeURIComponent(password)),
    ...(scheme === 'tls:' ? { tls: {} } : {}),
  };
}

/** The code may have dots of its own: it is what lies between the first word and the last. */
function subjectOf(subject: string): { readonly code: string; readonly word: string } {
  const words = subject.split('.');
  return { code: words.slice(1, -1).join('.'), word: words.at(-1) ?? '' };
}

/** How often a message failed while readings of others were stored; an outage, in which none is, counts for nothing. */
interface Failing {
  times: number;
  storedBefore: number;
}

class Door {
  readonly #engine: TelemetryEngine;
  readonly #options: NatsClientOptions;
  readonly #underWay = new Set<Promise<void>>();
  /** Last of each device that must not overtake another: states and answers are not kept by their moment as readings are. */
  readonly #turns = new Map<string, Promise<void>>();
  /** By the number in the stream. */
  readonly #failing = new Map<number, Failing>();
  #stored = 0;
  #closed = false;
  #wake: () => void = () => undefined;
  #connection: NatsConnection | undefined;
  #stopPulling: (() => void) | undefined;

  constructor(engine: TelemetryEngine, options: NatsClientOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  #setting(name: string): number {
    return this.#engine.store.settings.value(`telemetry.${name}`);
  }

  /** Connects, and begins anew after whatever ended it, until it is closed; an outage is told once. */
  async run(subscribed: () => void): Promise<void> {
    let told = false;
    while (!this.#closed) {
      try {
        await this.#pull(() => {
          told = false;
          subscribed();
        });
      } catch (problem) {
        if (!told && !this.#closed) this.#options.report(problem, where);
        told = true;
      }
      if (!this.#closed)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, retryAfter);
          this.#wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
    }
    // It may have opened while the door was being closed.
    await this.#connection?.close();
  }

  async #pull(flowing: () => void): Promise<void> {
    if (this.#connection === undefined || this.#connection.isClosed())
      this.#connection = await connect({
        ...addressOf(this.#options.url),
        name: this.#options.consumer,
        // Once connected it finds its way back by itself, however long the server is away.
        maxReconnectAttempts: -1,
        timeout: connectWithin,
        reconnectTimeWait: retryAfter,
      });
    const { stream, consumer } = this.#options;
    const inFlight = this.#setting('nats-in-flight');
    const manager = await jetstreamManager(this.#connection);
    await this.#makeStream(manager);
    await manager.consumers.add(stream, {
      durable_name: consumer,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(acknowledgeWithin),
      // Never given up by the server: what cannot be used is put aside by us, where people see it.
      max_deliver: -1,
      max_ack_pending: inFlight,
    });
    const source = await jetstream(this.#connection).consumers.get(stream, consumer);
    // A stream that was lost with its server's disk is made anew by the next round.
    const messages = await source.consume({ max_messages: inFlight, abort_on_missing_resource: true });
    this.#stopPulling = () => messages.stop();
    if (this.#closed) messages.stop();
    flowing();
    for await (const message of messages) {
      // Known before the next is looked at: readings of one device reach its lane in their order.
      const { code } = subjectOf(message.subject);
      const device = await this.#engine.devices.findByAddress(protocol, code).catch(() => undefined);
      this.#begin(message, device?.id ?? null);
    }
  }

  /** An operator's own stream stays as it is. */
  async #makeStream(manager: JetStreamManager): Promise<void> {
    const { stream, root } = this.#options;
    try {
      await manager.streams.info(stream);
    } catch (problem) {
      if (!(problem instanceof JetStreamApiError) || problem.status !== 404) throw problem;
      await manager.streams.add({
        name: stream,
        subjects: [`${root}.>`],
        // What was acknowledged is stored with us and goes; when it is full, publishers hear so and nothing that was taken is lost.
        retention: RetentionPolicy.Workqueue,
        discard: DiscardPolicy.New,
        max_bytes: this.#setting('nats-stream-megabytes') * 1_048_576,
        max_msg_size: this.#setting('mqtt-packet-bytes'),
      });
    }
  }

  /** Readings go side by side, in the order in which they came into the lanes; the rest of one device goes in turn. */
  #begin(message: JsMsg, device: string | null): void {
    const { code, word } = subjectOf(message.subject);
    const before = word === 'readings' ? undefined : this.#turns.get(code);
    const work =
      before === undefined ? this.#take(message, device) : before.then(() => this.#take(message, device));
    if (word !== 'readings') {
      this.#turns.set(code, work);
      void work.then(() => {
        if (this.#turns.get(code) === work) this.#turns.delete(code);
      });
    }
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  /** Never rejects. */
  async #take(message: JsMsg, device: string | null): Promise<void> {
    const { data: payload } = message;
    const { code, word } = subjectOf(message.subject);
    try {
      if (!isWord(word)) this.#engine.reject({ protocol, device, reason: 'wrong-topic', body: payload });
      else {
        const cameAt = message.time.getTime();
        const stored = await takeFromBroker(this.#engine, protocol, { code, word, payload, cameAt });
        if (stored) this.#stored += 1;
      }
      this.#failing.delete(message.seq);
      this.#answer(() => message.ack());
    } catch (problem) {
      await this.#failed(message, device, problem);
    }
  }

  /** What is said on a connection that has ended is not heard: the message comes again, and is a duplicate then. */
  #answer(say: () => void): void {
    try {
      say();
    } catch {
      this.#engine.count(protocol, 'broken-line');
    }
  }

  async #failed(message: JsMsg, device: string | null, problem: unknown): Promise<void> {
    const failing = this.#failing.get(message.seq) ?? { times: 0, storedBefore: this.#stored };
    if (this.#stored > failing.storedBefore) failing.times += 1;
    failing.storedBefore = this.#stored;
    if (failing.times >= this.#setting('nats-tries')) {
      this.#failing.delete(message.seq);
      this.#options.report(problem, where);
      this.#engine.reject({ protocol, device, reason: 'not-taken', body: message.data });
      await this.#engine.quarantine.flush();
      this.#answer(() => message.term());
      return;
    }
    this.#failing.set(message.seq, failing);
    this.#engine.count(protocol, 'taken-again');
    const wait = Math.min(longestRetry, retryAfter * 2 ** (message.info.deliveryCount - 1));
    this.#answer(() => message.nak(wait));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    this.#stopPulling?.();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, closeWithin);
    });
    await Promise.race([Promise.all(this.#underWay), patience]);
    // Sends the acknowledgements that are still on their way; a server that is away hears none.
    if (this.#connection?.isClosed() === false)
      await Promise.race([this.#connection.flush().catch(() => undefined), patience]);
    clearTimeout(timer);
    await this.#connection?.close();
  }
}

/** Takes messages until it is closed, whatever happens to the server meanwhile. */
export function openNatsClient(engine: TelemetryEngine, options: NatsClientOptions): NatsDoor {
  const door = new Door(engine, options);
  let running: Promise<void> = Promise.resolve();
  const subscribed = new Promise<void>((resolve) => {
    running = door.run(resolve);
  });
  return {
    subscribed,
    async close() {
      await door.close();
      await running;
    },
  };
}

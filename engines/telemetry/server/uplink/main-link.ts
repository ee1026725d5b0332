/** The main link to a platform above: one TCP connection on which we log in, keep alive and speak; what it says is read by the same codec. */
import { randomInt } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { UplinkReason } from '../../uplink-words.ts';
import { checkedAddress, ForbiddenAddress } from '../../../gateway/index.ts';
import { streamReader } from '../codec/codec.ts';
import { jt809 } from '../codec/jt809/codec.ts';
import { decryptMessage, encryptMessage, type Jt809Keys } from '../codec/jt809/encrypt.ts';
import type { Jt809Body, Jt809Edition, Jt809Message } from '../codec/jt809/message.ts';

export class LinkProblem extends Error {
  override readonly name = 'LinkProblem';
  readonly reason: UplinkReason;
  /** Of the login answer. */
  readonly result: number | undefined;

  constructor(reason: UplinkReason, result?: number) {
    super(reason);
    this.reason = reason;
    this.result = result;
  }
}

export interface MainLinkOptions {
  readonly host: string;
  readonly port: number;
  readonly edition: Jt809Edition;
  /** Six digits. */
  readonly version: string;
  readonly accessCode: number;
  /** Bodies go enciphered. */
  readonly keys: Jt809Keys | undefined;
  readonly frameBytes: number;
  readonly unsentBytes: number;
  /** Milliseconds to wait for the connection and for each answer. */
  readonly timeout: number;
  readonly now: () => number;
  readonly count: (outcome: string) => void;
  /** Whoever stops waits no longer than a farewell takes, whatever the platform above does. */
  readonly signal: AbortSignal;
}

const farewellMilliseconds = 3000;

/** 9008: the platform above is about to close both links. */
const closing = 0x9008;

interface Waiter {
  readonly type: number;
  readonly give: (message: Jt809Message) => void;
  readonly fail: (problem: LinkProblem) => void;
}

async function dial({ host, port, timeout, signal }: MainLinkOptions): Promise<Socket> {
  const address = await checkedAddress(host).catch((problem: unknown) => {
    throw new LinkProblem(problem instanceof ForbiddenAddress ? 'forbidden-address' : 'unknown-host');
  });
  if (signal.aborted) throw new LinkProblem('closed');
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true, keepAlive: true });
    const timer = setTimeout(() => give(new LinkProblem('unreachable')), timeout);
    const stop = () => give(new LinkProblem('closed'));
    signal.addEventListener('abort', stop);
    function give(problem: LinkProblem | undefined): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      socket.removeAllListeners();
      if (problem === undefined) resolve(socket);
      else {
        socket.on('error', () => undefined);
        socket.destroy();
        reject(problem);
      }
    }
    socket.once('connect', () => give(undefined));
    socket.once('error', () => give(new LinkProblem('unreachable')));
  });
}

export class MainLink {
  readonly #socket: Socket;
  readonly #options: MainLinkOptions;
  #serial = 0;
  #waiter: Waiter | undefined;
  #broken: LinkProblem | undefined;
  /** Ends when the connection has. */
  readonly closed: Promise<void>;

  static async open(options: MainLinkOptions): Promise<MainLink> {
    return new MainLink(await dial(options), options);
  }

  constructor(socket: Socket, options: MainLinkOptions) {
    this.#socket = socket;
    this.#options = options;
    // What cannot be told by its length (enciphered data) is of the edition that was agreed on.
    const state = { ...jt809.createState({ frameBytes: options.frameBytes }), edition: options.edition };
    const reader = streamReader(jt809, state);
    socket.on('data', (chunk: Buffer) => {
      const { messages, faults } = reader.read(chunk);
      for (const { reason } of faults) options.count(reason);
      for (const message of messages) this.#hear(message);
    });
    socket.on('error', () => socket.destroy());
    let leaving: NodeJS.Timeout | undefined;
    const leave = () => {
      leaving = setTimeout(() => this.#break(new LinkProblem('closed')), farewellMilliseconds);
    };
    options.signal.addEventListener('abort', leave);
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        options.signal.removeEventListener('abort', leave);
        clearTimeout(leaving);
        this.#break(new LinkProblem('closed'));
        resolve();
      });
    });
  }

  /** Why it is broken; undefined while it stands. */
  get broken(): LinkProblem | undefined {
    return this.#broken;
  }

  #break(problem: LinkProblem): void {
    this.#broken ??= problem;
    this.#waiter?.fail(this.#broken);
    this.#waiter = undefined;
    this.#socket.destroy();
  }

  #hear(given: Jt809Message): void {
    const { keys, count } = this.#options;
    const message = keys === undefined ? given : decryptMessage(given, keys);
    if (message === undefined || message.encrypted !== 0) {
      count('bad-cipher');
      return;
    }
    const waiter = this.#waiter;
    if (message.type === closing) this.#break(new LinkProblem('closing'));
    else if (waiter !== undefined && waiter.type === message.type) {
      this.#waiter = undefined;
      waiter.give(message);
    } else count('unasked');
  }

  /** Throws LinkProblem when the link is broken, RangeError for what the protocol cannot say. */
  send(type: number, body: Jt809Body): void {
    const { edition, version, accessCode, keys, now, unsentBytes } = this.#options;
    if (this.#broken !== undefined) throw this.#broken;
    const serial = (this.#serial + 1) >>> 0;
    const time = edition === '2019' ? { time: Math.floor(now() / 1000) } : {};
    const plain = { edition, serial, type, accessCode, version, encrypted: 0, key: 0, ...time, body };
    const message = keys === undefined ? plain : encryptMessage(plain, keys, randomInt(1, 2 ** 32));
    this.#socket.write(jt809.encode(message));
    this.#serial = serial;
    if (this.#socket.writableLength > unsentBytes) this.#break(new LinkProblem('not-reading'));
  }

  /** One question at a time. Rejects with LinkProblem; a link that does not answer is given up. */
  ask(type: number, body: Jt809Body, answer: number): Promise<Jt809Message> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#break(new LinkProblem('no-answer')), this.#options.timeout);
      const done = () => clearTimeout(timer);
      this.#waiter = {
        type: answer,
        give: (message) => {
          done();
          resolve(message);
        },
        fail: (problem) => {
          done();
          reject(problem);
        },
      };
      try {
        this.send(type, body);
      } catch (problem) {
        done();
        this.#waiter = undefined;
        reject(problem as Error);
      }
    });
  }

  /** Sends what is written and closes. */
  async end(): Promise<void> {
    if (!this.#socket.destroyed) {
      this.#socket.end();
      const timer = setTimeout(() => this.#socket.destroy(), this.#options.timeout);
      await this.closed;
      clearTimeout(timer);
    }
  }
}

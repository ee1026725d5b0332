/** The subordinate link of JT/T 809, on which a platform above calls us back: it proves itself by the code that its own login answer gave. */
import { newId } from '../../../../kernel/ids.ts';
import { jt809, type Jt809Options, type Jt809State } from '../codec/jt809/codec.ts';
import { answerTo, type Jt809Body, type Jt809Message } from '../codec/jt809/message.ts';
import type { LineProtocol, LineSession, Peer } from './line.ts';

/** What a session asks of the links; in the database, since another process may have the main link. */
export interface UplinkCalls {
  /** The link that stands by this access code and verify code; undefined for none. */
  find(accessCode: number, verifyCode: number): Promise<string | undefined>;
  stands(uplink: string, session: string): Promise<void>;
  over(session: string): Promise<void>;
}

/** Results of 9002. */
const results = { done: 0, wrongCode: 1 } as const;

const types = {
  connectAnswer: 0x9002,
  logout: 0x9003,
  logoutAnswer: 0x9004,
  alive: 0x9005,
  aliveAnswer: 0x9006,
} as const;

class Jt809SubSession implements LineSession<Jt809Message> {
  readonly #peer: Peer<Jt809Message>;
  readonly #calls: UplinkCalls;
  readonly #id = newId();
  /** The access code that proved itself. */
  #accessCode: number | undefined;
  #serial = 0;
  #ended = false;

  constructor(peer: Peer<Jt809Message>, calls: UplinkCalls) {
    this.#peer = peer;
    this.#calls = calls;
  }

  async take(messages: readonly Jt809Message[]): Promise<void> {
    for (const message of messages) {
      // What came in one piece with the message that ended the connection is not heard any more.
      if (this.#ended) return;
      const { body, type } = message;
      if (type === 0x9001 && body.kind === 'verify') await this.#connect(message, body.verifyCode);
      else if (this.#accessCode === undefined || message.accessCode !== this.#accessCode)
        this.#count('not-authenticated');
      else if (type === types.alive) this.#answer(message, types.aliveAnswer, { kind: 'empty' });
      else if (type === types.logout) {
        this.#answer(message, types.logoutAnswer, { kind: 'empty' });
        this.#accessCode = undefined;
        this.#end('logout');
      } else this.#count('unsupported');
    }
  }

  async #connect(message: Jt809Message, verifyCode: number): Promise<void> {
    const uplink = await this.#calls.find(message.accessCode, verifyCode);
    if (uplink === undefined) {
      this.#count('wrong-key');
      this.#answer(message, types.connectAnswer, { kind: 'code', code: results.wrongCode });
      // Four bytes can be guessed: one guess costs a connection.
      this.#end('wrong-key');
      return;
    }
    this.#accessCode = message.accessCode;
    await this.#calls.stands(uplink, this.#id);
    this.#answer(message, types.connectAnswer, { kind: 'code', code: results.done });
  }

  #end(why: string): void {
    this.#ended = true;
    this.#peer.end(why);
  }

  #count(outcome: string): void {
    this.#peer.ingest.count('jt809-sub', outcome);
  }

  #answer(message: Jt809Message, type: number, body: Jt809Body): void {
    this.#serial = (this.#serial + 1) >>> 0;
    const time = message.edition === '2019' ? { time: Math.floor(this.#peer.now() / 1000) } : {};
    this.#peer.send({ ...answerTo(message, type, this.#serial, body), ...time });
  }

  changed(): void {
    // No device speaks here.
  }

  tick(): void {
    // The platform above keeps the link alive; a silent link is closed by the line.
  }

  close(): void {
    this.#calls.over(this.#id).catch((problem: unknown) => this.#peer.report(problem, 'telemetry.jt809-sub'));
  }
}

export function jt809SubLine(calls: UplinkCalls): LineProtocol<Jt809Message, Jt809State, Jt809Options> {
  return {
    name: 'jt809-sub',
    codec: jt809,
    options: ({ setting }) => ({ frameBytes: setting('jt809-frame-bytes') }),
    openSession: (peer) => new Jt809SubSession(peer, calls),
  };
}

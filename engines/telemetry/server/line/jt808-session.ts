/** The conversation with a JT/T 808 terminal: it registers, proves itself, and hears of each message whether it is stored. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IdentifiedDevice, SentCommand } from '../../service.ts';
import { jt808, type Jt808Options, type Jt808State, missingPackets } from '../codec/jt808/codec.ts';
import {
  headerTo,
  type Jt808Body,
  type Jt808Header,
  type Jt808Location,
  type Jt808Message,
  phoneOf,
  plainPhone,
  serialsOf,
} from '../codec/jt808/message.ts';
import { jt808Order } from './jt808-orders.ts';
import { locationValues } from './jt808-values.ts';
import { KnownDevices } from './known-devices.ts';
import type { LineDeps, LineProtocol, LineSession, Peer } from './line.ts';
import { storeReadings, type WireMessage } from './store-readings.ts';

const second = 1000;

/** Result byte of 0x8001. */
const results = { done: 0, failed: 1, wrong: 2, unsupported: 3 } as const;
type Result = keyof typeof results;

const attributesQuestion = 0x8107;

/** Result byte of 0x8100 when the terminal is not known, or its number is not the one that was registered. */
const noSuchTerminal = 4;

/** Codes that this process gave out hold until it ends; after that a terminal is told to register again. */
const processKey = randomBytes(32);

function codeFor(phone: string): string {
  return createHmac('sha256', processKey).update(phone).digest('base64url').slice(0, 32);
}

function isOurCode(phone: string, code: string): boolean {
  const [wanted, given] = [Buffer.from(codeFor(phone)), Buffer.from(code)];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

interface Terminal {
  readonly device: IdentifiedDevice;
  readonly detach: () => void;
}

interface Asked {
  readonly device: string;
  /** Of the message that asked. */
  readonly id: number;
  readonly command: string;
  readonly expiresAt: number;
}

interface Pending {
  readonly header: Jt808Header;
  readonly wire: WireMessage;
}

/** What the platform says to a message at once, or the readings that are stored first. */
type Heard = Result | 'nothing' | { readonly wire: WireMessage };

class Jt808Session implements LineSession<Jt808Message> {
  readonly #peer: Peer<Jt808Message>;
  readonly #state: Jt808State;
  readonly #known: KnownDevices;
  /** By phone number, after it proved itself on this connection. */
  readonly #terminals = new Map<string, Terminal>();
  readonly #headers = new Map<string, Jt808Header>();
  /** What the platform asked and the terminal has not answered, by phone number and serial. */
  readonly #asked = new Map<string, Asked>();
  #serial = 0;
  #packetsAskedAt = 0;

  constructor(peer: Peer<Jt808Message>, state: Jt808State) {
    this.#peer = peer;
    this.#state = state;
    this.#known = new KnownDevices(peer, 'jt808');
  }

  async take(messages: readonly Jt808Message[]): Promise<void> {
    const pending: Pending[] = [];
    for (const message of messages) {
      const heard = await this.#hear(message);
      if (typeof heard === 'object') pending.push({ header: message.header, wire: heard.wire });
      else if (heard !== 'nothing') this.#answer(message.header, heard);
    }
    const kept = await storeReadings(
      pending.map(({ wire }) => wire),
      this.#peer,
      'jt808',
    );
    for (const [index, { header }] of pending.entries())
      this.#answer(header, kept[index] ? 'done' : 'failed');
  }

  async #hear({ header, body }: Jt808Message): Promise<Heard> {
    const phone = phoneOf(header);
    if (body.kind === 'register') return this.#register(header, body.terminalId);
    if (body.kind === 'authenticate') return this.#authenticate(header, body);
    const terminal = this.#terminals.get(phone);
    if (terminal === undefined) {
      this.#peer.ingest.count('jt808', 'not-authenticated');
      return 'failed';
    }
    const { device } = terminal;
    if (!this.#known.mayTake(device.id)) {
      this.#peer.ingest.count('jt808', 'too-many');
      return 'nothing';
    }
    this.#peer.ingest.heard(device.id);
    if (header.id === 0x0003) {
      this.#forget(phone);
      return 'done';
    }
    return this.#hearBody(header, body, device);
  }

  #hearBody(header: Jt808Header, body: Jt808Body, device: IdentifiedDevice): Heard {
    switch (body.kind) {
      case 'empty':
        return 'done';
      case 'answer':
        this.#hearAnswer(header, body.serial, body.result, null);
        return 'nothing';
      case 'parameters':
        this.#hearAnswer(header, body.serial ?? -1, results.done, describeParameters(body.parameters));
        return 'nothing';
      case 'attributes':
        this.#noteFirmware(device.id, body.firmware);
        this.#hearAttributes(header, body.hardware, body.firmware);
        return 'nothing';
      case 'location':
        if (body.serial !== undefined) this.#hearAnswer(header, body.serial, results.done, null);
        return this.#readLocations([body.location], device);
      case 'locations':
        if (body.type === 1) this.#peer.ingest.count('jt808', 'history');
        return this.#readLocations(body.locations, device);
      default:
        // Honest: media and whatever we do not keep are not acknowledged as kept.
        this.#peer.ingest.count('jt808', 'unsupported');
        return 'unsupported';
    }
  }

  async #register(header: Jt808Header, terminalId: string): Promise<Heard> {
    const phone = phoneOf(header);
    const device = await this.#known.find(phone, terminalId);
    const serial = header.serial;
    if (device === undefined) this.#peer.ingest.count('jt808', 'unknown-device');
    const body: Jt808Body =
      device === undefined
        ? { kind: 'register-answer', serial, result: noSuchTerminal }
        : { kind: 'register-answer', serial, result: 0, code: codeFor(phone) };
    this.#send(header, 0x8100, body);
    return 'nothing';
  }

  /** By the code that it got from 0x8100, or by its credential itself. */
  async #authenticate(
    header: Jt808Header,
    { code, software }: Extract<Jt808Body, { kind: 'authenticate' }>,
  ): Promise<Heard> {
    const phone = phoneOf(header);
    const device = await this.#known.find(phone, isOurCode(phone, code) ? undefined : code);
    if (device === undefined) {
      this.#peer.ingest.count('jt808', 'wrong-key');
      return 'failed';
    }
    this.#forget(phone);
    const detach = this.#peer.ingest.attach({
      device: device.id,
      protocol: 'jt808',
      send: async (command) => this.#order(command, phone, device.id),
    });
    this.#terminals.set(phone, { device, detach });
    this.#headers.set(phone, header);
    if (software !== undefined && software !== '') this.#noteFirmware(device.id, software);
    return 'done';
  }

  #readLocations(locations: readonly Jt808Location[], device: IdentifiedDevice): Heard {
    const wants = (name: string) => device.propertyOf(name) !== undefined;
    const read = locations.map((location) => locationValues(location, wants));
    if (read.includes(undefined)) {
      this.#peer.ingest.reject({
        protocol: 'jt808',
        device: device.id,
        reason: 'no-time',
        body: new Uint8Array(),
      });
      return 'wrong';
    }
    return { wire: { device, values: read.flatMap((values) => values ?? []) } };
  }

  #answer(header: Jt808Header, result: Result): void {
    for (const serial of serialsOf(header))
      this.#send(header, 0x8001, { kind: 'answer', serial, id: header.id, result: results[result] });
  }

  #send(to: Jt808Header, id: number, body: Jt808Body): number {
    this.#serial = (this.#serial + 1) & 0xffff;
    this.#peer.send({ header: headerTo(to, id, this.#serial), body });
    return this.#serial;
  }

  #order(command: SentCommand, phone: string, device: string): void {
    const header = this.#headers.get(phone);
    const order = jt808Order(command.name, command.input);
    if (header === undefined) throw new RangeError('the terminal has left this line');
    if (order === undefined)
      throw new RangeError('JT/T 808 has no such service, or the input does not fit it');
    const serial = this.#send(header, order.id, order.body);
    const { id: asked, expiresAt } = command;
    this.#asked.set(`${phone} ${serial}`, { device, id: order.id, command: asked, expiresAt });
  }

  #noteFirmware(device: string, version: string): void {
    this.#peer.ingest
      .noteFirmware(device, version, 'jt808')
      .catch((problem: unknown) => this.#peer.report(problem, 'telemetry.jt808'));
  }

  /** 0x0107 does not say which question it answers: the oldest of that terminal that asked for attributes. */
  #hearAttributes(header: Jt808Header, hardware: string, firmware: string): void {
    const phone = phoneOf(header);
    const asked = [...this.#asked].find(
      ([key, { id }]) => id === attributesQuestion && key.startsWith(`${phone} `),
    );
    const serial = asked === undefined ? -1 : Number(asked[0].slice(phone.length + 1));
    this.#hearAnswer(header, serial, results.done, { hardware, firmware });
  }

  #hearAnswer(header: Jt808Header, serial: number, result: number, value: unknown): void {
    const key = `${phoneOf(header)} ${serial}`;
    const asked = this.#asked.get(key);
    if (asked === undefined) return this.#peer.ingest.count('jt808', 'unasked-answer');
    this.#asked.delete(key);
    const answer =
      result === results.done
        ? ({ kind: 'done', result: value } as const)
        : ({ kind: 'failed', message: `终端返回 ${result}` } as const);
    this.#peer.ingest
      .answer(asked.command, asked.device, answer)
      .catch((problem: unknown) => this.#peer.report(problem, 'telemetry.jt808'));
  }

  #forget(phone: string): void {
    this.#terminals.get(phone)?.detach();
    this.#terminals.delete(phone);
    this.#headers.delete(phone);
  }

  changed(device: string, dismissed: boolean): void {
    this.#known.forget(device);
    const speaks = [...this.#terminals.values()].some((terminal) => terminal.device.id === device);
    if (dismissed && speaks) this.#peer.end('dismissed');
  }

  /** Asks for the packets of split messages that have been silent for a quarter of their patience. */
  tick(): void {
    const now = this.#peer.now();
    for (const [key, { expiresAt }] of this.#asked) if (now > expiresAt) this.#asked.delete(key);
    const silence = (this.#peer.setting('line-assembly-seconds') * second) / 4;
    if (now - this.#packetsAskedAt < silence) return;
    for (const { phone, serial, missing } of missingPackets(this.#state, silence)) {
      const header = this.#headers.get(plainPhone(phone));
      if (header === undefined) continue;
      this.#packetsAskedAt = now;
      this.#send(header, 0x8003, { kind: 'resend', serial, packets: missing.slice(0, 255) });
    }
  }

  close(): void {
    for (const phone of this.#terminals.keys()) this.#forget(phone);
  }
}

/** Parameters by their ids in hexadecimal, values as they came. */
function describeParameters(
  parameters: readonly { readonly id: number; readonly value: Buffer }[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    parameters.map(({ id, value }) => [id.toString(16).padStart(4, '0'), value.toString('hex')]),
  );
}

const mostPackets = 1000;
const mostMessages = 8;

export function assemblyOf({ setting }: LineDeps): Jt808Options['assembly'] {
  return {
    packets: mostPackets,
    messages: mostMessages,
    bytes: setting('line-assembly-bytes'),
    patience: setting('line-assembly-seconds') * second,
  };
}

export const jt808Line: LineProtocol<Jt808Message, Jt808State, Jt808Options> = {
  name: 'jt808',
  codec: jt808,
  options: (deps) => ({ assembly: assemblyOf(deps), now: deps.now }),
  openSession: (peer, state) => new Jt808Session(peer, state),
};

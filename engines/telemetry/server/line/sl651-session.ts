/** The conversation with an SL 651 telemetry station: each report is stored and then confirmed, queries and the clock are sent as questions. */
import type { IdentifiedDevice, SentCommand } from '../../service.ts';
import { chinaBcd } from '../codec/bytes/china-time.ts';
import { sl651, type Sl651Options, type Sl651State } from '../codec/sl651/codec.ts';
import { readElements, statusBits } from '../codec/sl651/elements.ts';
import { answerTo, type Sl651Message } from '../codec/sl651/message.ts';
import { assemblyOf } from './jt808-session.ts';
import { KnownDevices } from './known-devices.ts';
import type { LineProtocol, LineSession, Peer } from './line.ts';
import { storeReadings, type WireMessage, type WireValue } from './store-readings.ts';

/** Reports and the answers to queries: what carries elements. */
const reports = new Set([0x30, 0x31, 0x32, 0x33, 0x34, 0x37, 0x38, 0x39, 0x3a]);

/** Services of a thing model that are questions without a body: function code. */
const questions: Readonly<Record<string, number>> = {
  query: 0x37,
  'query-version': 0x45,
  'query-clock': 0x51,
  'set-clock': 0x4a,
};

/** Values by identifier ('39'), bits of the status word by name. */
function valuesOf(message: Sl651Message): readonly WireValue[] {
  const { at, values, status } = readElements(message);
  const bits =
    status === undefined || at === undefined
      ? []
      : statusBits.map(
          (name, bit) => ({ name, value: ((status >>> bit) & 1) === 1, quality: 'good', at }) as const,
        );
  return [...values.map(({ id, ...rest }) => ({ name: id, ...rest, quality: 'good' }) as const), ...bits];
}

class Sl651Session implements LineSession<Sl651Message> {
  readonly #peer: Peer<Sl651Message>;
  readonly #known: KnownDevices;
  readonly #attached = new Map<string, () => void>();
  /** What was asked, by device and function: stations answer with the function of the question. */
  readonly #asked = new Map<string, SentCommand>();
  #serial = 0;

  constructor(peer: Peer<Sl651Message>) {
    this.#peer = peer;
    this.#known = new KnownDevices(peer, 'sl651');
  }

  async take(messages: readonly Sl651Message[]): Promise<void> {
    const pending: { message: Sl651Message; wire: WireMessage }[] = [];
    for (const message of messages) {
      const device = await this.#known.find(message.station, message.password);
      if (device === undefined || message.direction !== 'up')
        this.#reject(device === undefined ? 'unknown-device' : 'wrong-direction', device?.id ?? null);
      else if (!this.#known.mayTake(device.id)) this.#peer.ingest.count('sl651', 'too-many');
      else {
        const wire = this.#read(message, device);
        if (wire !== undefined) pending.push({ message, wire });
      }
    }
    const kept = await storeReadings(
      pending.map(({ wire }) => wire),
      this.#peer,
      'sl651',
    );
    for (const [index, { message, wire }] of pending.entries()) {
      if (kept[index]) this.#confirm(message, wire.device);
      this.#attach(message, wire.device);
    }
  }

  /** Undefined for a report that does not say when. */
  #read(message: Sl651Message, device: IdentifiedDevice): WireMessage | undefined {
    this.#peer.ingest.heard(device.id);
    if (!reports.has(message.code)) {
      // Words of people and pictures are not kept here, and so not confirmed as kept.
      if (message.code === 0x35 || message.code === 0x36) return this.#reject('unsupported', device.id);
      return { device, values: [] };
    }
    if (readElements(message).at === undefined) return this.#reject('no-time', device.id);
    return { device, values: valuesOf(message) };
  }

  /** The answer to a question ends it; a report is confirmed with its own serial. */
  #confirm(message: Sl651Message, device: IdentifiedDevice): void {
    const key = `${device.id} ${message.code}`;
    const asked = this.#asked.get(key);
    if (asked !== undefined) {
      this.#asked.delete(key);
      this.#peer.ingest
        .answer(asked.id, device.id, { kind: 'done', result: null })
        .catch((problem: unknown) => this.#peer.report(problem, 'telemetry.sl651'));
      return;
    }
    const answer = answerTo(message, chinaBcd(this.#peer.now()));
    if (answer !== undefined) this.#peer.send(answer);
  }

  #attach(message: Sl651Message, device: IdentifiedDevice): void {
    if (this.#attached.has(device.id)) return;
    const send = async (command: SentCommand) => this.#ask(command, message, device.id);
    this.#attached.set(device.id, this.#peer.ingest.attach({ device: device.id, protocol: 'sl651', send }));
  }

  /** The time of sending is the clock that 'set-clock' sets. */
  #ask(command: SentCommand, { centre, station, password, mode }: Sl651Message, device: string): void {
    const code = Object.hasOwn(questions, command.name) ? questions[command.name] : undefined;
    if (code === undefined) throw new RangeError('SL 651 has no such service');
    this.#serial = (this.#serial % 0xffff) + 1;
    this.#asked.set(`${device} ${code}`, command);
    this.#peer.send({
      mode,
      direction: 'down',
      centre,
      station,
      password,
      code,
      serial: this.#serial,
      time: chinaBcd(this.#peer.now()),
      content: mode === 'ascii' ? { kind: 'words', words: [] } : { kind: 'opaque', bytes: Buffer.alloc(0) },
      packets: 1,
      end: 'enq',
    });
  }

  #reject(reason: string, device: string | null): undefined {
    this.#peer.ingest.reject({ protocol: 'sl651', device, reason, body: new Uint8Array() });
    return undefined;
  }

  /** The password comes with each message; a question goes out with the one that came last. */
  changed(device: string): void {
    this.#known.forget(device);
    this.#attached.get(device)?.();
    this.#attached.delete(device);
  }

  tick(): void {
    const now = this.#peer.now();
    for (const [key, { expiresAt }] of this.#asked) if (now > expiresAt) this.#asked.delete(key);
  }

  close(): void {
    for (const detach of this.#attached.values()) detach();
    this.#attached.clear();
  }
}

export const sl651Line: LineProtocol<Sl651Message, Sl651State, Sl651Options> = {
  name: 'sl651',
  codec: sl651,
  options: (deps) => ({ assembly: assemblyOf(deps), now: deps.now }),
  openSession: (peer) => new Sl651Session(peer),
};

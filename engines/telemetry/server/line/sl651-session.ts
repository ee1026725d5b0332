/** The conversation with an SL 651 telemetry station: each report is stored and then confirmed, queries and the clock are sent as questions. */
import type { CommandAnswer, IdentifiedDevice, SentCommand } from '../../service.ts';
import { chinaBcd } from '../codec/bytes/china-time.ts';
import {
  dropPackets,
  missingPackets,
  sl651,
  type Sl651Missing,
  type Sl651Options,
  type Sl651State,
  touchPackets,
} from '../codec/sl651/codec.ts';
import { readElements, statusBits } from '../codec/sl651/elements.ts';
import { answerTo, askAgain, type Sl651Message } from '../codec/sl651/message.ts';
import { assemblyOf } from './jt808-session.ts';
import { KnownDevices } from './known-devices.ts';
import { fetchHoursCode, sl651Order } from './sl651-commands.ts';
import type { LineProtocol, LineSession, Peer } from './line.ts';
import { storeReadings, type WireMessage, type WireValue } from './store-readings.ts';

/** Reports and the answers to queries: what carries elements. */
const reports = new Set([0x30, 0x31, 0x32, 0x33, 0x34, 0x37, 0x38, 0x39, 0x3a]);

const second = 1000;
/** Packets that one NAK each asks for at a time; what then is missing still waits for the next time. */
const mostNamed = 16;

interface Asked {
  readonly command: SentCommand;
  readonly question: Sl651Message;
  /** How often it went out again because the station said no. */
  resent: number;
}

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

function nameOf(station: string, code: number, total: number): string {
  return `${station} ${code} ${total}`;
}

class Sl651Session implements LineSession<Sl651Message> {
  readonly #peer: Peer<Sl651Message>;
  readonly #state: Sl651State;
  readonly #known: KnownDevices;
  readonly #attached = new Map<string, () => void>();
  /** What was asked, by device and function: stations answer with the function of the question. */
  readonly #asked = new Map<string, Asked>();
  /** The newest message of each station that proved itself, and whose it was: what is asked goes out by it. */
  readonly #heads = new Map<string, { readonly message: Sl651Message; readonly device: string }>();
  /** How often the missing packets of a split message were asked for. */
  readonly #named = new Map<string, number>();
  #serial = 0;

  constructor(peer: Peer<Sl651Message>, state: Sl651State) {
    this.#peer = peer;
    this.#state = state;
    this.#known = new KnownDevices(peer, 'sl651');
  }

  async take(messages: readonly Sl651Message[]): Promise<void> {
    const pending: { message: Sl651Message; wire: WireMessage }[] = [];
    for (const message of messages) {
      const device = await this.#known.find(message.station, message.password);
      if (device === undefined || message.direction !== 'up')
        this.#reject(device === undefined ? 'unknown-device' : 'wrong-direction', device?.id ?? null);
      else if (!this.#known.mayTake(device.id)) this.#peer.ingest.count('sl651', 'too-many');
      else if (message.end === 'nak') this.#hearRefusal(message, device.id);
      else {
        this.#heads.set(message.station, { message, device: device.id });
        if (message.packets > 1) this.#named.delete(nameOf(message.station, message.code, message.packets));
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
      if (kept[index]) this.#confirm(message, wire);
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
    if (message.code === fetchHoursCode) this.#peer.ingest.count('sl651', 'history');
    return { device, values: valuesOf(message) };
  }

  /** The answer to a question ends it; a report is confirmed with its own serial, and so is history, which the station may send again. */
  #confirm(message: Sl651Message, { device, values }: WireMessage): void {
    const key = `${device.id} ${message.code}`;
    const asked = this.#asked.get(key);
    if (asked !== undefined) {
      this.#asked.delete(key);
      const history = message.code === fetchHoursCode;
      this.#tell(asked, { kind: 'done', result: history ? { values: values.length } : null });
      if (!history) return;
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
    const order = sl651Order(command.name, command.input, this.#peer.setting('sl651-fetched-values'));
    if (order === undefined) throw new RangeError('SL 651 has no such service, or the input does not fit it');
    const { code, body } = order;
    // The words of the ASCII mode for a span are not among the facts.
    if (mode === 'ascii' && body.length > 0) throw new RangeError('not in the ASCII mode');
    const key = `${device} ${code}`;
    if (this.#asked.has(key)) throw new RangeError('the station is still at the same question');
    const question: Sl651Message = {
      mode,
      direction: 'down',
      centre,
      station,
      password,
      code,
      serial: this.#next(),
      time: chinaBcd(this.#peer.now()),
      content: mode === 'ascii' ? { kind: 'words', words: [] } : { kind: 'opaque', bytes: body },
      packets: 1,
      end: 'enq',
    };
    this.#asked.set(key, { command, question, resent: 0 });
    this.#peer.send(question);
  }

  #next(): number {
    this.#serial = (this.#serial % 0xffff) + 1;
    return this.#serial;
  }

  #tell({ command }: Asked, answer: CommandAnswer): void {
    this.#peer.ingest
      .answer(command.id, command.device, answer)
      .catch((problem: unknown) => this.#peer.report(problem, 'telemetry.sl651'));
  }

  /** The station says no (NAK): it did not understand the question, which goes out again some times. */
  #hearRefusal(message: Sl651Message, device: string): void {
    this.#peer.ingest.count('sl651', 'refused-by-station');
    const key = `${device} ${message.code}`;
    const asked = this.#asked.get(key);
    if (asked === undefined) return;
    if (asked.resent >= this.#peer.setting('sl651-resends')) {
      this.#asked.delete(key);
      this.#tell(asked, { kind: 'failed', message: `遥测站否定应答，重发 ${asked.resent} 次仍不接受` });
      return;
    }
    asked.resent += 1;
    this.#peer.send({ ...asked.question, serial: this.#next(), time: chinaBcd(this.#peer.now()) });
  }

  /** A packet with a wrong check is one that has not come: each is asked for by its number, and some times only. */
  #nameMissing(): void {
    const silence = this.#peer.setting('sl651-packet-seconds') * second;
    const waiting = new Set(
      missingPackets(this.#state, 0).map(({ station, code, total }) => nameOf(station, code, total)),
    );
    for (const name of this.#named.keys()) if (!waiting.has(name)) this.#named.delete(name);
    for (const { station, code, total, missing } of missingPackets(this.#state, silence)) {
      const head = this.#heads.get(station);
      if (head === undefined) continue;
      const name = nameOf(station, code, total);
      const times = this.#named.get(name) ?? 0;
      if (times >= this.#peer.setting('sl651-resends')) {
        this.#giveUp(head.device, { station, code, total }, missing);
        continue;
      }
      this.#named.set(name, times + 1);
      touchPackets(this.#state, { station, code, total });
      for (const index of missing.slice(0, mostNamed))
        this.#peer.send(
          askAgain(head.message, { code, total, index }, this.#next(), chinaBcd(this.#peer.now())),
        );
    }
  }

  #giveUp(device: string, split: Omit<Sl651Missing, 'missing'>, missing: readonly number[]): void {
    const { station, code, total } = split;
    this.#named.delete(nameOf(station, code, total));
    dropPackets(this.#state, split);
    this.#reject('bad-packets', device);
    const key = `${device} ${code}`;
    const asked = this.#asked.get(key);
    if (asked === undefined) return;
    this.#asked.delete(key);
    const which = missing.slice(0, mostNamed).join('、');
    this.#tell(asked, {
      kind: 'failed',
      message: `共 ${total} 包，第 ${which} 包缺失或校验不对，索取后仍未收齐`,
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
    for (const [key, { command }] of this.#asked) if (now > command.expiresAt) this.#asked.delete(key);
    this.#nameMissing();
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
  openSession: (peer, state) => new Sl651Session(peer, state),
};

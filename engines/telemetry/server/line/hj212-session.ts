/** The conversation with an HJ 212 data logger: what it uploads is stored and then answered, what the centre asks is repeated until it is heard. */
import { type Quality, qualities } from '../../quality.ts';
import type { CommandAnswer, IdentifiedDevice, SentCommand } from '../../service.ts';
import { answerTo, requestOf } from '../codec/hj212/answer.ts';
import { chinaDigits, chinaTime } from '../codec/bytes/china-time.ts';
import { hj212, type Hj212Options } from '../codec/hj212/codec.ts';
import { executionResults, findCommand, requestResults } from '../codec/hj212/commands.ts';
import {
  beginExchange,
  type Exchange,
  type ExchangeEnd,
  type ExchangeRules,
  hearAnswer,
  passTime,
} from '../codec/hj212/exchange.ts';
import { type Hj212Message, isLegacyDevice } from '../codec/hj212/message.ts';
import { type Hj212Content, readContent } from '../codec/hj212/read-content.ts';
import { hj212Order } from './hj212-commands.ts';
import { KnownDevices } from './known-devices.ts';
import type { LineProtocol, LineSession, Peer } from './line.ts';
import { storeReadings, type WireMessage, type WireValue } from './store-readings.ts';

const second = 1000;

/** Data commands and the word that tells their series apart: 'w01018' in real time, 'w01018-hour-Avg' of the hour. */
const periods: Readonly<Record<string, string>> = {
  '2011': '',
  '2021': '',
  '2051': 'minute',
  '2061': 'hour',
  '2031': 'day',
  '2041': 'day',
};

const qualityByLetter = new Map<string, Quality>(
  Object.entries(qualities).flatMap(([name, { letter }]) =>
    letter === null ? [] : [[letter, name as Quality]],
  ),
);

/** A flag that the standard does not have makes the value doubtful; none at all means that nothing is wrong. */
function qualityOf(flag: string | undefined): Quality {
  return flag === undefined ? 'good' : (qualityByLetter.get(flag) ?? 'suspect');
}

function wireName(code: string, period: string, suffix: string): string {
  if (period === '') return suffix === 'Rtd' ? code : `${code}-${suffix}`;
  return `${code}-${period}-${suffix}`;
}

/** The values of a data message by their wire names. */
export function valuesOf(content: Hj212Content, period: string, at: number): readonly WireValue[] {
  return content.factors.flatMap(({ code, values, flag, sampledAt }) =>
    values.map(({ suffix, value }) => ({
      name: wireName(code, period, suffix),
      value,
      quality: qualityOf(flag),
      at: sampledAt ?? at,
    })),
  );
}

interface Running {
  exchange: Exchange;
  readonly device: string;
  /** Undefined for what the centre asks by itself. */
  readonly command: string | undefined;
}

interface Pending {
  readonly message: Hj212Message;
  readonly wire: WireMessage;
}

function failureOf(end: Exclude<ExchangeEnd, { end: 'done' }>): string {
  if (end.end === 'no-answer') return '现场机没有应答';
  const titles = end.end === 'refused' ? requestResults : executionResults;
  return `现场机返回 ${end.code}：${titles[end.code] ?? '标准没有的返回值'}`;
}

class Hj212Session implements LineSession<Hj212Message> {
  readonly #peer: Peer<Hj212Message>;
  readonly #known: KnownDevices;
  /** By QN. */
  readonly #running = new Map<string, Running>();
  readonly #attached = new Map<string, () => void>();
  readonly #clocksSet = new Set<string>();
  /** DataTime of the first packet of a split message, for those that leave it out; one for each device. */
  readonly #packetTimes = new Map<
    string,
    { readonly requestNumber: string | undefined; readonly at: number }
  >();
  #lastNumber = 0;

  constructor(peer: Peer<Hj212Message>) {
    this.#peer = peer;
    this.#known = new KnownDevices(peer, 'hj212');
  }

  async take(messages: readonly Hj212Message[]): Promise<void> {
    const pending: Pending[] = [];
    for (const message of messages) {
      const device = await this.#known.find(message.device, message.password);
      if (device === undefined) this.#reject('unknown-device', null);
      else if (!this.#known.mayTake(device.id)) this.#peer.ingest.count('hj212', 'too-many');
      else if (!this.#hear(message, device)) {
        const wire = this.#read(message, device);
        if (wire !== undefined) pending.push({ message, wire });
      }
    }
    const kept = await storeReadings(
      pending.map(({ wire }) => wire),
      this.#peer,
      'hj212',
    );
    for (const [index, { message, wire }] of pending.entries()) {
      const answer = kept[index] ? answerTo(message) : undefined;
      if (answer !== undefined) this.#peer.send(answer);
      this.#attach(message, wire.device);
      this.#watchClock(message, wire.device);
    }
  }

  /** 9011 and 9012 belong to what the centre asked. */
  #hear(message: Hj212Message, device: IdentifiedDevice): boolean {
    if (message.command !== '9011' && message.command !== '9012') return false;
    this.#peer.ingest.heard(device.id);
    const running = this.#running.get(message.requestNumber ?? '');
    if (running === undefined || running.device !== device.id) {
      this.#peer.ingest.count('hj212', 'unasked-answer');
      return true;
    }
    const step = hearAnswer(running.exchange, message, this.#rules(), this.#peer.now());
    if ('end' in step) this.#finish(running, step);
    else {
      // 9011: the field has taken it and carries it out; people see that it arrived.
      if (running.exchange.state === 'asked' && step.exchange.state === 'executing')
        this.#tell(running, { kind: 'accepted' });
      running.exchange = step.exchange;
    }
    return true;
  }

  /** What the message brings; undefined when it cannot be used and is therefore not answered. */
  #read(message: Hj212Message, device: IdentifiedDevice): WireMessage | undefined {
    const command = findCommand(message.command);
    if (command === undefined || command.upward === 'none') return this.#reject('unknown-command', device.id);
    this.#peer.ingest.heard(device.id);
    const period = periods[message.command];
    if (period === undefined) return { device, values: [] };
    const content = readContent(message);
    const at = this.#timeOf(message, content);
    if (at === undefined) return this.#reject('no-time', device.id);
    return { device, values: valuesOf(content, period, at) };
  }

  #timeOf({ device, packet, requestNumber }: Hj212Message, { at }: Hj212Content): number | undefined {
    if (at !== undefined) {
      if (packet !== undefined) this.#packetTimes.set(device, { requestNumber, at });
      return at;
    }
    const first = this.#packetTimes.get(device);
    return packet !== undefined && first?.requestNumber === requestNumber ? first?.at : undefined;
  }

  #reject(reason: string, device: string | null): undefined {
    this.#peer.ingest.reject({ protocol: 'hj212', device, reason, body: new Uint8Array() });
    return undefined;
  }

  /** From the first message on commands reach the device by this connection. */
  #attach({ device: address, password, systemCode }: Hj212Message, device: IdentifiedDevice): void {
    if (this.#attached.has(device.id)) return;
    if (isLegacyDevice(address)) this.#peer.ingest.count('hj212', 'legacy-device');
    const line = {
      device: device.id,
      protocol: 'hj212',
      send: async (command: SentCommand) => {
        const order = hj212Order(command.name, command.input);
        if (order === undefined)
          throw new RangeError('HJ 212 has no such service, or the input does not fit it');
        this.#ask({ ...order, address, password, systemCode }, device.id, command.id);
      },
    };
    this.#attached.set(device.id, this.#peer.ingest.attach(line));
  }

  #ask(
    order: {
      readonly command: string;
      readonly parameters: readonly (readonly [string, string])[];
      readonly address: string;
      readonly password: string;
      readonly systemCode: string;
    },
    device: string,
    command: string | undefined,
  ): void {
    const { address, ...fields } = order;
    const request = requestOf({ ...fields, device: address, requestNumber: this.#nextNumber() });
    const exchange = beginExchange(request, this.#rules(), this.#peer.now());
    this.#running.set(request.requestNumber ?? '', { exchange, device, command });
    this.#peer.send(request);
  }

  /** QN must differ even for two requests of one millisecond. */
  #nextNumber(): string {
    this.#lastNumber = Math.max(this.#peer.now(), this.#lastNumber + 1);
    return chinaDigits(this.#lastNumber);
  }

  /** QN is the logger's clock: one that is far off is set once a connection (1012), and so is one that asks for it (1013). */
  #watchClock(message: Hj212Message, device: IdentifiedDevice): void {
    const theirs = chinaTime(message.requestNumber ?? '');
    const now = this.#peer.now();
    const off =
      theirs !== undefined && Math.abs(theirs - now) > this.#peer.setting('hj212-clock-seconds') * second;
    if (message.command !== '1013' && (!off || this.#clocksSet.has(device.id))) return;
    if (off) this.#peer.ingest.count('hj212', 'clock-off');
    this.#clocksSet.add(device.id);
    const { device: address, password, systemCode } = message;
    const parameters = [['SystemTime', chinaDigits(now).slice(0, 14)]] as const;
    this.#ask({ command: '1012', parameters, address, password, systemCode }, device.id, undefined);
  }

  #rules(): ExchangeRules {
    const timeout = this.#peer.setting('hj212-timeout-seconds') * second;
    const resends = this.#peer.setting('hj212-resends');
    return { timeout, resends, execution: timeout * (resends + 1) };
  }

  #finish(running: Running, end: ExchangeEnd): void {
    this.#running.delete(running.exchange.request.requestNumber ?? '');
    this.#peer.ingest.count('hj212', `request-${end.end}`);
    this.#tell(
      running,
      end.end === 'done' ? { kind: 'done', result: null } : { kind: 'failed', message: failureOf(end) },
    );
  }

  #tell(running: Running, answer: CommandAnswer): void {
    if (running.command === undefined) return;
    this.#peer.ingest
      .answer(running.command, running.device, answer)
      .catch((problem: unknown) => this.#peer.report(problem, 'telemetry.hj212'));
  }

  /** The password comes with each message; a command goes out with the one that came last. */
  changed(device: string): void {
    this.#known.forget(device);
    this.#attached.get(device)?.();
    this.#attached.delete(device);
  }

  tick(): void {
    for (const running of this.#running.values()) {
      const step = passTime(running.exchange, this.#rules(), this.#peer.now());
      if ('end' in step) this.#finish(running, step);
      else {
        running.exchange = step.exchange;
        if (step.send !== undefined) this.#peer.send(step.send);
      }
    }
  }

  close(): void {
    for (const detach of this.#attached.values()) detach();
    this.#attached.clear();
  }
}

export const hj212Line: LineProtocol<Hj212Message, Hj212Options, Hj212Options> = {
  name: 'hj212',
  codec: hj212,
  options: ({ setting }) => ({ segmentBytes: setting('hj212-segment-bytes') }),
  openSession: (peer) => new Hj212Session(peer),
};

/** A hydrology station that speaks SL 651-2014: sends reports, waits for their confirmation, and answers the centre's questions. */
import { chinaBcd, chinaTime } from '../../engines/telemetry/server/codec/bytes/china-time.ts';
import { sl651 } from '../../engines/telemetry/server/codec/sl651/codec.ts';
import type { Sl651Group, Sl651Message } from '../../engines/telemetry/server/codec/sl651/message.ts';
import { type Address, type Talk, talk } from './talk.ts';

export interface Sl651StationOptions extends Address {
  readonly station: string;
  readonly password: string;
  readonly now: () => number;
  readonly timeout: number;
}

export interface Sl651Station {
  /** A report of now: values by identifier in their units, with the decimals that they are sent with. */
  report(
    code: number,
    values: Readonly<Record<string, readonly [value: number, bytes: number, decimals: number]>>,
  ): Sl651Message;
  /** How the centre ended its answer, undefined when none came. */
  ask(message: Sl651Message): Promise<Sl651Message['end'] | undefined>;
  readonly asked: readonly Sl651Message[];
  /** Packets of an answer that go out with a wrong check the first time, counted from 1. */
  readonly spoil: Set<number>;
  /** Questions (function codes) that the station says no to, each so many times. */
  readonly refuses: Map<number, number>;
  /** How many packets it answers a question for stored hours with. */
  packets: number;
  readonly talk: Talk<Sl651Message>;
}

const limits = { packets: 1000, messages: 8, bytes: 1_000_000, patience: 60_000 };
const riverStation = 0x48;
/** Header, end character and check of a binary frame. */
const frameBytes = 17;

function bcd(value: number, bytes: number, decimals: number): Buffer {
  const digits = Math.round(Math.abs(value) * 10 ** decimals).toString();
  return value < 0
    ? Buffer.from(`FF${digits.padStart(bytes * 2 - 2, '0')}`, 'hex')
    : Buffer.from(digits.padStart(bytes * 2, '0'), 'hex');
}

export async function sl651Station(options: Sl651StationOptions): Promise<Sl651Station> {
  const { station, password, now, timeout } = options;
  const line = await talk(sl651, { assembly: limits, now }, options);
  const asked: Sl651Message[] = [];
  let serial = 0;

  function report(
    code: number,
    values: Readonly<Record<string, readonly [number, number, number]>>,
  ): Sl651Message {
    serial = (serial % 0xffff) + 1;
    const time = chinaBcd(now());
    const groups: readonly Sl651Group[] = [
      { id: 'F1', definition: 0xf1, data: Buffer.from(`${station}${riverStation.toString(16)}`, 'hex') },
      { id: 'F0', definition: 0xf0, data: Buffer.from(time.slice(0, 10), 'hex') },
      ...Object.entries(values).map(([id, [value, bytes, decimals]]) => ({
        id,
        definition: bytes * 8 + decimals,
        data: bcd(value, bytes, decimals),
      })),
    ];
    return {
      mode: 'binary',
      direction: 'up',
      centre: 5,
      station,
      password,
      code,
      serial,
      time,
      content: { kind: 'groups', groups },
      packets: 1,
      end: 'etx',
    };
  }

  const refuses = new Map<number, number>();
  const spoil = new Set<number>();
  /** The frames of the newest stored hours, which the centre may ask for again one by one. */
  let stored: readonly Buffer[] = [];

  /** One value each step, from the beginning to the end that the centre asked for, rising by a millimetre. */
  function storedHours(question: Sl651Message): Sl651Message {
    const body = question.content.kind === 'opaque' ? question.content.bytes : Buffer.alloc(0);
    const digits = body.toString('hex');
    const [from, to] = [
      chinaTime(`20${digits.slice(0, 8)}`) ?? 0,
      chinaTime(`20${digits.slice(8, 16)}`) ?? 0,
    ];
    const [days, hours, minutes] = [20, 22, 24].map((at) => Number(digits.slice(at, at + 2)));
    const step = (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000;
    const id = digits.slice(26, 28).toUpperCase();
    const definition = body.readUInt8(14);
    const count = Math.floor((to - from) / step) + 1;
    const values = Array.from({ length: count }, (_, at) =>
      bcd(27 + at / 1000, definition >> 3, definition & 7),
    );
    const groups: readonly Sl651Group[] = [
      { id: 'F1', definition: 0xf1, data: Buffer.from(`${station}${riverStation.toString(16)}`, 'hex') },
      { id: 'F0', definition: 0xf0, data: Buffer.from(chinaBcd(from).slice(0, 10), 'hex') },
      { id: '04', definition: 0x18, data: body.subarray(10, 13) },
      { id, definition, data: Buffer.concat(values) },
    ];
    return { ...report(question.code, {}), content: { kind: 'groups', groups }, packets: made.packets };
  }

  function sendStored(question: Sl651Message): void {
    const whole = sl651.encode(storedHours(question));
    stored = framesOf(whole);
    for (const [at, frame] of stored.entries()) sendPacket(frame, at + 1);
  }

  function sendPacket(frame: Buffer, index: number): void {
    const sent = Buffer.from(frame);
    if (spoil.delete(index)) sent[sent.length - 1] = (sent.at(-1) ?? 0) ^ 0xff;
    line.sendBytes(sent);
  }

  line.onOther((message) => {
    if (message.end === 'nak' && message.packet !== undefined) {
      asked.push(message);
      const frame = stored[message.packet.index - 1];
      if (frame !== undefined) sendPacket(frame, message.packet.index);
    }
    if (message.end !== 'enq') return;
    asked.push(message);
    const refusals = refuses.get(message.code) ?? 0;
    if (refusals > 0) {
      refuses.set(message.code, refusals - 1);
      const content = { kind: 'groups', groups: [] } as const;
      line.send({ ...report(message.code, {}), ...(message.code === 0x45 ? {} : { content }), end: 'nak' });
    } else if (message.code === 0x37) line.send(report(0x37, { '39': [27.5, 4, 3] }));
    else if (message.code === 0x38) sendStored(message);
    else line.send({ ...message, direction: 'up', end: 'etx' });
  });

  const made: Sl651Station = {
    report,
    asked,
    spoil,
    refuses,
    packets: 1,
    talk: line,
    async ask(message) {
      const answer = line.wait((heard) => heard.serial === message.serial && heard.end !== 'enq', timeout);
      line.send(message);
      return (await answer)?.end;
    },
  };
  return made;
}

/** One frame after another, each as long as its header says. */
function framesOf(bytes: Buffer): readonly Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + (bytes.readUInt16BE(at + 11) & 0xfff) + frameBytes;
    frames.push(bytes.subarray(at, end));
    at = end;
  }
  return frames;
}

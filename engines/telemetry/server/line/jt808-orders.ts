/** What the services of a thing model are in JT/T 808: the message that the platform sends to the terminal. */
import type { Jt808Body } from '../codec/jt808/message.ts';

type Input = Readonly<Record<string, unknown>>;

export interface Jt808Order {
  readonly id: number;
  readonly body: Jt808Body;
}

/** Terminal parameters (0x8103) that a service sets: id and width in bytes. */
const reportInterval = 0x0029;
const topSpeed = 0x0055;

function parameter(id: number, value: unknown, highest: number): Jt808Body | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > highest) return undefined;
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return { kind: 'parameters', parameters: [{ id, value: bytes }] };
}

/** Bit 0 urgent, bit 3 read aloud, bit 2 shown: a text of the platform is shown and read. */
const shownAndRead = 0b1100;

function text({ text: words }: Input): Jt808Body | undefined {
  return typeof words === 'string' && words !== '' && words.length <= 400
    ? { kind: 'text', flag: shownAndRead, text: words }
    : undefined;
}

function track({ interval, duration }: Input): Jt808Body | undefined {
  const whole = (value: unknown, highest: number): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= highest;
  return whole(interval, 0xffff) && whole(duration, 0xffffffff)
    ? { kind: 'track', interval, duration }
    : undefined;
}

const reset = 4;

const orders: Readonly<Record<string, readonly [id: number, make: (input: Input) => Jt808Body | undefined]>> =
  {
    'set-interval': [0x8103, ({ seconds }) => parameter(reportInterval, seconds, 86_400)],
    'set-top-speed': [0x8103, ({ speed }) => parameter(topSpeed, speed, 200)],
    'query-parameters': [0x8104, () => ({ kind: 'empty' })],
    'query-attributes': [0x8107, () => ({ kind: 'empty' })],
    'query-location': [0x8201, () => ({ kind: 'empty' })],
    track: [0x8202, track],
    text: [0x8300, text],
    reset: [0x8105, () => ({ kind: 'control', command: reset, parameters: Buffer.alloc(0) })],
  };

/** Undefined for a service that the protocol does not have or an input that it cannot carry. */
export function jt808Order(service: string, input: Input): Jt808Order | undefined {
  const order = Object.hasOwn(orders, service) ? orders[service] : undefined;
  const body = order?.[1](input);
  return order === undefined || body === undefined ? undefined : { id: order[0], body };
}

/** Frames of JT/T 808: mark 7E, header, body, check byte, mark 7E; what lies between the marks is escaped; long bodies go in packets. */
import { MalformedBody } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { escaping } from '../bytes/escape.ts';
import { type AssemblyLimits, type MissingPackets, PacketAssembly } from '../bytes/packet-assembly.ts';
import { type Codec, type Decoded, type Fault, type FaultReason, faultOf, nothing } from '../codec.ts';
import { readBody, writeBody } from './bodies.ts';
import { type Jt808Header, type Jt808Message, serialsOf } from './message.ts';

export interface Jt808Options {
  readonly assembly: AssemblyLimits;
  /** Milliseconds since 1970: packets wait by it. */
  readonly now: () => number;
}

export interface Jt808State {
  readonly options: Jt808Options;
  readonly assembly: PacketAssembly;
}

const mark = 0x7e;
const { escape, unescape } = escaping(
  new Map([
    [0x7e, [0x7d, 0x02] as const],
    [0x7d, [0x7d, 0x01] as const],
  ]),
);

const lengthMask = 0x03ff;
const packetBit = 1 << 13;
const versionBit = 1 << 14;
const longestBody = 1023;
const longestHeader = 21;
/** Every byte escaped, and the check byte. */
const longestFrame = (longestHeader + longestBody + 1) * 2;
const shortestFrame = 13;

function xorOf(bytes: Buffer, end: number): number {
  let xor = 0;
  for (let at = 0; at < end; at += 1) xor ^= bytes[at] ?? 0;
  return xor;
}

interface Packet {
  readonly header: Jt808Header;
  readonly index: number;
  readonly part: Buffer;
}

/** A packet, or why the unescaped bytes are none. */
function readPacket(bytes: Buffer): Packet | FaultReason {
  if (bytes.length < shortestFrame) return 'bad-header';
  const end = bytes.length - 1;
  if (xorOf(bytes, end) !== bytes[end]) return 'bad-checksum';
  const properties = bytes.readUInt16BE(2);
  const is2019 = (properties & versionBit) !== 0;
  const split = (properties & packetBit) !== 0;
  const phoneAt = is2019 ? 5 : 4;
  const serialAt = phoneAt + (is2019 ? 10 : 6);
  const bodyAt = serialAt + (split ? 6 : 2);
  if (bodyAt > end) return 'bad-header';
  if (end - bodyAt !== (properties & lengthMask)) return 'bad-length';
  const packets = split ? bytes.readUInt16BE(serialAt + 2) : 1;
  const index = split ? bytes.readUInt16BE(serialAt + 4) : 1;
  if (index < 1 || index > packets) return 'bad-packets';
  return {
    header: {
      id: bytes.readUInt16BE(0),
      edition: is2019 ? '2019' : '2013',
      ...(is2019 ? { protocolVersion: bytes.readUInt8(4) } : {}),
      phone: bytes.toString('hex', phoneAt, serialAt).toUpperCase(),
      serial: bytes.readUInt16BE(serialAt),
      packets,
      encryption: (properties >> 10) & 7,
    },
    index,
    part: bytes.subarray(bodyAt, end),
  };
}

/** Not by serial: the packets of real terminals do not always follow each other. */
function keyOf({ id, phone, packets }: Jt808Header): string {
  return `${id} ${packets} ${phone}`;
}

/** 'waiting' for other packets, or why it is none. */
type NoMessage = 'waiting' | FaultReason;

/** The header and the whole body. A packet that contradicts what is here begins a new message; the old one is given up. */
function joinPacket(
  { header, index, part }: Packet,
  state: Jt808State,
  faults: Fault[],
): { readonly header: Jt808Header; readonly body: Buffer } | NoMessage {
  if (header.packets === 1) return { header, body: part };
  const key = keyOf(header);
  const packet = { serial: header.serial, bytes: part };
  const now = state.options.now();
  let joined = state.assembly.add(key, header.packets, index, packet, now);
  if (joined === 'conflict') {
    faults.push({ reason: 'bad-packets', bytes: state.assembly.drop(key), head: '' });
    joined = state.assembly.add(key, header.packets, index, packet, now);
  }
  if (joined === 'repeated') return 'waiting';
  if (typeof joined === 'string') return joined === 'conflict' ? 'bad-packets' : joined;
  const serials = joined.map(({ serial }) => serial);
  const [first = 0] = serials;
  const following = serials.every((serial, at) => serial === ((first + at) & 0xffff));
  return {
    header: { ...header, serial: first, ...(following ? {} : { packetSerials: serials }) },
    body: Buffer.concat(joined.map(({ bytes }) => bytes)),
  };
}

/** The bytes between two marks: a message, 'waiting', or why they are none. */
function readFrame(escaped: Buffer, state: Jt808State, faults: Fault[]): Jt808Message | NoMessage {
  const bytes = unescape(escaped);
  if (bytes === undefined) return 'bad-escape';
  const packet = readPacket(bytes);
  if (typeof packet === 'string') return packet;
  const joined = joinPacket(packet, state, faults);
  if (typeof joined === 'string') return joined;
  try {
    return { header: joined.header, body: readBody(joined.body, joined.header) };
  } catch (error) {
    if (error instanceof MalformedBody) return 'bad-body';
    throw error;
  }
}

/**
 * Whatever lies between two marks may be a frame: the mark that ends one may begin the next, so that a lost or doubled mark costs one
 * frame and no more. Two marks side by side hold nothing.
 */
function decode(bytes: Buffer, state: Jt808State): Decoded<Jt808Message> {
  const messages: Jt808Message[] = [];
  const faults: Fault[] = state.assembly
    .sweep(state.options.now())
    .map((forgotten) => ({ reason: 'bad-packets', bytes: forgotten, head: '' }));
  let start = bytes.indexOf(mark);
  if (start !== 0 && bytes.length > 0)
    faults.push(faultOf('rubbish', bytes.subarray(0, start < 0 ? bytes.length : start)));
  while (start >= 0) {
    const end = bytes.indexOf(mark, start + 1);
    const until = end < 0 ? bytes.length : end;
    if (until - start - 1 > longestFrame) {
      faults.push(faultOf('too-long', bytes.subarray(start, start + longestFrame + 1)));
      const over = bytes.subarray(start + longestFrame + 1, until);
      if (over.length > 0) faults.push(faultOf('rubbish', over));
      if (end < 0) return { messages, rest: nothing, faults };
    } else if (end < 0) break;
    else if (end > start + 1) {
      const read = readFrame(bytes.subarray(start + 1, end), state, faults);
      if (typeof read !== 'string') messages.push(read);
      else if (read !== 'waiting') faults.push(faultOf(read, bytes.subarray(start, end)));
    }
    start = end;
  }
  return { messages, rest: start < 0 ? nothing : bytes.subarray(start), faults };
}

function writePacket(header: Jt808Header, index: number, part: Buffer): Buffer {
  const is2019 = header.edition === '2019';
  const split = header.packets > 1;
  if (part.length > longestBody) throw new RangeError('the body does not go into so few packets');
  const writer = new ByteWriter().word(header.id);
  writer.word(part.length | (header.encryption << 10) | (split ? packetBit : 0) | (is2019 ? versionBit : 0));
  if (is2019) writer.byte(header.protocolVersion ?? 1);
  writer.digits(header.phone, is2019 ? 10 : 6).word(serialsOf(header)[index - 1] ?? 0);
  if (split) writer.word(header.packets).word(index);
  const bytes = writer.raw(part).toBuffer();
  const checked = Buffer.concat([bytes, Buffer.of(xorOf(bytes, bytes.length))]);
  return Buffer.concat([Buffer.of(mark), escape(checked), Buffer.of(mark)]);
}

/** All packets of the message, one after another, as even as they can be. */
function encode({ header, body }: Jt808Message): Buffer {
  const bytes = writeBody(body, header);
  const size = Math.ceil(bytes.length / header.packets);
  return Buffer.concat(
    Array.from({ length: header.packets }, (_, at) =>
      writePacket(header, at + 1, bytes.subarray(at * size, (at + 1) * size)),
    ),
  );
}

/** The packets to ask for again (0x8003) of messages that have been silent for `silence` milliseconds. */
export function missingPackets(
  state: Jt808State,
  silence: number,
): readonly (Omit<MissingPackets, 'key'> & { readonly phone: string })[] {
  return state.assembly
    .missing(state.options.now(), silence)
    .map(({ key, ...missing }) => ({ ...missing, phone: key.slice(key.lastIndexOf(' ') + 1) }));
}

/** JT/T 808-2011, 2013 and 2019. */
export const jt808: Codec<Jt808Message, Jt808State, Jt808Options> = {
  createState: (options) => ({ options, assembly: new PacketAssembly(options.assembly) }),
  decode,
  encode,
};

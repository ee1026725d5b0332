/** Frames of SL 651-2014: binary behind 7E7E or ASCII behind SOH, a length, STX or SYN, the body, an end character and CRC16. */
import { ByteReader, MalformedBody } from '../bytes/byte-reader.ts';
import { crc16Modbus } from '../bytes/crc16.ts';
import { type AssemblyLimits, PacketAssembly } from '../bytes/packet-assembly.ts';
import { type Codec, type Decoded, type Fault, type FaultReason, faultOf, nothing } from '../codec.ts';
import { hasGroups, readGroups } from './groups.ts';
import {
  asciiBody,
  binaryMark,
  headerFields,
  layout,
  longestBody,
  type Mode,
  packetFields,
  soh,
  stx,
  syn,
} from './layout.ts';
import { answerEnds, endOfByte, type Sl651Content, type Sl651Message } from './message.ts';
import { encode } from './write-frame.ts';

export interface Sl651Options {
  readonly assembly: AssemblyLimits;
  readonly now: () => number;
}

export interface Sl651State {
  readonly options: Sl651Options;
  readonly assembly: PacketAssembly;
}

interface Start {
  readonly at: number;
  readonly mode: Mode;
}

/** The first place from which on a frame may begin; the last byte may be the first half of a mark. */
function findStart(bytes: Buffer, from: number): Start {
  const ascii = bytes.indexOf(soh, from);
  let binary = bytes.indexOf(binaryMark, from);
  if (binary < 0 && bytes.length > from && bytes[bytes.length - 1] === binaryMark[0])
    binary = bytes.length - 1;
  if (ascii >= 0 && (binary < 0 || ascii < binary)) return { at: ascii, mode: 'ascii' };
  return { at: binary < 0 ? bytes.length : binary, mode: 'binary' };
}

function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

/** Whether what is there of the header can be one: an ASCII header is told from noise by its digits, as far as they have come. */
function mayBegin(bytes: Buffer, { at, mode }: Start): boolean {
  const { start, header } = layout[mode];
  const stxAt = at + header - 1;
  const digitsEnd = Math.min(stxAt, bytes.length);
  if (mode === 'ascii') {
    for (let index = at + start; index < digitsEnd; index += 1)
      if (!isHexDigit(bytes[index] ?? 0)) return false;
  }
  const mark = bytes[stxAt];
  return mark === undefined || mark === stx || mark === syn;
}

/** The header's bytes, whichever mode they came in. */
function headerBytes(bytes: Buffer, { at, mode }: Start): Buffer {
  const { start, header } = layout[mode];
  const raw = bytes.subarray(at + start, at + header - 1);
  return mode === 'binary' ? raw : Buffer.from(raw.toString('latin1'), 'hex');
}

interface Header {
  readonly direction: Sl651Message['direction'];
  readonly centre: number;
  readonly station: string;
  readonly password: string;
  readonly code: number;
  readonly length: number;
}

/** Downward the station stands in front of the centre. Undefined for a direction that is none. */
function readHeader(fields: Buffer): Header | undefined {
  const word = fields.readUInt16BE(headerFields - 2);
  const nibble = word >> 12;
  if (nibble !== 0 && nibble !== 8) return undefined;
  const reader = new ByteReader(fields);
  const up = nibble === 0;
  const first = up ? reader.byte() : 0;
  const station = reader.digits(5);
  const centre = up ? first : reader.byte();
  return {
    direction: up ? 'up' : 'down',
    centre,
    station,
    password: reader.digits(2),
    code: reader.byte(),
    length: word & longestBody,
  };
}

interface Step {
  readonly next: number;
  readonly message?: Sl651Message | undefined;
  readonly fault?: Fault | undefined;
}

function refuse(reason: FaultReason, bytes: Buffer, from: number, next: number): Step {
  return { next, fault: faultOf(reason, bytes.subarray(from, next)) };
}

function crcFits(bytes: Buffer, mode: Mode, from: number, crcAt: number): boolean {
  const crc = crc16Modbus(bytes, from, crcAt);
  if (mode === 'binary') return bytes.readUInt16BE(crcAt) === crc;
  const text = bytes.toString('latin1', crcAt, crcAt + 4);
  return /^[0-9A-Fa-f]{4}$/.test(text) && Number.parseInt(text, 16) === crc;
}

/** A start inside what was refused may be the one that counts. */
function afterRefusal(bytes: Buffer, { at }: Start, end: number): number {
  return findStart(bytes.subarray(0, end), at + 1).at;
}

/** Undefined while more bytes must come. */
function step(bytes: Buffer, begin: Start, state: Sl651State, faults: Fault[]): Step | undefined {
  const { at, mode } = begin;
  const { header: headerLength, tail } = layout[mode];
  if (!mayBegin(bytes, begin)) return { next: at + 1 };
  if (bytes.length < at + headerLength) return undefined;
  const header = readHeader(headerBytes(bytes, begin));
  if (header === undefined) return { next: at + 1 };
  const bodyAt = at + headerLength;
  const endAt = bodyAt + header.length;
  const frameEnd = endAt + tail;
  if (bytes.length < frameEnd) return undefined;
  if (!crcFits(bytes, mode, at, endAt + 1))
    return refuse('bad-checksum', bytes, at, afterRefusal(bytes, begin, frameEnd));
  const end = endOfByte.get(bytes[endAt] ?? 0);
  if (end === undefined) return refuse('bad-tail', bytes, at, frameEnd);
  const split = bytes[bodyAt - 1] === syn;
  const body = bytes.subarray(bodyAt, endAt);
  const frame = { mode, header, end, split, body };
  const named = split && header.direction === 'down' && answerEnds.has(end);
  const made = named ? readAnswer(frame) : readBody(frame, state, faults);
  if (typeof made !== 'string') return { next: frameEnd, message: made };
  return made === 'waiting'
    ? { next: frameEnd, fault: undefined, message: undefined }
    : refuse(made, bytes, at, frameEnd);
}

interface Frame {
  readonly mode: Mode;
  readonly header: Header;
  readonly end: Sl651Message['end'];
  readonly split: boolean;
  readonly body: Buffer;
}

type NoMessage = 'waiting' | FaultReason;

/** Total and number of the packet in front of the body; undefined when it is too short for them. */
function packetOf({ mode, body }: Frame): { total: number; index: number; rest: Buffer } | undefined {
  const width = packetFields * layout[mode].unit;
  if (body.length < width) return undefined;
  const raw = body.subarray(0, width);
  const fields = mode === 'binary' ? raw : Buffer.from(raw.toString('latin1'), 'hex');
  if (fields.length !== packetFields) return undefined;
  return {
    total: fields.readUInt16BE(0) >> 4,
    index: fields.readUInt16BE(1) & 0xfff,
    rest: body.subarray(width),
  };
}

/** An answer of the centre that names a packet. */
function readAnswer(frame: Frame): Sl651Message | NoMessage {
  const packet = packetOf(frame);
  if (packet === undefined) return 'bad-header';
  const { total, index, rest: body } = packet;
  return readWhole(frame, { body, packets: 1 }, { packet: { total, index } });
}

/** The joined body and the number of its packets. A packet that contradicts what is here begins a new message. */
function join(frame: Frame, state: Sl651State, faults: Fault[]): Whole | NoMessage {
  const read = packetOf(frame);
  if (read === undefined) return 'bad-header';
  const { total, index, rest } = read;
  const key = `${frame.header.station} ${frame.header.code} ${total}`;
  const packet = { serial: 0, bytes: rest };
  const now = state.options.now();
  let joined = state.assembly.add(key, total, index, packet, now);
  if (joined === 'conflict') {
    const dropped = state.assembly.drop(key);
    if (dropped > 0) faults.push({ reason: 'bad-packets', bytes: dropped, head: '' });
    joined = state.assembly.add(key, total, index, packet, now);
  }
  if (joined === 'repeated') return 'waiting';
  if (typeof joined === 'string') return joined === 'conflict' ? 'bad-packets' : joined;
  return { body: Buffer.concat(joined.map(({ bytes }) => bytes)), packets: total };
}

function readBody(frame: Frame, state: Sl651State, faults: Fault[]): Sl651Message | NoMessage {
  const joined = frame.split ? join(frame, state, faults) : { body: frame.body, packets: 1 };
  return typeof joined === 'string' ? joined : readWhole(frame, joined, {});
}

interface Whole {
  readonly body: Buffer;
  readonly packets: number;
}

function readWhole(
  frame: Frame,
  { body, packets }: Whole,
  more: Pick<Sl651Message, 'packet'>,
): Sl651Message | NoMessage {
  const { length: _, ...header } = frame.header;
  try {
    const read = frame.mode === 'binary' ? readBinary(body, frame.header) : readAscii(body);
    return { mode: frame.mode, ...header, ...read, packets, end: frame.end, ...more };
  } catch (error) {
    if (error instanceof MalformedBody) return 'bad-body';
    throw error;
  }
}

type Body = Pick<Sl651Message, 'serial' | 'time' | 'content'>;

function readBinary(bytes: Buffer, { code, direction }: Header): Body {
  const reader = new ByteReader(bytes);
  const [serial, time] = [reader.word(), reader.digits(6)];
  const content: Sl651Content = hasGroups(code, direction)
    ? { kind: 'groups', groups: readGroups(reader, code) }
    : { kind: 'opaque', bytes: reader.rest() };
  return { serial, time, content };
}

function readAscii(bytes: Buffer): Body {
  const found = asciiBody.exec(bytes.toString('latin1'));
  if (found === null) throw new MalformedBody('no serial, time and words');
  const [, serial = '', time = '', words] = found;
  return {
    serial: Number.parseInt(serial, 16),
    time,
    content: { kind: 'words', words: words === undefined ? [] : words.split(' ') },
  };
}

function decode(bytes: Buffer, state: Sl651State): Decoded<Sl651Message> {
  const messages: Sl651Message[] = [];
  const faults: Fault[] = state.assembly
    .sweep(state.options.now())
    .map((forgotten) => ({ reason: 'bad-packets', bytes: forgotten, head: '' }));
  /** Up to here every byte belongs to a message or a fault. */
  let told = 0;
  function tellRubbish(end: number): void {
    if (end > told) faults.push(faultOf('rubbish', bytes.subarray(told, end)));
  }
  let start = findStart(bytes, 0);
  while (start.at < bytes.length) {
    const made = step(bytes, start, state, faults);
    if (made === undefined) break;
    // A step of one byte without message or fault was no frame at all.
    if (made.next > start.at + 1 || made.fault !== undefined) {
      tellRubbish(start.at);
      told = made.next;
    }
    if (made.message !== undefined) messages.push(made.message);
    if (made.fault !== undefined) faults.push(made.fault);
    start = findStart(bytes, made.next);
  }
  tellRubbish(start.at);
  return { messages, rest: start.at < bytes.length ? bytes.subarray(start.at) : nothing, faults };
}

export interface Sl651Missing {
  readonly station: string;
  readonly code: number;
  readonly total: number;
  /** Counted from 1. */
  readonly missing: readonly number[];
}

/** What has not come, or came with a wrong check, of split messages that have been silent for `silence` milliseconds. */
export function missingPackets(state: Sl651State, silence: number): readonly Sl651Missing[] {
  return state.assembly.missing(state.options.now(), silence).map(({ key, missing }) => {
    const [station = '', code, total] = key.split(' ');
    return { station, code: Number(code), total: Number(total), missing };
  });
}

/** What is missing was asked for just now: the silence, and the patience with it, begin anew. */
export function touchPackets(
  state: Sl651State,
  { station, code, total }: Omit<Sl651Missing, 'missing'>,
): void {
  state.assembly.touch(`${station} ${code} ${total}`, state.options.now());
}

/** Gives a split message up; what comes of it later begins it anew. */
export function dropPackets(
  state: Sl651State,
  { station, code, total }: Omit<Sl651Missing, 'missing'>,
): void {
  state.assembly.drop(`${station} ${code} ${total}`);
}

/** SL 651-2014, both modes and both directions. */
export const sl651: Codec<Sl651Message, Sl651State, Sl651Options> = {
  createState: (options) => ({ options, assembly: new PacketAssembly(options.assembly) }),
  decode,
  encode,
};

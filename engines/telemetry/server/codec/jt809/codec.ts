/** Frames of JT/T 809: mark 5B, header, body, CRC16, mark 5D; marks within are escaped. */
import { MalformedBody } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { crc16Ccitt } from '../bytes/crc16.ts';
import { escaping } from '../bytes/escape.ts';
import { type Codec, type Decoded, type Fault, type FaultReason, faultOf, nothing } from '../codec.ts';
import { editionOf, readBody, writeBody } from './bodies.ts';
import type { Jt809Edition, Jt809Message } from './message.ts';

export interface Jt809Options {
  /** Longest frame on the wire in bytes; the protocol itself has no bound. */
  readonly frameBytes: number;
}

export interface Jt809State {
  readonly options: Jt809Options;
  /** What the last frame that could tell was; for those that may be either. */
  edition: Jt809Edition;
}

const begin = 0x5b;
const finish = 0x5d;
const { escape, unescape } = escaping(
  new Map([
    [0x5b, [0x5a, 0x01] as const],
    [0x5a, [0x5a, 0x02] as const],
    [0x5d, [0x5e, 0x01] as const],
    [0x5e, [0x5e, 0x02] as const],
  ]),
);

const headerBytes = 22;
const timeBytes = 8;
const crcBytes = 2;
const markBytes = 2;

/** The bytes between the marks, unescaped: a message, or why they are none. */
function readFrame(bytes: Buffer, state: Jt809State): Jt809Message | FaultReason {
  const end = bytes.length - crcBytes;
  if (end < headerBytes) return 'bad-header';
  if (bytes.readUInt16BE(end) !== crc16Ccitt(bytes, 0, end)) return 'bad-checksum';
  if (bytes.readUInt32BE(0) !== bytes.length + markBytes) return 'bad-length';
  const type = bytes.readUInt16BE(8);
  const encrypted = bytes.readUInt8(17);
  const edition = editionOf(type, bytes.subarray(headerBytes, end)) ?? state.edition;
  const bodyAt = headerBytes + (edition === '2019' ? timeBytes : 0);
  if (bodyAt > end) return 'bad-header';
  state.edition = edition;
  const time = edition === '2019' ? Number(bytes.readBigUInt64BE(headerBytes)) : undefined;
  if (time !== undefined && !Number.isSafeInteger(time)) return 'bad-header';
  const body = bytes.subarray(bodyAt, end);
  try {
    return {
      edition,
      serial: bytes.readUInt32BE(4),
      type,
      accessCode: bytes.readUInt32BE(10),
      version: bytes.toString('hex', 14, 17),
      encrypted,
      key: bytes.readUInt32BE(18),
      ...(time === undefined ? {} : { time }),
      body: encrypted === 0 ? readBody(type, body, edition) : { kind: 'opaque', bytes: body },
    };
  } catch (error) {
    if (error instanceof MalformedBody) return 'bad-body';
    throw error;
  }
}

/** Where the frame that begins at `start` ends: at its end mark, or cut by the next begin mark; -1 while neither has come. */
function endOf(bytes: Buffer, start: number): number {
  for (let at = start + 1; at < bytes.length; at += 1)
    if (bytes[at] === finish || bytes[at] === begin) return at;
  return -1;
}

function decode(bytes: Buffer, state: Jt809State): Decoded<Jt809Message> {
  const messages: Jt809Message[] = [];
  const faults: Fault[] = [];
  const { frameBytes } = state.options;
  let at = 0;
  while (at < bytes.length) {
    const found = bytes.indexOf(begin, at);
    const start = found < 0 ? bytes.length : found;
    if (start > at) faults.push(faultOf('rubbish', bytes.subarray(at, start)));
    if (found < 0) break;
    const end = endOf(bytes, start);
    const until = end < 0 ? bytes.length : end;
    if (until - start >= frameBytes) {
      at = start + frameBytes;
      faults.push(faultOf('too-long', bytes.subarray(start, at)));
      continue;
    }
    if (end < 0) return { messages, rest: bytes.subarray(start), faults };
    const cut = bytes[end] === begin;
    at = cut ? end : end + 1;
    const whole = bytes.subarray(start, at);
    const plain = cut ? undefined : unescape(bytes.subarray(start + 1, end));
    const read = plain === undefined ? undefined : readFrame(plain, state);
    if (read === undefined) faults.push(faultOf(cut ? 'bad-length' : 'bad-escape', whole));
    else if (typeof read === 'string') faults.push(faultOf(read, whole));
    else messages.push(read);
  }
  return { messages, rest: nothing, faults };
}

function encode(message: Jt809Message): Buffer {
  const { edition, type, encrypted } = message;
  const body = writeBody(type, message.body, edition, encrypted !== 0);
  const timed = edition === '2019';
  const length = headerBytes + (timed ? timeBytes : 0) + body.length + crcBytes + markBytes;
  const writer = new ByteWriter().doubleWord(length).doubleWord(message.serial).word(type);
  writer.doubleWord(message.accessCode).digits(message.version, 3).byte(encrypted).doubleWord(message.key);
  if (timed) {
    const time = Buffer.alloc(timeBytes);
    time.writeBigUInt64BE(BigInt(message.time ?? 0));
    writer.raw(time);
  }
  const bytes = writer.raw(body).toBuffer();
  if ((editionOf(type, bytes.subarray(headerBytes)) ?? edition) !== edition)
    throw new RangeError('the frame would be read as one of the other edition');
  const crc = Buffer.alloc(crcBytes);
  crc.writeUInt16BE(crc16Ccitt(bytes));
  return Buffer.concat([Buffer.of(begin), escape(Buffer.concat([bytes, crc])), Buffer.of(finish)]);
}

/** JT/T 809-2011 and 2019. */
export const jt809: Codec<Jt809Message, Jt809State, Jt809Options> = {
  createState: (options) => ({ options, edition: '2011' }),
  decode,
  encode,
};

/** Frames of HJ 212: '##', four digits of length, the data segment, CRC16 in four hexadecimal digits, CR LF (HJ 212-2017). */
import { type Codec, type Decoded, type Fault, type FaultReason, faultOf, nothing } from '../codec.ts';
import { crc16Hj212 } from '../bytes/crc16.ts';
import type { Hj212Message } from './message.ts';
import { parseSegment, writeSegment } from './parse-segment.ts';

export interface Hj212Options {
  /** Longest data segment in bytes; 1024 in the standard. */
  readonly segmentBytes: number;
}

const headerBytes = 6;
const tailBytes = 6;
const mark = Buffer.from('##');
const lineEnd = Buffer.from('\r\n');

/** What one look at the bytes from '##' on gave: where to go on, and the message or the fault; neither when it was no frame at all. */
interface Step {
  readonly next: number;
  readonly message?: Hj212Message;
  readonly fault?: Fault;
}

/** Four ASCII digits; -1 when they are none. */
function readLength(bytes: Buffer, at: number): number {
  let length = 0;
  for (let index = at; index < at + 4; index += 1) {
    const digit = (bytes[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    length = length * 10 + digit;
  }
  return length;
}

/** The next mark after the one at `start` and before `end`, its first half at the end included; else `end`. */
function nextMark(bytes: Buffer, start: number, end: number): number {
  const found = bytes.subarray(start + mark.length, end).indexOf(mark);
  if (found >= 0) return start + mark.length + found;
  return bytes[end - 1] === mark[0] ? end - 1 : end;
}

function refuse(reason: FaultReason, bytes: Buffer, start: number, next: number): Step {
  return { next, fault: faultOf(reason, bytes.subarray(start, next)) };
}

const crcForm = /^[0-9A-Fa-f]{4}$/;

function readFrame(bytes: Buffer, start: number, end: number): Step {
  const segmentEnd = end - tailBytes;
  const crc = bytes.toString('latin1', segmentEnd, segmentEnd + 4);
  const from = start + headerBytes;
  if (!crcForm.test(crc) || Number.parseInt(crc, 16) !== crc16Hj212(bytes, from, segmentEnd))
    return refuse('bad-checksum', bytes, start, nextMark(bytes, start, end));
  if (bytes[end - 2] !== lineEnd[0] || bytes[end - 1] !== lineEnd[1])
    return refuse('bad-tail', bytes, start, end - lineEnd.length);
  const message = parseSegment(bytes.toString('utf8', from, segmentEnd));
  return message === undefined ? refuse('bad-body', bytes, start, end) : { next: end, message };
}

/** Undefined while more bytes must come before anything can be said. */
function step(bytes: Buffer, start: number, limit: number): Step | undefined {
  if (bytes.length < start + headerBytes) return undefined;
  const length = readLength(bytes, start + mark.length);
  // '###0012' has its mark one byte further on.
  if (length < 0) return { next: start + 1 };
  if (length > limit) return refuse('too-long', bytes, start, start + headerBytes);
  const end = start + headerBytes + length + tailBytes;
  // A line end inside says that the frame was cut: nobody waits for the rest of it, which would swallow the next one.
  const cut = bytes.subarray(start, end).indexOf(lineEnd);
  if (cut >= 0 && start + cut < end - lineEnd.length)
    return refuse('bad-length', bytes, start, nextMark(bytes, start, start + cut + lineEnd.length));
  return bytes.length < end ? undefined : readFrame(bytes, start, end);
}

/** Where the next mark begins: the last byte may be the first half of one. */
function findMark(bytes: Buffer, from: number): number {
  const found = bytes.indexOf(mark, from);
  if (found >= 0) return found;
  return bytes.length > from && bytes[bytes.length - 1] === mark[0] ? bytes.length - 1 : bytes.length;
}

function decode(bytes: Buffer, options: Hj212Options): Decoded<Hj212Message> {
  const messages: Hj212Message[] = [];
  const faults: Fault[] = [];
  /** Up to here every byte belongs to a message or a fault. */
  let told = 0;
  function tellRubbish(end: number): void {
    if (end > told) faults.push(faultOf('rubbish', bytes.subarray(told, end)));
  }
  let start = findMark(bytes, 0);
  while (start < bytes.length) {
    const made = step(bytes, start, options.segmentBytes);
    if (made === undefined) break;
    if (made.message !== undefined || made.fault !== undefined) {
      tellRubbish(start);
      told = made.next;
    }
    if (made.message !== undefined) messages.push(made.message);
    if (made.fault !== undefined) faults.push(made.fault);
    start = findMark(bytes, made.next);
  }
  tellRubbish(start);
  return { messages, rest: start < bytes.length ? bytes.subarray(start) : nothing, faults };
}

function encode(message: Hj212Message): Buffer {
  const segment = Buffer.from(writeSegment(message), 'utf8');
  if (segment.length > 9999) throw new RangeError('the data segment is longer than its length field can say');
  const length = segment.length.toString().padStart(4, '0');
  const crc = crc16Hj212(segment).toString(16).toUpperCase().padStart(4, '0');
  return Buffer.concat([mark, Buffer.from(length), segment, Buffer.from(crc), lineEnd]);
}

/** HJ 212-2017, and HJ/T 212-2005 which frames alike. The state is the bound alone: every packet is a message of its own. */
export const hj212: Codec<Hj212Message, Hj212Options, Hj212Options> = {
  createState: (options) => options,
  decode,
  encode,
};

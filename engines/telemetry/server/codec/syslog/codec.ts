/** Syslog over a stream: octet counting or newline framing, whichever a message begins with (RFC 6587 §3.4); over UDP a datagram is a message. */
import { type Codec, type Decoded, type Fault, faultOf, nothing } from '../codec.ts';
import type { SyslogMessage } from './message.ts';
import { parseSyslog, writeSyslog } from './parse-message.ts';

export interface SyslogOptions {
  /** Longest message in bytes. Longer ones are given up: RFC 5424 §6.1 lets a receiver. */
  readonly messageBytes: number;
}

export interface SyslogState {
  readonly options: SyslogOptions;
  /** Within a line that was too long: what comes before its end is passed over. */
  passing: boolean;
}

const newline = 0x0a;
const blank = 0x20;
const countForm = /^[1-9]\d{0,8}$/;
const longestCount = 9;

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

interface Piece {
  /** Undefined: nothing of it is a message. */
  readonly body: Buffer | undefined;
  readonly next: number;
  /** What of it is told when the body is none. */
  readonly fault?: 'too-long' | 'bad-length';
}

/** 'LEN SP MSG'. Undefined while it has not all come; 'line' when the digits are no count. */
function countedPiece(bytes: Buffer, at: number, limit: number): Piece | 'line' | undefined {
  let digits = at;
  while (digits - at < longestCount && isDigit(bytes[digits])) digits += 1;
  if (digits === bytes.length) return undefined;
  const text = bytes.toString('latin1', at, digits);
  if (bytes[digits] !== blank || !countForm.test(text)) return 'line';
  const from = digits + 1;
  const length = Number(text);
  if (length > limit) return { body: undefined, next: from, fault: 'too-long' };
  if (bytes.length < from + length) return undefined;
  return { body: bytes.subarray(from, from + length), next: from + length };
}

function linePiece(bytes: Buffer, at: number, state: SyslogState): Piece | undefined {
  const limit = state.options.messageBytes;
  const end = bytes.subarray(at, at + limit + 1).indexOf(newline);
  if (end >= 0) return { body: bytes.subarray(at, at + end), next: at + end + 1 };
  if (bytes.length - at <= limit) return undefined;
  state.passing = true;
  return { body: undefined, next: at + limit, fault: 'too-long' };
}

/** CR before LF, and the NUL that some senders put behind, are no part of the message. */
function trimmed(body: Buffer): Buffer {
  let end = body.length;
  while (end > 0 && (body[end - 1] === 0x0d || body[end - 1] === newline || body[end - 1] === 0)) end -= 1;
  return body.subarray(0, end);
}

function decode(bytes: Buffer, state: SyslogState): Decoded<SyslogMessage> {
  const messages: SyslogMessage[] = [];
  const faults: Fault[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (state.passing) {
      const end = bytes.indexOf(newline, at);
      const next = end < 0 ? bytes.length : end + 1;
      faults.push(faultOf('rubbish', bytes.subarray(at, next)));
      state.passing = end < 0;
      at = next;
      continue;
    }
    const counted = isDigit(bytes[at]) ? countedPiece(bytes, at, state.options.messageBytes) : 'line';
    const piece = counted === 'line' ? linePiece(bytes, at, state) : counted;
    if (piece === undefined) break;
    const whole = bytes.subarray(at, piece.next);
    at = piece.next;
    if (piece.fault !== undefined) faults.push(faultOf(piece.fault, whole));
    if (piece.body === undefined) continue;
    const body = trimmed(piece.body);
    // An empty line between messages is nothing.
    if (body.length === 0) continue;
    const message = parseSyslog(body.toString('utf8'));
    if (message === undefined) faults.push(faultOf('bad-body', whole));
    else messages.push(message);
  }
  return { messages, rest: at < bytes.length ? bytes.subarray(at) : nothing, faults };
}

/** One datagram. */
export function decodeDatagram(bytes: Buffer, { options }: SyslogState): Decoded<SyslogMessage> {
  const body = trimmed(bytes);
  if (body.length > options.messageBytes)
    return { messages: [], rest: nothing, faults: [faultOf('too-long', bytes)] };
  const message = parseSyslog(body.toString('utf8'));
  if (message !== undefined) return { messages: [message], rest: nothing, faults: [] };
  return { messages: [], rest: nothing, faults: [faultOf('bad-body', bytes)] };
}

/** Octet counting, which carries any text. */
function encode(message: SyslogMessage): Buffer {
  const body = Buffer.from(writeSyslog(message));
  return Buffer.concat([Buffer.from(`${body.length} `), body]);
}

/** RFC 5424 and RFC 3164. */
export const syslog: Codec<SyslogMessage, SyslogState, SyslogOptions> = {
  createState: (options) => ({ options, passing: false }),
  decode,
  encode,
};

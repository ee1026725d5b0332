/** Reads CSV as it streams in: encoding found on the way, records handed out one by one, a broken place named by its row. */
import { TextDecoder } from 'node:util';

/** The file cannot be read on from here. `line` is the row as a sheet program numbers it, the header being row 1. */
export class BrokenFile extends Error {
  readonly line: number;

  constructor(line: number, reason: string) {
    super(reason);
    this.line = line;
  }
}

const longestRecord = 1_000_000;

function beginsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((value, index) => bytes[index] === value);
}

const unreadable = '\ufffd';
// oxlint-disable-next-line eslint/no-control-regex -- ASCII is what is asked for
const beyondAscii = /[^\u0000-\u007f]/;

/**
 * UTF-8 (with or without mark), UTF-16 with mark, else GB18030: bytes that are no UTF-8 before any other character than
 * ASCII was seen mean GB18030 (GBK and GB2312 are its subsets); after one they mean a broken file. A broken place comes
 * out as U+FFFD, so that what stands before it can still be counted.
 */
export class TextDecoding {
  #decoder: TextDecoder | undefined;
  #started = false;
  /** Beginning of a character, kept back until the encoding is known. */
  #tail: Uint8Array = new Uint8Array();

  decode(bytes: Uint8Array, last: boolean): string {
    if (!this.#started) this.#lookAtMark(bytes);
    if (this.#decoder !== undefined) return this.#decoder.decode(bytes, { stream: !last });
    const all = joinBytes(this.#tail, bytes);
    const whole = last ? all.length : completeLength(all);
    const text = new TextDecoder('utf-8').decode(all.subarray(0, whole));
    const broken = text.indexOf(unreadable);
    const readable = broken < 0 ? text : text.slice(0, broken);
    this.#tail = all.slice(whole);
    if (!beyondAscii.test(readable)) {
      if (broken < 0) return text;
      this.#decoder = new TextDecoder('gb18030');
      return this.#decoder.decode(all, { stream: !last });
    }
    this.#decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    return text + this.#decoder.decode(this.#tail, { stream: !last });
  }

  #lookAtMark(bytes: Uint8Array): void {
    this.#started = true;
    if (beginsWith(bytes, [0xef, 0xbb, 0xbf])) this.#decoder = new TextDecoder('utf-8');
    if (beginsWith(bytes, [0xff, 0xfe])) this.#decoder = new TextDecoder('utf-16le');
  }
}

function joinBytes(head: Uint8Array, tail: Uint8Array): Uint8Array {
  if (head.length === 0) return tail;
  const all = new Uint8Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}

/** Bytes of the UTF-8 character that begins with this byte (RFC 3629). */
function characterLength(first: number): number {
  if (first >= 0xf0) return 4;
  return first >= 0xe0 ? 3 : 2;
}

/** Length without the beginning of a UTF-8 character at the end. */
function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const value = bytes[bytes.length - back] ?? 0;
    if (value < 0x80) return bytes.length;
    if (value >= 0xc0) {
      return back < characterLength(value) ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

export type OnRecord = (cells: string[], line: number) => void;

/** RFC 4180 records; the delimiter (comma, tab or semicolon) is the one that the header has most of. */
export class CsvReader {
  readonly #decoding = new TextDecoding();
  readonly #onRecord: OnRecord;
  #rest = '';
  #line = 0;
  #delimiter: string | undefined;

  constructor(onRecord: OnRecord) {
    this.#onRecord = onRecord;
  }

  /** Throws BrokenFile. */
  push(bytes: Uint8Array): void {
    this.#take(this.#decoding.decode(bytes, false), false);
  }

  end(): void {
    this.#take(this.#decoding.decode(new Uint8Array(), true), true);
  }

  #take(text: string, last: boolean): void {
    const broken = text.indexOf(unreadable);
    this.#read(broken < 0 ? text : text.slice(0, broken), last && broken < 0);
    if (broken >= 0) throw new BrokenFile(this.#line + 1, '文字编码有误,文件可能被截断或损坏');
  }

  #emit(cells: string[]): void {
    this.#line += 1;
    // An empty line is no row, yet it counts.
    if (cells.length > 1 || cells[0] !== '') this.#onRecord(cells, this.#line);
  }

  #read(text: string, last: boolean): void {
    const buffer = this.#rest === '' ? text : this.#rest + text;
    if (this.#delimiter === undefined) {
      const end = buffer.indexOf('\n');
      if (end < 0 && !last && buffer.length < longestRecord) {
        this.#rest = buffer;
        return;
      }
      this.#delimiter = mostFrequent(end < 0 ? buffer : buffer.slice(0, end));
    }
    const at = this.#records(buffer, this.#delimiter);
    this.#rest = buffer.slice(at);
    if (this.#rest.length > longestRecord)
      throw new BrokenFile(this.#line + 1, '一行过长,可能有引号没有闭合');
    if (last && this.#rest !== '') this.#finish(this.#delimiter);
  }

  /** Hands out the complete records; returns where the incomplete one begins. */
  #records(buffer: string, delimiter: string): number {
    let at = 0;
    let quote = buffer.indexOf('"');
    for (;;) {
      const end = buffer.indexOf('\n', at);
      if (end < 0) return at;
      if (quote >= 0 && quote < at) quote = buffer.indexOf('"', at);
      if (quote < 0 || quote > end) {
        const stop = end > at && buffer.charCodeAt(end - 1) === 13 ? end - 1 : end;
        this.#emit(buffer.slice(at, stop).split(delimiter));
        at = end + 1;
        continue;
      }
      const record = this.#quoted(buffer, at, delimiter, false);
      if (record === undefined) return at;
      this.#emit(record.cells);
      at = record.next;
    }
  }

  #finish(delimiter: string): void {
    const record = this.#quoted(this.#rest, 0, delimiter, true);
    this.#rest = '';
    if (record === undefined) throw new BrokenFile(this.#line + 1, '引号没有闭合,文件可能被截断');
    this.#emit(record.cells);
  }

  /** One record that may hold quoted cells; undefined when it is not complete yet. */
  #quoted(
    buffer: string,
    start: number,
    delimiter: string,
    last: boolean,
  ): { readonly cells: string[]; readonly next: number } | undefined {
    const cells: string[] = [];
    let at = start;
    for (;;) {
      let cell: string;
      if (buffer.charCodeAt(at) === 34) {
        const close = closingQuote(buffer, at + 1);
        // A quote at the very end may be the first half of a doubled one.
        if (close < 0 || (close + 1 === buffer.length && !last)) return undefined;
        cell = buffer.slice(at + 1, close).replaceAll('""', '"');
        at = close + 1;
        if (buffer.charCodeAt(at) === 13) {
          if (at + 1 === buffer.length && !last) return undefined;
          at += 1;
        }
        const follows = buffer[at];
        if (follows !== undefined && follows !== delimiter && follows !== '\n')
          throw new BrokenFile(this.#line + 1, '引号后面有多余的内容');
      } else {
        const comma = buffer.indexOf(delimiter, at);
        const line = buffer.indexOf('\n', at);
        const ends = [comma, line].filter((each) => each >= 0);
        const stop = ends.length === 0 ? buffer.length : Math.min(...ends);
        if (ends.length === 0 && !last) return undefined;
        cell = buffer.slice(at, stop);
        if (stop !== comma && cell.endsWith('\r')) cell = cell.slice(0, -1);
        at = stop;
      }
      cells.push(cell);
      if (at >= buffer.length) return last ? { cells, next: at } : undefined;
      if (buffer[at] === '\n') return { cells, next: at + 1 };
      at += 1;
    }
  }
}

function closingQuote(buffer: string, from: number): number {
  for (let at = buffer.indexOf('"', from); at >= 0; at = buffer.indexOf('"', at + 2)) {
    if (buffer.charCodeAt(at + 1) !== 34) return at;
  }
  return -1;
}

function mostFrequent(header: string): string {
  const counts = [',', '\t', ';'].map((mark) => ({ mark, count: header.split(mark).length }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).mark;
}

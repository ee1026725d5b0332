/** Received bytes on their way to disk: counted, digested (SM3), bounded, and never held in memory. */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Spooled {
  readonly bytes: number;
  /** SM3, hexadecimal. */
  readonly digest: string;
}

/** Writes the stream to the file. `onBytes` hears how many have come so far. */
export async function spool(
  from: NodeJS.ReadableStream | AsyncIterable<Uint8Array | string>,
  file: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Spooled> {
  const hash = createHash('sm3');
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer | string, _encoding, done) {
      const part = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
      bytes += part.length;
      hash.update(part);
      onBytes(bytes);
      done(null, part);
    },
  });
  await pipeline(from, counter, createWriteStream(file), { signal });
  return { bytes, digest: hash.digest('hex') };
}

export async function digestOf(stream: NodeJS.ReadableStream): Promise<string> {
  const hash = createHash('sm3');
  await pipeline(
    stream,
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done();
      },
    }),
  );
  return hash.digest('hex');
}

/** Bytes of the UTF-8 character that begins with this byte (RFC 3629). */
function characterLength(first: number): number {
  if (first >= 0xf0) return 4;
  return first >= 0xe0 ? 3 : 2;
}

/** Bytes at the end that begin a UTF-8 character and do not end it. */
function openBytes(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const value = bytes[bytes.length - back] ?? 0;
    if (value < 0x80) return 0;
    if (value >= 0xc0) return back < characterLength(value) ? back : 0;
  }
  return 0;
}

/** `plain`: the bytes are UTF-8 without a mark, so that they need no decoding. */
export async function digestText(
  stream: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<{ readonly digest: string; readonly plain: boolean }> {
  const hash = createHash('sm3');
  let [plain, first] = [true, true];
  let rest: Buffer = Buffer.alloc(0);
  await pipeline(
    stream,
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        if (first) plain = !(chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf);
        first = false;
        if (plain) {
          const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
          const whole = all.length - openBytes(all);
          plain = isUtf8(all.subarray(0, whole));
          rest = all.subarray(whole);
        }
        done();
      },
    }),
    { signal },
  );
  return { digest: hash.digest('hex'), plain: plain && rest.length === 0 };
}

/** One CSV record; null is an empty cell, an empty text a quoted one. */
export function csvRecord(cells: readonly (string | null)[]): string {
  const text = cells.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`));
  return `${text.join(',')}\n`;
}

/** Received bytes on their way to disk: counted, digested (SM3), bounded, and never held in memory. */
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

/** One CSV record; null is an empty cell, an empty text a quoted one. */
export function csvRecord(cells: readonly (string | null)[]): string {
  const text = cells.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`));
  return `${text.join(',')}\n`;
}

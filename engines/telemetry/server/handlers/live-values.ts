/** Live values of one device as server-sent events, to those who look at it in this process; the page asks again by itself now and then. */
import { PassThrough } from 'node:stream';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { LastValue } from '../../routes/device-routes.ts';
import type { CheckedReading } from '../ingest/check-reading.ts';

/** Bytes waiting for a reader who does not read; then he is let go and comes back by himself. */
const mostWaiting = 64 * 1024;
const beatEvery = 20_000;
/** Then the page connects anew, and its access is decided anew. */
const longest = 15 * 60_000;
const mostStreams = 2000;

function toLastValue(reading: CheckedReading): LastValue {
  return {
    property: reading.property.spec.name,
    at: new Date(reading.at).toISOString(),
    value: reading.value,
    words: reading.words,
    quality: reading.quality,
  };
}

export class LiveValues {
  readonly #streams = new Map<string, Set<PassThrough>>();
  #count = 0;

  open(device: string): PassThrough {
    if (this.#count >= mostStreams) throw commonErrors.tooMany();
    const stream = new PassThrough();
    const known = this.#streams.get(device) ?? new Set();
    known.add(stream);
    this.#streams.set(device, known);
    this.#count += 1;
    const beat = setInterval(() => this.#write(stream, ': \n\n'), beatEvery).unref();
    const end = setTimeout(() => stream.end(), longest).unref();
    stream.on('error', () => undefined);
    stream.once('close', () => {
      clearInterval(beat);
      clearTimeout(end);
      known.delete(stream);
      if (known.size === 0) this.#streams.delete(device);
      this.#count -= 1;
    });
    this.#write(stream, 'retry: 3000\n\n');
    return stream;
  }

  #write(stream: PassThrough, text: string): void {
    if (stream.destroyed || stream.writableEnded) return;
    if (stream.writableLength > mostWaiting) stream.destroy();
    else stream.write(text);
  }

  /** The newest of each property, not each of a burst. */
  tell(fresh: readonly CheckedReading[]): void {
    if (this.#count === 0) return;
    const newest = new Map<string, Map<string, CheckedReading>>();
    for (const reading of fresh) {
      if (!this.#streams.has(reading.device.id)) continue;
      const mine = newest.get(reading.device.id) ?? new Map<string, CheckedReading>();
      const before = mine.get(reading.property.spec.name);
      if (before === undefined || before.at < reading.at) mine.set(reading.property.spec.name, reading);
      newest.set(reading.device.id, mine);
    }
    for (const [device, values] of newest) {
      const text = `event: values\ndata: ${JSON.stringify([...values.values()].map(toLastValue))}\n\n`;
      for (const stream of this.#streams.get(device) ?? []) this.#write(stream, text);
    }
  }

  close(): void {
    for (const streams of this.#streams.values()) for (const stream of streams) stream.end();
  }
}

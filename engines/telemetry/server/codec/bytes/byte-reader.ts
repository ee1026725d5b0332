/** Reads numbers and texts from a body in order, big-endian, and refuses to read past its end. */
import { decodeGbk } from './gbk.ts';

/** A body that does not hold what its protocol says; the codec turns it into a fault. */
export class MalformedBody extends Error {
  override readonly name = 'MalformedBody';
}

export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  #advance(count: number): number {
    if (count < 0 || count > this.left) throw new MalformedBody('the body ends too early');
    const from = this.#at;
    this.#at += count;
    return from;
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#advance(1));
  }

  word(): number {
    return this.#bytes.readUInt16BE(this.#advance(2));
  }

  doubleWord(): number {
    return this.#bytes.readUInt32BE(this.#advance(4));
  }

  /** A number of 1 to 6 bytes without sign. */
  number(bytes: number): number {
    return this.#bytes.readUIntBE(this.#advance(bytes), bytes);
  }

  /** A view, not a copy. */
  take(count: number): Buffer {
    const from = this.#advance(count);
    return this.#bytes.subarray(from, from + count);
  }

  /** All that is left, without reading it. */
  peek(): Buffer {
    return this.#bytes.subarray(this.#at);
  }

  rest(): Buffer {
    return this.take(this.left);
  }

  /** The hexadecimal digits of binary coded decimals, as sent: 13 81 becomes '1381'. */
  digits(bytes: number): string {
    const from = this.#advance(bytes);
    return this.#bytes.toString('hex', from, from + bytes).toUpperCase();
  }

  /** A GBK text that fills up its field with zeros. */
  text(bytes: number): string {
    return decodeGbk(withoutPadding(this.take(bytes)));
  }

  /** Throws unless everything has been read. */
  end(): void {
    if (this.left > 0) throw new MalformedBody('the body is longer than its fields');
  }
}

function withoutPadding(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(0, end);
}

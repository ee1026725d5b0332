/** Writes numbers and texts of a body in order, big-endian; throws RangeError for a value that its field cannot hold. */
import { encodeGbk } from './gbk.ts';

export class ByteWriter {
  readonly #parts: Buffer[] = [];

  #number(value: number, bytes: number): this {
    const part = Buffer.alloc(bytes);
    part.writeUIntBE(value, 0, bytes);
    this.#parts.push(part);
    return this;
  }

  byte(value: number): this {
    return this.#number(value, 1);
  }

  word(value: number): this {
    return this.#number(value, 2);
  }

  doubleWord(value: number): this {
    return this.#number(value, 4);
  }

  /** A number of 1 to 6 bytes without sign. */
  number(value: number, bytes: number): this {
    return this.#number(value, bytes);
  }

  raw(bytes: Buffer): this {
    this.#parts.push(bytes);
    return this;
  }

  /** Hexadecimal digits, exactly as many as the field has. */
  digits(text: string, bytes: number): this {
    if (text.length !== bytes * 2 || !/^[0-9A-Fa-f]*$/.test(text))
      throw new RangeError(`the field takes ${bytes * 2} digits`);
    return this.raw(Buffer.from(text, 'hex'));
  }

  /** A GBK text, filled up with zeros. */
  text(text: string, bytes: number): this {
    const encoded = encodeGbk(text);
    if (encoded.length > bytes) throw new RangeError(`the field takes ${bytes} bytes of text`);
    return this.raw(Buffer.concat([encoded, Buffer.alloc(bytes - encoded.length)]));
  }

  toBuffer(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** The cipher of JT/T 809 over the body: exclusive or with a linear congruential sequence. It hides nothing from whoever tries; the trade asks for it. */
import { MalformedBody } from '../bytes/byte-reader.ts';
import { readBody, writeBody } from './bodies.ts';
import type { Jt809Message } from './message.ts';

/** What two platforms agreed on, each a 32-bit number. */
export interface Jt809Keys {
  readonly m1: number;
  readonly ia1: number;
  readonly ic1: number;
}

/** Its own reverse. All arithmetic is that of 32 bits without sign. */
export function cipher({ m1, ia1, ic1 }: Jt809Keys, key: number, bytes: Buffer): Buffer {
  const modulus = m1 === 0 ? 1 : m1;
  let state = key === 0 ? 1 : key;
  return Buffer.from(
    bytes.map((byte) => {
      state = (Math.imul(ia1, state % modulus) + ic1) >>> 0;
      return byte ^ ((state >>> 20) & 0xff);
    }),
  );
}

/** Throws RangeError for a body that the type cannot have. */
export function encryptMessage(message: Jt809Message, keys: Jt809Keys, key: number): Jt809Message {
  const plain = writeBody(message.type, message.body, message.edition, false);
  return { ...message, encrypted: 1, key, body: { kind: 'opaque', bytes: cipher(keys, key, plain) } };
}

/** Undefined when what comes out is no body of the type; a message that is not encrypted stays as it is. */
export function decryptMessage(message: Jt809Message, keys: Jt809Keys): Jt809Message | undefined {
  if (message.encrypted === 0 || message.body.kind !== 'opaque') return message;
  const bytes = cipher(keys, message.key, message.body.bytes);
  try {
    return { ...message, encrypted: 0, key: 0, body: readBody(message.type, bytes, message.edition) };
  } catch (problem) {
    if (problem instanceof MalformedBody) return undefined;
    throw problem;
  }
}

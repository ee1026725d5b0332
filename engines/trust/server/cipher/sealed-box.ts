/** Authenticated encryption: SM4 in counter mode, then HMAC-SM3 over everything (encrypt-then-MAC of ISO/IEC 19772); OpenSSL has no SM4-GCM. */
import { createCipheriv, createDecipheriv, createHmac, randomFillSync, timingSafeEqual } from 'node:crypto';

const [vectorSize, tagSize, cipherKeySize] = [16, 32, 16];
export const boxKeySize = 32;

export function hmacSm3(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const hmac = createHmac('sm3', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

interface BoxKeys {
  readonly cipher: Buffer;
  readonly tag: Buffer;
}

/** Columns of sealed values come by the thousand under one key; gone with the key itself. */
const derived = new WeakMap<Uint8Array, BoxKeys>();

/** One key for the cipher and one for the tag, both from the given one; nobody uses a key twice in two ways. */
function derive(key: Uint8Array): BoxKeys {
  const known = derived.get(key);
  if (known !== undefined) return known;
  if (key.length !== boxKeySize) throw new RangeError('a box key has 32 bytes');
  const made = {
    cipher: hmacSm3(key, Buffer.from('sm4-ctr')).subarray(0, cipherKeySize),
    tag: hmacSm3(key, Buffer.from('hmac-sm3')),
  };
  derived.set(key, made);
  return made;
}

/** Lengths stand before the context, so that no part of it can pass for a part of the text. */
function tagOf(keys: BoxKeys, context: string, rest: Uint8Array): Buffer {
  const bytes = Buffer.from(context, 'utf8');
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(bytes.length));
  return hmacSm3(keys.tag, length, bytes, rest);
}

const vectors = Buffer.alloc(vectorSize * 256);
let nextVector = vectors.length;

/** Random bytes are drawn for 256 boxes at once: a call for each costs as much as the cipher. None is given twice. */
function freshVector(): Buffer {
  if (nextVector === vectors.length) {
    randomFillSync(vectors);
    nextVector = 0;
  }
  nextVector += vectorSize;
  return Buffer.from(vectors.subarray(nextVector - vectorSize, nextVector));
}

/** vector (16) ‖ ciphertext ‖ tag (32). `context` is not kept in it: who opens must name the same. */
export function sealBox(key: Uint8Array, text: Uint8Array, context: string): Buffer {
  const keys = derive(key);
  const vector = freshVector();
  const cipher = createCipheriv('sm4-ctr', keys.cipher, vector);
  const body = Buffer.concat([vector, cipher.update(text), cipher.final()]);
  return Buffer.concat([body, tagOf(keys, context, body)]);
}

/** undefined when key or context is another, or anything was changed: which of them, nobody can tell. */
export function openBox(key: Uint8Array, box: Uint8Array, context: string): Buffer | undefined {
  if (box.length < vectorSize + tagSize) return undefined;
  const keys = derive(key);
  const body = box.subarray(0, box.length - tagSize);
  if (!timingSafeEqual(tagOf(keys, context, body), box.subarray(box.length - tagSize))) return undefined;
  const cipher = createDecipheriv('sm4-ctr', keys.cipher, body.subarray(0, vectorSize));
  return Buffer.concat([cipher.update(body.subarray(vectorSize)), cipher.final()]);
}

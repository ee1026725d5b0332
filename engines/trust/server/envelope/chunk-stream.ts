/**
 * Authenticated encryption of streams of any size in bounded memory: SM4 in counter mode, and behind every chunk an HMAC-SM3 over its number, whether
 * it is the last, and its text. What was changed, moved or cut off is refused before a byte of it is passed on.
 */
import { createCipheriv, createDecipheriv, timingSafeEqual } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { trustErrors } from '../../errors.ts';
import { hmacSm3 } from '../cipher/sealed-box.ts';

const [chunkSize, tagSize, cipherKeySize] = [65_536, 32, 16];

/** A key serves one stream only, so the counter may begin at nought: no two chunks meet the same part of the key stream. */
const firstCounter = Buffer.alloc(16);

function keysOf(key: Uint8Array): { cipher: Buffer; tag: Buffer } {
  return {
    cipher: hmacSm3(key, Buffer.from('sm4-ctr')).subarray(0, cipherKeySize),
    tag: hmacSm3(key, Buffer.from('hmac-sm3')),
  };
}

function tagOf(key: Buffer, number: number, last: boolean, text: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeBigUInt64BE(BigInt(number));
  head[8] = last ? 1 : 0;
  return hmacSm3(key, head, text);
}

/** Cuts a stream into pieces of one size. The last one, which may be shorter or empty, is known by the stream's end only, so one is always held back. */
function inPieces(size: number, use: (piece: Buffer, last: boolean) => Buffer): Transform {
  let held = Buffer.allocUnsafe(size);
  let filled = 0;
  function guarded(done: TransformCallback, run: () => void): void {
    try {
      run();
      done();
    } catch (problem) {
      done(problem instanceof Error ? problem : new Error(String(problem)));
    }
  }
  return new Transform({
    transform(given: Buffer, _encoding, done) {
      guarded(done, () => {
        for (let at = 0; at < given.length; ) {
          if (filled === size) {
            this.push(use(held, false));
            held = Buffer.allocUnsafe(size);
            filled = 0;
          }
          const taken = given.copy(held, filled, at);
          filled += taken;
          at += taken;
        }
      });
    },
    flush(done) {
      guarded(done, () => {
        this.push(use(held.subarray(0, filled), true));
      });
    },
  });
}

export function sealStream(key: Uint8Array): Transform {
  const keys = keysOf(key);
  const cipher = createCipheriv('sm4-ctr', keys.cipher, firstCounter);
  let number = 0;
  return inPieces(chunkSize, (piece, last) => {
    const text = cipher.update(piece);
    const tag = tagOf(keys.tag, number, last, text);
    number += 1;
    return Buffer.concat([text, tag]);
  });
}

/** `name` is for the refusal alone. */
export function openStream(key: Uint8Array, name: string): Transform {
  const keys = keysOf(key);
  const cipher = createDecipheriv('sm4-ctr', keys.cipher, firstCounter);
  let number = 0;

  /** Why it does not fit, as far as the tags themselves can tell. */
  function refuse(text: Buffer, tag: Buffer, last: boolean): Error {
    const other = tag.length === tagSize && timingSafeEqual(tagOf(keys.tag, number, !last, text), tag);
    const piece = `第 ${number + 1} 块`;
    if (other && last) return trustErrors.partChanged({ part: name, reason: `在${piece}之后被截断` });
    if (other) return trustErrors.partChanged({ part: name, reason: `在末块(${piece})之后有多余内容` });
    const reason = `${piece}被改动、截断、调换，或来自另一个文件`;
    return trustErrors.partChanged({ part: name, reason });
  }

  return inPieces(chunkSize + tagSize, (piece, last) => {
    const end = Math.max(0, piece.length - tagSize);
    const [text, tag] = [piece.subarray(0, end), piece.subarray(end)];
    const whole = tag.length === tagSize && timingSafeEqual(tagOf(keys.tag, number, last, text), tag);
    if (!whole) throw refuse(text, tag, last);
    number += 1;
    return cipher.update(text);
  });
}

/**
 * SM2 with SM3 under the standard's own user id (GB/T 32918.2, .4; GB/T 35276), over strict encodings. Pure, for server threads and browsers;
 * on the server it runs in worker threads, because one verification takes milliseconds. Node's own SM2 signing leaves the user id out.
 */
import { sm2, sm3 } from 'sm-crypto-v2';
import { trustErrors } from '../errors.ts';
import { fromHex, joinBytes, toHex } from './bytes.ts';
import type { Hash } from './hash-tree.ts';
import { checkCiphertext, checkPrivateKey, checkPublicKey, checkSignature } from './sm2-encoding.ts';

/** SM3 (GB/T 32905) without Node, for browsers; `server/digest.ts` has the fast one. */
export const portableSm3: Hash = (...parts) => fromHex(sm3(joinBytes(parts)));

const standardId = '1234567812345678';
const newestOrder = 1;

export interface KeyPair {
  /** 32 bytes. */
  readonly privateKey: Uint8Array;
  /** 65 bytes, uncompressed. */
  readonly publicKey: Uint8Array;
}

export function makeKeyPair(): KeyPair {
  const { privateKey, publicKey } = sm2.generateKeyPairHex();
  return {
    privateKey: checkPrivateKey(fromHex(privateKey.padStart(64, '0'))),
    publicKey: checkPublicKey(fromHex(publicKey)),
  };
}

/** r ‖ s, 64 bytes. */
export function sign(privateKey: Uint8Array, content: Uint8Array): Uint8Array {
  const key = toHex(checkPrivateKey(privateKey));
  return checkSignature(fromHex(sm2.doSignature(content, key, { hash: true, userId: standardId })));
}

/** False for a signature that does not fit; throws trust.signatureForm or trust.publicKeyForm for what is no signature or key at all. */
export function verify(publicKey: Uint8Array, content: Uint8Array, signature: Uint8Array): boolean {
  return sm2.doVerifySignature(content, toHex(checkSignature(signature)), toHex(checkPublicKey(publicKey)), {
    hash: true,
    userId: standardId,
  });
}

/** Bits that one look at a table takes: 43 × 32 points, made in the time of some three verifications. */
const tableBits = 6;

/**
 * `verify` for a key that will verify many signatures: a table of its multiples makes each one about ten times as fast. Refuses and
 * throws as `verify` does; a bad key is refused here, before any table.
 */
export function openVerifier(publicKey: Uint8Array): (content: Uint8Array, signature: Uint8Array) => boolean {
  const point = sm2.precomputePublicKey(toHex(checkPublicKey(publicKey)), tableBits);
  return (content, signature) =>
    sm2.doVerifySignature(content, toHex(checkSignature(signature)), point, {
      hash: true,
      userId: standardId,
    });
}

/** C1 ‖ C3 ‖ C2 for the holder of the private key. The text has at least 16 bytes: a shorter one may meet a key stream of zeros. */
export function encrypt(publicKey: Uint8Array, text: Uint8Array): Uint8Array {
  if (text.length < 16) throw trustErrors.ciphertextForm({ reason: '明文不足 16 字节' });
  return fromHex(sm2.doEncrypt(text, toHex(checkPublicKey(publicKey)), newestOrder));
}

export function decrypt(privateKey: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const text = sm2.doDecrypt(
    toHex(checkCiphertext(ciphertext)),
    toHex(checkPrivateKey(privateKey)),
    newestOrder,
    { output: 'array' },
  );
  if (text.length === 0) throw trustErrors.wrongKey();
  return Uint8Array.from(text);
}

/** The algorithms of time stamps by their identifiers: what is too weak or unknown is in no list. */
import { createPublicKey, createHash, verify as verifyByKey } from 'node:crypto';
import { readKeyInfo, readSignature } from '../../../proof/sm2-encoding.ts';
import { verify as verifySm2 } from '../../../proof/sm2.ts';
import { BrokenToken } from './read-der.ts';

export const digests: Readonly<Record<string, 'sha256' | 'sha384' | 'sha512' | 'sm3'>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '1.2.156.10197.1.401': 'sm3',
  // SM3 without a key, as GM/T 0006 numbers it (from memory).
  '1.2.156.10197.1.401.1': 'sm3',
};

export const imprintIdentifiers = { sm3: '1.2.156.10197.1.401', sha256: '2.16.840.1.101.3.4.2.1' } as const;
export type Imprint = keyof typeof imprintIdentifiers;

export function digestBy(identifier: string, content: Uint8Array): Buffer {
  const name = digests[identifier];
  if (name === undefined) throw new BrokenToken(`不接受的摘要算法 ${identifier}`);
  return createHash(name).update(content).digest();
}

/** rsaEncryption and ecPublicKey leave the digest to the field beside them. */
const byDigestBeside = new Set(['1.2.840.113549.1.1.1', '1.2.840.10045.2.1']);
const signatures: Readonly<Record<string, 'sha256' | 'sha384' | 'sha512'>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};
const sm2WithSm3 = '1.2.156.10197.1.501';
/** SM2, and its signature alone, with the digest in the field beside: what GM/T 0010 puts into a SignerInfo (identifiers of GM/T 0006, from memory). */
const sm2Beside = new Set(['1.2.156.10197.1.301', '1.2.156.10197.1.301.1', '1.2.840.10045.2.1']);
const leastRsaBits = 2048;

export interface Signed {
  readonly content: Uint8Array;
  readonly signature: Uint8Array;
  /** Of the signature. */
  readonly algorithm: string;
  /** Identifier of the digest beside it. */
  readonly digest?: string;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
}

/** The SubjectPublicKeyInfo of a key on the SM2 curve; undefined for any other. */
function sm2Point(publicKey: Uint8Array): Uint8Array | undefined {
  try {
    return readKeyInfo(publicKey);
  } catch {
    return undefined;
  }
}

/** Signed with SM2 over SM3, under whichever of its identifiers. */
function isSm2({ algorithm, digest = '', publicKey }: Signed): boolean {
  if (algorithm === sm2WithSm3) return true;
  return sm2Beside.has(algorithm) && digests[digest] === 'sm3' && sm2Point(publicKey) !== undefined;
}

function isSm2Signed({ content, signature, publicKey }: Signed): boolean {
  const point = sm2Point(publicKey);
  if (point === undefined) throw new BrokenToken('签名写的是 SM2，公钥却不是');
  try {
    return verifySm2(point, content, readSignature(signature));
  } catch {
    return false;
  }
}

/** Nothing but SM2 and SM3: what a token in the form of GM/T 0033 is held to. */
export function requireChinese(signed: Signed): void {
  if (!isSm2(signed) || digests[signed.digest ?? ''] !== 'sm3')
    throw new BrokenToken('国密格式的时间戳须用 SM2 签名、SM3 摘要');
}

/** False where the signature does not fit; throws BrokenToken for an algorithm that is not accepted. */
export function isSignedBy(signed: Signed): boolean {
  const { algorithm, digest = '', content, signature } = signed;
  if (isSm2(signed)) return isSm2Signed(signed);
  const hash = byDigestBeside.has(algorithm) ? digests[digest] : signatures[algorithm];
  if (hash === undefined || hash === 'sm3') throw new BrokenToken(`不接受的签名算法 ${algorithm}`);
  const key = createPublicKey({ key: Buffer.from(signed.publicKey), format: 'der', type: 'spki' });
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (key.asymmetricKeyType === 'rsa' && (bits ?? 0) < leastRsaBits)
    throw new BrokenToken('时间戳机构的 RSA 密钥过短');
  return verifyByKey(hash, content, key, signature);
}

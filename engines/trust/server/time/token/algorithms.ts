/** The algorithms of time stamps by their identifiers: what is too weak or unknown is in no list. */
import { createPublicKey, createHash, verify as verifyByKey } from 'node:crypto';
import { readSignature } from '../../../proof/sm2-encoding.ts';
import { verify as verifySm2 } from '../../../proof/sm2.ts';
import { BrokenToken } from './read-der.ts';

export const digests: Readonly<Record<string, 'sha256' | 'sha384' | 'sha512' | 'sm3'>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '1.2.156.10197.1.401': 'sm3',
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

/** The point at the end of an SM2 SubjectPublicKeyInfo. */
function isSm2Signed({ content, signature, publicKey }: Signed): boolean {
  return verifySm2(publicKey.subarray(publicKey.length - 65), content, readSignature(signature));
}

/** False where the signature does not fit; throws BrokenToken for an algorithm that is not accepted. */
export function isSignedBy(signed: Signed): boolean {
  const { algorithm, digest = '', content, signature } = signed;
  if (algorithm === sm2WithSm3) return isSm2Signed(signed);
  const hash = byDigestBeside.has(algorithm) ? digests[digest] : signatures[algorithm];
  if (hash === undefined || hash === 'sm3') throw new BrokenToken(`不接受的签名算法 ${algorithm}`);
  const key = createPublicKey({ key: Buffer.from(signed.publicKey), format: 'der', type: 'spki' });
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (key.asymmetricKeyType === 'rsa' && (bits ?? 0) < leastRsaBits)
    throw new BrokenToken('时间戳机构的 RSA 密钥过短');
  return verifyByKey(hash, content, key, signature);
}

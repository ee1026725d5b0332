/** The pair of keys an envelope is closed and opened with: SM2 in PEM, as OpenSSL reads it (SubjectPublicKeyInfo, PKCS #8). */
import { trustErrors } from '../../errors.ts';
import { fromHex, joinBytes, sameBytes } from '../../proof/bytes.ts';
import { type KeyPair, makeKeyPair } from '../../proof/sm2.ts';
import { checkPrivateKey, readKeyInfo, writeKeyInfo } from '../../proof/sm2-encoding.ts';
import { sm3 } from '../digest.ts';

/** PKCS #8 version 0, id-ecPublicKey on 1.2.156.10197.1.301; ECPrivateKey (RFC 5915) version 1; the number and the point follow. */
const [privateHead, pointHead] = [
  fromHex('308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420'),
  fromHex('a144034200'),
];
const [numberSize, pointSize] = [32, 65];

function writePem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function readPem(label: string, text: string): Uint8Array | undefined {
  const found = new RegExp(`^-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----$`).exec(
    text.trim(),
  );
  return found?.[1] === undefined ? undefined : Buffer.from(found[1], 'base64');
}

export interface RecipientPair {
  readonly publicPem: string;
  readonly privatePem: string;
}

export function makeRecipient(): RecipientPair {
  const { publicKey, privateKey } = makeKeyPair();
  return {
    publicPem: writePem('PUBLIC KEY', writeKeyInfo(publicKey)),
    privatePem: writePem('PRIVATE KEY', joinBytes([privateHead, privateKey, pointHead, publicKey])),
  };
}

/** The point; throws trust.publicKeyForm. */
export function readRecipient(pem: string): Uint8Array {
  const der = readPem('PUBLIC KEY', pem);
  if (der === undefined) throw trustErrors.publicKeyForm({ reason: '不是 PEM 公钥文件' });
  return readKeyInfo(der);
}

/** Throws trust.privateKeyForm. */
export function readRecipientPair(pem: string): KeyPair {
  const der = readPem('PRIVATE KEY', pem);
  const size = privateHead.length + numberSize + pointHead.length + pointSize;
  const numberEnd = privateHead.length + numberSize;
  const formed =
    der?.length === size &&
    sameBytes(der.subarray(0, privateHead.length), privateHead) &&
    sameBytes(der.subarray(numberEnd, size - pointSize), pointHead);
  if (der === undefined || !formed) throw trustErrors.privateKeyForm({ reason: '不是 SM2 的 PEM 私钥文件' });
  return {
    privateKey: checkPrivateKey(der.subarray(privateHead.length, numberEnd)),
    publicKey: readKeyInfo(writeKeyInfo(der.subarray(size - pointSize))),
  };
}

/** What people compare: 32 digits of SM3 over the SubjectPublicKeyInfo. */
export function recipientMark(publicKey: Uint8Array): string {
  return Buffer.from(sm3(writeKeyInfo(publicKey)))
    .toString('hex')
    .slice(0, 32);
}

/** TimeStampReq (RFC 3161 §2.4.1): the digest of what is to be stamped, a nonce, and the wish for the certificate. */
import { Primitive } from 'asn1js';
import { der, write } from '../../../seal/der.ts';
import { type Imprint, imprintIdentifiers } from './algorithms.ts';

/** BOOLEAN true as DER writes it. */
function yes(): Primitive {
  return new Primitive({ idBlock: { tagClass: 1, tagNumber: 1 }, valueHex: Uint8Array.of(0xff).buffer });
}

/** A nonce whose first byte is neither nought nor negative has one writing only. */
export function positive(nonce: Uint8Array): Uint8Array {
  const made = Uint8Array.from(nonce);
  made[0] = ((made[0] ?? 0) & 0x3f) | 0x40;
  return made;
}

/** `nonce` as {@link positive} gives it. */
export function writeQuery(imprint: Imprint, digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  const algorithm = der.sequence(der.identifier(imprintIdentifiers[imprint]), der.nothing());
  const message = der.sequence(algorithm, der.octets(digest));
  return write(der.sequence(der.integer(1), message, der.bigInteger(nonce), yes()));
}

/** Signs a code certificate with the city's key, tags it for the city's own servers, and notes it for revocation and history. */
import { randomBytes } from 'node:crypto';
import type { Services } from '../../../../../kernel/system.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import {
  type CodeBody,
  hexOf,
  joinCertificate,
  serialSize,
  tagSize,
  writeBody,
} from '../../code/code-format.ts';

/** What the tag is derived for. */
export const tagUse = 'city-code';
export const minute = 60_000;

export interface SignedCode {
  readonly certificate: Uint8Array;
  readonly serial: string;
  readonly from: Date;
  readonly until: Date;
}

export async function signCertificate(
  services: Services,
  wanted: Omit<CodeBody, 'key' | 'serial'>,
): Promise<SignedCode> {
  const { codes } = services.use(trust);
  const serial = new Uint8Array(randomBytes(serialSize));
  // The version stands in what is signed, so it is asked first; a change of keys in between only makes a code that is refused and fetched anew.
  const key = await codes.version();
  const signed = writeBody({ ...wanted, key, serial });
  const { signature } = await codes.sign(signed);
  const tag = (await codes.tag(tagUse, signed)).subarray(0, tagSize);
  return {
    certificate: joinCertificate(signed, tag, signature),
    serial: hexOf(serial),
    from: new Date(wanted.from * minute),
    until: new Date((wanted.from + wanted.minutes) * minute),
  };
}

/** Whether somebody on the reader's own trust list vouches for a certificate: found by name, proven by signature, in force at the moment. */
import { verify } from '../proof/sm2.ts';
import { readSignature } from '../proof/sm2-encoding.ts';
import type { Certificate } from '../ofd/read-seal.ts';

/** An authority that the reader trusts; how it came onto his list is his affair. */
export interface TrustedRoot {
  /** As people know it: '阜阳市'. */
  readonly title: string;
  readonly certificate: Certificate;
  /** Trusted from and until, inside the certificate's own span. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

export type IssuerVerdict =
  | { readonly known: true; readonly root: TrustedRoot }
  /** impostor: it bears the name of a trusted authority, but is not its work. */
  | { readonly known: false; readonly impostor: boolean; readonly why: string };

function isSignedBy(certificate: Certificate, root: TrustedRoot): boolean {
  try {
    return verify(root.certificate.publicKey, certificate.body, readSignature(certificate.signature));
  } catch {
    return false;
  }
}

export function checkIssuer(
  certificate: Certificate,
  roots: readonly TrustedRoot[],
  at: Date,
): IssuerVerdict {
  const named = roots.filter((root) => root.certificate.holder === certificate.issuer);
  if (named.length === 0)
    return { known: false, impostor: false, why: `“${certificate.issuer}”不在信任列表中` };
  const root = named.find((one) => one.certificate.authority && isSignedBy(certificate, one));
  if (root === undefined)
    return { known: false, impostor: true, why: `冒用“${certificate.issuer}”的名义：证书不是它签发的` };
  const from = root.from ?? root.certificate.from;
  const until = root.until ?? root.certificate.until;
  if (at < from || at > until)
    return { known: false, impostor: false, why: `签章时“${root.title}”不在信任期内` };
  return { known: true, root };
}

/** Certificates of time-stamping authorities (X.509): the parts that decide, and the chain from the signer to a configured root. */
import { createHash } from 'node:crypto';
import { sameBytes } from '../../../proof/bytes.ts';
import { isSignedBy } from './algorithms.ts';
import {
  algorithmOf,
  BrokenToken,
  childrenOf,
  contextTag,
  type Element,
  identifierOf,
  momentOf,
  ofTag,
  readDer,
  tags,
} from './read-der.ts';

export interface StampCertificate {
  readonly whole: Uint8Array;
  readonly serial: Uint8Array;
  /** Names in DER: compared as they are written. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly subjectName: string;
  readonly from: Date;
  readonly until: Date;
  readonly publicKey: Uint8Array;
  readonly authority: boolean;
  /** Purposes of the extended key usage with whether it is critical; undefined without one. */
  readonly purposes: { readonly critical: boolean; readonly list: readonly string[] } | undefined;
  readonly mayCertify: boolean;
  readonly keyIdentifier: Uint8Array | undefined;
  readonly body: Uint8Array;
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

const [basicConstraints, keyUsage, extendedKeyUsage, subjectKeyIdentifier] = [
  '2.5.29.19',
  '2.5.29.15',
  '2.5.29.37',
  '2.5.29.14',
];
const utcTime = 0x17;
const commonName = '2.5.4.3';
/** keyCertSign is the sixth bit. */
const certifyBit = 0x04;

function timeOf(element: Element | undefined): Date {
  if (element?.tag !== utcTime) return momentOf(element);
  const text = new TextDecoder('latin1').decode(element.content);
  if (!/^\d{12}Z$/.test(text)) throw new BrokenToken('证书有效期的写法不符');
  const century = Number(text.slice(0, 2)) >= 50 ? '19' : '20';
  const content = new TextEncoder().encode(century + text);
  return momentOf({ tag: tags.moment, content, whole: content });
}

interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

function extensionsOf(body: readonly Element[]): ReadonlyMap<string, Extension> {
  const holder = body.find(({ tag }) => tag === contextTag(3));
  const list = holder === undefined ? undefined : childrenOf(holder)[0];
  const found = new Map<string, Extension>();
  for (const one of list === undefined ? [] : childrenOf(list)) {
    const parts = childrenOf(one);
    const value = ofTag(parts.at(-1), tags.octets, '证书扩展').content;
    found.set(identifierOf(parts[0], '证书扩展'), { critical: parts.length === 3, value });
  }
  return found;
}

function nameOf(subject: Element): string {
  for (const set of childrenOf(subject).toReversed()) {
    const pair = childrenOf(set)[0];
    const [type, text] = pair === undefined ? [] : childrenOf(pair);
    if (text !== undefined && identifierOf(type, '名称') === commonName)
      return new TextDecoder('utf-8').decode(text.content);
  }
  return '未署名';
}

/** Throws BrokenToken. */
export function readStampCertificate(bytes: Uint8Array): StampCertificate {
  const [body, algorithm, signature] = childrenOf(ofTag(readDer(bytes), tags.sequence, '证书'));
  const parts = childrenOf(ofTag(body, tags.sequence, '证书'));
  // The version is left out in certificates of the first version.
  const from = parts[0]?.tag === contextTag(0) ? 1 : 0;
  const [serial, , issuer, validity, subject, publicKey] = parts.slice(from);
  const [notBefore, notAfter] = childrenOf(ofTag(validity, tags.sequence, '证书有效期'));
  const extensions = extensionsOf(parts);
  const basic = extensions.get(basicConstraints);
  const usage = extensions.get(keyUsage);
  const purposes = extensions.get(extendedKeyUsage);
  const mark = extensions.get(subjectKeyIdentifier);
  return {
    whole: bytes,
    serial: ofTag(serial, tags.integer, '证书编号').content,
    issuer: ofTag(issuer, tags.sequence, '颁发者').whole,
    subject: ofTag(subject, tags.sequence, '持有者').whole,
    subjectName: nameOf(ofTag(subject, tags.sequence, '持有者')),
    from: timeOf(notBefore),
    until: timeOf(notAfter),
    publicKey: ofTag(publicKey, tags.sequence, '公钥').whole,
    authority: basic !== undefined && childrenOf(readDer(basic.value))[0]?.content[0] === 0xff,
    mayCertify: usage === undefined || ((readDer(usage.value).content[1] ?? 0) & certifyBit) !== 0,
    purposes: purposes && {
      critical: purposes.critical,
      list: childrenOf(readDer(purposes.value)).map((each) => identifierOf(each, '证书用途')),
    },
    keyIdentifier: mark && readDer(mark.value).content,
    body: body?.whole ?? bytes,
    algorithm: algorithmOf(algorithm, '证书签名'),
    // A BIT STRING begins with how many bits are left over: none.
    signature: ofTag(signature, tags.bits, '证书签名').content.subarray(1),
  };
}

/** Every certificate of a PEM file. Throws BrokenToken. */
export function readRoots(pem: string): readonly StampCertificate[] {
  const found = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)];
  return found.map(([, text = '']) => readStampCertificate(Buffer.from(text, 'base64')));
}

function fingerprintOf({ whole }: StampCertificate): string {
  return createHash('sha256').update(whole).digest('hex');
}

function isIssuedBy(one: StampCertificate, issuer: StampCertificate): boolean {
  return (
    sameBytes(one.issuer, issuer.subject) &&
    isSignedBy({
      content: one.body,
      signature: one.signature,
      algorithm: one.algorithm,
      publicKey: issuer.publicKey,
    })
  );
}

const longestChain = 6;

/** Throws BrokenToken unless a chain of certificates in force at that moment leads to a root. */
export function requireChain(
  signer: StampCertificate,
  others: readonly StampCertificate[],
  roots: readonly StampCertificate[],
  at: Date,
): void {
  const trusted = new Set(roots.map(fingerprintOf));
  let current = signer;
  for (let length = 0; length < longestChain; length += 1) {
    if (at < current.from || at > current.until)
      throw new BrokenToken(`证书“${current.subjectName}”在签发时间戳时不在有效期内`);
    if (trusted.has(fingerprintOf(current))) return;
    const issuer = [...roots, ...others].find(
      (one) => one !== current && one.authority && one.mayCertify && isIssuedBy(current, one),
    );
    if (issuer === undefined) break;
    current = issuer;
  }
  throw new BrokenToken(`证书“${signer.subjectName}”追溯不到受信任的根证书`);
}

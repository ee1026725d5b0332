/** Verifies a time-stamp token (RFC 3161, CMS of RFC 5652, RFC 5816; and GM/T 0033, SM2/SM3 in the envelope of GM/T 0010) by itself: what it stamps, who signed it, when, and whether he may. */
import { createHash } from 'node:crypto';
import { sameBytes } from '../../../proof/bytes.ts';
import { digestBy, isSignedBy, requireChinese } from './algorithms.ts';
import { readStampCertificate, requireChain, type StampCertificate } from './read-certificates.ts';
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
  smallNumber,
  tags,
} from './read-der.ts';

const oid = {
  signedData: '1.2.840.113549.1.7.2',
  /** SignedData of GM/T 0010, from memory. */
  signedDataGm: '1.2.156.10197.6.1.4.2.2',
  stampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

export interface StampInfo {
  readonly at: Date;
  /** Of `at`, to both sides. */
  readonly accuracyMilliseconds: number;
  /** Name of the signer in his certificate. */
  readonly authority: string;
  readonly policy: string;
  /** Hexadecimal. */
  readonly serial: string;
}

export interface StampWanted {
  /** What was stamped. */
  readonly content: Uint8Array;
  /** As it was sent; absent where the token was kept and the nonce checked then. */
  readonly nonce?: Uint8Array;
  /** undefined leaves open who the signer is. */
  readonly roots: readonly StampCertificate[] | undefined;
}

interface Token {
  /** In the envelope of GM/T 0010. */
  readonly chinese: boolean;
  readonly info: Element;
  readonly certificates: readonly StampCertificate[];
  readonly signer: Element;
}

function readToken(bytes: Uint8Array): Token {
  const [type, holder] = childrenOf(ofTag(readDer(bytes), tags.sequence, '时间戳'));
  const form = identifierOf(type, '时间戳');
  if (form !== oid.signedData && form !== oid.signedDataGm) throw new BrokenToken('不是签名的内容');
  const signedData = childrenOf(ofTag(holder, contextTag(0), '时间戳'))[0];
  const parts = childrenOf(ofTag(signedData, tags.sequence, '时间戳'));
  const [contentType, contentHolder] = childrenOf(ofTag(parts[2], tags.sequence, '时间戳'));
  if (identifierOf(contentType, '时间戳') !== oid.stampInfo) throw new BrokenToken('内容不是时间戳');
  const octets = childrenOf(ofTag(contentHolder, contextTag(0), '时间戳'))[0];
  const carried = parts.find(({ tag }) => tag === contextTag(0));
  const signers = childrenOf(ofTag(parts.at(-1), tags.set, '签名者'));
  const [signer] = signers;
  if (signer === undefined || signers.length !== 1) throw new BrokenToken('应当只有时间戳机构一个签名者');
  return {
    chinese: form === oid.signedDataGm,
    info: ofTag(octets, tags.octets, '时间戳'),
    certificates:
      carried === undefined ? [] : childrenOf(carried).map((one) => readStampCertificate(one.whole)),
    signer,
  };
}

/** SignerInfo names its certificate by issuer and serial, or by the identifier of its key. */
function findSigner(name: Element | undefined, certificates: readonly StampCertificate[]): StampCertificate {
  const byName = (one: StampCertificate) => {
    if (name?.tag !== tags.sequence)
      return (
        one.keyIdentifier !== undefined && sameBytes(one.keyIdentifier, name?.content ?? new Uint8Array())
      );
    const [issuer, serial] = childrenOf(name);
    return (
      issuer !== undefined &&
      serial !== undefined &&
      sameBytes(issuer.whole, one.issuer) &&
      sameBytes(serial.content, one.serial)
    );
  };
  const found = certificates.find(byName);
  if (found === undefined) throw new BrokenToken('没有附带签名者的证书');
  return found;
}

function attributesOf(holder: Element): ReadonlyMap<string, Element> {
  const found = new Map<string, Element>();
  for (const attribute of childrenOf(holder)) {
    const [type, values] = childrenOf(attribute);
    const name = identifierOf(type, '签名属性');
    const list = childrenOf(ofTag(values, tags.set, '签名属性'));
    const [value] = list;
    if (value === undefined || list.length !== 1 || found.has(name))
      throw new BrokenToken('签名属性的结构不符');
    found.set(name, value);
  }
  return found;
}

/** The certificate that signed is the one that the authority says it signed with (RFC 5035). */
function requireNamed(attributes: ReadonlyMap<string, Element>, signer: StampCertificate): void {
  const second = attributes.get(oid.signingCertificateV2);
  const given = second ?? attributes.get(oid.signingCertificate);
  const list = given === undefined ? undefined : childrenOf(given)[0];
  const first = list === undefined ? undefined : childrenOf(list)[0];
  if (first === undefined) throw new BrokenToken('没有写明签名证书');
  const parts = childrenOf(first);
  const named = parts.find(({ tag }) => tag === tags.octets)?.content ?? new Uint8Array();
  const [algorithm] = parts;
  const digest =
    second === undefined
      ? createHash('sha1').update(signer.whole).digest()
      : digestBy(
          algorithm?.tag === tags.sequence ? algorithmOf(algorithm, '签名证书') : oid.sha256,
          signer.whole,
        );
  if (!sameBytes(named, digest)) throw new BrokenToken('写明的签名证书不是所附的证书');
}

function requireSigned({ chinese, info, certificates, signer }: Token): StampCertificate {
  const [, name, digestAlgorithm, attributeHolder, signatureAlgorithm, signature] = childrenOf(signer);
  const certificate = findSigner(name, certificates);
  const holder = ofTag(attributeHolder, contextTag(0), '签名属性');
  const attributes = attributesOf(holder);
  const digest = algorithmOf(digestAlgorithm, '摘要算法');
  if (identifierOf(attributes.get(oid.contentType), '内容类型') !== oid.stampInfo)
    throw new BrokenToken('签名属性中的内容类型不符');
  const told = ofTag(attributes.get(oid.messageDigest), tags.octets, '内容摘要').content;
  if (!sameBytes(told, digestBy(digest, info.content))) throw new BrokenToken('时间戳内容被改动过');
  requireNamed(attributes, certificate);
  // What is signed is the set itself, not its place in the structure (RFC 5652 §5.4).
  const content = Uint8Array.from(holder.whole);
  content[0] = tags.set;
  const signed = {
    content,
    signature: ofTag(signature, tags.octets, '签名').content,
    algorithm: algorithmOf(signatureAlgorithm, '签名算法'),
    digest,
    publicKey: certificate.publicKey,
  };
  if (chinese) requireChinese(signed);
  if (!isSignedBy(signed)) throw new BrokenToken('时间戳机构的签名不符');
  return certificate;
}

/** Only this purpose, and critical: a key for anything else must not give times (RFC 3161 §2.3). */
function requirePurpose({ purposes }: StampCertificate): void {
  const only = purposes?.list.length === 1 && purposes.list[0] === oid.timeStamping && purposes.critical;
  if (!only) throw new BrokenToken('签名证书不是专用于时间戳的证书');
}

/** Accuracy: seconds, [0] milliseconds, [1] microseconds. */
const inMilliseconds: Readonly<Record<number, number>> = { [tags.integer]: 1000, 0x80: 1, 0x81: 0.001 };

function accuracyOf(parts: readonly Element[]): number {
  const accuracy = parts.find(({ tag }) => tag === tags.sequence);
  if (accuracy === undefined) return 0;
  return childrenOf(accuracy).reduce(
    (sum, { tag, content }) => sum + smallNumber(content) * (inMilliseconds[tag] ?? 0),
    0,
  );
}

/** What a kept or just received token proves about `content`; throws BrokenToken with the first reason why it proves nothing. */
export function verifyToken(bytes: Uint8Array, wanted: StampWanted): StampInfo {
  const token = readToken(bytes);
  const [version, policy, imprint, serial, at, ...rest] = childrenOf(
    ofTag(readDer(token.info.content), tags.sequence, '时间戳'),
  );
  if (smallNumber(ofTag(version, tags.integer, '版本').content) !== 1)
    throw new BrokenToken('不是第 1 版时间戳');
  const [algorithm, digest] = childrenOf(ofTag(imprint, tags.sequence, '摘要'));
  const expected = digestBy(algorithmOf(algorithm, '摘要算法'), wanted.content);
  if (!sameBytes(ofTag(digest, tags.octets, '摘要').content, expected))
    throw new BrokenToken('时间戳盖的不是这项内容');
  if (wanted.nonce !== undefined) {
    const nonce = rest.find(({ tag }) => tag === tags.integer);
    if (nonce === undefined || !sameBytes(nonce.content, wanted.nonce))
      throw new BrokenToken('随机数不符，可能是重放的旧回复');
  }
  const certificate = requireSigned(token);
  requirePurpose(certificate);
  const moment = momentOf(at);
  if (wanted.roots !== undefined) requireChain(certificate, token.certificates, wanted.roots, moment);
  return {
    at: moment,
    accuracyMilliseconds: accuracyOf(rest),
    authority: certificate.subjectName,
    policy: identifierOf(policy, '策略'),
    serial: Buffer.from(ofTag(serial, tags.integer, '序号').content).toString('hex'),
  };
}

const statusWords: Readonly<Record<number, string>> = {
  2: '拒绝',
  3: '稍后再试',
  4: '即将吊销',
  5: '已吊销',
};

/** The authority does not know the digest algorithm (PKIFailureInfo badAlg is bit 0). */
export class UnknownImprint extends BrokenToken {}

/** The token of a TimeStampResp (RFC 3161 §2.4.2). */
export function tokenOf(reply: Uint8Array): Uint8Array {
  const [info, token] = childrenOf(ofTag(readDer(reply), tags.sequence, '回复'));
  const parts = childrenOf(ofTag(info, tags.sequence, '回复'));
  const status = smallNumber(ofTag(parts[0], tags.integer, '回复').content);
  if (status <= 1 && token !== undefined) return token.whole;
  const failure = parts.find(({ tag }) => tag === tags.bits)?.content;
  if (failure !== undefined && ((failure[1] ?? 0) & 0x80) !== 0)
    throw new UnknownImprint('时间戳机构不接受这种摘要算法');
  throw new BrokenToken(`时间戳机构${statusWords[status] ?? `的答复不明(${status})`}`);
}

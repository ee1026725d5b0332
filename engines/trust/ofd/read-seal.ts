/** Electronic seal signatures by GB/T 38540-2020 (SES_Signature, version 4): ASN.1 in, the parts that are verified out. */
import {
  type BaseBlock,
  BitString,
  Constructed,
  fromBER,
  Integer,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Utf8String,
} from 'asn1js';
import { GeneralizedTime, IA5String, UTCTime } from 'asn1js';
import { sameBytes } from '../proof/bytes.ts';
import { readKeyInfo } from '../proof/sm2-encoding.ts';
import { isDer } from '../seal/der.ts';
import { OfdProblem } from './read-package.ts';

export interface Certificate {
  /** DER, as it stands in the file. */
  readonly der: Uint8Array;
  /** Common name of the holder. */
  readonly holder: string;
  readonly issuer: string;
  readonly from: Date;
  readonly until: Date;
  /** 65 bytes. */
  readonly publicKey: Uint8Array;
  /** What the issuer signed, and his signature (DER). */
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
  /** May sign other certificates (basicConstraints). */
  readonly authority: boolean;
}

/** What was signed, by which key, with which signature (DER). */
export interface Signed {
  readonly content: Uint8Array;
  readonly certificate: Certificate;
  readonly signature: Uint8Array;
}

export interface SealSignature {
  readonly seal: Signed & {
    readonly id: string;
    readonly name: string;
    readonly from: Date;
    readonly until: Date;
    /** Certificates that may use the seal. */
    readonly users: readonly Uint8Array[];
  };
  readonly signing: Signed & {
    readonly at: Date;
    /** Digest of the signature description. */
    readonly digest: Uint8Array;
  };
}

const sm2WithSm3 = '1.2.156.10197.1.501';
const commonName = '2.5.4.3';
const sealVersion = 4;

function refuse(what: string): OfdProblem {
  return new OfdProblem(`签名数据不合 GB/T 38540：${what}`);
}

function bytesOf(block: BaseBlock): Uint8Array {
  return new Uint8Array(block.valueBeforeDecodeView);
}

function itemsOf(block: unknown, what: string): readonly BaseBlock[] {
  if (!(block instanceof Sequence)) throw refuse(what);
  return block.valueBlock.value as readonly BaseBlock[];
}

function octetsOf(block: unknown, what: string): Uint8Array {
  if (!(block instanceof OctetString)) throw refuse(what);
  return new Uint8Array(block.valueBlock.valueHexView);
}

function bitsOf(block: unknown, what: string): Uint8Array {
  if (!(block instanceof BitString) || block.valueBlock.unusedBits !== 0) throw refuse(what);
  return new Uint8Array(block.valueBlock.valueHexView);
}

function momentOf(block: unknown, what: string): Date {
  const known = block instanceof GeneralizedTime || block instanceof UTCTime;
  if (!known) throw refuse(what);
  const moment = block.toDate();
  if (Number.isNaN(moment.getTime())) throw refuse(what);
  return moment;
}

function parse(bytes: Uint8Array, what: string): BaseBlock {
  if (!isDer(bytes)) throw refuse(`${what}不是 DER 编码，或被截断、改写`);
  const { offset, result } = fromBER(Uint8Array.from(bytes).buffer);
  if (offset !== bytes.length) throw refuse(what);
  return result;
}

function requireSm2(block: unknown): void {
  if (!(block instanceof ObjectIdentifier) || block.valueBlock.toString() !== sm2WithSm3)
    throw new OfdProblem('签名算法不是 SM2 与 SM3');
}

/** Name ::= SEQUENCE OF SET OF SEQUENCE { type, value }: the common name, or nothing. */
function nameOf(block: unknown): string {
  for (const set of itemsOf(block, '证书名称')) {
    for (const pair of (set as Sequence).valueBlock.value) {
      const [type, value] = itemsOf(pair, '证书名称');
      const named = type instanceof ObjectIdentifier && type.valueBlock.toString() === commonName;
      if (named && value !== undefined && 'getValue' in value && typeof value.getValue === 'function')
        return String(value.getValue());
    }
  }
  return '';
}

/** BOOLEAN TRUE, with which the basicConstraints of an authority begin. */
const authorityMark = Uint8Array.of(0x01, 0x01, 0xff);
const basicConstraints = '2.5.29.19';

/** [3] EXPLICIT SEQUENCE OF { extnID, critical?, extnValue OCTET STRING }; a certificate without extensions signs no others. */
function isAuthority(items: readonly BaseBlock[]): boolean {
  const holder = items.find(({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === 3);
  const list = holder instanceof Constructed ? holder.valueBlock.value[0] : undefined;
  if (!(list instanceof Sequence)) return false;
  return list.valueBlock.value.some((extension) => {
    const parts = itemsOf(extension, '证书扩展');
    const [type, value] = [parts[0], parts.at(-1)];
    const named = type instanceof ObjectIdentifier && type.valueBlock.toString() === basicConstraints;
    if (!named) return false;
    const bytes = octetsOf(value, '证书扩展');
    return sameBytes(bytes.subarray(2, 5), authorityMark);
  });
}

/** X.509: TBSCertificate ::= [0] version, serial, algorithm, issuer, validity, subject, key … */
export function readCertificate(der: Uint8Array): Certificate {
  const [body, , proof] = itemsOf(parse(der, '证书'), '证书');
  if (body === undefined) throw refuse('证书');
  const items = itemsOf(body, '证书');
  const first = items[0] instanceof Integer ? 1 : 2;
  const [, issuer, validity, holder, key] = items.slice(first);
  const [from, until] = itemsOf(validity, '证书有效期');
  if (key === undefined) throw refuse('证书公钥');
  return {
    der,
    holder: nameOf(holder),
    issuer: nameOf(issuer),
    from: momentOf(from, '证书有效期'),
    until: momentOf(until, '证书有效期'),
    publicKey: readKeyInfo(bytesOf(key)),
    body: bytesOf(body),
    signature: bitsOf(proof, '证书签名'),
    authority: isAuthority(items),
  };
}

/** SESeal ::= SEQUENCE { eSealInfo, cert, signAlgID, signedValue }. */
function readSeal(block: unknown): SealSignature['seal'] {
  const [info, maker, algorithm, value] = itemsOf(block, '印章');
  requireSm2(algorithm);
  const [header, id, property] = itemsOf(info, '印章信息');
  const version = itemsOf(header, '印章头')[1];
  if (!(version instanceof Integer) || version.valueBlock.valueDec !== sealVersion)
    throw refuse('印章版本不是 4');
  const [, name, , users, , from, until] = itemsOf(property, '印章属性');
  if (info === undefined || !(name instanceof Utf8String)) throw refuse('印章名称');
  return {
    content: bytesOf(info),
    certificate: readCertificate(octetsOf(maker, '制章人证书')),
    signature: bitsOf(value, '印章签名值'),
    id: id instanceof IA5String ? id.getValue() : '',
    name: name.getValue(),
    from: momentOf(from, '印章有效期'),
    until: momentOf(until, '印章有效期'),
    users: itemsOf(users, '签章人证书列表').map((user) => octetsOf(user, '签章人证书列表')),
  };
}

/** SES_Signature ::= SEQUENCE { toSign, cert, signatureAlgID, signature, timeStamp? }. Throws OfdProblem, trust.publicKeyForm. */
export function readSealSignature(bytes: Uint8Array): SealSignature {
  const [toSign, signer, algorithm, value] = itemsOf(parse(bytes, '结构'), '结构');
  requireSm2(algorithm);
  const [, seal, at, digest] = itemsOf(toSign, '待签名数据');
  if (toSign === undefined) throw refuse('待签名数据');
  return {
    seal: readSeal(seal),
    signing: {
      content: bytesOf(toSign),
      certificate: readCertificate(octetsOf(signer, '签章人证书')),
      signature: bitsOf(value, '签名值'),
      at: momentOf(at, '签章时间'),
      digest: bitsOf(digest, '摘要'),
    },
  };
}

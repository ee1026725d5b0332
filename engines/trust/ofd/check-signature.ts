/** One signature of an OFD file (GB/T 33190-2016 §18): digests of the protected files, then seal and signature by GB/T 38540. */
import { sameBytes } from '../proof/bytes.ts';
import type { Hash } from '../proof/hash-tree.ts';
import { verify } from '../proof/sm2.ts';
import { readSignature } from '../proof/sm2-encoding.ts';
import type { Step } from '../proof/verify-proof.ts';
import { checkIssuer, type TrustedRoot } from '../seal/check-issuer.ts';
import type { OfdPackage } from './read-package.ts';
import { type Certificate, readSealSignature, type SealSignature, type Signed } from './read-seal.ts';
import { childOf, childrenOf, type Element, readXml, textOf } from './read-xml.ts';

/** Who sealed, with what, when: worth something only where the steps hold. */
export interface SealFacts {
  readonly seal: string;
  readonly name: string;
  readonly holder: string;
  readonly at: Date;
  /** The reader's own trust list vouches for signer and maker. */
  readonly trusted: boolean;
}

export interface SignatureReport {
  /** Paths that its digests protect. */
  readonly covered: readonly string[];
  readonly steps: readonly Step[];
  readonly facts?: SealFacts;
}

const sm3Names = new Set(['1.2.156.10197.1.401', 'SM3', 'sm3']);

/** undefined for what is no Base64. */
function fromBase64(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text.replaceAll(/\s/g, ''));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

interface Digests {
  readonly covered: readonly string[];
  readonly step: Step;
}

function checkDigests(pack: OfdPackage, file: string, list: Element, sm3: Hash): Digests {
  const title = '受保护的文件';
  const method = list.attributes['CheckMethod'] ?? '';
  const covered: string[] = [];
  if (!sm3Names.has(method))
    return { covered, step: { title, holds: undefined, note: `摘要算法 ${method || '未写明'}，只核验 SM3` } };
  for (const reference of childrenOf(list, 'Reference')) {
    const path = reference.attributes['FileRef'] ?? '';
    const found = pack.find(path, file);
    const wanted = fromBase64(textOf(reference, 'CheckValue') ?? '');
    if (found === undefined) return { covered, step: { title, holds: false, note: `${path} 已不在文件中` } };
    if (wanted === undefined || !sameBytes(sm3(found.bytes), wanted))
      return { covered, step: { title, holds: false, note: `${path} 与签名时的摘要不符，被改动过` } };
    covered.push(found.name);
  }
  const note = `${covered.length} 个文件的摘要都相符`;
  return { covered, step: { title, holds: covered.length > 0, note } };
}

function isValid({ certificate, content, signature }: Signed): boolean {
  try {
    return verify(certificate.publicKey, content, readSignature(signature));
  } catch {
    return false;
  }
}

function day(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

function isWithin(moment: Date, { from, until }: Pick<Certificate, 'from' | 'until'>): boolean {
  return moment >= from && moment <= until;
}

function validityStep(title: string, at: Date, range: Pick<Certificate, 'from' | 'until'>): Step {
  const span = `${day(range.from)} 至 ${day(range.until)}`;
  return isWithin(at, range)
    ? { title, holds: true, note: `签于 ${day(at)}，在有效期 ${span} 内` }
    : { title, holds: false, note: `签于 ${day(at)}，不在有效期 ${span} 内` };
}

/** An impostor under a known name is broken; a stranger is open, since the reader may know him all the same. */
function issuerStep(title: string, certificate: Certificate, roots: readonly TrustedRoot[], at: Date): Step {
  const verdict = checkIssuer(certificate, roots, at);
  if (verdict.known)
    return { title, holds: true, note: `${verdict.root.title}信任列表中的 ${certificate.issuer} 签发` };
  return { title, holds: verdict.impostor ? false : undefined, note: verdict.why };
}

function issuerSteps({ seal, signing }: SealSignature, roots: readonly TrustedRoot[]): readonly Step[] {
  if (roots.length === 0) return [];
  return [
    issuerStep('签章人证书的签发机构', signing.certificate, roots, signing.at),
    issuerStep('制章人证书的签发机构', seal.certificate, roots, signing.at),
  ];
}

function sealSteps({ seal, signing }: SealSignature, description: Uint8Array, sm3: Hash): readonly Step[] {
  const { certificate, at } = signing;
  const listed = seal.users.some((user) => sameBytes(user, certificate.der));
  const described = sameBytes(signing.digest, sm3(description));
  const signed = isValid(signing);
  const made = isValid(seal);
  return [
    {
      title: '签名描述',
      holds: described,
      note: described ? '与签名中的摘要相符' : '与签名中的摘要不符，被改动过',
    },
    {
      title: '签章人的签名',
      holds: signed,
      note: signed ? `${certificate.holder}（${certificate.issuer} 签发），SM2 签名有效` : 'SM2 签名无效',
    },
    {
      title: '印章',
      holds: made,
      note: made
        ? `${seal.name}，${seal.certificate.holder} 制作，SM2 签名有效`
        : `${seal.name}，制章人的签名无效`,
    },
    {
      title: '用章资格',
      holds: listed,
      note: listed ? '签章人的证书在印章的证书列表中' : '签章人的证书不在印章的证书列表中',
    },
    validityStep('印章有效期', at, seal),
    validityStep('证书有效期', at, certificate),
  ];
}

function checkValue(
  value: Uint8Array,
  description: Uint8Array,
  { sm3, roots }: Reader,
): Pick<SignatureReport, 'steps' | 'facts'> {
  let signature: SealSignature;
  try {
    signature = readSealSignature(value);
  } catch (problem) {
    const why = problem instanceof Error ? problem.message : '';
    return {
      steps: [{ title: '签名值', holds: undefined, note: `不是 GB/T 38540 第四版签章，未核验：${why}` }],
    };
  }
  const { seal, signing } = signature;
  const issuers = issuerSteps(signature, roots);
  return {
    steps: [...sealSteps(signature, description, sm3), ...issuers],
    facts: {
      seal: seal.id,
      name: seal.name,
      holder: signing.certificate.holder,
      at: signing.at,
      trusted: issuers.length > 0 && issuers.every(({ holds }) => holds === true),
    },
  };
}

/** What the reader brings: his digest, and whom he trusts. */
export interface Reader {
  readonly sm3: Hash;
  readonly roots: readonly TrustedRoot[];
}

/** `path` of the signature's description, from `base`. Throws OfdProblem for what cannot be read at all. */
export function checkSignature(
  pack: OfdPackage,
  path: string,
  base: string,
  reader: Reader,
): SignatureReport {
  const lacking = (note: string): SignatureReport => ({
    covered: [],
    steps: [{ title: '签名', holds: false, note }],
  });
  const file = pack.find(path, base);
  if (file === undefined) return lacking(`缺少签名描述 ${path}`);
  const root = readXml(file.bytes, file.name);
  const info = childOf(root, 'SignedInfo');
  const list = info && childOf(info, 'References');
  if (list === undefined) return lacking('签名描述里没有受保护的文件');
  const { covered, step } = checkDigests(pack, file.name, list, reader.sm3);
  const place = textOf(root, 'SignedValue') ?? '';
  const value = pack.find(place, file.name);
  if (value === undefined)
    return { covered, steps: [step, { title: '签名值', holds: false, note: `缺少签名值 ${place}` }] };
  const { steps, ...facts } = checkValue(value.bytes, file.bytes, reader);
  return { covered, steps: [step, ...steps], ...facts };
}

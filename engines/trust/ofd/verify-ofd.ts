/** What an OFD file is, by itself: readable or not, encrypted, unsigned, signed and intact, or broken, and why. Pure: for browser and server. */
import type { Hash } from '../proof/hash-tree.ts';
import { portableSm3 } from '../proof/sm2.ts';
import type { Step } from '../proof/verify-proof.ts';
import type { TrustedRoot } from '../seal/check-issuer.ts';
import { checkSignature, type Reader, type SealFacts, type SignatureReport } from './check-signature.ts';
import { checkStructure } from './check-structure.ts';
import { ofdLimits, type OfdLimits, type OfdPackage, OfdProblem, openPackage } from './read-package.ts';
import { childOf, childrenOf, readXml } from './read-xml.ts';

export interface OfdReport {
  /**
   * unreadable: no OFD file, or a hostile one. encrypted: locked by GM/T 0099. unsigned: whole, but nobody vouches for it. intact: every
   * signature holds and covers the file, whoever issued its certificate. undecided: signed, nothing wrong was found, not everything could be verified. broken: a step fails.
   */
  readonly state: 'unreadable' | 'encrypted' | 'unsigned' | 'intact' | 'undecided' | 'broken';
  readonly steps: readonly Step[];
  /** Seals that could be read, whether they hold or not: `state` says that. */
  readonly seals: readonly SealFacts[];
  /** CustomDatas of the first document, as it stands there. */
  readonly custom: Readonly<Record<string, string>>;
}

/** Issuers are not verified: the file carries no chain up to a root, and the reader must know the root himself. */
const issuerNote = '任何人都能自制证书和印章；文件不带根证书，签发机构是否可信须由您确认';

function isEncrypted(pack: OfdPackage): boolean {
  return pack.entries.some((name) => /^encryptions\.xml$/i.test(name));
}

function readSignatures(
  pack: OfdPackage,
  lists: readonly string[],
  reader: Reader,
): readonly SignatureReport[] {
  return lists.flatMap((path) => {
    const file = pack.find(path);
    if (file === undefined) throw new OfdProblem(`缺少签名列表 ${path}`);
    return childrenOf(readXml(file.bytes, file.name), 'Signature').map(({ attributes }) =>
      checkSignature(pack, attributes['BaseLoc'] ?? '', file.name, reader),
    );
  });
}

/** Files that no signature protects, the signatures' own apart: somebody may have added or changed them since. */
function coverStep(pack: OfdPackage, reports: readonly SignatureReport[], lists: readonly string[]): Step {
  const title = '保护范围';
  const covered = new Set(reports.flatMap((report) => report.covered));
  const folders = lists.map((path) => path.replace(/^\//, '').replace(/[^/]*$/, ''));
  const open = pack.entries.filter(
    (name) => !covered.has(name) && !folders.some((folder) => folder !== '' && name.startsWith(folder)),
  );
  if (open.length === 0) return { title, holds: true, note: '签名覆盖文件的全部内容' };
  return {
    title,
    holds: undefined,
    note: `${open.length} 个文件不在签名范围内：${open.slice(0, 3).join('、')}`,
  };
}

function integrityStep(pack: OfdPackage): readonly Step[] {
  if (!pack.entries.some((name) => /^ofdentries\.xml$/i.test(name))) return [];
  return [{ title: '完整性保护', holds: undefined, note: '带有 GM/T 0099 完整性保护，其签名未核验' }];
}

function numbered(reports: readonly SignatureReport[]): readonly Step[] {
  return reports.flatMap(({ steps }, at) =>
    steps.map((step) => ({
      ...step,
      title: reports.length === 1 ? step.title : `第 ${at + 1} 个签名：${step.title}`,
    })),
  );
}

function stateOf(steps: readonly Step[], signed: boolean): OfdReport['state'] {
  if (steps.some((step) => step.holds === false)) return 'broken';
  if (!signed) return 'unsigned';
  return steps.some((step) => step.holds === undefined) ? 'undecided' : 'intact';
}

function readCustom(pack: OfdPackage): Readonly<Record<string, string>> {
  const main = pack.find('OFD.xml');
  const body = main && childOf(readXml(main.bytes, main.name), 'DocBody');
  const info = body && childOf(body, 'DocInfo');
  const list = info && childOf(info, 'CustomDatas');
  const found = list === undefined ? [] : childrenOf(list, 'CustomData');
  return Object.fromEntries(found.map(({ attributes, text }) => [attributes['Name'] ?? '', text.trim()]));
}

function inspect(pack: OfdPackage, reader: Reader): OfdReport {
  const container: Step = { title: '文件包', holds: true, note: `${pack.entries.length} 个文件` };
  if (isEncrypted(pack)) {
    const note = '按 GM/T 0099 加密，须由持有密钥的人解密后再核验';
    const steps = [container, { title: '加密', holds: undefined, note }];
    return { state: 'encrypted', steps, seals: [], custom: {} };
  }
  const structure = checkStructure(pack);
  const reports = readSignatures(pack, structure.signatureLists, reader);
  const signed = reports.length > 0;
  const signing = signed
    ? [...numbered(reports), coverStep(pack, reports, structure.signatureLists)]
    : [{ title: '签名', holds: undefined, note: '文件没有签名，无从知道出自何人、是否改动过' }];
  const steps = [container, ...structure.steps, ...integrityStep(pack), ...signing];
  const state = stateOf(steps, signed || integrityStep(pack).length > 0);
  const open = signed && reader.roots.length === 0;
  const issuer: readonly Step[] = open ? [{ title: '发证机构', holds: undefined, note: issuerNote }] : [];
  const seals = reports.flatMap(({ facts }) => facts ?? []);
  return { state, steps: [...steps, ...issuer], seals, custom: readCustom(pack) };
}

export function verifyOfd(
  bytes: Uint8Array,
  sm3: Hash = portableSm3,
  limits: OfdLimits = ofdLimits,
  roots: readonly TrustedRoot[] = [],
): OfdReport {
  try {
    return inspect(openPackage(bytes, limits), { sm3, roots });
  } catch (problem) {
    if (!(problem instanceof OfdProblem)) throw problem;
    const steps = [{ title: '文件', holds: false, note: problem.message }];
    return { state: 'unreadable', steps, seals: [], custom: {} };
  }
}

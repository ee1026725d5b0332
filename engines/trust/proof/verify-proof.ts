/** Verifies a proof file by itself, step by step in words: in the browser, on the command line, without any server. */
import { fromHex, sameBytes } from './bytes.ts';
import { type Hash, isConsistent, leafHash, rootOfInclusion } from './hash-tree.ts';
import {
  type Growth,
  type KeyFile,
  ProofFile,
  type Receipt,
  type Receipts,
  type StampFile,
} from './proof-file.ts';
import { portableSm3 } from './sm2.ts';
import { fingerprint, isSigned, type TreeHead } from './tree-head.ts';

export interface Step {
  readonly title: string;
  /** undefined: nobody can say from what was given. */
  readonly holds: boolean | undefined;
  readonly note: string;
}

export interface Verdict {
  /** proven: all steps hold. undecided: all but the comparison with a published key, because none was given. refused: a step fails. */
  readonly outcome: 'proven' | 'undecided' | 'refused';
  readonly steps: readonly Step[];
  readonly file: ProofFile | undefined;
}

/** Characters; an export of 20,000 lines has about 35 million. */
const largestFile = 64_000_000;

function verdictOf(steps: readonly Step[], file: ProofFile | undefined): Verdict {
  if (steps.some((step) => step.holds === false)) return { outcome: 'refused', steps, file };
  const open = steps.some((step) => step.holds === undefined);
  return { outcome: open ? 'undecided' : 'proven', steps, file };
}

function readFile(text: string): ProofFile | string {
  if (text.length > largestFile) return '文件过大，不是凭证';
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return '不是 JSON 文件，可能被截断';
  }
  const parsed = ProofFile.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `第一处不符：${issue?.path.join('.') || 'format'}`;
}

/** '2026-11-23T02:00:00.000Z' → '2026-11-23 10:00:00'. */
function inBeijing(moment: string): string {
  const eightHours = 8 * 3_600_000;
  return new Date(Date.parse(moment) + eightHours).toISOString().slice(0, 19).replace('T', ' ');
}

function signatureStep(title: string, head: TreeHead, publicKey: string): Step {
  const key = fromHex(publicKey);
  try {
    if (fingerprint(portableSm3, key) !== head.key)
      return { title, holds: false, note: '所附公钥与树根所写的指纹不符' };
    return isSigned(head, key)
      ? { title, holds: true, note: `SM2 签名有效，签于北京时间 ${inBeijing(head.at)}` }
      : { title, holds: false, note: '签名与树根不符' };
  } catch (problem) {
    return { title, holds: false, note: problem instanceof Error ? problem.message : '签名无法读取' };
  }
}

/** What a key signed in its time stays signed, whatever its state is now. */
function keyStep(heads: readonly TreeHead[], publicKeys: readonly string[], keys: KeyFile | undefined): Step {
  const title = '公钥核对';
  const marks = [...new Set(heads.map((head) => head.key))].join('、');
  if (keys === undefined) return { title, holds: undefined, note: `请与城市公布的公钥指纹核对：${marks}` };
  const known = new Set(keys.keys.filter((key) => key.purpose === 'log').map((key) => key.publicKey));
  return publicKeys.every((key) => known.has(key))
    ? { title, holds: true, note: `是城市公布的公钥，指纹 ${marks}` }
    : { title, holds: false, note: `不在城市公布的公钥之中，指纹 ${marks}` };
}

function isIncluded(place: Receipts['receipts'][number], head: TreeHead, sm3: Hash): boolean {
  const root = rootOfInclusion(sm3, {
    leaf: leafHash(sm3, sm3(new TextEncoder().encode(place.statement))),
    index: place.index,
    size: head.size,
    path: place.path.map(fromHex),
  });
  return root !== undefined && sameBytes(root, fromHex(head.root));
}

function receiptSteps(file: Receipt | Receipts, sm3: Hash, keys: KeyFile | undefined): readonly Step[] {
  const { head, publicKey } = file;
  const places = 'receipts' in file ? file.receipts : [file];
  const bad = places.find((place) => !isIncluded(place, head, sm3));
  const what =
    places.length === 1 ? `这是第 ${(places[0]?.index ?? 0) + 1} 条` : `文件中的 ${places.length} 条都在其中`;
  const included: Step = {
    title: '记录在日志之中',
    holds: bad === undefined,
    note:
      bad === undefined
        ? `日志 ${head.log} 共 ${head.size} 条，${what}`
        : `第 ${bad.index + 1} 条的内容、位置或路径与树根不符：被改动过，或不属于这个日志`,
  };
  return [included, signatureStep('树根签名', head, publicKey), keyStep([head], [publicKey], keys)];
}

function growthSteps(growth: Growth, sm3: Hash, keys: KeyFile | undefined): readonly Step[] {
  const { from, to } = growth;
  const stateOf = (head: TreeHead) => ({ size: head.size, root: fromHex(head.root) });
  const proof = growth.path.map(fromHex);
  const grown = from.log === to.log && isConsistent(sm3, stateOf(from), stateOf(to), proof);
  return [
    {
      title: '日志只增不改',
      holds: grown,
      note: grown
        ? `日志 ${from.log} 由 ${from.size} 条增至 ${to.size} 条，先前的内容没有变`
        : '后来的日志不是由先前的日志增加而成：被截断或改写过',
    },
    signatureStep('先前树根的签名', from, growth.fromKey),
    signatureStep('后来树根的签名', to, growth.toKey),
    keyStep([from, to], [growth.fromKey, growth.toKey], keys),
  ];
}

/** Verifies time stamps; needs what a browser lacks, so that whoever can brings it. */
export type StampSteps = (head: TreeHead, tokens: readonly string[]) => readonly Step[];

function tokenSteps(
  head: TreeHead,
  tokens: readonly string[],
  stamps: StampSteps | undefined,
): readonly Step[] {
  if (stamps !== undefined) return stamps(head, tokens);
  const note = `附有 ${tokens.length} 枚，请用 npm run verify-proof 核验`;
  return tokens.length === 0 ? [] : [{ title: '第三方时间戳', holds: undefined, note }];
}

function stepsOf(
  file: ProofFile,
  sm3: Hash,
  keys: KeyFile | undefined,
  stamps: StampSteps | undefined,
): readonly Step[] {
  if (file.format === 'shuzi-fuyang/growth/1') return growthSteps(file, sm3, keys);
  if (file.format === 'shuzi-fuyang/stamp/1')
    return [...headSteps(file, keys), ...tokenSteps(file.head, file.tokens, stamps)];
  const tokens = 'tokens' in file ? (file.tokens ?? []) : [];
  // The receipt holds without them: in a browser they are left for whoever wants to know the time too.
  const told = stamps === undefined ? [] : tokenSteps(file.head, tokens, stamps);
  return [...receiptSteps(file, sm3, keys), ...told];
}

function headSteps({ head, publicKey }: StampFile, keys: KeyFile | undefined): readonly Step[] {
  return [signatureStep('树根签名', head, publicKey), keyStep([head], [publicKey], keys)];
}

/** `keys` are those that the reader trusts: kept since before, or fetched from the city itself. */
export function verifyProof(
  text: string,
  keys?: KeyFile,
  sm3: Hash = portableSm3,
  stamps?: StampSteps,
): Verdict {
  const file = readFile(text);
  if (typeof file === 'string')
    return verdictOf([{ title: '文件格式', holds: false, note: file }], undefined);
  const format: Step = { title: '文件格式', holds: true, note: file.format };
  return verdictOf([format, ...stepsOf(file, sm3, keys, stamps)], file);
}

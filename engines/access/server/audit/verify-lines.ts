/** Verifying: walks the seals and their lines, recomputes every digest and root, and names the first line that is not what was sealed. */
import { auditLog } from '../../../../kernel/audit-line.ts';
import { type Database, sql } from '../../../store/index.ts';
import { fromHex, leafHash, openFrontier, sm3, toHex, type TrustService } from '../../../trust/index.ts';
import { beforeAll, type LinePlace, lineDigest, linesBetween, type StoredLine } from './audit-lines.ts';
import {
  anchorStatement,
  chainDigest,
  findLastSeal,
  findSeal,
  type Seal,
  sealsBetween,
} from './audit-seals.ts';
import { type Disposal, findDisposal } from './dispose-lines.ts';

export interface AuditVerdict {
  /** Lines recomputed, in how many seals. */
  readonly sealed: number;
  readonly batches: number;
  /** Lines younger than the last seal. */
  readonly unsealed: number;
  readonly intact: boolean;
  readonly firstBad: string | null;
  /** Size and root of the log up to the last seal that was verified: compare it with a head kept elsewhere. */
  readonly size: number;
  readonly root: string;
  /** Number of the last seal whose lines were disposed of after their time; 0 when none. */
  readonly disposed: number;
}

export interface VerifyDeps {
  readonly db: Database;
  readonly trust: TrustService;
}

type Frontier = ReturnType<typeof openFrontier>;

const notFitting = (seal: Seal) => `第 ${seal.number} 号封存与其记录不符`;

function leafOf(line: StoredLine): Uint8Array {
  return leafHash(sm3, fromHex(line.digest));
}

/** Which line it is, when a seal does not fit: the leaves of the log still say what stood where. */
async function nameLine({ trust }: VerifyDeps, seal: Seal, lines: readonly StoredLine[]): Promise<string> {
  if (seal.leaf === null) return notFitting(seal);
  const leaves = (await trust.logs.leaves(auditLog, seal.leaf, seal.leaf + seal.lines)).map(toHex);
  const own = lines.map((line) => toHex(leafOf(line)));
  const at = leaves.findIndex((leaf, index) => leaf !== own[index]);
  const line = lines[at < 0 ? leaves.length : at];
  if (line === undefined)
    return at < 0 ? notFitting(seal) : `第 ${lines.at(-1)?.position ?? 0} 条记录之后缺少记录`;
  if (at < 0 || own[at + 1] === leaves[at]) return `第 ${line.position} 条记录是封存之后插入的`;
  if (own[at] === leaves[at + 1]) return `第 ${line.position} 条记录之前缺少记录`;
  return `第 ${line.position} 条记录与日志中封存的不符`;
}

async function checkSeal(
  deps: VerifyDeps,
  before: Seal | undefined,
  seal: Seal,
  lines: readonly StoredLine[],
  frontier: Frontier,
): Promise<string | undefined> {
  const changed = lines.find((line) => lineDigest(line) !== line.digest);
  if (changed !== undefined) return `第 ${changed.position} 条记录的内容与其摘要不符`;
  if (lines.length !== seal.lines) {
    const which = seal.leaf === null ? '' : `：${await nameLine(deps, seal, lines)}`;
    return `第 ${seal.number} 号封存应有 ${seal.lines} 条记录，现有 ${lines.length} 条${which}`;
  }
  if (seal.leaf === null) {
    const digest = chainDigest(
      before?.digest ?? '',
      lines.map((line) => line.digest),
    );
    return digest === seal.digest ? undefined : notFitting(seal);
  }
  if (before !== undefined && before.leaf === null) {
    const anchor = leafHash(sm3, sm3(Buffer.from(anchorStatement(before))));
    const [recorded] = await deps.trust.logs.leaves(auditLog, 0, 1);
    if (recorded === undefined || toHex(recorded) !== toHex(anchor))
      return `第 ${before.number} 号及以前的封存被改动过：与日志的第一片叶不符`;
    frontier.add(anchor);
  }
  if (seal.leaf !== frontier.size) return `第 ${seal.number} 号封存在日志中的位置不符`;
  for (const line of lines) frontier.add(leafOf(line));
  return toHex(frontier.root()) === seal.digest ? undefined : nameLine(deps, seal, lines);
}

/** The signature of the head that closes the seal, without which roots could be recomputed by anybody. */
async function checkHead({ trust }: VerifyDeps, seal: Seal): Promise<string | undefined> {
  if (seal.leaf === null) return undefined;
  const head = await trust.logs.findHeadOf(auditLog, seal.leaf + seal.lines);
  const fits = head !== undefined && head.root === seal.digest && (await trust.logs.isSigned(head));
  return fits ? undefined : `第 ${seal.number} 号封存的树根签名无效`;
}

/** Where the walk begins: after the given seal, with the log as it was then. */
async function openAt({ trust }: VerifyDeps, seal: Seal | undefined): Promise<Frontier> {
  if (seal === undefined || seal.leaf === null) return openFrontier(sm3);
  const size = seal.leaf + seal.lines;
  return openFrontier(sm3, size, await trust.logs.blocks(auditLog, size));
}

/** Groups the lines under their seals; a page of lines may end inside a seal. */
async function* batches(
  db: Database,
  after: LinePlace,
  from: number,
  last: Seal,
): AsyncGenerator<{ readonly seal: Seal; readonly lines: readonly StoredLine[] }> {
  const pages = linesBetween(db, after, last);
  let rest: readonly StoredLine[] = [];
  for await (const seal of sealsBetween(db, from, last.number)) {
    const own: StoredLine[] = [];
    for (;;) {
      const outside = rest.findIndex((line) => isAfter(line, seal));
      const inside = outside < 0 ? rest : rest.slice(0, outside);
      own.push(...inside);
      rest = rest.slice(inside.length);
      if (outside >= 0) break;
      const next = await pages.next();
      if (next.done) break;
      rest = next.value;
    }
    yield { seal, lines: own };
  }
}

function isAfter(line: LinePlace, place: LinePlace): boolean {
  const [one, other] = [BigInt(line.transaction), BigInt(place.transaction)];
  return one > other || (one === other && line.position > place.position);
}

async function countUnsealed(db: Database, after: LinePlace): Promise<number> {
  const found = await sql<{ count: number }>`select count(*) as count from access_audit
    where (transaction, position) > (${after.transaction}::xid8, ${after.position}::bigint)`.execute(db);
  return found.rows[0]?.count ?? 0;
}

interface Walk {
  readonly verified: Seal | undefined;
  readonly sealed: number;
  readonly batches: number;
  readonly firstBad: string | undefined;
}

async function walk(deps: VerifyDeps, start: Seal | undefined, last: Seal): Promise<Walk> {
  const frontier = await openAt(deps, start);
  let before = start;
  let sealed = 0;
  let firstBad = start === undefined ? undefined : await checkStart(deps, start, frontier);
  const first = (start?.number ?? 0) + 1;
  let expected = first;
  if (firstBad === undefined)
    for await (const { seal, lines } of batches(deps.db, start ?? beforeAll, first, last)) {
      firstBad =
        seal.number === expected
          ? await checkSeal(deps, before, seal, lines, frontier)
          : `缺少第 ${expected} 号封存`;
      if (firstBad !== undefined) break;
      expected += 1;
      sealed += lines.length;
      before = seal;
    }
  firstBad ??= before === undefined ? undefined : await checkHead(deps, before);
  return { verified: before, sealed, batches: expected - first, firstBad };
}

async function checkStart(deps: VerifyDeps, start: Seal, frontier: Frontier): Promise<string | undefined> {
  if (start.leaf !== null && toHex(frontier.root()) !== start.digest) return notFitting(start);
  return checkHead(deps, start);
}

/** The log must not go on where the seals end: somebody would have taken seals and lines away together. */
async function checkEnd({ trust }: VerifyDeps, last: Seal | undefined): Promise<string | undefined> {
  const head = await trust.logs.findHead(auditLog);
  const size = last === undefined || last.leaf === null ? 0 : last.leaf + last.lines;
  if (head === undefined || head.size === size) return undefined;
  return `日志中有 ${head.size} 条，封存只到第 ${size} 条：第 ${last?.number ?? 0} 号以后的封存被删去`;
}

function checkDisposal(disposal: Disposal | undefined): string | undefined {
  return disposal?.early ? `第 ${disposal.seal} 号以前的封存未到保存期限就被处置` : undefined;
}

/**
 * Verifies the seals from one number to another, by default all that are kept. A range takes the log before it from the stored tiles, which
 * the signed root at its beginning vouches for.
 */
export async function verifyLines(
  deps: VerifyDeps,
  range: { readonly from?: number; readonly to?: number } = {},
): Promise<AuditVerdict> {
  const newest = await findLastSeal(deps.db);
  const disposal = await findDisposal(deps.db);
  const from = Math.max(range.from ?? 1, (disposal?.seal ?? 0) + 1);
  const start = from > 1 ? await findSeal(deps.db, from - 1) : undefined;
  const last = range.to === undefined ? newest : await findSeal(deps.db, range.to);
  const done =
    last === undefined || last.number < from
      ? { verified: start, sealed: 0, batches: 0, firstBad: undefined }
      : await walk(deps, start, last);
  const firstBad =
    checkDisposal(disposal) ??
    done.firstBad ??
    (from > 1 && start === undefined ? `缺少第 ${from - 1} 号封存` : undefined) ??
    (await checkEnd(deps, newest));
  const { verified } = done;
  return {
    sealed: done.sealed,
    batches: done.batches,
    unsealed: await countUnsealed(deps.db, newest ?? beforeAll),
    intact: firstBad === undefined,
    firstBad: firstBad ?? null,
    size: verified === undefined || verified.leaf === null ? 0 : verified.leaf + verified.lines,
    root: verified?.leaf === null ? '' : (verified?.digest ?? ''),
    disposed: disposal?.seal ?? 0,
  };
}

/** The container of an OFD file (GB/T 33190-2016 §7): a ZIP whose every size and name is bounded before anything is unpacked. */
import { type UnzipFileInfo, unzipSync } from 'fflate';

export interface OfdLimits {
  /** Bytes of the file itself. */
  readonly packed: number;
  readonly entries: number;
  /** Bytes of all entries unpacked. */
  readonly unpacked: number;
}

export const ofdLimits: OfdLimits = { packed: 50_000_000, entries: 5000, unpacked: 100_000_000 };

/** What is wrong with a file, in words for the person who brought it. */
export class OfdProblem extends Error {
  override readonly name = 'OfdProblem';
}

export interface OfdPackage {
  readonly entries: readonly string[];
  /** `path` as the file writes it, from the root or from the folder of `base`. */
  find(path: string, base?: string): { readonly name: string; readonly bytes: Uint8Array } | undefined;
}

/** Names without the UTF-8 flag come as Latin-1: they are UTF-8 after all, or GBK. */
function decodeName(name: string): string {
  if (!/[\u0080-\u00ff]/.test(name) || /[\u0100-\uffff]/.test(name)) return name;
  const bytes = Uint8Array.from(name, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gbk').decode(bytes);
  }
}

/** Absolute, climbing and device names are an attack on whoever unpacks to a disk; a file with one is refused whole. */
function checkName(name: string): void {
  const parts = name.replace(/\/$/, '').split('/');
  const bad = name.includes('\\') || name.includes('\0') || /^[A-Za-z]:/.test(name);
  if (bad || parts.some((part) => part === '' || part === '.' || part === '..'))
    throw new OfdProblem('包内有越出目录的文件名，可能是恶意文件');
}

function guard(limits: OfdLimits) {
  const seen = new Set<string>();
  let unpacked = 0;
  return function accept(entry: UnzipFileInfo): boolean {
    const name = decodeName(entry.name);
    checkName(name);
    // Two entries of one name: the one that is checked need not be the one that is shown.
    if (seen.has(name.toLowerCase())) throw new OfdProblem('包内有同名文件，可能是恶意文件');
    seen.add(name.toLowerCase());
    unpacked += entry.originalSize;
    if (seen.size > limits.entries || unpacked > limits.unpacked)
      throw new OfdProblem('解压后过大，可能是压缩炸弹');
    return !name.endsWith('/');
  };
}

function unpack(bytes: Uint8Array, limits: OfdLimits): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(bytes, { filter: guard(limits) });
  } catch (problem) {
    if (problem instanceof OfdProblem) throw problem;
    throw new OfdProblem('不是完整的 OFD 文件（ZIP 包损坏或被截断）');
  }
}

/** 'Doc_0/./Pages/../a.xml' → 'Doc_0/a.xml'; undefined when it climbs out of the package. */
function resolvePath(path: string, base: string): string | undefined {
  const start = path.startsWith('/') ? [] : base.split('/').slice(0, -1);
  const parts: string[] = [];
  for (const part of [...start, ...path.split('/')]) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** Throws OfdProblem. */
export function openPackage(bytes: Uint8Array, limits: OfdLimits = ofdLimits): OfdPackage {
  if (bytes.length > limits.packed) throw new OfdProblem('文件过大');
  const files = new Map<string, Uint8Array>();
  // Makers of invoices write 'TPLS/' for the folder 'Tpls/'; names differ in more than case, so this finds one file at most.
  const written = new Map<string, string>();
  for (const [raw, content] of Object.entries(unpack(bytes, limits))) {
    const name = decodeName(raw);
    files.set(name, content);
    written.set(name.toLowerCase(), name);
  }
  return {
    entries: [...files.keys()],
    find(path, base = '') {
      const name = written.get(resolvePath(path, base)?.toLowerCase() ?? '');
      const content = name === undefined ? undefined : files.get(name);
      return name === undefined || content === undefined ? undefined : { name, bytes: content };
    },
  };
}

/** The tags of a TIFF's main picture (TIFF 6.0, BigTIFF; either byte order), read piece by piece so that the pixels are never touched. */
import { FileProblem } from './read-bytes.ts';

/** Bytes from somewhere; fewer than asked only at the end. */
export interface ByteSource {
  readonly size: number;
  read(at: number, length: number): Promise<Uint8Array>;
}

export interface TiffTags {
  /** Empty when the picture has no such tag. */
  numbers(tag: number): readonly number[];
  text(tag: number): string;
}

/** Of the keys that say where a picture lies. */
export const geoTags = { directory: 34_735, doubles: 34_736, texts: 34_737 } as const;

const newSubfileType = 254;
/** A file has one picture and its smaller copies and masks; more are a trap. */
const mostPictures = 100;
const mostEntries = 4096;
/** Of one tag that is read; those of pixels are longer and are not read. */
const mostBytes = 65_536;

/** Bytes of each type of value, by its number. */
const typeSizes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  11: 4,
  12: 8,
  16: 8,
  17: 8,
};

interface Layout {
  readonly little: boolean;
  readonly big: boolean;
}

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Where its values stand in the file. */
  readonly at: number;
}

interface Directory {
  readonly entries: readonly Entry[];
  readonly next: number;
}

const magic = { classic: 42, big: 43 } as const;

function layoutOf(head: Uint8Array): Layout | undefined {
  const little = head[0] === 0x49 && head[1] === 0x49;
  if (head.length < 8 || (!little && !(head[0] === 0x4d && head[1] === 0x4d))) return undefined;
  const version = new DataView(head.buffer, head.byteOffset).getUint16(2, little);
  return version === magic.classic || version === magic.big
    ? { little, big: version === magic.big }
    : undefined;
}

/** By the first eight bytes. */
export function isTiff(head: Uint8Array): boolean {
  return layoutOf(head) !== undefined;
}

const cut = '影像文件被截断，或标签指向文件之外';

async function viewAt(source: ByteSource, at: number, length: number): Promise<DataView> {
  if (!Number.isSafeInteger(at) || at < 0 || at + length > source.size) throw new FileProblem(cut);
  const bytes = await source.read(at, length);
  if (bytes.length < length) throw new FileProblem(cut);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Offsets beyond what a number holds lie beyond every file, and are refused as such. */
function offsetIn(view: DataView, at: number, { little, big }: Layout): number {
  return big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
}

async function readDirectory(source: ByteSource, at: number, layout: Layout): Promise<Directory> {
  const { little, big } = layout;
  const [countBytes, entryBytes, wordBytes] = big ? [8, 20, 8] : [2, 12, 4];
  const head = await viewAt(source, at, countBytes);
  const count = big ? Number(head.getBigUint64(0, little)) : head.getUint16(0, little);
  if (count < 1 || count > mostEntries) throw new FileProblem('影像的标签数不合理，文件可能已损坏');
  const body = await viewAt(source, at + countBytes, count * entryBytes + wordBytes);
  const entries = Array.from({ length: count }, (_, index): Entry => {
    const start = index * entryBytes;
    const type = body.getUint16(start + 2, little);
    const values = offsetIn(body, start + 4, layout);
    const place = start + 4 + wordBytes;
    // Values that fit into the word of the offset stand there themselves.
    const isHere = values * (typeSizes[type] ?? 1) <= wordBytes;
    return {
      tag: body.getUint16(start, little),
      type,
      count: values,
      at: isHere ? at + countBytes + place : offsetIn(body, place, layout),
    };
  });
  return { entries, next: offsetIn(body, count * entryBytes, layout) };
}

function numberAt(view: DataView, at: number, type: number, little: boolean): number {
  switch (type) {
    case 3:
      return view.getUint16(at, little);
    case 4:
      return view.getUint32(at, little);
    case 6:
      return view.getInt8(at);
    case 8:
      return view.getInt16(at, little);
    case 9:
      return view.getInt32(at, little);
    case 11:
      return view.getFloat32(at, little);
    case 12:
      return view.getFloat64(at, little);
    case 16:
      return Number(view.getBigUint64(at, little));
    case 17:
      return Number(view.getBigInt64(at, little));
    default:
      return view.getUint8(at);
  }
}

async function valuesOf(source: ByteSource, entry: Entry, { little }: Layout): Promise<readonly number[]> {
  const size = typeSizes[entry.type];
  if (size === undefined) throw new FileProblem(`影像的标签 ${entry.tag} 类型不认识`);
  if (entry.count * size > mostBytes) throw new FileProblem(`影像的标签 ${entry.tag} 过长，文件可能已损坏`);
  const view = await viewAt(source, entry.at, entry.count * size);
  return Array.from({ length: entry.count }, (_, index) => numberAt(view, index * size, entry.type, little));
}

/** The first picture that is neither a smaller copy nor a mask of another. */
async function findPicture(source: ByteSource, first: number, layout: Layout): Promise<Directory> {
  const seen = new Set<number>();
  for (let at = first; at !== 0; ) {
    if (seen.has(at)) throw new FileProblem('影像的目录首尾相连，文件已损坏');
    seen.add(at);
    if (seen.size > mostPictures) throw new FileProblem(`影像里的图像超过 ${mostPictures} 幅`);
    const directory = await readDirectory(source, at, layout);
    const kind = directory.entries.find(({ tag }) => tag === newSubfileType);
    const [bits = 0] = kind === undefined ? [] : await valuesOf(source, kind, layout);
    // Bit 0: reduced resolution; bit 2: transparency mask.
    if ((bits & 0b101) === 0) return directory;
    at = directory.next;
  }
  throw new FileProblem('影像里没有图像');
}

/** The wanted tags and those of the geo keys. Throws FileProblem. */
export async function openTiff(source: ByteSource, wanted: readonly number[]): Promise<TiffTags> {
  const head = await source.read(0, 16);
  const layout = layoutOf(head);
  if (layout === undefined) throw new FileProblem('不是 TIFF 影像');
  const view = await viewAt(source, 0, layout.big ? 16 : 8);
  // BigTIFF says how long its offsets are; only eight bytes exist.
  if (layout.big && view.getUint16(4, layout.little) !== 8) throw new FileProblem('不认识的 BigTIFF 文件');
  const picture = await findPicture(source, offsetIn(view, layout.big ? 8 : 4, layout), layout);
  const kept = new Map<number, readonly number[]>();
  const all = new Set([...wanted, ...Object.values(geoTags)]);
  for (const entry of picture.entries)
    if (all.has(entry.tag)) kept.set(entry.tag, await valuesOf(source, entry, layout));
  return {
    numbers: (tag) => kept.get(tag) ?? [],
    text: (tag) => new TextDecoder().decode(Uint8Array.from(kept.get(tag) ?? [])),
  };
}

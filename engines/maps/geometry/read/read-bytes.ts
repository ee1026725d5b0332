/** Texts of unknown encoding and zips of unknown size, read with bounds. */
import { unzipSync } from 'fflate';

/** Why a file cannot be read, in words for whoever sent it. */
export class FileProblem extends Error {}

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** UTF-8, else GB 18030, which the software of the trade writes. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

const wanted = /\.(?:shp|dbf|prj|cpg|kml)$/i;
const mostEntries = 200;

/** Only the parts that are read, and only while what they say they hold stays below the limit; they are given no room for more. */
export function readZip(bytes: Uint8Array, most: number): ReadonlyMap<string, Uint8Array> {
  let entries = 0;
  let total = 0;
  try {
    const found = unzipSync(bytes, {
      filter({ name, originalSize }) {
        entries += 1;
        if (entries > mostEntries) throw new FileProblem(`压缩包里的文件超过 ${mostEntries} 个`);
        if (!wanted.test(name) || name.startsWith('__MACOSX/')) return false;
        total += originalSize;
        if (total > most) throw new FileProblem('压缩包解开后过大');
        return true;
      },
    });
    return new Map(Object.entries(found));
  } catch (problem) {
    if (problem instanceof FileProblem) throw problem;
    throw new FileProblem('压缩包已损坏，打不开');
  }
}

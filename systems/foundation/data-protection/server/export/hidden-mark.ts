/** The invisible watermark: the export's mark in characters of no width within cells, so that a few copied cells still tell which export they came from. */
import { sm3 } from '../../../../../engines/trust/index.ts';

/** Two bits each: zero-width space, non-joiner, joiner, word joiner. */
const letters = ['\u200b', '\u200c', '\u200d', '\u2060'] as const;
const digits = new Map<string, number>(letters.map((letter, value) => [letter, value]));
const [markSize, checkSize] = [4, 2];
const runLength = (markSize + checkSize) * 4;

export const hiddenRun = new RegExp(`[${letters.join('')}]{${runLength},}`, 'gu');

function withCheck(mark: Buffer): Buffer {
  return Buffer.concat([mark, sm3(Buffer.from('export-mark'), mark).subarray(0, checkSize)]);
}

export function writeHidden(mark: string): string {
  let run = '';
  for (const byte of withCheck(Buffer.from(mark, 'hex')))
    for (const shift of [6, 4, 2, 0]) run += letters[(byte >> shift) & 3];
  return run;
}

function readRun(run: readonly string[], from: number): string | undefined {
  const bytes = Buffer.alloc(markSize + checkSize);
  for (let at = 0; at < runLength; at += 1) {
    const index = at >> 2;
    bytes[index] = ((bytes[index] ?? 0) << 2) | (digits.get(run[from + at] ?? '') ?? 0);
  }
  const mark = bytes.subarray(0, markSize);
  return withCheck(mark).equals(bytes) ? mark.toString('hex').toUpperCase() : undefined;
}

/** Each mark found and how often: runs may stand side by side or lose their neighbours where text was cut. */
export function readHidden(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [match] of text.matchAll(hiddenRun)) {
    const run = [...match];
    for (let from = 0; from + runLength <= run.length; ) {
      const mark = readRun(run, from);
      if (mark !== undefined) found.set(mark, (found.get(mark) ?? 0) + 1);
      from += mark === undefined ? 1 : runLength;
    }
  }
  return found;
}

/** Numbers, telephones and dates are left alone: somebody works with them. */
const workedWith = /^[\d\s.,:/+*xX—-]*$/u;
const cellsMarked = 2;

/** The first texts of a row carry the mark behind their first character, so that a formula's sign or an apostrophe stays in front. */
export function markRow(cells: readonly (string | number)[], hidden: string): readonly (string | number)[] {
  let left = cellsMarked;
  return cells.map((cell) => {
    if (left === 0 || typeof cell !== 'string' || workedWith.test(cell)) return cell;
    const [first = ''] = cell;
    if (first === cell) return cell;
    left -= 1;
    return first + hidden + cell.slice(first.length);
  });
}

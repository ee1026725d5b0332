/** The print of what an export held: a Bloom filter over keyed digests of its values, so that content is known again when watermarks were washed out. */
import type { Boxes } from '../../../../../engines/trust/index.ts';
import { hiddenRun } from './hidden-mark.ts';

/** Of the vault's blind indexes: nobody without the city's key can try values against a print. */
const field = 'data-protection.export';

/** Ten bits for a value and four probes let one in eighty foreign values pass. */
const [bitsEach, probes, mostValues] = [10, 4, 200_000];

const leastLength = 6;

/** The values that tell something, in one form, whether they come from a cell or from pasted text. */
export function valuesOf(text: string): readonly string[] {
  return text
    .replace(hiddenRun, '')
    .split(/[\t\r\n,;|"，；、]+/u)
    .map((piece) => piece.normalize('NFKC').trim())
    .filter((piece) => piece.length >= leastLength);
}

/** Blind indexes end in 32 hexadecimal digits, whatever key they name before. */
function probesOf(index: string, bits: number): readonly number[] {
  const digest = index.slice(-32);
  return Array.from(
    { length: probes },
    (_, at) => Number.parseInt(digest.slice(8 * at, 8 * at + 8), 16) % bits,
  );
}

/** Rows that are in it, where it was full before the last; null where all are. */
export function cutAt(print: PrintMaker, rows: number): number | null {
  return print.isFull() && print.rows() < rows ? print.rows() : null;
}

export interface PrintMaker {
  add(cells: readonly (string | number)[]): void;
  /** How many were taken in: a print that is full takes no more, since it would take foreign values for its own. */
  rows(): number;
  isFull(): boolean;
  /** Base64. */
  end(): string;
}

/** Room for so many rows; of long sheets only the first telling values of each row are taken. */
export function makePrint(boxes: Boxes, rows: number): PrintMaker {
  const each = Math.max(1, Math.min(8, Math.floor(mostValues / Math.max(1, rows))));
  let room = Math.max(each, Math.min(mostValues, rows * each));
  const bits = Math.max(64, room * bitsEach);
  const filter = Buffer.alloc(Math.ceil(bits / 8));
  let taken = 0;
  return {
    add(cells) {
      if (room <= 0) return;
      const values = [...new Set(cells.flatMap((cell) => valuesOf(String(cell))))].slice(0, each);
      room -= values.length;
      taken += 1;
      for (const value of values)
        for (const probe of probesOf(boxes.index(value, field), bits))
          filter[probe >> 3] = (filter[probe >> 3] ?? 0) | (1 << (probe & 7));
    },
    rows: () => taken,
    isFull: () => room <= 0,
    end: () => `${bits}:${filter.toString('base64')}`,
  };
}

/** How many of the values may have been in it. `indexes` as {@link indexValues} gives them. */
export function countKnown(print: string, indexes: readonly (readonly string[])[]): number {
  const [bitText = '', content = ''] = print.split(':');
  const bits = Number(bitText);
  const filter = Buffer.from(content, 'base64');
  const holds = (probe: number) => ((filter[probe >> 3] ?? 0) & (1 << (probe & 7))) !== 0;
  return indexes.filter((ofValue) => ofValue.some((index) => probesOf(index, bits).every(holds))).length;
}

/** Under every index key still in use. */
export function indexValues(boxes: Boxes, values: readonly string[]): readonly (readonly string[])[] {
  return values.map((value) => boxes.indexes(value, field));
}

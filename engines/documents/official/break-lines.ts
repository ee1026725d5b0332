/** Breaks Chinese text into lines of cells: no line begins with a closing mark or ends with an opening one, no number or word is torn. */
import type { Face } from './placed.ts';

/** A character with the width that it takes in cells. */
export interface Cell {
  readonly char: string;
  readonly face: Face;
  readonly width: number;
}

export interface Line {
  readonly cells: readonly Cell[];
  /** Cells left free at the beginning. */
  readonly indent: number;
  /** Added to each wide cell so that the line ends flush, in cells. */
  readonly stretch: number;
}

/** GB/T 15834-2011, 5.1: marks that may not begin a line, and those that may not end one. */
const closing = '，。、；：？！）》〉」』〕】”’…—·％,.;:?!)%';
const opening = '（《〈「『〔【“‘(';
/** Marks whose ink stands in the left half of the cell, so that half the cell can be given up. */
const compressible = '，。、；：？！）》〉」』〕】';

const narrow = /[ -~]/;

export function cellsOf(text: string, face: Face): Cell[] {
  return Array.from(text.replaceAll('\t', ' '), (char) => ({
    char,
    face,
    width: narrow.test(char) ? 0.5 : 1,
  }));
}

export function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

/** Cells that stay together: a Latin word or number with its marks, two dashes or dots, or one character. */
function groupsOf(cells: readonly Cell[], most: number): Cell[][] {
  const groups: Cell[][] = [];
  for (const cell of cells) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    const latin = cell.width === 0.5 && cell.char !== ' ' && before?.width === 0.5 && before.char !== ' ';
    const pair = before !== undefined && before.char === cell.char && '…—'.includes(cell.char);
    if (last !== undefined && (latin || pair) && widthOf(last) + cell.width <= most) last.push(cell);
    else groups.push([cell]);
  }
  return groups;
}

function begins(group: readonly Cell[] | undefined, marks: string): boolean {
  const char = group?.[0]?.char;
  return char !== undefined && marks.includes(char);
}

function halve(cells: readonly Cell[], index: number): Cell[] {
  return cells.map((cell, at) => (at === index ? { ...cell, width: 0.5 } : cell));
}

/** Makes room for a mark of one cell by giving up half a cell of it and of another mark; undefined when no other mark is there. */
function squeeze(line: readonly Cell[], mark: Cell): Cell[] | undefined {
  if (!compressible.includes(mark.char)) return undefined;
  const index = line.findLastIndex((cell) => cell.width === 1 && compressible.includes(cell.char));
  if (index < 0) return undefined;
  return [...halve(line, index), { ...mark, width: 0.5 }];
}

/** Moves groups back to the next line until the break is a lawful one. */
function retreat(taken: Cell[][], rest: Cell[][]): void {
  while (taken.length > 1 && (begins(rest[0], closing) || begins(taken.at(-1), opening))) {
    const back = taken.pop();
    if (back !== undefined) rest.unshift(back);
  }
}

function takeLine(rest: Cell[][], room: number): { readonly cells: Cell[]; readonly full: boolean } {
  const taken: Cell[][] = [];
  let used = 0;
  for (let next = rest[0]; next !== undefined && used + widthOf(next) <= room + 1e-9; next = rest[0]) {
    taken.push(next);
    rest.shift();
    used += widthOf(next);
  }
  const [mark, ...more] = rest[0] ?? [];
  if (mark === undefined) return { cells: taken.flat(), full: false };
  if (more.length === 0 && used === room && !begins(rest[1], closing)) {
    const squeezed = squeeze(taken.flat(), mark);
    if (squeezed !== undefined) {
      rest.shift();
      return { cells: squeezed, full: rest.length > 0 };
    }
  }
  retreat(taken, rest);
  // A blank at the end of a line takes no room.
  if (taken.at(-1)?.[0]?.char === ' ') taken.pop();
  if (taken.length === 0) taken.push(rest.shift() ?? []);
  return { cells: taken.flat(), full: true };
}

/**
 * `columns` cells a line. `first` and `hang` are the indents of the first and of the following lines. Full lines are stretched to end flush,
 * unless `ragged`.
 */
export function breakLines(
  cells: readonly Cell[],
  columns: number,
  { first = 0, hang = 0, ragged = false }: { first?: number; hang?: number; ragged?: boolean } = {},
): Line[] {
  const lines: Line[] = [];
  const rest = groupsOf(cells, columns - Math.max(first, hang));
  while (rest.length > 0) {
    const indent = lines.length === 0 ? first : hang;
    const { cells: taken, full } = takeLine(rest, columns - indent);
    const wide = taken.slice(0, -1).filter((cell) => cell.width === 1).length;
    const left = columns - indent - widthOf(taken);
    lines.push({
      cells: taken,
      indent,
      stretch: full && !ragged && wide > 0 && left > 0 ? left / wide : 0,
    });
  }
  return lines;
}

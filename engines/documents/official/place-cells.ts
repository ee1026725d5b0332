/** Puts lines of cells on a page as runs of equal advance. */
import { type Cell, cellsOf, type Line, widthOf } from './break-lines.ts';
import { em, millimetresPerPoint, page as sheet, rowPitch, sizes } from './geometry.ts';
import type { Colour, Face, OpenPage, PlacedText } from './placed.ts';

export interface Style {
  /** Points. */
  readonly size: number;
  /** Millimetres of a wide cell; a size's own square when absent. */
  readonly cell?: number;
  readonly colour?: Colour;
  /** Millimetres added to each wide cell. */
  readonly stretch?: number;
}

export const body: Style = { size: sizes.body, cell: em };
export const right = sheet.left + sheet.areaWidth;

export function cellOf(style: Style): number {
  return style.cell ?? style.size * millimetresPerPoint;
}

/** The top of a row of the type area. */
export function rowTop(row: number): number {
  return sheet.top + row * rowPitch;
}

function fitOf(cell: Cell): PlacedText['fit'] {
  if (cell.width === 1) return 'wide';
  return /[ -~]/.test(cell.char) ? 'narrow' : 'squeezed';
}

/** `x` and `y` are the left and the top of the first cell. */
export function placeCells(page: OpenPage, cells: readonly Cell[], x: number, y: number, style: Style): void {
  const height = cellOf(style);
  const { size, colour = 'black', stretch = 0 } = style;
  let at = x;
  let run: { text: string; face: Face; fit: PlacedText['fit']; x: number } | undefined;
  const finish = () => {
    if (run === undefined) return;
    const advance = run.fit === 'wide' ? height + stretch : height / 2;
    page.texts.push({ ...run, size, colour, y, height, advance });
  };
  for (const cell of cells) {
    const fit = fitOf(cell);
    if (run === undefined || run.face !== cell.face || run.fit !== fit) {
      finish();
      run = { text: '', face: cell.face, fit, x: at };
    }
    run.text += cell.char;
    at += fit === 'wide' ? height + stretch : height / 2;
  }
  finish();
}

/** A line of the text, in a row of the type area. */
export function placeLine(page: OpenPage, line: Line, row: number): void {
  placeCells(page, line.cells, sheet.left + line.indent * em, rowTop(row), {
    ...body,
    stretch: line.stretch * em,
  });
}

export interface Written {
  readonly text: string;
  readonly face: Face;
  readonly style?: Style;
}

export function widthOfText({ text, face, style = body }: Written): number {
  return widthOf(cellsOf(text, face)) * cellOf(style);
}

/** One run of text with its left edge at `x`. */
export function writeAt(page: OpenPage, written: Written, x: number, y: number): void {
  placeCells(page, cellsOf(written.text, written.face), x, y, written.style ?? body);
}

/** With its middle at `x`. */
export function writeCentred(page: OpenPage, written: Written, x: number, y: number): void {
  writeAt(page, written, x - widthOfText(written) / 2, y);
}

/** With its right edge at `x`. */
export function writeBefore(page: OpenPage, written: Written, x: number, y: number): void {
  writeAt(page, written, x - widthOfText(written), y);
}

export const titleStyle: Style = { size: sizes.title };

/** A line of a title, centred, its characters on the middle of the row. */
export function placeTitleLine(page: OpenPage, text: string, row: number): void {
  const y = rowTop(row) - (cellOf(titleStyle) - em) / 2;
  writeCentred(page, { text, face: 'title', style: titleStyle }, sheet.left + sheet.areaWidth / 2, y);
}

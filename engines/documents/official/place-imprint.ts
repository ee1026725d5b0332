/** The imprint at the foot of the last page (版记) and the page numbers, by GB/T 9704-2012, 7.4 and 7.5. */
import { breakLines, type Cell, cellsOf, type Line } from './break-lines.ts';
import { em, geometry, millimetresPerPoint, page as sheet, rowPitch, sizes } from './geometry.ts';
import { type OfficialDocument, showDay } from './model.ts';
import { cellOf, placeCells, right, type Style, widthOfText, writeAt, writeBefore } from './place-cells.ts';
import type { OpenPage } from './placed.ts';

const small: Style = { size: sizes.imprint };
const smallCell = sizes.imprint * millimetresPerPoint;
const bottom = sheet.top + sheet.areaHeight;
/** One character is left free at each side. */
const columns = Math.floor(((sheet.areaWidth - 2 * em) / smallCell) * 2) / 2;

export interface Imprint {
  /** The upper edge, in millimetres from the top of the page. */
  readonly top: number;
  readonly place: (page: OpenPage) => void;
}

function copyLines(copies: readonly string[]): Line[] {
  const cells: Cell[] = cellsOf(`抄送：${copies.join('，')}。`, 'fangsong');
  return copies.length === 0 ? [] : breakLines(cells, columns, { hang: 3 });
}

function ruled(page: OpenPage, y: number, kind: 'outer' | 'inner'): void {
  const thickness = geometry.imprint[kind];
  page.lines.push({ x: sheet.left, y, length: sheet.areaWidth, thickness, colour: 'black' });
}

/** undefined when nothing is to be said. A letter's has neither printer nor lines (10.1). */
export function imprintOf(document: OfficialDocument): Imprint | undefined {
  const { format, printedBy, printedOn, copies } = document;
  const letter = format === 'letter';
  const lines = copyLines(copies);
  const printed = !letter && printedBy !== undefined && printedOn !== undefined;
  const rows = lines.length + (printed ? 1 : 0);
  if (rows === 0) return undefined;
  const { row } = geometry.imprint;
  const top = bottom - rows * row;
  const textTop = (index: number) => top + index * row + (row - smallCell) / 2;
  return {
    top,
    place(page) {
      lines.forEach((line, index) => {
        const x = sheet.left + em + line.indent * smallCell;
        placeCells(page, line.cells, x, textTop(index), { ...small, stretch: line.stretch * smallCell });
      });
      if (printed) {
        const y = textTop(lines.length);
        writeAt(page, { text: printedBy, face: 'fangsong', style: small }, sheet.left + em, y);
        const on = { text: `${showDay(printedOn)}印发`, face: 'fangsong', style: small } as const;
        writeBefore(page, on, right - em, y);
      }
      if (letter) return;
      ruled(page, top, 'outer');
      if (printed && lines.length > 0) ruled(page, top + lines.length * row, 'inner');
      ruled(page, bottom, 'outer');
    },
  };
}

/** — 1 — outside at the foot: odd pages right, even pages left, one character from the edge. A letter's first page has none. */
export function placePageNumber(page: OpenPage, number: number, format: OfficialDocument['format']): void {
  if (format === 'letter' && number === 1) return;
  const written = { text: `— ${number} —`, face: 'song', style: small } as const;
  const width = widthOfText(written);
  // The dash stands in the middle of its cell.
  const y = bottom + geometry.pageNumberGap - cellOf(small) / 2;
  writeAt(page, written, number % 2 === 1 ? right - em - width : sheet.left + em, y);
}

/** Whether the imprint still fits under the row that was last written. */
export function leavesRoom(lastRow: number, imprint: Imprint): boolean {
  return sheet.top + lastRow * rowPitch + em + rowPitch / 2 <= imprint.top;
}

/** The head of the first page: urgency and secrecy, the red mark, number and signers, the red line, by the four formats. */
import { cellsOf } from './break-lines.ts';
import { em, geometry, millimetresPerPoint, page as sheet, rowPitch } from './geometry.ts';
import { type OfficialDocument, showNumber } from './model.ts';
import {
  body,
  placeCells,
  right,
  type Style,
  widthOfText,
  writeAt,
  writeBefore,
  writeCentred,
} from './place-cells.ts';
import type { OpenPage } from './placed.ts';

const middle = sheet.left + sheet.areaWidth / 2;
/** The mark leaves a little air at both sides of the type area. */
const markWidth = sheet.areaWidth * 0.97;
/** Millimetres; larger marks are not more dignified. */
const largestMark = { document: 17, minutes: 15, order: 17, letter: 14 } as const;
/** Of joint marks, so that the first page still shows text. */
const tallestMark = 58;
const jointRow = 1.3;

function markStyle(cell: number): Style {
  return { size: cell / millimetresPerPoint, colour: 'red' };
}

/** The size of the mark's characters in millimetres: as large as the width and the number of organs allow. */
export function markCell({ issuers, markSuffix, format }: OfficialDocument): number {
  const longest = Math.max(...issuers.map((name) => Array.from(name).length));
  if (issuers.length === 1) return Math.min(markWidth / (longest + markSuffix.length), largestMark[format]);
  const beside = markSuffix === '' ? 0 : markSuffix.length + 0.5;
  return Math.min(
    markWidth / (longest + beside),
    largestMark[format],
    tallestMark / (issuers.length * jointRow),
  );
}

/** Organs one under another, spread to one width, with the suffix beside their middle. Returns the bottom. */
function placeJointMark(page: OpenPage, document: OfficialDocument, top: number): number {
  const names = document.issuers.map((name) => Array.from(name));
  const longest = Math.max(...names.map((name) => name.length));
  const suffix = document.markSuffix;
  const cell = markCell(document);
  const whole = cell * (longest + (suffix === '' ? 0 : suffix.length + 0.5));
  const x = middle - whole / 2;
  names.forEach((name, index) => {
    const stretch = name.length > 1 ? ((longest - name.length) * cell) / (name.length - 1) : 0;
    const y = top + index * cell * jointRow;
    placeCells(page, cellsOf(name.join(''), 'title'), x, y, { ...markStyle(cell), stretch });
  });
  const bottom = top + (names.length - 1) * cell * jointRow + cell;
  const written = { text: suffix, face: 'title', style: markStyle(cell) } as const;
  if (suffix !== '') writeBefore(page, written, x + whole, (top + bottom) / 2 - cell / 2);
  return bottom;
}

/** Returns the bottom of the mark. */
function placeMark(page: OpenPage, document: OfficialDocument, top: number): number {
  if (document.issuers.length > 1) return placeJointMark(page, document, top);
  const cell = markCell(document);
  const text = `${document.issuers[0] ?? ''}${document.markSuffix}`;
  writeCentred(page, { text, face: 'title', style: markStyle(cell) }, middle, top);
  return top + cell;
}

/** 份号, 密级和保密期限, 紧急程度, one under another from `top`. Returns how many. */
function placeCautions(page: OpenPage, document: OfficialDocument, top: number): number {
  const { copyNumber, secrecy, urgency } = document;
  const period = secrecy?.period === undefined ? '' : `★${secrecy.period}`;
  const rows = [
    copyNumber === undefined ? undefined : ({ text: copyNumber, face: 'fangsong' } as const),
    secrecy === undefined ? undefined : ({ text: `${secrecy.level}${period}`, face: 'hei' } as const),
    urgency === undefined ? undefined : ({ text: urgency, face: 'hei' } as const),
  ].filter((row) => row !== undefined);
  rows.forEach((row, index) => writeAt(page, row, sheet.left, top + index * rowPitch));
  return rows.length;
}

/** A name of two characters takes the room of three. */
export function spacedName(name: string): string {
  return Array.from(name).length === 2 ? Array.from(name).join('　') : name;
}

/** Two names a row, under one another (7.2.6). Returns the top of the last row. */
function placeSigners(page: OpenPage, signers: readonly string[], top: number): number {
  const names = signers.map(spacedName);
  const longest = Math.max(...names.map((text) => widthOfText({ text, face: 'kai' })));
  const perRow = Math.min(2, names.length);
  const first = right - em - perRow * longest - (perRow - 1) * em;
  writeBefore(page, { text: '签发人：', face: 'fangsong' }, first, top);
  names.forEach((text, index) => {
    const x = first + (index % 2) * (longest + em);
    writeAt(page, { text, face: 'kai' }, x, top + Math.floor(index / 2) * rowPitch);
  });
  return top + (Math.ceil(names.length / 2) - 1) * rowPitch;
}

/** 阜政办〔2026〕12号; 第12号 of an order, 第12期 of minutes. Empty before the number is given. */
export function numberOf({ format, number }: OfficialDocument): string {
  if (number === undefined) return '';
  if (format === 'order') return `第${number.serial}号`;
  return format === 'minutes' ? `第${number.serial}期` : showNumber(number);
}

/** The row whose top is nearest to `y`: the text keeps the grid of 22 rows. */
function rowNear(y: number): number {
  return Math.round((y - sheet.top) / rowPitch);
}

function placeDocumentHead(page: OpenPage, document: OfficialDocument): number {
  placeCautions(page, document, sheet.top);
  const { format } = document;
  const markTop = geometry.markTop[format === 'letter' ? 'document' : format];
  const bottom = placeMark(page, document, sheet.top + markTop);
  let top = bottom + geometry.rowsUnderMark * rowPitch;
  const number = { text: numberOf(document), face: 'fangsong' } as const;
  if (document.signers.length > 0) {
    top = placeSigners(page, document.signers, top);
    writeAt(page, number, sheet.left + em, top);
  } else writeCentred(page, number, middle, top);
  if (format === 'order') return rowNear(top + em + geometry.rowsUnderRedLine * rowPitch);
  const y = top + em + geometry.redLineGap;
  page.lines.push({
    x: sheet.left,
    y,
    length: sheet.areaWidth,
    thickness: geometry.redLineWidth,
    colour: 'red',
  });
  return rowNear(y + geometry.rowsUnderRedLine * rowPitch);
}

function doubleLine(page: OpenPage, y: number, order: 'thick-first' | 'thin-first'): void {
  const { thick, thin, between, lineLength } = geometry.letter;
  const x = (sheet.width - lineLength) / 2;
  const [first, second] = order === 'thick-first' ? [thick, thin] : [thin, thick];
  page.lines.push({ x, y: y + first / 2, length: lineLength, thickness: first, colour: 'red' });
  const below = y + first + between + second / 2;
  page.lines.push({ x, y: below, length: lineLength, thickness: second, colour: 'red' });
}

function placeLetterHead(page: OpenPage, document: OfficialDocument): number {
  const { markTop, lineGap, lowerLine, thick, thin, between } = geometry.letter;
  const y = placeMark(page, document, markTop) + lineGap;
  doubleLine(page, y, 'thick-first');
  doubleLine(page, sheet.height - lowerLine, 'thin-first');
  // 10.1: seven eighths of a character under the line.
  const top = y + thick + between + thin + (em * 7) / 8;
  const cautions = placeCautions(page, document, top);
  writeBefore(page, { text: numberOf(document), face: 'fangsong', style: body }, right, top);
  const bottom = top + (Math.max(1, cautions) - 1) * rowPitch + em;
  return rowNear(bottom + 2 * rowPitch);
}

/** Returns the first free row of the type area. */
export function placeHead(page: OpenPage, document: OfficialDocument): number {
  return document.format === 'letter' ? placeLetterHead(page, document) : placeDocumentHead(page, document);
}

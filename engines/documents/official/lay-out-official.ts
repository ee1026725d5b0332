/** Lays an official document out in pages by GB/T 9704-2012; the same for PDF and for the preview in the browser. */
import { breakLines, cellsOf, type Line } from './break-lines.ts';
import { breakTitle } from './break-title.ts';
import { page as sheet } from './geometry.ts';
import type { OfficialDocument } from './model.ts';
import { body, placeLine, placeTitleLine, rowTop, writeAt } from './place-cells.ts';
import { placeHead } from './place-head.ts';
import { imprintOf, leavesRoom, placePageNumber } from './place-imprint.ts';
import { endingOf } from './place-signature.ts';
import { emptyPage, type OpenPage, type PlacedPage } from './placed.ts';
import { paragraphCells, readBody } from './read-body.ts';

type Row = { readonly line: Line } | { readonly title: string } | { readonly mark: string } | 'blank';

/** Rows of text that go to the next page with a signature that has no room; a signature never stands alone. */
const carried = 2;

function linesOf(lines: readonly Line[]): Row[] {
  return lines.map((line) => ({ line }));
}

function bodyRows(text: string): Row[] {
  return readBody(text).flatMap((paragraph) =>
    linesOf(breakLines(paragraphCells(paragraph), sheet.columns, { first: 2 })),
  );
}

/** 附件：1. … ; names that go on in a second line stand under their own beginning, and none ends with a mark (7.3.4). */
function attachmentRows(attachments: OfficialDocument['attachments']): Row[] {
  if (attachments.length === 0) return [];
  const rows = attachments.flatMap(({ title }, index) => {
    const number = attachments.length === 1 ? '' : `${index + 1}.`;
    const cells = cellsOf(`${index === 0 ? '附件：' : ''}${number}${title}`, 'fangsong');
    const first = index === 0 ? 2 : 5;
    const hang = 5 + number.length / 2;
    return linesOf(breakLines(cells, sheet.columns, { first, hang, ragged: true }));
  });
  return ['blank', ...rows];
}

/** 出席：… of minutes (10.3). */
function attendanceRows(attendance: OfficialDocument['attendance']): Row[] {
  const rows = attendance.flatMap(({ label, names }) => {
    const cells = [...cellsOf(`${label}：`, 'hei'), ...cellsOf(names.join('　'), 'fangsong')];
    return linesOf(breakLines(cells, sheet.columns, { first: 2, hang: 3 + label.length, ragged: true }));
  });
  return rows.length === 0 ? [] : ['blank', ...rows];
}

function textRows(document: OfficialDocument): Row[] {
  const title =
    document.format === 'order' ? [] : breakTitle(document.title).map((text) => ({ title: text }));
  const recipients =
    document.recipients.length === 0
      ? []
      : linesOf(breakLines(cellsOf(`${document.recipients.join('，')}：`, 'fangsong'), sheet.columns));
  return [
    ...title,
    ...(title.length > 0 ? (['blank'] as const) : []),
    ...recipients,
    ...bodyRows(document.body),
    ...attachmentRows(document.attachments),
    ...attendanceRows(document.attendance),
  ];
}

function placeRow(page: OpenPage, row: Row, at: number): void {
  if (row === 'blank') return;
  if ('line' in row) placeLine(page, row.line, at);
  else if ('title' in row) placeTitleLine(page, row.title, at);
  else writeAt(page, { text: row.mark, face: 'hei', style: body }, sheet.left, rowTop(at));
}

/** The pages so far, and the first free row of the last one. */
interface Pages {
  readonly pages: OpenPage[];
  row: number;
}

function addPage(pages: Pages): OpenPage {
  const page = emptyPage();
  pages.pages.push(page);
  pages.row = 0;
  return page;
}

function lastPage({ pages }: Pages): OpenPage {
  return pages[pages.length - 1] ?? emptyPage();
}

function placeRows(pages: Pages, rows: readonly Row[]): void {
  for (const row of rows) {
    if (pages.row >= sheet.rows) addPage(pages);
    // A page does not begin with an empty row.
    if (row === 'blank' && pages.row === 0) continue;
    placeRow(lastPage(pages), row, pages.row);
    pages.row += 1;
  }
}

/** The free row after `rows`, were they placed from `row` on; an empty row at the beginning of a page takes none. */
function rowAfter(row: number, rows: readonly Row[]): number {
  return rows.reduce((at, next) => {
    const start = at >= sheet.rows ? 0 : at;
    return next === 'blank' && start === 0 ? start : start + 1;
  }, row);
}

/** How many rows go before the page is turned for the sake of the ending; all when it has room where it falls. */
function rowsBeforeTurn(first: number, rows: readonly Row[], ending: number): number {
  const used = rowAfter(first, rows);
  if (used + ending <= sheet.rows) return rows.length;
  return rows.length - Math.min(carried, rows.length, used);
}

function placeText(pages: Pages, document: OfficialDocument): void {
  const rows = textRows(document);
  const ending = endingOf(document);
  const before = rowsBeforeTurn(pages.row, rows, ending.rows);
  placeRows(pages, rows.slice(0, before));
  if (before < rows.length && pages.row > 0) addPage(pages);
  placeRows(pages, rows.slice(before));
  ending.place(lastPage(pages), pages.row);
  pages.row += ending.rows;
}

/** Each from a page of its own: 附件1 in the first row, its title in the third (7.3.7). */
function placeAttachments(pages: Pages, attachments: OfficialDocument['attachments']): void {
  attachments.forEach((attachment, index) => {
    if (attachment.body.trim() === '') return;
    addPage(pages);
    const mark = attachments.length === 1 ? '附件' : `附件${index + 1}`;
    const title = breakTitle(attachment.title).map((text): Row => ({ title: text }));
    placeRows(pages, [{ mark }, 'blank', ...title, 'blank', ...bodyRows(attachment.body)]);
  });
}

export interface LaidOut {
  readonly pages: readonly PlacedPage[];
  /** The imprint has the last page to itself. */
  readonly imprintApart: boolean;
}

/** The imprint stands at the foot of the last page, which of a document printed on both sides is an even one. True when that page is a new one. */
function placeImprint(pages: Pages, document: OfficialDocument): boolean {
  const imprint = imprintOf(document);
  if (imprint === undefined) return false;
  const before = pages.pages.length;
  if (!leavesRoom(pages.row - 1, imprint)) addPage(pages);
  if (document.format !== 'letter' && pages.pages.length % 2 === 1) addPage(pages);
  imprint.place(lastPage(pages));
  return pages.pages.length > before;
}

/** A checked document (OfficialDocument.parse) in, its pages out. */
export function layOutOfficial(document: OfficialDocument): LaidOut {
  const first = emptyPage();
  const pages: Pages = { pages: [first], row: placeHead(first, document) };
  placeText(pages, document);
  placeAttachments(pages, document.attachments);
  const imprintApart = placeImprint(pages, document);
  pages.pages.forEach((page, index) => placePageNumber(page, index + 1, document.format));
  return { pages: pages.pages, imprintApart };
}

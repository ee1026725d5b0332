/** The end of the Word file: signature and date where the seal will cover them, note, and the imprint at the foot of the page. */
import {
  AlignmentType,
  BorderStyle,
  OverlapType,
  type Paragraph,
  Table,
  TableAnchorType,
  TableBorders,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  WidthType,
} from 'docx';
import { cellsOf, widthOf } from '../../official/break-lines.ts';
import { em, geometry, page as sheet, sizes } from '../../official/geometry.ts';
import { type OfficialDocument, showDay } from '../../official/model.ts';
import { imprintOf } from '../../official/place-imprint.ts';
import { rowsBeforeSeal } from '../../official/place-signature.ts';
import { emTwips, emptyRow, row, run, twips } from './docx-parts.ts';

function ems(text: string): number {
  return widthOf(cellsOf(text, 'fangsong'));
}

function rightRow(text: string, indent: number): Paragraph {
  return row([run(text)], {
    alignment: AlignmentType.RIGHT,
    indent: { right: Math.round(indent * emTwips) },
  });
}

/** The date four characters from the right, the signature over its middle. */
function sealed(organs: readonly string[], date: string): Paragraph[] {
  const middle = geometry.dateIndent + ems(date) / 2;
  return [
    ...Array.from({ length: rowsBeforeSeal() }, emptyRow),
    ...organs.map((organ) => rightRow(organ, Math.max(0, middle - ems(organ) / 2))),
    rightRow(date, geometry.dateIndent),
  ];
}

function unsealed(organs: readonly string[], date: string): Paragraph[] {
  const widest = Math.max(...organs.map(ems));
  const indent = Math.max(geometry.unsealedIndent, 2 * geometry.unsealedIndent + ems(date) - widest);
  return [
    emptyRow(),
    ...organs.map((organ) => rightRow(organ, indent + (widest - ems(organ)) / 2)),
    rightRow(date, indent + widest - geometry.unsealedIndent - ems(date)),
  ];
}

function signature(document: OfficialDocument): Paragraph[] {
  const date = showDay(document.date);
  const { signedBy } = document;
  if (document.format === 'minutes') return [];
  if (signedBy !== undefined) {
    const names = [run(`${signedBy.post}　　`), run(signedBy.name, 'kai', { size: sizes.title })];
    const indent = { right: geometry.dateIndent * emTwips };
    const signed = row(names, { alignment: AlignmentType.RIGHT, indent });
    return [emptyRow(), emptyRow(), signed, emptyRow(), rightRow(date, geometry.dateIndent)];
  }
  const organs = document.signatures.length > 0 ? document.signatures : document.issuers;
  return document.sealed ? sealed(organs, date) : unsealed(organs, date);
}

export function docxEnding(document: OfficialDocument): Paragraph[] {
  const { note } = document;
  const last = note === undefined ? [] : [row([run(`（${note}）`)], { indent: { left: 2 * emTwips } })];
  return [...signature(document), ...last];
}

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;

/** Eighths of a point. */
function ruled(kind: 'outer' | 'inner') {
  const size = Math.round((geometry.imprint[kind] * 72 * 8) / 25.4);
  return { style: BorderStyle.SINGLE, size, color: '000000' } as const;
}

function imprintRow(content: Paragraph, top: 'outer' | 'inner', last: boolean, lines: boolean): TableRow {
  const borders = lines
    ? { top: ruled(top), bottom: last ? ruled('outer') : none, left: none, right: none }
    : { top: none, bottom: none, left: none, right: none };
  return new TableRow({
    children: [
      new TableCell({
        children: [content],
        borders,
        width: { size: twips(sheet.areaWidth), type: WidthType.DXA },
      }),
    ],
  });
}

/** A table that hangs on the lower edge of the type area; undefined when there is nothing to say. */
export function docxImprint(document: OfficialDocument): Table | undefined {
  const { copies, printedBy, printedOn, format } = document;
  const top = imprintOf(document)?.top;
  if (top === undefined) return undefined;
  const letter = format === 'letter';
  const small = { size: sizes.imprint };
  const spacing = { line: twips(geometry.imprint.row) };
  const side = { left: emTwips, right: emTwips };
  const copied = row([run(`抄送：${copies.join('，')}。`, 'fangsong', small)], {
    spacing,
    indent: { left: emTwips + 3 * sizes.imprint * 20, right: emTwips, hanging: 3 * sizes.imprint * 20 },
  });
  const contents = [
    ...(copies.length === 0 ? [] : [copied]),
    ...(letter || printedBy === undefined || printedOn === undefined
      ? []
      : [
          row([run(`${printedBy}\t${showDay(printedOn)}印发`, 'fangsong', small)], {
            spacing,
            indent: side,
            tabStops: [{ type: TabStopType.RIGHT, position: twips(sheet.areaWidth - em) }],
          }),
        ]),
  ];
  return new Table({
    rows: contents.map((content, index) =>
      imprintRow(content, index === 0 ? 'outer' : 'inner', index === contents.length - 1, !letter),
    ),
    width: { size: twips(sheet.areaWidth), type: WidthType.DXA },
    columnWidths: [twips(sheet.areaWidth)],
    layout: TableLayoutType.FIXED,
    margins: { left: 0, right: 0 },
    borders: TableBorders.NONE,
    float: {
      horizontalAnchor: TableAnchorType.MARGIN,
      verticalAnchor: TableAnchorType.MARGIN,
      absoluteHorizontalPosition: 0,
      absoluteVerticalPosition: twips(top - sheet.top),
      overlap: OverlapType.NEVER,
    },
  });
}

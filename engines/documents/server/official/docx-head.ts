/** The head of the Word file: cautions, red mark, number and signers, red line, by the four formats. */
import {
  AlignmentType,
  BorderStyle,
  FrameAnchorType,
  FrameWrap,
  LineRuleType,
  type Paragraph,
  Table,
  TableBorders,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { em, geometry, millimetresPerPoint, page as sheet } from '../../official/geometry.ts';
import type { OfficialDocument } from '../../official/model.ts';
import { markCell, numberOf, spacedName } from '../../official/place-head.ts';
import { docxRow, emTwips, emptyRow, red, redLine, row, run, twips } from './docx-parts.ts';

/** A line that holds its type exactly; Word sets the baseline at four fifths of it. */
const tight = 1.1;

function cautions({ copyNumber, secrecy, urgency }: OfficialDocument): Paragraph[] {
  const period = secrecy?.period === undefined ? '' : `★${secrecy.period}`;
  return [
    ...(copyNumber === undefined ? [] : [row([run(copyNumber)])]),
    ...(secrecy === undefined ? [] : [row([run(`${secrecy.level}${period}`, 'hei')])]),
    ...(urgency === undefined ? [] : [row([run(urgency, 'hei')])]),
  ];
}

function exactly(cell: number) {
  return { line: twips(cell * tight), lineRule: LineRuleType.EXACT } as const;
}

const noLines = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const unruled = { top: noLines, bottom: noLines, left: noLines, right: noLines } as const;

function markCellOf(children: Paragraph[], width: number): TableCell {
  return new TableCell({
    children,
    borders: unruled,
    verticalAlign: VerticalAlignTable.CENTER,
    width: { size: width, type: WidthType.DXA },
  });
}

/** As typists lay it: a table of the organs, each spread over the width of the longest, and the suffix beside them. */
function jointMark(document: OfficialDocument, before: number): (Paragraph | Table)[] {
  const cell = markCell(document);
  const style = { size: cell / millimetresPerPoint, colour: red };
  const longest = Math.max(...document.issuers.map((name) => Array.from(name).length));
  const names = document.issuers.map((name) =>
    row([run(name, 'title', style)], { alignment: AlignmentType.DISTRIBUTE, spacing: exactly(cell) }),
  );
  const suffix = row([run(document.markSuffix, 'title', style)], {
    alignment: AlignmentType.RIGHT,
    spacing: exactly(cell),
  });
  const widths = [twips(cell * longest), twips(cell * (document.markSuffix.length + 0.5))];
  const cells = [names, [suffix]].map((children, index) => markCellOf(children, widths[index] ?? 0));
  const above = row([], { spacing: { line: Math.max(20, before), lineRule: LineRuleType.EXACT } });
  const table = new Table({
    rows: [new TableRow({ children: cells })],
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: { left: 0, right: 0 },
    borders: TableBorders.NONE,
    alignment: AlignmentType.CENTER,
  });
  return [above, table];
}

/** `before`: twips from what stands above to the top of the mark. */
function mark(document: OfficialDocument, before: number): (Paragraph | Table)[] {
  if (document.issuers.length > 1) return jointMark(document, before);
  const cell = markCell(document);
  const text = `${document.issuers[0] ?? ''}${document.markSuffix}`;
  const style = { size: cell / millimetresPerPoint, colour: red };
  return [
    row([run(text, 'title', style)], {
      alignment: AlignmentType.CENTER,
      spacing: { ...exactly(cell), before },
    }),
  ];
}

/** Number left and signers right in one row, further signers under the first (7.2.6). */
function numberWithSigners(document: OfficialDocument): Paragraph[] {
  const names = document.signers.map(spacedName);
  const lines: string[][] = [];
  for (let index = 0; index < names.length; index += 2) lines.push(names.slice(index, index + 2));
  const width = Math.min(2, names.length) * 4 * emTwips;
  const first = twips(sheet.areaWidth) - width;
  return lines.map((line, index) => {
    const last = index === lines.length - 1;
    return row(
      [
        run(last ? `　${numberOf(document)}` : ''),
        run(index === 0 ? '\t签发人：\t' : '\t\t'),
        run(line.join('　'), 'kai'),
      ],
      {
        tabStops: [
          { type: TabStopType.LEFT, position: first - 4 * emTwips },
          { type: TabStopType.LEFT, position: first },
        ],
        ...(last ? { border: { bottom: redLine(geometry.redLineGap, geometry.redLineWidth) } } : {}),
        spacing: { before: index === 0 ? geometry.rowsUnderMark * docxRow : 0 },
      },
    );
  });
}

function documentHead(document: OfficialDocument): (Paragraph | Table)[] {
  const above = cautions(document);
  const { format } = document;
  const top = geometry.markTop[format === 'letter' ? 'document' : format];
  const before = Math.max(0, twips(top) - above.length * docxRow);
  const number =
    document.signers.length > 0
      ? numberWithSigners(document)
      : [
          row([run(numberOf(document))], {
            alignment: AlignmentType.CENTER,
            spacing: { before: geometry.rowsUnderMark * docxRow },
            ...(format === 'order'
              ? {}
              : { border: { bottom: redLine(geometry.redLineGap, geometry.redLineWidth) } }),
          }),
        ];
  return [...above, ...mark(document, before), ...number, emptyRow(), emptyRow()];
}

const frame = (y: number) =>
  ({
    type: 'absolute',
    position: { x: twips((sheet.width - geometry.letter.lineLength) / 2), y: twips(y) },
    width: twips(geometry.letter.lineLength),
    wrap: FrameWrap.NONE,
    anchor: { horizontal: FrameAnchorType.PAGE, vertical: FrameAnchorType.PAGE },
  }) as const;

const doubleLine = { color: red, size: 24 } as const;

/** The mark and both double lines stand in frames that are fixed to the page; the text begins under them. */
function letterHead(document: OfficialDocument): Paragraph[] {
  const { markTop, lineGap, lowerLine, thick, thin, between } = geometry.letter;
  const cell = markCell(document);
  const size = cell / millimetresPerPoint;
  const space = Math.round((lineGap * 72) / 25.4);
  const head = row([run(document.issuers.join('　'), 'title', { size, colour: red })], {
    alignment: AlignmentType.CENTER,
    spacing: exactly(cell),
    frame: frame(markTop),
    border: { bottom: { ...doubleLine, style: BorderStyle.THICK_THIN_SMALL_GAP, space } },
  });
  const foot = row([], {
    spacing: { line: 20, lineRule: LineRuleType.EXACT },
    frame: frame(sheet.height - lowerLine),
    border: { top: { ...doubleLine, style: BorderStyle.THIN_THICK_SMALL_GAP, space: 0 } },
  });
  const first = markTop + cell + lineGap + thick + between + thin + (em * 7) / 8;
  const [left, ...more] = [document.copyNumber, document.urgency].filter((text) => text !== undefined);
  const number = row([run(left ?? ''), run(`\t${numberOf(document)}`)], {
    tabStops: [{ type: TabStopType.RIGHT, position: twips(sheet.areaWidth) }],
    spacing: { before: Math.max(0, twips(first - sheet.top)) },
  });
  return [head, foot, number, ...more.map((text) => row([run(text, 'hei')])), emptyRow(), emptyRow()];
}

export function docxHead(document: OfficialDocument): (Paragraph | Table)[] {
  return document.format === 'letter' ? letterHead(document) : documentHead(document);
}

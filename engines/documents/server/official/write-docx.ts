/** Writes an official document as a Word file that a typist can go on with: page, grid, faces and distances of GB/T 9704-2012. */
import {
  AlignmentType,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  type Table,
  TextRun,
} from 'docx';
import { breakTitle } from '../../official/break-title.ts';
import { geometry, millimetresPerPoint, page as sheet, sizes } from '../../official/geometry.ts';
import { layOutOfficial } from '../../official/lay-out-official.ts';
import type { OfficialDocument } from '../../official/model.ts';
import { headingFaces, readBody } from '../../official/read-body.ts';
import { docxEnding, docxImprint } from './docx-ending.ts';
import { docxHead } from './docx-head.ts';
import {
  closer,
  docxRow,
  emTwips,
  emptyRow,
  exactRow,
  fontOf,
  row,
  run,
  titleRows,
  twips,
} from './docx-parts.ts';

function bodyRows(text: string): Paragraph[] {
  return readBody(text).map((paragraph) => {
    const { headingLength, level } = paragraph;
    const head = paragraph.text.slice(0, headingLength);
    const rest = paragraph.text.slice(headingLength);
    const runs = [
      ...(head === '' || level === undefined ? [] : [run(head, headingFaces[level])]),
      ...(rest === '' ? [] : [run(rest)]),
    ];
    return row(runs, {
      alignment: AlignmentType.BOTH,
      indent: { firstLine: 2 * emTwips, firstLineChars: 200 },
    });
  });
}

function attachmentRows(attachments: OfficialDocument['attachments']): Paragraph[] {
  if (attachments.length === 0) return [];
  const rows = attachments.map(({ title }, index) => {
    const number = attachments.length === 1 ? '' : `${index + 1}.`;
    const hanging = (index === 0 ? 3 : 0) + number.length / 2;
    const left = 5 + number.length / 2;
    return row([run(`${index === 0 ? '附件：' : ''}${number}${title}`)], {
      indent: { left: Math.round(left * emTwips), hanging: Math.round(hanging * emTwips) },
    });
  });
  return [emptyRow(), ...rows];
}

function attendanceRows(attendance: OfficialDocument['attendance']): Paragraph[] {
  const rows = attendance.map(({ label, names }) =>
    row([run(`${label}：`, 'hei'), run(names.join('　'))], {
      indent: { left: (3 + label.length) * emTwips, hanging: (1 + label.length) * emTwips },
    }),
  );
  return rows.length === 0 ? [] : [emptyRow(), ...rows];
}

function attachedPages(attachments: OfficialDocument['attachments']): Paragraph[] {
  return attachments.flatMap((attachment, index) => {
    if (attachment.body.trim() === '') return [];
    const mark = attachments.length === 1 ? '附件' : `附件${index + 1}`;
    return [
      row([run(mark, 'hei')], { pageBreakBefore: true }),
      emptyRow(),
      titleRows(breakTitle(attachment.title)),
      emptyRow(),
      ...bodyRows(attachment.body),
    ];
  });
}

/** — 1 — with its dashes 7 mm under the type area. */
function pageNumber(alignment: typeof AlignmentType.LEFT | typeof AlignmentType.RIGHT): Footer {
  const number = new TextRun({
    children: ['— ', PageNumber.CURRENT, ' —'],
    font: fontOf('song'),
    size: sizes.imprint * 2,
  });
  const line = { line: sizes.imprint * 20, lineRule: LineRuleType.EXACT, before: 0, after: 0 } as const;
  const indent = { left: emTwips, right: emTwips };
  return new Footer({ children: [new Paragraph({ children: [number], alignment, spacing: line, indent })] });
}

const bottom = sheet.height - sheet.top - sheet.areaHeight;
const pageProperties = {
  page: {
    size: { width: twips(sheet.width), height: twips(sheet.height) },
    margin: {
      top: twips(sheet.top),
      left: twips(sheet.left),
      bottom: twips(bottom),
      right: twips(sheet.width - sheet.left - sheet.areaWidth),
      header: twips(15),
      // Word measures to the lower edge of the line; the dash stands in its middle.
      footer: twips(bottom - geometry.pageNumberGap - (sizes.imprint * millimetresPerPoint) / 2),
      gutter: 0,
    },
  },
  // Rows are exact and 28 characters fit by their spacing: a grid of characters means different widths to Word, WPS and LibreOffice.
  grid: { linePitch: docxRow },
} as const;

function contentOf(document: OfficialDocument): (Paragraph | Table)[] {
  const title = document.format === 'order' ? [] : [titleRows(breakTitle(document.title)), emptyRow()];
  const { recipients } = document;
  const imprint = docxImprint(document);
  const { imprintApart } = layOutOfficial(document);
  return [
    ...docxHead(document),
    ...title,
    ...(recipients.length === 0 ? [] : [row([run(`${recipients.join('，')}：`)])]),
    ...bodyRows(document.body),
    ...attachmentRows(document.attachments),
    ...attendanceRows(document.attendance),
    ...docxEnding(document),
    ...attachedPages(document.attachments),
    ...(imprintApart ? [row([], { pageBreakBefore: true })] : []),
    ...(imprint === undefined ? [] : [imprint, row([])]),
  ];
}

/** A checked document in, the bytes of its .docx out. */
export async function writeOfficialDocx(document: OfficialDocument): Promise<Uint8Array> {
  const letter = document.format === 'letter';
  const file = new Document({
    title: document.title,
    creator: document.issuers.join('、'),
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: { font: fontOf('fangsong'), size: sizes.body * 2, characterSpacing: closer },
          paragraph: { spacing: exactRow },
        },
      },
    },
    sections: [
      {
        properties: { ...pageProperties, titlePage: letter },
        footers: {
          default: pageNumber(AlignmentType.RIGHT),
          even: pageNumber(AlignmentType.LEFT),
          ...(letter ? { first: new Footer({ children: [] }) } : {}),
        },
        children: contentOf(document),
      },
    ],
  });
  return Packer.toBuffer(file);
}

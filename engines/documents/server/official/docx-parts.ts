/** Paragraphs of the Word file: exact rows, faces by name, distances in twentieths of a point. */
import { AlignmentType, BorderStyle, type IParagraphOptions, LineRuleType, Paragraph, TextRun } from 'docx';
import { em, page as sheet, sizes } from '../../official/geometry.ts';
import type { Face } from '../../official/placed.ts';
import { fontNames } from './fonts.ts';

const twipsPerMillimetre = 1440 / 25.4;
export const red = 'E60012';

export function twips(millimetres: number): number {
  return Math.round(millimetres * twipsPerMillimetre);
}

/**
 * Word counts the gap under the last row as part of the page, so 22 rows of the type area are 225 mm ÷ 22 each; the PDF follows clause 3.2 to the
 * letter. Rows and characters, and so the breaks, are the same in both.
 */
export const docxRow = Math.floor(twips(sheet.areaHeight) / sheet.rows);
export const exactRow = { line: docxRow, lineRule: LineRuleType.EXACT } as const;
export const emTwips = twips(em);
/** Type of size three is a little wider than a 28th of the type area: characters stand closer by this many twips, rounded so that 28 fit. */
export const closer = Math.floor(emTwips - sizes.body * 20 - 0.5);

export function fontOf(face: Face) {
  const name = fontNames[face];
  return { ascii: name, eastAsia: name, hAnsi: name, cs: name };
}

export interface RunStyle {
  /** Points. */
  readonly size?: number;
  readonly colour?: string;
  readonly break?: number;
}

export function run(text: string, face: Face = 'fangsong', style: RunStyle = {}): TextRun {
  return new TextRun({
    text,
    font: fontOf(face),
    size: (style.size ?? sizes.body) * 2,
    ...(style.colour === undefined ? {} : { color: style.colour }),
    ...(style.break === undefined ? {} : { break: style.break }),
  });
}

export function row(
  children: readonly TextRun[],
  options: Omit<IParagraphOptions, 'children'> = {},
): Paragraph {
  const { spacing, ...rest } = options;
  return new Paragraph({ ...rest, children, spacing: { ...exactRow, ...spacing } });
}

export function emptyRow(): Paragraph {
  return row([]);
}

/** Lines that the title was broken into, as one centred paragraph. */
export function titleRows(lines: readonly string[]): Paragraph {
  return row(
    lines.map((text, index) =>
      run(text, 'title', { size: sizes.title, ...(index === 0 ? {} : { break: 1 }) }),
    ),
    { alignment: AlignmentType.CENTER },
  );
}

/** The red line under the number: its distance is the border's own. */
export function redLine(space: number, millimetres: number) {
  // Borders are measured in eighths of a point, their distance in whole points.
  const size = Math.round((millimetres * 72 * 8) / 25.4);
  return { style: BorderStyle.SINGLE, color: red, size, space: Math.round((space * 72) / 25.4) };
}

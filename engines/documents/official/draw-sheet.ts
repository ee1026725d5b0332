/** An official document as the pages of an OFD file, and where its seal stands on them: what an electronic seal is put on. Pure. */
import type { Drawn, OfdSheet, SealPlace } from '../../trust/service.ts';
import { millimetresPerPoint, page as sheet } from './geometry.ts';
import { layOutOfficial } from './lay-out-official.ts';
import { type OfficialDocument, showNumber } from './model.ts';
import type { Colour, PlacedLine, PlacedPage, PlacedText } from './placed.ts';

const colours: Readonly<Record<Colour, string>> = { black: '0 0 0', red: '230 0 18' };
/** An ideograph's square reaches from 0.88 above the baseline to 0.12 under it. */
const ascent = 0.88;

function drawText({ text, face, size, colour, x, y, height, advance, fit }: PlacedText): Drawn {
  const type = size * millimetresPerPoint;
  return {
    kind: 'text',
    text,
    face,
    size: type,
    advance,
    colour: colours[colour],
    // An ideograph stands in the middle of its cell; the trade's faces have Latin type of half a square.
    x: fit === 'wide' ? x + (height - type) / 2 : x,
    y: y + height / 2 + (ascent - 0.5) * type,
  };
}

function drawLine({ x, y, length, thickness, colour }: PlacedLine): Drawn {
  return { kind: 'line', from: [x, y], to: [x + length, y], width: thickness, colour: colours[colour] };
}

function drawPage({ texts, lines }: PlacedPage): readonly Drawn[] {
  return [...texts.map(drawText), ...lines.map(drawLine)];
}

/** Every place of a seal, in the order of the signatures. */
function sealPlaces(pages: readonly PlacedPage[]): readonly SealPlace[] {
  return pages.flatMap(({ seals }, page) =>
    seals.map(({ x, y, diameter }) => ({
      page,
      x: x - diameter / 2,
      y: y - diameter / 2,
      width: diameter,
      height: diameter,
    })),
  );
}

export interface OfficialSheet {
  readonly sheet: OfdSheet;
  readonly places: readonly SealPlace[];
}

/** `id`: what the file names the document by, 32 hexadecimal digits. */
export function drawOfficialSheet(document: OfficialDocument, id: string, made: Date): OfficialSheet {
  const { pages } = layOutOfficial(document);
  const { number } = document;
  return {
    sheet: {
      title: document.title,
      author: document.issuers.join('、'),
      made,
      width: sheet.width,
      height: sheet.height,
      pages: pages.map(drawPage),
      custom: { docId: id, ...(number === undefined ? {} : { documentNumber: showNumber(number) }) },
    },
    places: sealPlaces(pages),
  };
}

/** Signature, date and seals at the end of the text: the seal lies over both (骑年盖月), as GB/T 9704-2012, 7.3.5 says. */
import { em, geometry, page as sheet, rowPitch, sealDiameter } from './geometry.ts';
import { type OfficialDocument, showDay } from './model.ts';
import { right, rowTop, widthOfText, type Written, writeAt, writeCentred } from './place-cells.ts';
import type { OpenPage } from './placed.ts';

/** What comes after the text and must stand on a page with at least some of it. */
export interface Ending {
  /** Rows that it takes, the empty ones before it among them. */
  readonly rows: number;
  /** `row`: the first row after the text. */
  readonly place: (page: OpenPage, row: number) => void;
}

/** Signature and date stand this much under the middle of the seal (居印章中心偏下位置). */
const underMiddle = 3.5;
/** Seals neither cross nor touch. */
const sealGap = 2;

function plain(text: string): Written {
  return { text, face: 'fangsong' };
}

/** Empty rows before a sealed signature: the seal's top lies within one row under the text. */
export function rowsBeforeSeal(): number {
  for (let rows = 1; rows < sheet.rows; rows += 1) {
    const top = (rows + 1.5) * rowPitch - em / 2 - underMiddle - sealDiameter / 2;
    if (top >= 0) return rows;
  }
  return 1;
}

function pressSeal(page: OpenPage, organ: string, x: number, row: number): void {
  const y = rowTop(row) + (rowPitch + em) / 2 - underMiddle;
  page.seals.push({ x, y, diameter: sealDiameter, organ });
}

/** One organ: the date ends four characters from the right, the signature has its middle over it. */
function sealedOne(organ: string, date: string): Ending {
  const before = rowsBeforeSeal();
  return {
    rows: before + 2,
    place(page, row) {
      const middle = right - geometry.dateIndent * em - widthOfText(plain(date)) / 2;
      const reach = Math.min(right, middle + widthOfText(plain(organ)) / 2);
      writeAt(page, plain(organ), reach - widthOfText(plain(organ)), rowTop(row + before));
      writeCentred(page, plain(date), middle, rowTop(row + before + 1));
      pressSeal(page, organ, middle, row + before);
    },
  };
}

/** Several organs: in rows of up to three, the last with the date. */
function sealedMany(organs: readonly string[], date: string): Ending {
  const before = rowsBeforeSeal();
  const widest = Math.max(...organs.map((organ) => widthOfText(plain(organ)))) + em;
  const column = Math.max(sealDiameter + sealGap, widest);
  const perRow = Math.max(1, Math.min(organs.length, Math.floor(sheet.areaWidth / column)));
  const height = Math.ceil((sealDiameter + sealGap) / rowPitch);
  const lines = Math.ceil(organs.length / perRow);
  const width = sheet.areaWidth / perRow;
  return {
    // One more, so that a note does not come to lie under the seals at the left.
    rows: before + (lines - 1) * height + 3,
    place(page, row) {
      // The last row stands at the right, over the date.
      const shift = lines * perRow - organs.length;
      organs.forEach((organ, index) => {
        const line = Math.floor(index / perRow);
        const place = (index % perRow) + (line === lines - 1 ? shift : 0);
        const middle = sheet.left + (place + 0.5) * width;
        const at = row + before + line * height;
        writeCentred(page, plain(organ), middle, rowTop(at));
        if (index === organs.length - 1) writeCentred(page, plain(date), middle, rowTop(at + 1));
        pressSeal(page, organ, middle, at);
      });
    },
  };
}

/** Without a seal the date begins two characters after the signature's beginning, and neither comes nearer than two to the right. */
function unsealed(organs: readonly string[], date: string): Ending {
  const indent = geometry.unsealedIndent * em;
  return {
    rows: 1 + organs.length + 1,
    place(page, row) {
      const widest = Math.max(...organs.map((organ) => widthOfText(plain(organ))));
      const dateWidth = widthOfText(plain(date));
      const x = Math.min(right - indent - widest, right - 2 * indent - dateWidth);
      organs.forEach((organ, index) =>
        writeCentred(page, plain(organ), x + widest / 2, rowTop(row + 1 + index)),
      );
      writeAt(page, plain(date), x + indent, rowTop(row + 1 + organs.length));
    },
  };
}

/** 10.2: two rows under an order's text the post and the signature; the date one row under them. */
function signedOrder(post: string, name: string, date: string): Ending {
  return {
    rows: 5,
    place(page, row) {
      const end = right - geometry.dateIndent * em;
      const signature = { text: name, face: 'kai', style: { size: 22 } } as const;
      const x = end - widthOfText(signature);
      writeAt(page, signature, x, rowTop(row + 2) - (widthOfText({ ...signature, text: '名' }) - em) / 2);
      writeAt(page, plain(post), x - 2 * em - widthOfText(plain(post)), rowTop(row + 2));
      writeAt(page, plain(date), end - widthOfText(plain(date)), rowTop(row + 4));
    },
  };
}

function signatureOf(document: OfficialDocument): Ending {
  const date = showDay(document.date);
  const { signedBy, sealed } = document;
  if (document.format === 'minutes') return { rows: 0, place: () => undefined };
  if (signedBy !== undefined) return signedOrder(signedBy.post, signedBy.name, date);
  const organs = document.signatures.length > 0 ? document.signatures : document.issuers;
  if (!sealed) return unsealed(organs, date);
  const [only] = organs;
  return organs.length === 1 && only !== undefined ? sealedOne(only, date) : sealedMany(organs, date);
}

/** The signature with the note in brackets under it (7.3.6: two characters from the left). */
export function endingOf(document: OfficialDocument): Ending {
  const signature = signatureOf(document);
  const { note } = document;
  if (note === undefined) return signature;
  return {
    rows: signature.rows + 1,
    place(page, row) {
      signature.place(page, row);
      writeAt(page, plain(`（${note}）`), sheet.left + 2 * em, rowTop(row + signature.rows));
    },
  };
}

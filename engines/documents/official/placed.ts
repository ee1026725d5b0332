/** What stands where on a page, in millimetres from its upper left corner: the layout's result, drawn by PDF and preview alike. */

/** 仿宋, 小标宋, 黑体, 楷体, 宋体. */
export type Face = 'fangsong' | 'title' | 'hei' | 'kai' | 'song';
export type Colour = 'black' | 'red';

/** One run of characters of equal advance. */
export interface PlacedText {
  readonly text: string;
  readonly face: Face;
  /** Points. */
  readonly size: number;
  readonly colour: Colour;
  /** Left and top of the first character's cell. */
  readonly x: number;
  readonly y: number;
  /** Height of the cells. */
  readonly height: number;
  /** From the beginning of one character to that of the next. */
  readonly advance: number;
  /** wide: one cell each; narrow: Latin letters and digits, half a cell; squeezed: punctuation in half a cell. */
  readonly fit: 'wide' | 'narrow' | 'squeezed';
}

export interface PlacedLine {
  readonly x: number;
  /** The middle of the line's thickness. */
  readonly y: number;
  readonly length: number;
  readonly thickness: number;
  readonly colour: Colour;
}

export interface PlacedSeal {
  /** Centre. */
  readonly x: number;
  readonly y: number;
  readonly diameter: number;
  readonly organ: string;
}

export interface PlacedPage {
  readonly texts: readonly PlacedText[];
  readonly lines: readonly PlacedLine[];
  readonly seals: readonly PlacedSeal[];
}

/** A page while things are put on it. */
export interface OpenPage {
  readonly texts: PlacedText[];
  readonly lines: PlacedLine[];
  readonly seals: PlacedSeal[];
}

export function emptyPage(): OpenPage {
  return { texts: [], lines: [], seals: [] };
}

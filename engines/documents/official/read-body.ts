/** Reads the text of a document: which paragraphs are headings, of which level, and how far their type reaches (GB/T 9704-2012, 7.3.3). */
import { type Cell, cellsOf } from './break-lines.ts';
import type { Face } from './placed.ts';

export type HeadingLevel = 1 | 2 | 3 | 4;

export interface Paragraph {
  readonly text: string;
  readonly level: HeadingLevel | undefined;
  /** Characters at the beginning that are set in the heading's type. */
  readonly headingLength: number;
}

const numerals = '[一二三四五六七八九十百零〇]+';
/** 一、 （一） 1. （1） */
const forms: readonly (readonly [HeadingLevel, RegExp])[] = [
  [1, new RegExp(`^${numerals}、`)],
  [2, new RegExp(`^[（(]${numerals}[）)]`)],
  [3, /^\d{1,3}[.．](?!\d)/],
  [4, /^[（(]\d{1,3}[）)]/],
];

/** 黑体, 楷体, and 仿宋 for the third and the fourth. */
export const headingFaces: Readonly<Record<HeadingLevel, Face>> = {
  1: 'hei',
  2: 'kai',
  3: 'fangsong',
  4: 'fangsong',
};

function readParagraph(text: string): Paragraph {
  const level = forms.find(([, form]) => form.test(text))?.[0];
  if (level === undefined) return { text, level, headingLength: 0 };
  // A heading that goes on in the same paragraph ends with its first full stop.
  const stop = text.indexOf('。');
  return { text, level, headingLength: stop < 0 ? text.length : stop + 1 };
}

/** Empty lines are no paragraphs; blanks at the sides are the layout's own. */
export function readBody(body: string): Paragraph[] {
  return body
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(readParagraph);
}

export function paragraphCells({ text, level, headingLength }: Paragraph): Cell[] {
  const face = level === undefined ? 'fangsong' : headingFaces[level];
  return [...cellsOf(text.slice(0, headingLength), face), ...cellsOf(text.slice(headingLength), 'fangsong')];
}

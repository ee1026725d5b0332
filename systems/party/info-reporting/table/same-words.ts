/** Brings words that mean the same to one spelling, so that a figure asked for in other words is known as the one that is held. */
import json from '../data/synonyms.json' with { type: 'json' };

interface Synonyms {
  readonly version: number;
  readonly source: string;
  /** The first of each group stands for all. */
  readonly groups: readonly (readonly string[])[];
}

export const synonyms = json as Synonyms;

/** Longer words first, so that a word is never taken for a part of another; the standing word itself is kept as it is. */
const spellings = synonyms.groups
  .flatMap(([standing = '', ...others]) => [standing, ...others].map((word) => ({ word, standing })))
  .toSorted((a, b) => b.word.length - a.word.length);

const pattern = new RegExp(spellings.map(({ word }) => word).join('|'), 'g');
const standingOf = new Map(spellings.map(({ word, standing }) => [word, standing]));

export function sameWords(text: string): string {
  return text.replace(pattern, (word) => standingOf.get(word) ?? word);
}

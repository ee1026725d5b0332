/** What was struck out and what was put in between two versions of a text, word by word, as 修订 shows it. */
import { diffArrays } from 'diff';

export interface TextChange {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Words by the dictionary of ICU; each mark and each line break is a word of its own. */
function wordsOf(text: string): string[] {
  return Array.from(
    new Intl.Segmenter('zh', { granularity: 'word' }).segment(text),
    ({ segment }) => segment,
  );
}

function kindOf(part: { readonly added: boolean; readonly removed: boolean }): TextChange['kind'] {
  if (part.added) return 'added';
  return part.removed ? 'removed' : 'same';
}

/** What is 'same' and 'added' gives the later text, what is 'same' and 'removed' the earlier one. */
export function compareText(before: string, after: string): TextChange[] {
  return diffArrays(wordsOf(before), wordsOf(after)).map((part) => ({
    kind: kindOf(part),
    text: part.value.join(''),
  }));
}

/** Words that citizens and officials use, and the matter class that each speaks for. */
import json from './message-mapping.json' with { type: 'json' };
import type { TableHead } from './table.ts';

export interface KeywordRule {
  readonly matter: string;
  /** All of them must occur; a single word counts only where no longer word covers it. */
  readonly words: readonly string[];
  readonly weight: number;
}

export interface KeywordTable extends TableHead {
  /** Below this a class is not suggested. */
  readonly minimumScore: number;
  /** A word in the title counts this many times. */
  readonly titleFactor: number;
  readonly rows: readonly KeywordRule[];
}

export const keywordTable: KeywordTable = json as KeywordTable;

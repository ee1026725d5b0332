/** What the search engine offers: Chinese and pinyin tokens, and one index over all registers and cases. */
import type { Decision } from '../../kernel/access.ts';
import { service } from '../../kernel/system.ts';
import type { Work } from '../store/service.ts';

/** One searchable thing. Only values that an 'internal' clearance may read go in; classes above never enter the index. */
export interface SearchEntry {
  /** Register id, '<system>.<register>'. */
  readonly register: string;
  readonly id: string;
  readonly title: string;
  /** Texts of the searchable fields. */
  readonly texts: readonly string[];
  readonly area: string | null;
  readonly departments: readonly string[];
  readonly subjects: readonly string[];
}

export interface SearchHit {
  readonly register: string;
  readonly id: string;
  readonly title: string;
  readonly rank: number;
}

export interface SearchQuery {
  readonly text: string;
  /** Registers to look in, each with the decision that narrows it; a register without a permit is left out by the caller. */
  readonly within: readonly { readonly register: string; readonly decision: Decision }[];
  readonly limit: number;
}

export interface SearchService {
  /** Words, single place names, full pinyin and initials; deterministic. `query` mode gives what a person typed. */
  tokens(text: string, mode: 'index' | 'query'): readonly string[];
  /** Adds or replaces entries inside the transaction. */
  index(work: Work, entries: readonly SearchEntry[]): Promise<void>;
  remove(work: Work, register: string, ids: readonly string[]): Promise<void>;
  search(query: SearchQuery): Promise<readonly SearchHit[]>;
  /** Teaches the segmenter words (place names, class names). */
  addWords(words: readonly string[]): void;
}

export const search = service<SearchService>('search');

/** Puts segmenter, index and query together as the search service. */
import type { Store } from '../../store/index.ts';
import type { SearchService } from '../service.ts';
import { defaultLimits, findEntries, type SearchLimits } from './find-entries.ts';
import { createSegmenter, type Segmenter } from './segment-text.ts';
import { removeEntries, writeEntries } from './write-index.ts';

export interface SearchDeps {
  readonly store: Store;
  /** Place names and terms of the trade that the dictionary lacks. */
  readonly words?: readonly string[];
  readonly limits?: Partial<SearchLimits>;
}

export function createSearch(deps: SearchDeps): SearchService {
  const segmenter: Segmenter = createSegmenter();
  const limits = { ...defaultLimits, ...deps.limits };
  segmenter.addWords(deps.words ?? []);
  return {
    tokens(text, mode) {
      return mode === 'index'
        ? segmenter.indexTokens([text])
        : segmenter.queryTerms(text).map((term) => term.token);
    },
    index: (work, entries) => writeEntries(segmenter, work, entries),
    remove: removeEntries,
    search: (query) => findEntries(segmenter, deps.store, query, limits),
    addWords: (words) => segmenter.addWords(words),
  };
}

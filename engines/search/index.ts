/** The search engine's surface: one index over all registers and cases, in Chinese and pinyin. */
export { createSearch, type SearchDeps } from './server/create-search.ts';
export { defaultLimits, type SearchLimits } from './server/find-entries.ts';
export { scopeLexemes } from './server/scope-lexemes.ts';
export { searchTables } from './server/search-table.ts';
export { search, type SearchEntry, type SearchHit, type SearchQuery, type SearchService } from './service.ts';

/** Writes and removes entries of the search index, many rows in one statement. */
import { type RawBuilder, sql } from 'kysely';
import type { Work } from '../../store/index.ts';
import type { SearchEntry } from '../service.ts';
import { scopeLexemes } from './scope-lexemes.ts';
import type { Segmenter } from './segment-text.ts';

/** Above this a statement's parameters grow past what is quick to parse. */
const rowsAStatement = 2000;
/** An entry is a title and some short fields; a document's words beyond this add nothing to finding it. */
const mostTokens = 3000;

/** A PostgreSQL array literal: '{"a","b"}'. */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

export function tokensOf(segmenter: Segmenter, entry: SearchEntry): readonly string[] {
  return [
    ...scopeLexemes(entry),
    ...segmenter.indexTokens([entry.title, ...entry.texts]).slice(0, mostTokens),
  ];
}

/** Adds or replaces; an entry that is as it was costs no write, and a changed one keeps its place in time. */
export async function writeEntries(
  segmenter: Segmenter,
  work: Work,
  entries: readonly SearchEntry[],
): Promise<void> {
  // One statement may not touch a row twice: the last word on a row wins.
  const distinct = [...new Map(entries.map((entry) => [`${entry.register}\n${entry.id}`, entry])).values()];
  for (let from = 0; from < distinct.length; from += rowsAStatement) {
    const statement = upsert(segmenter, distinct.slice(from, from + rowsAStatement));
    // Whoever writes many waits, so that they do not pile up in memory.
    if (from + rowsAStatement < distinct.length) await statement.execute(work.db);
    else work.send(statement);
  }
}

function upsert(segmenter: Segmenter, entries: readonly SearchEntry[]): RawBuilder<unknown> {
  const registers = entries.map((entry) => entry.register);
  const ids = entries.map((entry) => entry.id);
  // PostgreSQL's text cannot hold NUL.
  const titles = entries.map((entry) => entry.title.replaceAll('\0', ''));
  const areas = entries.map((entry) => entry.area);
  const departments = entries.map((entry) => arrayLiteral(entry.departments));
  const subjects = entries.map((entry) => arrayLiteral(entry.subjects));
  // Tokens hold no spaces, so one text a row carries them all.
  const tokens = entries.map((entry) => tokensOf(segmenter, entry).join(' '));
  return sql`
    insert into search_entry as known (register, id, title, area, departments, subjects, tokens)
    select register, id, title, area, departments::text[], subjects::text[],
           array_to_tsvector(string_to_array(tokens, ' '))
    from unnest(${registers}::text[], ${ids}::uuid[], ${titles}::text[], ${areas}::text[],
                ${departments}::text[], ${subjects}::text[], ${tokens}::text[])
      as given (register, id, title, area, departments, subjects, tokens)
    on conflict (register, id) do update
      set title = excluded.title, area = excluded.area, departments = excluded.departments,
          subjects = excluded.subjects, tokens = excluded.tokens
      where (known.title, known.area, known.departments, known.subjects, known.tokens)
        is distinct from (excluded.title, excluded.area, excluded.departments, excluded.subjects, excluded.tokens)
  `;
}

export async function removeEntries(work: Work, register: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`delete from search_entry where register = ${register} and id = any(${ids}::uuid[])`.execute(
    work.db,
  );
}

/** Finds entries within a bounded time whatever the words: rare ones through the index, frequent ones among the newest. */
import { type RawBuilder, sql } from 'kysely';
import type { Decision } from '../../../kernel/access.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import { type Database, scopeCondition, type Store } from '../../store/index.ts';
import type { SearchHit, SearchQuery } from '../service.ts';
import { lexemeOfRegister, lexemeOfScope } from './scope-lexemes.ts';
import { normaliseText, type Segmenter, type Term } from './segment-text.ts';

/** How a search is kept within its time; measured by `npm run bench search`. */
export interface SearchLimits {
  /** Matches up to which all are fetched, when the newest entries would show too few. */
  readonly exactRows: number;
  /** Newest entries looked through for a frequent word. */
  readonly window: number;
  /** Matches that the newest entries must promise before they are looked through; a page shows some twenty. */
  readonly enough: number;
  /** Hits fetched for ranking; no more matches than this are always fetched exactly. */
  readonly candidates: number;
  readonly timeoutMilliseconds: number;
}

export const defaultLimits: SearchLimits = {
  exactRows: 2500,
  window: 8_000,
  enough: 20,
  candidates: 500,
  timeoutMilliseconds: 2000,
};

interface Candidate {
  readonly register: string;
  readonly id: string;
  readonly title: string;
  readonly position: number;
}

interface Group {
  readonly registers: readonly string[];
  readonly decision: Decision;
}

/** Terms are letters, digits and Han characters only (segment-text), so quoting is enough. */
function toTsquery(terms: readonly Term[]): string {
  return terms.map((term) => `'${term.token}'${term.prefix ? ':*' : ''}`).join(' & ');
}

/** Registers with equal decisions share one condition, so that a query over a hundred registers stays short. */
function groupByDecision(within: SearchQuery['within']): readonly Group[] {
  const groups = new Map<string, { registers: string[]; decision: Decision }>();
  for (const { register, decision } of within) {
    if (!decision.permit) continue;
    const key = JSON.stringify(decision.rows);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { registers: [register], decision });
    else group.registers.push(register);
  }
  return [...groups.values()];
}

const columns = { area: 'area', departmentSets: ['departments'], subjectSets: ['subjects'], alias: 'entry' };

function permitted(groups: readonly Group[]): RawBuilder<boolean> {
  const parts = groups.map(
    (group) =>
      sql<boolean>`(entry.register = any(${group.registers}::text[]) and ${scopeCondition(group.decision, columns)})`,
  );
  return sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

/** Every match, so that rank decides and not age. `+ 0` keeps the planner from walking the newest-first index for it. */
function exactQuery(groups: readonly Group[], query: string, limits: SearchLimits): RawBuilder<Candidate> {
  return sql<Candidate>`
    select entry.register, entry.id, entry.title, entry.position from search_entry entry
    where entry.tokens @@ ${query}::tsquery and ${permitted(groups)}
    order by entry.position + 0 desc limit ${limits.candidates}`;
}

function windowQuery(groups: readonly Group[], query: string, limits: SearchLimits): RawBuilder<Candidate> {
  const registers = groups.flatMap((group) => group.registers);
  const each = Math.ceil(limits.window / registers.length);
  return sql<Candidate>`
    select entry.register, entry.id, entry.title, entry.position
    from unnest(${registers}::text[]) as wanted (register)
    cross join lateral (
      select * from search_entry newest where newest.register = wanted.register
      order by newest.position desc limit ${each}
    ) entry
    where entry.tokens @@ ${query}::tsquery and ${permitted(groups)}
    limit ${limits.candidates}`;
}

interface Explained {
  readonly 'QUERY PLAN': readonly {
    readonly Plan: { readonly Plans?: readonly { readonly 'Plan Rows': number }[] };
  }[];
}

interface Expected {
  /** Matches by the planner's statistics. */
  readonly rows: number;
  /** Some word is not in the statistics: then the planner supposes 0.5 %, but in truth it is rarer than each word that is in. */
  readonly unlisted: boolean;
  /** Entries of the wanted registers. */
  readonly within: number;
}

/** A token that no entry has: what the planner supposes of a word it knows nothing of. */
const unknownToken = "'@'";

/** One EXPLAIN for the query, for the registers and for each of the words; nothing is run. */
async function estimate(
  db: Database,
  query: string,
  terms: readonly Term[],
  registers: string,
): Promise<Expected> {
  const asked = [query, unknownToken, registers, ...terms.map((term) => toTsquery([term]))];
  const parts = asked.map((each) => sql`select 1 from search_entry where tokens @@ ${each}::tsquery`);
  const explained = await sql<Explained>`explain (format json) ${sql.join(parts, sql` union all `)}`.execute(
    db,
  );
  const plans = explained.rows[0]?.['QUERY PLAN'][0]?.Plan.Plans ?? [];
  const [rows = 0, unknown = 0, within = 0, ...words] = plans.map((plan) => plan['Plan Rows']);
  return { rows, unlisted: words.some((word) => word <= unknown), within };
}

function anyOf(tokens: readonly string[]): string {
  return `(${tokens.map((token) => `'${token}'`).join(' | ')})`;
}

/** The tokens of place of each group, for one index to answer with the words; undefined means 'anywhere'. */
function placesOf(groups: readonly Group[]): string | undefined {
  const places: string[] = [];
  for (const { decision } of groups) {
    const scopes = decision.permit ? decision.rows.map(lexemeOfScope) : [];
    const known = scopes.filter((token) => token !== undefined);
    if (known.length < scopes.length || known.length === 0) return undefined;
    places.push(anyOf(known));
  }
  return `(${places.join(' | ')})`;
}

/** Registers that hold more of all entries than this narrow nothing, and their tokens would be read for nothing. */
const narrowShare = 0.5;
/** Beyond this many registers their tokens cost a look each. */
const mostRegisterLexemes = 8;

interface Sizes {
  readonly rows: number;
}

async function findCandidates(
  store: Store,
  groups: readonly Group[],
  terms: readonly Term[],
  limits: SearchLimits,
): Promise<readonly Candidate[]> {
  const places = placesOf(groups);
  const query = places === undefined ? toTsquery(terms) : `${toTsquery(terms)} & ${places}`;
  const registers = groups.flatMap((group) => group.registers);
  const registerTokens = anyOf(registers.map(lexemeOfRegister));
  return store.transaction(async ({ db: read }) => {
    // The plan must know the words: a plan made for any words is wrong for rare or for frequent ones.
    const measuring = sql<Sizes>`select set_config('plan_cache_mode', 'force_custom_plan', true),
      set_config('statement_timeout', ${String(limits.timeoutMilliseconds)}, true),
      (select reltuples from pg_class where oid = 'search_entry'::regclass) as rows`.execute(read);
    const estimating = estimate(read, query, terms, registerTokens);
    const [sizes, expected] = await Promise.all([measuring, estimating]);
    const total = Math.max(Number(sizes.rows[0]?.rows ?? 0), 1);
    const narrow = registers.length <= mostRegisterLexemes && expected.within < total * narrowShare;
    const exactly = narrow ? `${query} & ${registerTokens}` : query;
    const entries = narrow ? Math.max(expected.within, 1) : total;
    // What the planner supposes of a word outside its statistics is an upper bound: half of it is nearer the truth.
    const rows = expected.rows * (entries / total) * (expected.unlisted ? 0.5 : 1);
    const share = Math.min(limits.window / entries, 1);
    const exact = async () => (await exactQuery(groups, exactly, limits).execute(read)).rows;
    if (rows <= Math.min(limits.candidates, limits.exactRows)) return exact();
    if ((expected.unlisted || rows * share < limits.enough) && rows <= limits.exactRows) return exact();
    const newest = (await windowQuery(groups, query, limits).execute(read)).rows;
    // Fewer than promised: the word is rarer than the statistics say, so that all of its matches can be had.
    const likely = (newest.length + 3) / share;
    return newest.length < limits.enough / 2 && likely <= limits.exactRows ? exact() : newest;
  });
}

/** 4 the title itself, 3 begins with what was typed, 2 holds it, else the share of words in the title. */
function matchOf(title: string, phrase: string, terms: readonly Term[]): number {
  if (title === phrase) return 4;
  const place = title.indexOf(phrase);
  if (place === 0) return 3;
  if (place > 0) return 2;
  return terms.filter((term) => title.includes(term.token)).length / Math.max(terms.length, 1);
}

/** Newer first among equal matches. */
function rankOf(
  candidate: Candidate,
  phrase: string,
  terms: readonly Term[],
  span: { readonly low: number; readonly high: number },
): number {
  const recency = span.high === span.low ? 0 : (candidate.position - span.low) / (span.high - span.low);
  return matchOf(normaliseText(candidate.title), phrase, terms) + recency * 0.4;
}

function rankAll(
  candidates: readonly Candidate[],
  text: string,
  terms: readonly Term[],
  limit: number,
): readonly SearchHit[] {
  const phrase = normaliseText(text).trim();
  const positions = candidates.map((candidate) => candidate.position);
  const span = { low: Math.min(...positions), high: Math.max(...positions) };
  return candidates
    .map((candidate) => ({
      register: candidate.register,
      id: candidate.id,
      title: candidate.title,
      rank: rankOf(candidate, phrase, terms, span),
    }))
    .sort((left, right) => right.rank - left.rank)
    .slice(0, limit);
}

/** PostgreSQL's own words for 'the statement took longer than it may'. */
function isTimeout(problem: unknown): boolean {
  return problem instanceof Error && 'code' in problem && problem.code === '57014';
}

/**
 * Ranked hits, at most `query.limit`. Nothing typed, or no register permitted: none. Words more frequent than
 * `limits.exactRows` are looked for among the newest `limits.window` entries.
 * Throws city.unavailable when the database is too busy to answer in time.
 */
export async function findEntries(
  segmenter: Segmenter,
  store: Store,
  query: SearchQuery,
  limits: SearchLimits,
): Promise<readonly SearchHit[]> {
  const groups = groupByDecision(query.within);
  const terms = segmenter.queryTerms(query.text);
  if (groups.length === 0 || terms.length === 0) return [];
  try {
    const found = await findCandidates(store, groups, terms, limits);
    if (found.length > 0) return rankAll(found, query.text, terms, query.limit);
    const characters = segmenter.characterTerms(query.text);
    if (toTsquery(characters) === toTsquery(terms)) return [];
    const looser = await findCandidates(store, groups, characters, limits);
    return rankAll(looser, query.text, characters, query.limit);
  } catch (problem) {
    if (isTimeout(problem)) throw commonErrors.unavailable();
    throw problem;
  }
}

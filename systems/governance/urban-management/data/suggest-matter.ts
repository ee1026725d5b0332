/** Suggests the matter class of a message from its words; a person decides, nothing is filed by it. */
import { type KeywordRule, type KeywordTable, keywordTable } from './message-mapping.ts';

export interface MatterSuggestion {
  /** Code of the matter class. */
  readonly matter: string;
  /** Sum of the weights of the words found; comparable within one message only. */
  readonly score: number;
  /** The words that spoke for it, heaviest first; several that must come together are joined by '+'. */
  readonly words: readonly string[];
}

export interface SuggestOptions {
  /** Its words weigh more, because citizens put the matter into the title. */
  readonly title?: string;
  /** At most so many suggestions, default 5. */
  readonly limit?: number;
  readonly table?: KeywordTable;
}

/** What stands behind this is repetition or an attack, not news. */
const longestText = 4000;

/**
 * Matter classes of a free text, best first; empty when nothing speaks for any class.
 * Full-width letters, case and white space make no difference. Pure: no I/O, no clock.
 */
export function suggestMatter(text: string, options: SuggestOptions = {}): MatterSuggestion[] {
  const table = options.table ?? keywordTable;
  const inTitle = matchRules(options.title ?? '', table.rows);
  const inText = matchRules(text, table.rows);
  const found = new Map<string, { score: number; words: { text: string; weight: number }[] }>();
  for (const rule of new Set([...inTitle, ...inText])) {
    const weight = rule.weight * (inTitle.has(rule) ? table.titleFactor : 1);
    const entry = found.get(rule.matter) ?? { score: 0, words: [] };
    entry.score += weight;
    entry.words.push({ text: rule.words.join('+'), weight });
    found.set(rule.matter, entry);
  }
  return [...found]
    .filter(([, entry]) => entry.score >= table.minimumScore)
    .map(([matter, entry]) => ({
      matter,
      score: entry.score,
      words: entry.words.sort((a, b) => b.weight - a.weight).map((word) => word.text),
    }))
    .sort((a, b) => b.score - a.score || a.matter.localeCompare(b.matter))
    .slice(0, options.limit ?? 5);
}

function normalize(text: string): string {
  return text.slice(0, longestText).normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

/** Rules that a text meets. Longer words go first and cover their place, so that 污水井盖 does not also say 井盖. */
function matchRules(text: string, rules: readonly KeywordRule[]): Set<KeywordRule> {
  const normal = normalize(text);
  const met = new Set<KeywordRule>();
  if (normal === '') return met;
  const covered = new Uint8Array(normal.length);
  for (const { rule, words } of prepareRules(rules)) {
    const [word = ''] = words;
    if (!normal.includes(word)) continue;
    const meets =
      words.length > 1 ? words.every((each) => normal.includes(each)) : coverWord(normal, word, covered);
    if (meets) met.add(rule);
  }
  return met;
}

interface PreparedRule {
  readonly rule: KeywordRule;
  readonly words: readonly string[];
}

/** A table is sorted once, not for each of the thousands of messages of an import. */
const prepared = new WeakMap<readonly KeywordRule[], readonly PreparedRule[]>();

function prepareRules(rules: readonly KeywordRule[]): readonly PreparedRule[] {
  const known = prepared.get(rules);
  if (known !== undefined) return known;
  const ordered = rules
    .map((rule) => ({ rule, words: rule.words.map(normalize).filter((word) => word !== '') }))
    .filter((each) => each.words.length > 0)
    .sort((a, b) => (b.words[0]?.length ?? 0) - (a.words[0]?.length ?? 0));
  prepared.set(rules, ordered);
  return ordered;
}

/** True when the word stands somewhere not wholly covered yet; covers all its places. */
function coverWord(text: string, word: string, covered: Uint8Array): boolean {
  let free = false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const place = covered.subarray(at, at + word.length);
    if (place.includes(0)) free = true;
    place.fill(1);
  }
  return free;
}

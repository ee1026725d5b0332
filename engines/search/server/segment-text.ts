/** Turns Chinese text into search tokens: words and sub-words, single characters, pinyin, initials, Latin words and codes. */
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { pinyin } from 'pinyin-pro';

/** One thing a person typed: all of them must be found. */
export interface Term {
  readonly token: string;
  /** Also finds what only begins with it (the word still being typed). */
  readonly prefix: boolean;
}

interface WordTokens {
  /** The word, its dictionary sub-words, its characters, its pinyin and initials. */
  readonly tokens: readonly string[];
  readonly length: number;
  readonly pinyin: string;
  readonly initials: string;
}

export interface Segmenter {
  /** Every token under which the text is found; distinct, in order of first appearance. */
  indexTokens(texts: readonly string[]): readonly string[];
  /** What was typed, as words; the last one as a prefix. */
  queryTerms(text: string): readonly Term[];
  /** The same by single characters, for when the words of the query are cut otherwise than in the text. */
  characterTerms(text: string): readonly Term[];
  addWords(words: readonly string[]): void;
}

/** Pinyin of a longer run of characters is not typed in one go. */
const longestPinyinWord = 6;
/** Tokens of words seen before; at some 300 bytes each about 20 MB. */
const mostCachedWords = 60_000;
/** A text longer than this is found by its beginning only. */
const longestText = 20_000;
const longestToken = 64;
/** A taught word wins over its parts, whatever their frequency. */
const taughtFrequency = 200_000;

const runs = /(\p{Script=Han}+)|([a-z0-9]+(?:[-_/.][a-z0-9]+)*)/gu;
const shortestTail = 4;
const longestTail = 6;

/** Full-width to half-width, capitals to small, long texts cut. */
export function normaliseText(text: string): string {
  return text.slice(0, longestText).normalize('NFKC').toLowerCase();
}

/** About 0.3 s and 60 MB once, so a process makes one. */
export function createSegmenter(): Segmenter {
  const jieba = Jieba.withDict(dict);
  const cache = new Map<string, WordTokens>();

  function describeWord(word: string): WordTokens {
    const known = cache.get(word);
    if (known !== undefined) return known;
    const made = makeWord(jieba, word);
    // The oldest goes; words of daily use come back at once.
    if (cache.size >= mostCachedWords)
      for (const oldest of cache.keys()) {
        cache.delete(oldest);
        break;
      }
    cache.set(word, made);
    return made;
  }

  function addChinese(run: string, found: Set<string>): void {
    let before: WordTokens | undefined;
    for (const word of jieba.cut(run, false)) {
      const described = describeWord(word);
      for (const token of described.tokens) found.add(token);
      // '清河' + '路' is typed as 'qinghelu' or 'qhl', so neighbours count as one word too.
      if (before !== undefined && before.length + described.length <= longestPinyinWord) {
        found.add(before.pinyin + described.pinyin);
        found.add(before.initials + described.initials);
      }
      before = described;
    }
  }

  return {
    indexTokens(texts) {
      const found = new Set<string>();
      for (const text of texts) {
        for (const match of normaliseText(text).matchAll(runs)) {
          if (match[1] !== undefined) addChinese(match[1], found);
          else addCode(match[2] ?? '', found);
        }
      }
      return [...found];
    },
    queryTerms(text) {
      const tokens: string[] = [];
      for (const match of normaliseText(text).matchAll(runs)) {
        if (match[1] !== undefined) tokens.push(...jieba.cut(match[1], false));
        else tokens.push(compactCode(match[2] ?? ''));
      }
      return toTerms(tokens);
    },
    characterTerms(text) {
      const tokens: string[] = [];
      for (const match of normaliseText(text).matchAll(runs)) {
        if (match[1] !== undefined) tokens.push(...match[1]);
        else tokens.push(compactCode(match[2] ?? ''));
      }
      return toTerms(tokens);
    },
    addWords(words) {
      const lines = words
        .map((word) => normaliseText(word.trim()))
        .filter((word) => /^\p{Script=Han}{2,}$/u.test(word))
        .map((word) => `${word} ${taughtFrequency} ns\n`);
      if (lines.length === 0) return;
      jieba.loadDict(Buffer.from(lines.join('')));
      cache.clear();
    },
  };
}

function makeWord(jieba: Jieba, word: string): WordTokens {
  const characters = [...word];
  const tokens = new Set<string>(characters.length > 1 ? jieba.cutForSearch(word, false) : []);
  tokens.add(word.slice(0, longestToken));
  for (const character of characters) tokens.add(character);
  const syllables = pinyin(word, { toneType: 'none', type: 'array', v: true });
  const full = syllables.join('');
  const initials = syllables.map((syllable) => syllable.charAt(0)).join('');
  if (characters.length <= longestPinyinWord && /^[a-z]+$/.test(full)) {
    tokens.add(full);
    if (characters.length > 1) tokens.add(initials);
  }
  return { tokens: [...tokens], length: characters.length, pinyin: full, initials };
}

function compactCode(code: string): string {
  return code.replace(/[-_/.]/g, '').slice(0, longestToken);
}

/** 'cg20261123-00042' is found by its whole, its parts, its digits, and its last four to six characters; its head by prefix. */
function addCode(code: string, found: Set<string>): void {
  const compact = compactCode(code);
  found.add(compact);
  const digits = compact.replace(/^[a-z]+/, '');
  if (digits !== '' && digits !== compact) found.add(digits);
  for (const part of code.split(/[-_/.]/)) {
    if (part === '') continue;
    found.add(part.slice(0, longestToken));
    const bare = part.replace(/^0+(?=\d)/, '');
    if (bare !== part) found.add(bare.slice(0, longestToken));
  }
  if (compact.length < 8) return;
  for (let length = shortestTail; length <= longestTail; length += 1) found.add(compact.slice(-length));
}

/** A person rarely means more than eight words; further ones would only cost. */
const mostTerms = 8;

function toTerms(tokens: readonly string[]): readonly Term[] {
  const distinct = [...new Set(tokens)].filter((token) => token !== '').slice(-mostTerms);
  return distinct.map((token, index) => ({
    token: token.slice(0, longestToken),
    // One character begins half the dictionary; as a whole token it is in the index already.
    prefix: index === distinct.length - 1 && token.length >= 2,
  }));
}

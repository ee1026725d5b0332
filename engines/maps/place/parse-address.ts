/** Names of divisions in what people write: '颍州区文峰街道XX村', '王家坝', 'yingzhouqu wenfeng'; which divisions it may mean, and what is left of it. Pure. */

import { areaAtLevel, isInArea } from '../../../kernel/area.ts';

/** A division of the city, as the city lists it. */
export interface PlaceName {
  /** 12 digits. */
  readonly code: string;
  readonly name: string;
  readonly level: 'city' | 'county' | 'town' | 'village';
  /** Syllables without tones, a space between. */
  readonly pinyin: string;
  readonly initials: string;
}

export interface AddressMatch {
  readonly place: PlaceName;
  /** The words that named it and the divisions above it, as they were written. */
  readonly words: readonly string[];
  /** What stands behind the last of them. */
  readonly rest: string;
  /** Of all that was written, how much these words say, 0 to 1; a shortened name says less than a full one. */
  readonly share: number;
}

export interface Gazetteer {
  /** Best first; divisions that the words fit equally well all come, in the order of their codes. */
  parse(text: string, most: number): readonly AddressMatch[];
  fullName(code: string): string;
}

interface Named {
  readonly place: PlaceName;
  /** How sure this word means this place. */
  readonly weight: number;
}

/** A full name, one that people usually say, one cut short, the first letters of its sounds. */
const weights = { full: 1, usual: 0.95, short: 0.7, initials: 0.5 } as const;
/** County, town, village. */
const mostWords = 3;
const longestText = 200;
/** Signs before the first name, such as '家住'. */
const mostSkipped = 8;
const mostPaths = 200;

function holds(outer: PlaceName, inner: PlaceName): boolean {
  return outer !== inner && isInArea(inner.code, outer.code);
}

/** Words for a division, each the beginning of its name or that with the usual ending. */
function wordsOf({ name, level }: PlaceName): ReadonlyMap<string, number> {
  const words = new Map<string, number>([[name, weights.full]]);
  const add = (word: string, weight: number) => {
    if (word.length >= 2 && !words.has(word)) words.set(word, weight);
  };
  if (level === 'county') add(name.replace(/[区县市]$/, ''), weights.short);
  if (level === 'town') {
    const stem = name.replace(/(?:街道|镇|乡)$/, '');
    if (name.endsWith('街道'))
      for (const tail of ['街道办事处', '办事处', '街办']) add(`${stem}${tail}`, weights.usual);
    add(stem, weights.short);
  }
  if (level === 'village') {
    const stem = name.replace(/(?:村民|居民)?委员会$|[村居]委会$/, '');
    const isVillage = /村(?:民委员会|委会)$/.test(name);
    const bare = stem.replace(/(?:社区|村)$/, '');
    if (isVillage) for (const tail of ['村', '村委会', '村民委员会']) add(`${bare}${tail}`, weights.usual);
    else
      for (const tail of ['社区', '居委会', '社区居委会', '居民委员会']) add(`${bare}${tail}`, weights.usual);
    if (stem !== bare) add(stem, weights.usual);
    add(bare, weights.short);
  }
  return words;
}

/** The sounds of a word that begins like the name, or with the sounds of the usual endings. */
function soundsOf(word: string, { name, pinyin }: PlaceName): string | undefined {
  const syllables = pinyin.split(' ');
  if (!name.startsWith(word) || syllables.length !== name.length) return undefined;
  return syllables.slice(0, word.length).join('');
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .slice(0, longestText)
    .toLowerCase()
    .replace(/[\s,.;:、，。；：()（）"'“”'-]/g, '');
}

/** With the names of country, province and city in front, and without them: the city's own name begins others too. */
function readings(text: string, city: string): readonly string[] {
  const inside = text.replace(/^(?:中国)?(?:安徽省?)?/, '');
  const shorter = city.replace(/市$/, '');
  const cut = [city, shorter].find((name) => name !== '' && inside.startsWith(name) && inside !== name) ?? '';
  return [...new Set([text, inside, inside.slice(cut.length)])].filter((each) => each !== '');
}

interface Path {
  readonly at: number;
  readonly places: readonly Named[];
  readonly words: readonly string[];
  readonly said: number;
}

export function makeGazetteer(names: readonly PlaceName[]): Gazetteer {
  const byCode = new Map(names.map((place) => [place.code, place]));
  const index = new Map<string, Named[]>();
  const initials = new Map<string, PlaceName[]>();
  const city = names.find(({ level }) => level === 'city')?.name ?? '';
  let longest = 0;
  const keep = (word: string, named: Named) => {
    longest = Math.max(longest, word.length);
    const found = index.get(word);
    if (found === undefined) index.set(word, [named]);
    else if (!found.some(({ place }) => place === named.place)) found.push(named);
  };
  for (const place of names) {
    if (place.level === 'city') continue;
    for (const [word, weight] of wordsOf(place)) {
      keep(word, { place, weight });
      const sounds = soundsOf(word, place);
      if (sounds !== undefined && sounds.length >= 3) keep(sounds, { place, weight });
    }
    const letters = initials.get(place.initials);
    if (letters === undefined) initials.set(place.initials, [place]);
    else letters.push(place);
  }

  /** Words at a place of the text that name a division within the last one. */
  function* stepsFrom(text: string, { at, places, words, said }: Path): Generator<Path> {
    const last = places.at(-1)?.place;
    for (let end = Math.min(text.length, at + longest); end > at; end -= 1) {
      const word = text.slice(at, end);
      for (const named of index.get(word) ?? [])
        if (last === undefined || holds(last, named.place))
          yield {
            at: end,
            places: [...places, named],
            words: [...words, word],
            said: said + word.length * named.weight,
          };
    }
  }

  function pathsFrom(text: string, start: number): readonly Path[] {
    const done: Path[] = [];
    const open: Path[] = [{ at: start, places: [], words: [], said: 0 }];
    for (let path = open.pop(); path !== undefined && done.length < mostPaths; path = open.pop()) {
      if (path.places.length > 0) done.push(path);
      if (path.places.length < mostWords) open.push(...stepsFrom(text, path));
    }
    return done;
  }

  /** A name that is still being typed. */
  function begun(text: string): readonly Path[] {
    if (text.length < 2) return [];
    return [...index]
      .filter(([word]) => word.length > text.length && word.startsWith(text))
      .flatMap(([, found]) => found)
      .map((named) => ({
        at: text.length,
        places: [named],
        words: [text],
        said: (text.length * named.weight * text.length) / named.place.name.length / 2,
      }));
  }

  return {
    parse(given, most) {
      const best = new Map<string, AddressMatch>();
      for (const text of readings(plain(given), city)) {
        const isLetters = /^[a-z]/.test(text);
        const take = (paths: readonly Path[]) => {
          for (const { at, places, words, said } of paths) {
            const place = places.at(-1)?.place;
            const share = Math.min(1, said / text.length);
            // A word of letters that goes on means another sound: 'wangjiaba' is not 王集.
            if (isLetters && at < text.length) continue;
            if (place === undefined || share <= (best.get(place.code)?.share ?? 0)) continue;
            best.set(place.code, { place, words, rest: text.slice(at), share });
          }
        };
        take(pathsFrom(text, 0));
        const mostStart = isLetters ? 0 : Math.min(mostSkipped, text.length - 2);
        for (let start = 1; start <= mostStart && best.size === 0; start += 1) take(pathsFrom(text, start));
        take(begun(text));
        for (const place of initials.get(text) ?? [])
          take([
            {
              at: text.length,
              places: [{ place, weight: weights.initials }],
              words: [text],
              said: text.length * weights.initials,
            },
          ]);
      }
      return [...best.values()]
        .sort((a, b) => b.share - a.share || a.place.code.localeCompare(b.place.code))
        .slice(0, most);
    },
    fullName(code) {
      const names = (['county', 'town', 'village'] as const).flatMap((level) => {
        const above = areaAtLevel(code, level);
        return (above !== undefined && byCode.get(above)?.name) || [];
      });
      return names.join('') || (byCode.get(code)?.name ?? '');
    },
  };
}

/** How alike two names are, 0 to 1 (Dice's coefficient over pairs of signs). */
export function likeness(one: string, other: string): number {
  const [a, b] = [plain(one), plain(other)];
  if (a === b) return 1;
  const pairs = (text: string) =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
  const rest = pairs(b);
  const all = pairs(a).length + rest.length;
  let common = 0;
  for (const pair of pairs(a)) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    rest.splice(at, 1);
    common += 1;
  }
  return all === 0 ? 0 : (2 * common) / all;
}

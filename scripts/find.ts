/**
 * `npm run find 网格`: finds anything of the city by Chinese text, pinyin, pinyin initials or id, and says what it is,
 * where it is and how far it is. Several words must all fit. `--all` prints every hit instead of the first of each kind.
 */
import { fileURLToPath } from 'node:url';
import { pinyin } from 'pinyin-pro';
import { type Entry, loadEntries } from './find-entries.ts';

/** Hits of one kind that are printed without `--all`. */
const shownOfKind = 12;

/** Entries that fit every word. An exact id or title comes before one that merely contains the word. */
export function findEntries(entries: readonly Entry[], words: readonly string[]): readonly Entry[] {
  const wanted = words.map((word) => word.toLowerCase()).filter((word) => word !== '');
  if (wanted.length === 0) return [];
  const hits = entries.filter((entry) => wanted.every((word) => fits(entry, word)));
  const exact = (entry: Entry) =>
    wanted.some((word) => word === entry.id.toLowerCase() || word === entry.title) ? 0 : 1;
  return hits.toSorted((one, other) => exact(one) - exact(other));
}

/** Hits as aligned lines, kind by kind. */
export function formatEntries(hits: readonly Entry[], showAll: boolean): readonly string[] {
  const lines: string[] = [];
  for (const kind of new Set(hits.map((hit) => hit.kind))) {
    const ofKind = hits.filter((hit) => hit.kind === kind);
    const shown = showAll ? ofKind : ofKind.slice(0, shownOfKind);
    const idWidth = Math.max(...shown.map(({ id }) => width(id)));
    const titleWidth = Math.min(44, Math.max(...shown.map(({ title }) => width(title))));
    const whereWidth = Math.max(...shown.map(({ where }) => width(where)));
    for (const { id, title, where, status } of shown) {
      lines.push(
        `${pad(kind, 6)}${pad(id, idWidth)}  ${pad(shorten(title, titleWidth), titleWidth)}  ${pad(where, whereWidth)}  ${status}`.trimEnd(),
      );
    }
    if (ofKind.length > shown.length)
      lines.push(`${pad('', 6)}… 还有 ${ofKind.length - shown.length} 条(加 --all 全部显示)`);
  }
  return lines;
}

function fits(entry: Entry, word: string): boolean {
  const text = `${entry.id} ${entry.title} ${entry.words ?? ''}`.toLowerCase();
  if (text.includes(word)) return true;
  if (entry.abbreviable === true && isShortFor(word, entry.title)) return true;
  // Latin words of one letter would fit almost any reading.
  if (!/^[a-z ]{2,}$/.test(word)) return false;
  const readings = entry.pinyin ?? pinyin(entry.title, { toneType: 'none', v: true, nonZh: 'consecutive' });
  return readings.split('|').some((reading) => fitsReading(reading, word.replaceAll(' ', '')));
}

/** Do all characters of a Chinese word stand in the name, in the same order? */
function isShortFor(word: string, name: string): boolean {
  if (!/^\p{Script=Han}{2,}$/u.test(word)) return false;
  let at = -1;
  return Array.from(word).every((character) => {
    at = name.indexOf(character, at + 1);
    return at >= 0;
  });
}

/** The word must begin at a syllable: 'zhou' fits 'ying zhou', 'hou' does not; initials likewise. */
function fitsReading(reading: string, word: string): boolean {
  const syllables = reading.split(' ');
  const initials = syllables.map((syllable) => syllable.charAt(0)).join('');
  return (
    initials.includes(word) || syllables.some((_, index) => syllables.slice(index).join('').startsWith(word))
  );
}

/** Columns on a terminal: Chinese characters and full-width marks take two. */
function width(text: string): number {
  let columns = 0;
  for (const character of text)
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u201c\u201d]/u.test(
        character,
      )
        ? 2
        : 1;
  return columns;
}

function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

function shorten(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let kept = '';
  for (const character of text) {
    if (width(kept + character) > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

async function main(): Promise<void> {
  const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  if (words.length === 0) {
    process.stdout.write(
      '用法:npm run find 网格(中文、拼音、拼音首字母或编号；多个词须同时符合;--all 全部显示)\n',
    );
    process.exitCode = 1;
    return;
  }
  const hits = findEntries(await loadEntries(), words);
  const lines = formatEntries(hits, process.argv.includes('--all'));
  process.stdout.write(lines.length === 0 ? `没有找到“${words.join(' ')}”\n` : `${lines.join('\n')}\n`);
  if (lines.length === 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();

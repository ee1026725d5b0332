/**
 * `npm run find 网格`: finds anything of the city by Chinese text, pinyin, pinyin initials or id, and says what it is,
 * where it is and how far it is. Several words must all fit. `--all` prints every hit instead of the first of each kind.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pinyin } from 'pinyin-pro';
import { departmentKindTitles, departments } from '../city/departments.ts';
import { divisionFullName, divisionKindTitles, divisions } from '../city/divisions.ts';
import { tasks } from '../kernel/contract.ts';
import { isPlanned, planIndicators, planItems } from '../plan.ts';
import { loadSystemFolders, repositoryRoot, type SystemFolder } from './load-contracts.ts';

/** Hits of one kind that are printed without `--all`. */
const shownOfKind = 12;

export interface Entry {
  /** '规划', '系统', '台账' … */
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  /** A path in the repository with a line where it helps, or the address of a page or route. */
  readonly where: string;
  readonly status: string;
  /** More words to find it by; never printed. */
  readonly words?: string;
  /** Known readings; without them the title is read on the spot. */
  readonly pinyin?: string;
  /** People shorten it by leaving characters out: 发改委, 住建局, 城管局. */
  readonly abbreviable?: true;
}

/** Everything that can be found, in the order in which kinds are printed. */
export async function loadEntries(): Promise<readonly Entry[]> {
  const folders = await loadSystemFolders();
  return [
    ...planEntries(),
    ...folders.flatMap(systemEntries),
    ...departmentEntries(),
    ...divisionEntries(),
    ...glossaryEntries(),
  ];
}

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

function planEntries(): readonly Entry[] {
  const itemLine = lineFinder('plan/items.json');
  const indicatorLine = lineFinder('plan/indicators.json');
  const status = (entry: { readonly system: string }) =>
    isPlanned(entry) ? '规划中' : `系统 ${entry.system}`;
  return [
    ...planItems.map((item): Entry => {
      const words = `${item.summary} ${tasks[item.task]}`;
      return {
        kind: '规划',
        id: item.id,
        title: item.name,
        where: itemLine(`"id": "${item.id}"`),
        status: status(item),
        words,
      };
    }),
    ...planIndicators.map((indicator): Entry => {
      const where = indicatorLine(`"id": "${indicator.id}"`);
      return {
        kind: '指标',
        id: indicator.id,
        title: indicator.name,
        where,
        status: status(indicator),
        words: indicator.formula,
      };
    }),
  ];
}

function systemEntries({ path, contract, problem }: SystemFolder): readonly Entry[] {
  const file = `${path}/contract.ts`;
  if (contract === undefined) {
    const id = path.split('/').at(-1) ?? path;
    return [
      {
        kind: '系统',
        id,
        title: id,
        where: path,
        status: `合约不能载入:${(problem ?? '').split('\n')[0] ?? ''}`,
      },
    ];
  }
  const registers = Object.entries(contract.registers ?? {}) as [string, Titled][];
  const cases = Object.entries(contract.cases ?? {}) as [string, Titled][];
  const pages = Object.entries(contract.pages ?? {}) as [string, Titled & { path: string; face?: string }][];
  const routes = Object.entries(contract.routes ?? {}) as [
    string,
    Titled & { path: string; method: string; allow?: string },
  ][];
  const size = `${registers.length} 台账 ${cases.length} 案件类型 ${pages.length} 页面 ${routes.length} 接口`;
  const own = (name: string) => `${contract.id}.${name}`;
  return [
    {
      kind: '系统',
      id: contract.id,
      title: contract.title,
      where: path,
      status: size,
      words: contract.plan.join(' '),
    },
    ...registers.map(
      ([name, { title }]): Entry => ({ kind: '台账', id: own(name), title, where: file, status: '' }),
    ),
    ...cases.map(
      ([name, { title }]): Entry => ({ kind: '案件', id: own(name), title, where: file, status: '' }),
    ),
    ...pages.map(([name, page]): Entry => {
      return {
        kind: '页面',
        id: own(name),
        title: page.title,
        where: page.path,
        status: page.face ?? 'desk',
        words: file,
      };
    }),
    ...routes.map(([name, route]): Entry => {
      const where = `${route.method} ${route.path}`;
      return {
        kind: '接口',
        id: own(name),
        title: route.title,
        where,
        status: route.allow ?? '公开',
        words: file,
      };
    }),
  ];
}

interface Titled {
  readonly title: string;
}

function departmentEntries(): readonly Entry[] {
  return departments.map(({ id, name, shortName, kind }) => {
    return {
      kind: '部门',
      id,
      title: name,
      where: 'city/department-list.ts',
      status: departmentKindTitles[kind],
      words: shortName,
      abbreviable: true,
    };
  });
}

function divisionEntries(): readonly Entry[] {
  return divisions.map((division, index) => ({
    kind: '区划',
    id: division.code,
    title: divisionFullName(division.code),
    // The file holds one division a line, after an opening bracket.
    where: `city/data/divisions.json:${index + 2}`,
    status: divisionKindTitles[division.kind],
    words: division.name,
    pinyin: `${division.pinyin}|${division.otherPinyin ?? ''}`,
  }));
}

/** Pairs of Chinese and English from the tables of the glossary; none while there is no glossary. */
function glossaryEntries(): readonly Entry[] {
  const path = 'docs/glossary.md';
  if (!existsSync(repositoryRoot + path)) return [];
  const lines = readFileSync(repositoryRoot + path, 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (!line.startsWith('|')) return [];
    const cells = line.split('|').map((cell) => cell.trim());
    return cells.flatMap((cell, at): Entry[] => {
      const english = cells[at + 1] ?? '';
      if (!/\p{Script=Han}/u.test(cell) || !/^[a-z]/i.test(english) || english === 'English') return [];
      return [{ kind: '术语', id: english, title: cell, where: `${path}:${index + 1}`, status: '' }];
    });
  });
}

/** Finds the line of a text in a file that may be read only once. */
function lineFinder(path: string): (text: string) => string {
  const lines = readFileSync(repositoryRoot + path, 'utf8').split('\n');
  return (text) => {
    const index = lines.findIndex((line) => line.includes(text));
    return index < 0 ? path : `${path}:${index + 1}`;
  };
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
      '用法:npm run find 网格(中文、拼音、拼音首字母或编号;多个词须同时符合;--all 全部显示)\n',
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

/** Everything that `npm run find` can find: plan, systems, departments, divisions and terms, each as one entry. */
import { existsSync, readFileSync } from 'node:fs';
import { departmentKindTitles, departments } from '../city/departments.ts';
import { divisionFullName, divisionKindTitles, divisions } from '../city/divisions.ts';
import { type AnyContract, tasks } from '../kernel/contract.ts';
import { isPlanned, planIndicators, planItems } from '../plan.ts';
import { loadEngineFolders, loadSystemFolders, repositoryRoot, type SystemFolder } from './load-contracts.ts';

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
  const folders = [...(await loadSystemFolders()), ...(await loadEngineFolders())];
  return [
    ...planEntries(),
    ...folders.flatMap(systemEntries),
    ...departmentEntries(),
    ...divisionEntries(),
    ...glossaryEntries(),
  ];
}

function planEntries(): readonly Entry[] {
  const itemLine = lineFinder('plan/items.json');
  const indicatorLine = lineFinder('plan/indicators.json');
  const status = (entry: { readonly system: string; readonly missing?: string }) =>
    isPlanned(entry) ? '规划中' : `系统 ${entry.system}${entry.missing === undefined ? '' : '(部分)'}`;
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
  const kind = path.startsWith('engines/') ? '引擎' : '系统';
  if (contract === undefined) {
    const id = path.split('/').at(-1) ?? path;
    return [
      {
        kind,
        id,
        title: id,
        where: path,
        status: `合约不能载入:${(problem ?? '').split('\n')[0] ?? ''}`,
      },
    ];
  }
  const pages = Object.keys(contract.pages ?? {}).length;
  const routes = Object.keys(contract.routes ?? {}).length;
  const status = `${Object.keys(contract.registers ?? {}).length} 台账 ${pages} 页面 ${routes} 接口`;
  const words = contract.plan.join(' ');
  return [
    { kind, id: contract.id, title: contract.title, where: path, status, words },
    ...partEntries(contract, file),
  ];
}

/** What a contract declares, each with the id by which the platform knows it. */
function partEntries(contract: AnyContract, file: string): readonly Entry[] {
  const registers = Object.entries(contract.registers ?? {}) as [string, Titled][];
  const cases = Object.entries(contract.cases ?? {}) as [string, Titled][];
  const pages = Object.entries(contract.pages ?? {}) as [string, Page][];
  const routes = Object.entries(contract.routes ?? {}) as [string, Route][];
  const own = (name: string) => `${contract.id}.${name}`;
  return [
    ...registers.map(
      ([name, { title }]): Entry => ({ kind: '台账', id: own(name), title, where: file, status: '' }),
    ),
    ...cases.map(
      ([name, { title }]): Entry => ({ kind: '案件', id: own(name), title, where: file, status: '' }),
    ),
    ...pages.map(([name, { title, path, face }]): Entry => {
      return { kind: '页面', id: own(name), title, where: path, status: face ?? 'desk', words: file };
    }),
    ...routes.map(([name, { title, method, path, allow }]): Entry => {
      return {
        kind: '接口',
        id: own(name),
        title,
        where: `${method} ${path}`,
        status: allow ?? '公开',
        words: file,
      };
    }),
  ];
}

interface Titled {
  readonly title: string;
}

interface Page extends Titled {
  readonly path: string;
  readonly face?: string;
}

interface Route extends Titled {
  readonly method: string;
  readonly path: string;
  /** Left out where the contract says why nobody needs a permission. */
  readonly allow?: string;
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

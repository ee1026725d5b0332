/** Finds for each column of a request who holds the figure already: a register, an earlier table, or something that is only like it. */
import { sameWords } from './same-words.ts';
import { type Column, type Cycle, cycles, type FillLevel, type Source } from './column.ts';

export interface KnownElement {
  readonly code: string;
  readonly title: string;
  readonly aliases: readonly string[];
  /** The register that holds it; absent when only tables bring it. */
  readonly source?: { readonly register: string; readonly title: string; readonly owner: string };
}

export interface KnownTable {
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly level: FillLevel;
  readonly cycle: Cycle;
  readonly columns: readonly Column[];
}

export interface Known {
  readonly elements: readonly KnownElement[];
  readonly tables: readonly KnownTable[];
  /** From this share of common pairs of characters on, two titles are alike (0–1). */
  readonly alike: number;
}

export type Verdict = 'held' | 'similar' | 'new' | 'computed';

export interface Finding {
  readonly key: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly element?: string | undefined;
  readonly source?: Source | undefined;
  /** In words, for the page and the refusal. */
  readonly reason: string;
}

export interface Asked {
  readonly id?: string;
  readonly level: FillLevel;
  readonly cycle: Cycle;
  readonly columns: readonly Column[];
}

const depth: Readonly<Record<FillLevel, number>> = { county: 1, town: 2, village: 3 };

/** '本村现有户籍人口总数（人）' and '户籍人口数' ask for one thing. */
export function plainTitle(title: string): string {
  const plain = title
    .normalize('NFKC')
    .replace(/\([^)]*\)|〔[^〕]*〕|\[[^\]]*\]/g, '')
    .replace(/[\s\p{P}\p{S}]/gu, '')
    .replace(/^(?:本|全|该|所在)?(?:村|社区|镇|乡|街道|县|区|辖区)?(?:内)?(?:现有|现在|共有|目前)?/, '')
    .replace(/(?:总数量|数量|总数|总计|合计)$/, '数')
    .toLowerCase();
  return sameWords(plain);
}

function pairs(text: string): readonly string[] {
  return Array.from(text)
    .slice(1)
    .map((character, index) => `${Array.from(text)[index] ?? ''}${character}`);
}

/** Dice's coefficient over pairs of characters. */
export function likeness(a: string, b: string): number {
  const [left, right] = [pairs(a), pairs(b)];
  if (left.length === 0 || right.length === 0) return a === b ? 1 : 0;
  const rest = [...right];
  let common = 0;
  for (const pair of left) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    common += 1;
    rest.splice(at, 1);
  }
  return (2 * common) / (left.length + right.length);
}

function elementOf(column: Column, elements: readonly KnownElement[]): KnownElement | undefined {
  if (column.element !== undefined) return elements.find(({ code }) => code === column.element);
  const title = plainTitle(column.title);
  return elements.find((each) => [each.title, ...each.aliases].some((name) => plainTitle(name) === title));
}

/** Does the table bring the figure for this level, at least as often? */
function covers(table: KnownTable, held: Column, asked: Asked): boolean {
  if (cycles.indexOf(table.cycle) < cycles.indexOf(asked.cycle)) return false;
  if (table.level === asked.level) return true;
  return depth[table.level] > depth[asked.level] && held.rollup !== 'none';
}

function fromTable(
  column: Column,
  element: KnownElement | undefined,
  asked: Asked,
  known: Known,
): Source | undefined {
  const title = plainTitle(column.title);
  for (const table of known.tables) {
    if (table.id === asked.id) continue;
    const held = table.columns.find((each) => {
      if (each.kind !== column.kind || !covers(table, each, asked)) return false;
      const other = elementOf(each, known.elements);
      if (element !== undefined && other !== undefined) return element.code === other.code;
      return plainTitle(each.title) === title && sameWords(each.unit ?? '') === sameWords(column.unit ?? '');
    });
    if (held !== undefined)
      return {
        kind: 'table',
        id: table.id,
        key: held.key,
        title: `《${table.title}》“${held.title}”`,
        owner: table.owner,
      };
  }
  return undefined;
}

interface Alike {
  readonly title: string;
  readonly share: number;
  readonly source: Source | undefined;
}

function mostAlike(column: Column, asked: Asked, known: Known): Alike | undefined {
  const title = plainTitle(column.title);
  const all: Alike[] = [];
  for (const each of known.elements)
    for (const name of [each.title, ...each.aliases])
      all.push({
        title: each.title,
        share: likeness(title, plainTitle(name)),
        source: each.source && registerSource(each, each.source),
      });
  for (const table of known.tables)
    for (const each of table.id === asked.id ? [] : table.columns)
      all.push({
        title: `《${table.title}》“${each.title}”`,
        share: likeness(title, plainTitle(each.title)),
        source: {
          kind: 'table',
          id: table.id,
          key: each.key,
          title: `《${table.title}》“${each.title}”`,
          owner: table.owner,
        },
      });
  const [best] = all.toSorted((a, b) => b.share - a.share);
  return best !== undefined && best.share >= known.alike ? best : undefined;
}

function registerSource(element: KnownElement, source: NonNullable<KnownElement['source']>): Source {
  return {
    kind: 'register',
    id: source.register,
    element: element.code,
    title: `台账“${source.title}”`,
    owner: source.owner,
  };
}

function judge(column: Column, asked: Asked, known: Known): Finding {
  const of = { key: column.key, title: column.title };
  if (column.formula !== undefined)
    return { ...of, verdict: 'computed', reason: '由本表其他列计算，不需填报' };
  const element = elementOf(column, known.elements);
  const named = element === undefined ? {} : { element: element.code };
  if (element?.source !== undefined) {
    const source = registerSource(element, element.source);
    return {
      ...of,
      ...named,
      verdict: 'held',
      source,
      reason: `${source.title}已有“${element.title}”，由系统预填`,
    };
  }
  const table = fromTable(column, element, asked, known);
  if (table !== undefined)
    return { ...of, ...named, verdict: 'held', source: table, reason: `${table.title}已经填报，由系统预填` };
  const alike = element === undefined ? mostAlike(column, asked, known) : undefined;
  if (alike !== undefined) {
    const source = alike.source === undefined ? {} : { source: alike.source };
    return { ...of, verdict: 'similar', ...source, reason: `与${alike.title}相近，请说明为何还要填报` };
  }
  return { ...of, ...named, verdict: 'new', reason: '没有找到已掌握的来源' };
}

export function compareAsks(asked: Asked, known: Known): readonly Finding[] {
  return asked.columns.map((column) => judge(column, asked, known));
}

/** Only what is missing is asked: held columns are filled from their source. */
export function onlyMissing(columns: readonly Column[], findings: readonly Finding[]): readonly Column[] {
  const byKey = new Map(findings.map((finding) => [finding.key, finding]));
  return columns.map((column) => {
    const { mode: _mode, source: _source, ...rest } = column;
    const finding = byKey.get(column.key);
    const element = finding?.element === undefined ? {} : { element: finding.element };
    if (finding?.verdict === 'held' && finding.source !== undefined)
      return { ...rest, ...element, mode: 'prefill' as const, source: finding.source };
    return { ...rest, ...element, mode: 'ask' as const };
  });
}

/** Looks a decision table over before anybody is decided by it: cells that cannot be right, gaps, overlaps and rows that never come to be. */
import type { Feel } from '../feel/create-feel.ts';
import { toPlain } from '../feel/feel-value.ts';
import { checkCells } from './check-cells.ts';
import { type ColumnDomain, columnDomain } from './column-domain.ts';
import { columnTitle, type DecisionTable } from './decision-table.ts';
import type { Finding } from './finding.ts';

/** Bounds of one analysis: places looked at, rows compared with pieces, and findings of a kind that are worth reading. */
const mostPlaces = 20_000;
const mostComparisons = 20_000_000;
const mostFindings = 50;

/** For each row and column the pieces that it lets pass. */
type Coverage = readonly (readonly (ReadonlySet<number> | undefined)[])[];

interface Walk {
  readonly domains: readonly ColumnDomain[];
  readonly coverage: Coverage;
  /** Called where no further column can tell the rows apart. */
  readonly arrive: (rows: readonly number[], chosen: readonly (readonly number[])[]) => void;
}

/** Walks the space of inputs column by column, keeping only sets of rows that were not met before. False when it was too large. */
function walkSpace({ domains, coverage, arrive }: Walk, rows: readonly number[]): boolean {
  const seen = new Set<string>();
  let comparisons = 0;
  function visit(column: number, inside: readonly number[], chosen: readonly (readonly number[])[]): void {
    const domain = domains[column];
    // Rows that meet again lead to nothing new, but each way to none of them is a gap of its own.
    if (inside.length === 0) return arrive(inside, chosen);
    const key = `${column}:${inside.join()}`;
    if (seen.has(key) || seen.size > mostPlaces || comparisons > mostComparisons) return;
    seen.add(key);
    if (domain === undefined) return arrive(inside, chosen);
    comparisons += domain.pieces.length * inside.length;
    const groups = new Map<string, { rows: readonly number[]; pieces: number[] }>();
    for (const piece of domain.pieces.keys()) {
      const staying = inside.filter((row) => coverage[row]?.[column]?.has(piece) ?? false);
      const group = groups.get(staying.join()) ?? { rows: staying, pieces: [] };
      group.pieces.push(piece);
      groups.set(staying.join(), group);
    }
    for (const group of groups.values()) visit(column + 1, group.rows, [...chosen, group.pieces]);
  }
  visit(0, rows, []);
  return seen.size <= mostPlaces && comparisons <= mostComparisons;
}

function describePlace(table: DecisionTable, tests: readonly string[]): string {
  const parts = tests.flatMap((test, index) => {
    const column = table.inputs[index];
    return test === '-' || column === undefined ? [] : [`${columnTitle(column)} ${test}`];
  });
  return parts.length === 0 ? '任何输入' : parts.join('，');
}

/** What an entry gives as JSON; undefined when that is known only once it runs. */
function constantOf(entry: string, feel: Feel): string | undefined {
  try {
    const { value, warnings } = feel.evaluate(entry.trim() === '' ? 'null' : entry);
    return warnings.length > 0 ? undefined : JSON.stringify(toPlain(value));
  } catch {
    // Too slow or without a value here: what it gives is not known before it runs.
    return undefined;
  }
}

/** Whether these rows certainly give different results. */
function differ(table: DecisionTable, rows: readonly number[], feel: Feel): boolean {
  return table.outputs.some((_, column) => {
    const entries = rows.map((row) => table.rules[row]?.outputs[column] ?? '');
    const values = entries.map((entry) => constantOf(entry, feel));
    return !values.includes(undefined) && new Set(values).size > 1;
  });
}

/** What the walk found, before it is put into sentences. */
interface Places {
  readonly gaps: (readonly string[])[];
  readonly overlaps: Map<string, { rows: readonly number[]; tests: readonly string[] }>;
  readonly reached: Set<number>;
}

function collectPlaces(
  table: DecisionTable,
  domains: readonly ColumnDomain[],
  coverage: Coverage,
  feel: Feel,
) {
  const found: Places = { gaps: [], overlaps: new Map(), reached: new Set() };
  const all = [...table.rules.keys()];
  const done = walkSpace(
    {
      domains,
      coverage,
      arrive(rows, chosen) {
        const tests = domains.map((domain, column) => {
          const pieces = chosen[column];
          return pieces === undefined ? '-' : domain.describe(pieces);
        });
        if (rows.length === 0 && found.gaps.length < mostFindings) found.gaps.push(tests);
        for (const row of table.hitPolicy === 'F' ? rows.slice(0, 1) : rows) found.reached.add(row);
        if (rows.length < 2 || found.overlaps.size >= mostFindings) return;
        const wrong = table.hitPolicy === 'U' || (table.hitPolicy === 'A' && differ(table, rows, feel));
        if (wrong && !found.overlaps.has(rows.join())) found.overlaps.set(rows.join(), { rows, tests });
      },
    },
    all,
  );
  return { ...found, done };
}

function gapFindings(table: DecisionTable, gaps: Places['gaps']): readonly Finding[] {
  const answered = table.outputs.some((column) => column.otherwise.trim() !== '');
  if (answered || table.hitPolicy === 'C') return [];
  return gaps.map((tests) => ({
    kind: 'gap',
    severity: 'warning',
    rows: [],
    tests,
    message: `没有任何一行适用：${describePlace(table, tests)}`,
  }));
}

function overlapFindings(table: DecisionTable, overlaps: Places['overlaps']): readonly Finding[] {
  return [...overlaps.values()].map(({ rows, tests }) => ({
    kind: 'overlap',
    severity: 'error',
    rows: rows.map((row) => row + 1),
    message: `第 ${rows.map((row) => row + 1).join('、')} 行同时适用：${describePlace(table, tests)}`,
  }));
}

function unreachableFindings(table: DecisionTable, reached: ReadonlySet<number>): readonly Finding[] {
  return [...table.rules.keys()]
    .filter((row) => !reached.has(row))
    .map((row) => ({
      kind: 'unreachable',
      severity: 'warning',
      rows: [row + 1],
      message:
        table.hitPolicy === 'F'
          ? `第 ${row + 1} 行不会用到，前面的行已包含它`
          : `第 ${row + 1} 行没有输入能使它命中`,
    }));
}

/** Gaps, overlaps and unreachable rows; nothing is said about what depends on more than the values in the columns. */
function analyseSpace(table: DecisionTable, feel: Feel): readonly Finding[] {
  const domains = table.inputs.map((column, index) =>
    columnDomain(
      column,
      table.rules.map((rule) => rule.inputs[index] ?? ''),
      feel,
    ),
  );
  const known = domains.filter((domain) => domain !== undefined);
  const coverage = table.rules.map((rule) =>
    domains.map((domain, column) => domain?.covered(rule.inputs[column] ?? '')),
  );
  const open = coverage.flatMap((row, index) => (row.includes(undefined) ? [index + 1] : []));
  if (known.length < domains.length || open.length > 0)
    return [
      {
        kind: 'unchecked',
        severity: 'warning',
        rows: open,
        message: '有的列或单元格取决于变量、函数或时长，或取值过多，缺口与重叠未能检查',
      },
    ];
  const { gaps, overlaps, reached, done } = collectPlaces(table, known, coverage, feel);
  if (!done)
    return [{ kind: 'unchecked', severity: 'warning', rows: [], message: '表过大，缺口与重叠未能查完' }];
  return [
    ...overlapFindings(table, overlaps),
    ...gapFindings(table, gaps),
    ...unreachableFindings(table, reached),
  ];
}

/** All findings, cells first. With a broken cell nothing else is looked for. */
export function analyseTable(
  table: DecisionTable,
  feel: Feel,
  names: Readonly<Record<string, unknown>> = {},
): readonly Finding[] {
  const cells = checkCells(table, feel, names);
  return cells.some((one) => one.severity === 'error') ? cells : [...cells, ...analyseSpace(table, feel)];
}

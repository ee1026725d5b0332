/** Whether the cells of one answer are sound: kinds and bounds of columns, computed columns, and the table's checks in FEEL. */
import type { Problem } from '../../../../kernel/errors.ts';
import { type Cell, type Cells, cellOf, type Check, type Column } from './column.ts';
import { computeCell, type Evaluate } from './roll-up.ts';

export interface CheckFinding {
  readonly title: string;
  readonly level: 'error' | 'warning';
}

/** Is this code in the list, and valid now? */
export type HasCode = (list: string, code: string) => boolean;

const longestText = 1000;

function problemOf(column: Column, value: unknown, hasCode: HasCode): string | undefined {
  switch (column.kind) {
    case 'integer':
    case 'decimal':
      if (typeof value !== 'number' || !Number.isFinite(value)) return '应为数字';
      if (column.kind === 'integer' && !Number.isSafeInteger(value)) return '应为整数';
      if (column.minimum !== undefined && value < column.minimum) return `不应小于 ${column.minimum}`;
      if (column.maximum !== undefined && value > column.maximum) return `不应大于 ${column.maximum}`;
      return undefined;
    case 'text':
      if (typeof value !== 'string' || value.includes('\u0000')) return '应为文字';
      return value.length > longestText ? `不超过 ${longestText} 字` : undefined;
    case 'code':
      return typeof value === 'string' && hasCode(column.codeList ?? '', value)
        ? undefined
        : '应从代码表中选择';
    case 'date':
      return typeof value === 'string' && isDay(value) ? undefined : '应为日期，例如 2026-11-30';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : '应为是或否';
  }
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
  );
}

/** Given cells that may be set, each checked; unknown and locked ones are problems. */
export function readCells(
  columns: readonly Column[],
  given: Readonly<Record<string, unknown>>,
  hasCode: HasCode,
): { readonly cells: Cells; readonly problems: readonly Problem[] } {
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const problems: Problem[] = [];
  const cells: [string, Cell][] = [];
  for (const [key, value] of Object.entries(given)) {
    const column = byKey.get(key);
    const say = (message: string) => problems.push({ path: `values.${key}`, message });
    if (column === undefined) say('本表没有这一列');
    else if (column.formula !== undefined) say('由系统计算，不能填写');
    else if (column.mode === 'prefill') say('由系统预填，不能改写；有疑义请提出疑义');
    else if (value === null || value === '') cells.push([key, null]);
    else {
      const problem = problemOf(column, value, hasCode);
      if (problem !== undefined) say(`“${column.title}”${problem}`);
      else cells.push([key, value as Cell]);
    }
  }
  return { cells: Object.fromEntries(cells), problems };
}

export function withComputed(columns: readonly Column[], cells: Cells, evaluate: Evaluate): Cells {
  const whole: Record<string, Cell> = { ...cells };
  for (const column of columns)
    if (column.formula !== undefined)
      whole[column.key] = computeCell(column, nulled(columns, whole), evaluate);
  return whole;
}

/** FEEL knows every column, filled or not. */
function nulled(columns: readonly Column[], cells: Cells): Cells {
  return Object.fromEntries(columns.map(({ key }) => [key, cellOf(cells, key)]));
}

export function missingCells(columns: readonly Column[], cells: Cells): readonly Problem[] {
  return columns.flatMap((column) =>
    column.mode === 'ask' &&
    column.required &&
    column.formula === undefined &&
    cellOf(cells, column.key) === null
      ? [{ path: `values.${column.key}`, message: `请填写“${column.title}”` }]
      : [],
  );
}

/** What a check sees beside the row: the last accepted answer (上期) and other tables by alias. */
export type Beside = Readonly<Record<string, Cells | null>>;

export function runChecks(
  columns: readonly Column[],
  checks: readonly Check[],
  cells: Cells,
  beside: Beside,
  evaluate: Evaluate,
): readonly CheckFinding[] {
  const scope = { ...nulled(columns, cells), ...beside };
  return checks.flatMap((check) =>
    evaluate(check.when, scope) === false ? [{ title: check.title, level: check.level }] : [],
  );
}

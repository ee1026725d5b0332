/** Sums a column up the tree by its declared rule, always from the rows themselves, so that a mean of means never happens. */
import { type Cell, type Cells, cellOf, type Column } from './column.ts';

export type Evaluate = (text: string, scope: Readonly<Record<string, unknown>>) => unknown;

function numbersOf(rows: readonly Cells[], key: string): readonly number[] {
  return rows.flatMap((row) => {
    const value = cellOf(row, key);
    return typeof value === 'number' ? [value] : [];
  });
}

/** Without the noise of binary fractions: 0.1 + 0.2 is 0.3. */
function neat(value: number): number {
  return Number(value.toPrecision(15));
}

function meanOf(rows: readonly Cells[], column: Column): number | null {
  const { weight } = column;
  let sum = 0;
  let total = 0;
  for (const row of rows) {
    const value = cellOf(row, column.key);
    const by = weight === undefined ? 1 : cellOf(row, weight);
    if (typeof value !== 'number' || typeof by !== 'number') continue;
    sum += value * by;
    total += by;
  }
  return total === 0 ? null : neat(sum / total);
}

function plainRollup(rows: readonly Cells[], column: Column): Cell {
  const { key, rollup } = column;
  if (rollup === 'mean') return meanOf(rows, column);
  if (rollup === 'count')
    return rows.filter((row) => {
      const value = cellOf(row, key);
      return column.kind === 'boolean' ? value === true : value !== null && value !== '';
    }).length;
  const numbers = numbersOf(rows, key);
  if (numbers.length === 0) return null;
  if (rollup === 'sum') return neat(numbers.reduce((sum, each) => sum + each, 0));
  if (rollup === 'max') return numbers.reduce((most, each) => Math.max(most, each));
  if (rollup === 'min') return numbers.reduce((least, each) => Math.min(least, each));
  return null;
}

/** A formula over cells; a missing number makes it null, never an error. */
export function computeCell(column: Column, cells: Cells, evaluate: Evaluate): Cell {
  if (column.formula === undefined) return null;
  const value = evaluate(column.formula, cells);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null;
    return column.kind === 'integer' ? Math.round(value) : neat(value);
  }
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

/** Rates are computed again from the sums of their parts. Rows without any answer are left to the caller. */
export function rollUp(rows: readonly Cells[], columns: readonly Column[], evaluate: Evaluate): Cells {
  const plain = columns.map((column) => [column.key, plainRollup(rows, column)] as const);
  const sums: Record<string, Cell> = Object.fromEntries(plain);
  for (const column of columns)
    if (column.rollup === 'formula')
      sums[column.key] = rows.length === 0 ? null : computeCell(column, sums, evaluate);
  return sums;
}

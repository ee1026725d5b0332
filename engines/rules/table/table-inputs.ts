/** Which inputs a table's texts speak of: the ones it needs declared, and the ones it no longer needs. */
import type { DecisionTable, InputColumn } from './decision-table.ts';

/** Ids of inputs that the editor declared by itself, and may take away again. */
export const ownInputPrefix = 'input-data-';

const plainName = /^[\p{L}_][\p{L}\p{N}_ ]*$/u;

/** Columns that look at a name which nobody has declared. */
export function undeclaredColumns(table: DecisionTable, known: ReadonlySet<string>): readonly InputColumn[] {
  const seen = new Set(known);
  return table.inputs.filter(({ expression }) => {
    const name = expression.trim();
    if (seen.has(name) || !plainName.test(name)) return false;
    seen.add(name);
    return true;
  });
}

/** Whether the name stands anywhere in the table; rather once too often, inside another word, than once too little. */
export function mentions(table: DecisionTable, name: string): boolean {
  return (
    table.inputs.some(({ expression, values }) => expression.includes(name) || values.includes(name)) ||
    table.outputs.some(({ otherwise }) => otherwise.includes(name)) ||
    table.rules.some((rule) => [...rule.inputs, ...rule.outputs].some((entry) => entry.includes(name)))
  );
}

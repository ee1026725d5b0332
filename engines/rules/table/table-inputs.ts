/** Which inputs a table's texts speak of: the ones it needs declared, and the ones it no longer needs. */
import { findNames } from '../feel/find-names.ts';
import type { ExpressionKind } from '../feel/parse-expression.ts';
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

/** Whether one of the table's expressions speaks of this variable; of a broken one whatever can still be read counts. */
export function mentions(table: DecisionTable, name: string): boolean {
  function speaks(kind: ExpressionKind, text: string): boolean {
    // The tree is only asked where the letters are there at all.
    return text.includes(name) && findNames(kind, text, { [name]: null }).some((one) => one.name === name);
  }
  return (
    table.inputs.some(
      ({ expression, values }) => speaks('expression', expression) || speaks('tests', values),
    ) ||
    table.outputs.some(({ otherwise }) => speaks('expression', otherwise)) ||
    table.rules.some(
      (rule) =>
        rule.inputs.some((entry) => speaks('tests', entry)) ||
        rule.outputs.some((entry) => speaks('expression', entry)),
    )
  );
}

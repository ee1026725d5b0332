/** Checks each cell of a decision table for itself: can it be read, does it fit the type and the allowed values of its column. */
import { CityError } from '../../../kernel/errors.ts';
import type { Compiled, Feel } from '../feel/create-feel.ts';
import { type FeelType, feelTypes, typeOf } from '../feel/feel-value.ts';
import type { ExpressionKind, Names } from '../feel/parse-expression.ts';
import { columnDomain } from './column-domain.ts';
import { columnTitle, type DecisionTable, isOpen, type OutputColumn } from './decision-table.ts';
import type { Finding } from './finding.ts';

interface Place {
  readonly rows: readonly number[];
  readonly cell: string;
}

function broken(place: Place, kind: Finding['kind'], message: string): Finding {
  return { ...place, kind, severity: 'error', message };
}

/** What the work finds, or the one finding that it cannot be done: `> [1..2]` is well formed and still says nothing. */
function orBroken(place: Place, work: () => readonly Finding[]): readonly Finding[] {
  try {
    return work();
  } catch (problem) {
    if (!(problem instanceof CityError)) throw problem;
    return [broken(place, 'type', problem.message)];
  }
}

/** The compiled cell, or what is wrong with its text. */
function tryCompile(
  place: Place,
  kind: ExpressionKind,
  text: string,
  feel: Feel,
  names: Names,
): Compiled | Finding {
  try {
    return feel.compile(kind, text, names);
  } catch (problem) {
    if (!(problem instanceof CityError)) throw problem;
    return broken(place, 'syntax', problem.problems[0]?.message ?? problem.message);
  }
}

function isFinding(made: Compiled | Finding): made is Finding {
  return 'severity' in made;
}

function checkColumns(table: DecisionTable, feel: Feel, names: Names): readonly Finding[] {
  const parts: readonly (readonly [string, ExpressionKind, string])[] = [
    ...table.inputs.flatMap((column, index) => [
      [`columns.inputs.${index}`, 'expression', column.expression] as const,
      [`columns.inputs.${index}`, 'tests', isOpen(column.values) ? '-' : column.values] as const,
    ]),
    ...table.outputs.flatMap((column, index) => [
      [`columns.outputs.${index}`, 'expression', `[${isOpen(column.values) ? '' : column.values}]`] as const,
      [
        `columns.outputs.${index}`,
        'expression',
        isOpen(column.otherwise) ? 'null' : column.otherwise,
      ] as const,
    ]),
  ];
  const unread = parts.flatMap(([cell, kind, text]) => {
    const made = tryCompile({ rows: [], cell }, kind, text, feel, names);
    return isFinding(made) ? [made] : [];
  });
  if (unread.length > 0) return unread;
  return [
    ...table.inputs.flatMap((column, index) =>
      orBroken({ rows: [], cell: `columns.inputs.${index}` }, () => {
        columnDomain(column, [], feel);
        return [];
      }),
    ),
    ...table.outputs.flatMap((column, index) =>
      orBroken({ rows: [], cell: `columns.outputs.${index}` }, () => {
        if (!isOpen(column.values)) feel.evaluate(`[${column.values}]`);
        return [];
      }),
    ),
  ];
}

/** A name in the text: what the cell gives is then known only when it runs. */
function isConstant(text: string): boolean {
  return !/[\p{L}_]/u.test(
    text.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/\b(?:true|false|null|date|time|and|duration)\b/g, ''),
  );
}

function fits(value: unknown, type: FeelType): boolean {
  return value === null || type === 'Any' || typeOf(value) === type;
}

function checkOutput(
  place: Place,
  entry: string,
  column: OutputColumn,
  feel: Feel,
  names: Names,
): readonly Finding[] {
  if (entry.trim() === '') return [];
  const made = tryCompile(place, 'expression', entry, feel, names);
  if (isFinding(made)) return [made];
  if (!isConstant(entry)) return [];
  const { value } = made.run({});
  if (!fits(value, column.type))
    return [broken(place, 'type', `“${columnTitle(column)}”应为${feelTypes[column.type]}`)];
  if (value !== null && !isOpen(column.values) && feel.test(column.values, value) === false)
    return [broken(place, 'type', `“${columnTitle(column)}”不在允许的取值 ${column.values} 之内`)];
  return [];
}

function checkInputs(table: DecisionTable, feel: Feel, names: Names): readonly Finding[] {
  const written: Finding[] = [];
  const readable = table.rules.map((rule, row) =>
    rule.inputs.map((entry, column) => {
      if (isOpen(entry)) return true;
      const made = tryCompile({ rows: [row + 1], cell: `inputs.${column}` }, 'tests', entry, feel, names);
      if (isFinding(made)) written.push(made);
      return !isFinding(made);
    }),
  );
  const never = table.inputs.flatMap((column, index) => {
    const entries = table.rules.map((rule) => rule.inputs[index] ?? '');
    const domain = columnDomain(column, entries, feel);
    return entries.flatMap((entry, row) => {
      if (readable[row]?.[index] !== true) return [];
      const place = { rows: [row + 1], cell: `inputs.${index}` };
      return orBroken(place, () => {
        if (domain?.covered(entry)?.size !== 0) return [];
        const message = `“${entry.trim()}”在“${columnTitle(column)}”(${feelTypes[column.type]})中永远不会成立`;
        return [broken(place, 'never', message)];
      });
    });
  });
  return [...written, ...never];
}

/** Broken cells with row and column; empty when all can be compiled and may come true. */
export function checkCells(table: DecisionTable, feel: Feel, names: Names): readonly Finding[] {
  const columns = checkColumns(table, feel, names);
  if (columns.length > 0) return columns;
  const outputs = table.rules.flatMap((rule, row) =>
    table.outputs.flatMap((column, index) => {
      const place = { rows: [row + 1], cell: `outputs.${index}` };
      return orBroken(place, () => checkOutput(place, rule.outputs[index] ?? '', column, feel, names));
    }),
  );
  return [...checkInputs(table, feel, names), ...outputs];
}

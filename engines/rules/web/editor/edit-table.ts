/** What one does to a decision table in the editor, each as a function from table to table. Pure. */
import { newId } from '../../../../kernel/ids.ts';
import type { DecisionTable, InputColumn, OutputColumn, TableRule } from '../../table/decision-table.ts';

/** A column of the grid: an input, an output, or the note at the end. */
export interface GridColumn {
  readonly side: 'inputs' | 'outputs' | 'note';
  readonly index: number;
}

export interface Place {
  readonly row: number;
  /** Position among the columns of the grid. */
  readonly column: number;
}

export function gridColumns(table: DecisionTable): readonly GridColumn[] {
  return [
    ...table.inputs.map((_, index) => ({ side: 'inputs' as const, index })),
    ...table.outputs.map((_, index) => ({ side: 'outputs' as const, index })),
    { side: 'note', index: 0 },
  ];
}

export function newInput(): InputColumn {
  return { id: `input-${newId()}`, label: '', expression: '', type: 'string', values: '' };
}

export function newOutput(): OutputColumn {
  return { id: `output-${newId()}`, name: '', type: 'string', values: '', otherwise: '' };
}

export function emptyTable(): DecisionTable {
  const table: DecisionTable = {
    hitPolicy: 'U',
    aggregator: null,
    inputs: [{ ...newInput(), expression: '输入' }],
    outputs: [{ ...newOutput(), name: '结果' }],
    rules: [],
  };
  return addRow(table, 0);
}

function emptyRow(table: DecisionTable): TableRule {
  return {
    id: `rule-${newId()}`,
    inputs: table.inputs.map(() => '-'),
    outputs: table.outputs.map(() => ''),
    note: '',
  };
}

export function readCell(table: DecisionTable, { row, column }: Place): string {
  const rule = table.rules[row];
  const place = gridColumns(table)[column];
  if (rule === undefined || place === undefined) return '';
  return place.side === 'note' ? rule.note : (rule[place.side][place.index] ?? '');
}

function replaceAt<T>(list: readonly T[], index: number, value: T): T[] {
  return list.map((one, at) => (at === index ? value : one));
}

export function writeCell(table: DecisionTable, { row, column }: Place, text: string): DecisionTable {
  const place = gridColumns(table)[column];
  const rule = table.rules[row];
  if (place === undefined || rule === undefined) return table;
  const changed =
    place.side === 'note'
      ? { ...rule, note: text }
      : { ...rule, [place.side]: replaceAt(rule[place.side], place.index, text) };
  return { ...table, rules: replaceAt(table.rules, row, changed) };
}

/** `tests` fills the inputs, as a found gap proposes. */
export function addRow(table: DecisionTable, at: number, tests?: readonly string[]): DecisionTable {
  const row = emptyRow(table);
  const filled =
    tests === undefined ? row : { ...row, inputs: table.inputs.map((_, index) => tests[index] ?? '-') };
  return { ...table, rules: [...table.rules.slice(0, at), filled, ...table.rules.slice(at)] };
}

export function copyRow(table: DecisionTable, row: number): DecisionTable {
  const rule = table.rules[row];
  if (rule === undefined) return table;
  const copy = { ...rule, id: `rule-${newId()}` };
  return { ...table, rules: [...table.rules.slice(0, row + 1), copy, ...table.rules.slice(row + 1)] };
}

export function removeRow(table: DecisionTable, row: number): DecisionTable {
  return { ...table, rules: table.rules.filter((_, index) => index !== row) };
}

/** `to` is where it stands afterwards. */
export function moveRow(table: DecisionTable, from: number, to: number): DecisionTable {
  const rule = table.rules[from];
  if (rule === undefined || to < 0 || to >= table.rules.length) return table;
  const rest = table.rules.filter((_, index) => index !== from);
  return { ...table, rules: [...rest.slice(0, to), rule, ...rest.slice(to)] };
}

export function addColumn(
  table: DecisionTable,
  side: 'inputs' | 'outputs',
  column: InputColumn | OutputColumn,
): DecisionTable {
  const filler = side === 'inputs' ? '-' : '';
  return {
    ...table,
    [side]: [...table[side], column],
    rules: table.rules.map((rule) => ({ ...rule, [side]: [...rule[side], filler] })),
  };
}

export function changeColumn(
  table: DecisionTable,
  side: 'inputs' | 'outputs',
  index: number,
  column: InputColumn | OutputColumn,
): DecisionTable {
  return {
    ...table,
    [side]: (table[side] as readonly unknown[]).map((one, at) => (at === index ? column : one)),
  };
}

export function removeColumn(table: DecisionTable, side: 'inputs' | 'outputs', index: number): DecisionTable {
  const without = <T>(list: readonly T[]) => list.filter((_, at) => at !== index);
  return {
    ...table,
    [side]: without<unknown>(table[side]),
    rules: table.rules.map((rule) => ({ ...rule, [side]: without(rule[side]) })),
  };
}

/** Cells copied from a spreadsheet, put down from a place on; rows are added where they do not suffice. */
export function pasteCells(table: DecisionTable, place: Place, text: string): DecisionTable {
  const lines = text.replace(/\r/g, '').replace(/\n$/, '').split('\n');
  let made = table;
  for (const [down, line] of lines.entries()) {
    const row = place.row + down;
    if (row >= made.rules.length) made = addRow(made, made.rules.length);
    for (const [right, cell] of line.split('\t').entries())
      made = writeCell(made, { row, column: place.column + right }, cell);
  }
  return made;
}

/** Rows and columns are added, moved, pasted and taken away without a cell getting into the wrong column. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decisionTable } from '../../table/decision-table.ts';
import {
  addColumn,
  addRow,
  copyRow,
  emptyTable,
  gridColumns,
  moveRow,
  newInput,
  newOutput,
  pasteCells,
  readCell,
  removeColumn,
  removeRow,
  writeCell,
} from './edit-table.ts';

describe('编辑决策表', () => {
  test('从空表写起：改一格、加一列、从表格粘贴多格', () => {
    let table = addColumn(emptyTable(), 'inputs', { ...newInput(), expression: '分钟' });
    table = pasteCells(table, { row: 0, column: 0 }, '"小型"\t<= 30\t0\t首段\r\n"大型"\t> 30\t5\n');
    expect(table.rules.map((rule) => [...rule.inputs, ...rule.outputs, rule.note])).toEqual([
      ['"小型"', '<= 30', '0', '首段'],
      ['"大型"', '> 30', '5', ''],
    ]);
    expect(readCell(writeCell(table, { row: 1, column: 2 }, '6'), { row: 1, column: 2 })).toBe('6');
  });

  test('缺口补成一行;行可以复制、移动、删除', () => {
    const table = addRow(addRow(emptyTable(), 1, ['"中型"']), 2, ['"大型"']);
    expect(moveRow(table, 2, 0).rules.map((rule) => rule.inputs[0])).toEqual(['"大型"', '-', '"中型"']);
    expect(moveRow(table, 0, 5)).toBe(table);
    expect(new Set(copyRow(table, 1).rules.map((rule) => rule.id)).size).toBe(4);
    expect(removeRow(table, 0).rules.map((rule) => rule.inputs[0])).toEqual(['"中型"', '"大型"']);
  });

  test('怎样编辑都是一张好表', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constantFrom('row', 'copy', 'drop', 'input', 'output', 'less'),
        at: fc.nat(6),
        to: fc.nat(6),
      }),
      fc.record({ kind: fc.constantFrom('move', 'write', 'paste'), at: fc.nat(6), to: fc.nat(6) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let table = emptyTable();
        for (const { kind, at, to } of steps) {
          if (kind === 'row') table = addRow(table, Math.min(at, table.rules.length));
          if (kind === 'copy') table = copyRow(table, at);
          if (kind === 'drop') table = removeRow(table, at);
          if (kind === 'input') table = addColumn(table, 'inputs', newInput());
          if (kind === 'output') table = addColumn(table, 'outputs', { ...newOutput(), name: '列' });
          if (kind === 'less' && table.inputs.length > 1) table = removeColumn(table, 'inputs', at);
          if (kind === 'move') table = moveRow(table, at, to);
          if (kind === 'write') table = writeCell(table, { row: at, column: to }, '1');
          if (kind === 'paste') table = pasteCells(table, { row: at, column: to }, 'a\tb\nc');
        }
        expect(decisionTable.safeParse(table).success).toBe(true);
        expect(new Set(table.rules.map((rule) => rule.id)).size).toBe(table.rules.length);
        expect(gridColumns(table)).toHaveLength(table.inputs.length + table.outputs.length + 1);
      }),
      { numRuns: 200 },
    );
  });
});

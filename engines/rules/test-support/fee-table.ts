/** A graded fee as a decision table, for tests. */
import type { DecisionTable, HitPolicy } from '../table/decision-table.ts';

const columns = {
  inputs: [
    { id: 'i1', label: '', expression: '车型', type: 'string', values: '"小型", "大型"' },
    { id: 'i2', label: '停放分钟', expression: '分钟', type: 'number', values: '>= 0' },
  ],
  outputs: [{ id: 'o1', name: '收费', type: 'number', values: '', otherwise: '' }],
} as const satisfies Pick<DecisionTable, 'inputs' | 'outputs'>;

/** Rows as '车型 | 分钟 | 收费'. */
export function feeTable(hitPolicy: HitPolicy, rows: readonly string[]): DecisionTable {
  return {
    hitPolicy,
    aggregator: null,
    inputs: columns.inputs.map((one) => ({ ...one })),
    outputs: columns.outputs.map((one) => ({ ...one })),
    rules: rows.map((row, index) => {
      const [kind = '', minutes = '', fee = ''] = row.split('|').map((cell) => cell.trim());
      return { id: `r${index + 1}`, inputs: [kind, minutes], outputs: [fee], note: '' };
    }),
  };
}

export const soundRows = [
  '-      | <= 30      | 0',
  '"小型" | (30..120]  | 5',
  '"小型" | > 120      | 5 + 2 * ceiling((分钟 - 120) / 60)',
  '"大型" | (30..120]  | 10',
  '"大型" | > 120      | 10 + 4 * ceiling((分钟 - 120) / 60)',
];

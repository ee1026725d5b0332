/** Head of the grid: which columns are asked and which are answered, with their types and allowed values. */
import type { ReactNode } from 'react';
import { feelTypes } from '../../feel/feel-value.ts';
import {
  columnTitle,
  type DecisionTable,
  hitPolicies,
  type InputColumn,
  type OutputColumn,
} from '../../table/decision-table.ts';

export function GridHeader(props: {
  readonly table: DecisionTable;
  readonly problems: ReadonlyMap<string, string>;
  readonly editable: boolean;
  readonly onColumn: (side: 'inputs' | 'outputs', index: number) => void;
}): ReactNode {
  const { table, problems } = props;
  const policy = hitPolicies[table.hitPolicy];
  const head = (side: 'inputs' | 'outputs', column: InputColumn | OutputColumn, index: number) => {
    const problem = problems.get(`0:columns.${side}.${index}`);
    return (
      <th key={column.id} scope="col" className={`is-${side}${problem ? ' is-broken' : ''}`} title={problem}>
        <button type="button" onClick={() => props.onColumn(side, index)} disabled={!props.editable}>
          <b>{columnTitle(column)}</b>
          <small>
            {feelTypes[column.type]}
            {column.values && ` · ${column.values}`}
          </small>
        </button>
      </th>
    );
  };
  return (
    <thead>
      <tr className="rules-grid-sides">
        <th scope="col" title={`${policy.title}：${policy.hint}`} className="is-policy" rowSpan={2}>
          {table.hitPolicy}
          {table.aggregator}
        </th>
        {table.inputs.length > 0 && (
          <th scope="colgroup" colSpan={table.inputs.length} className="is-inputs">
            当
          </th>
        )}
        <th scope="colgroup" colSpan={table.outputs.length} className="is-outputs">
          则
        </th>
        <th scope="col" rowSpan={2} className="is-note">
          说明
        </th>
      </tr>
      <tr>
        {table.inputs.map((column, index) => head('inputs', column, index))}
        {table.outputs.map((column, index) => head('outputs', column, index))}
      </tr>
    </thead>
  );
}

/** The editor of one decision table: hit policy, columns, grid, taking back, and the cell in work at full length. */
import { Button, Select, Tooltip } from 'antd';
import { type ReactNode, useState } from 'react';
import { Icon } from '../../../../ui/icon.tsx';
import {
  aggregators,
  type Aggregator,
  type DecisionTable,
  hitPolicies,
  type HitPolicy,
} from '../../table/decision-table.ts';
import type { Finding } from '../../table/finding.ts';
import { type AnyColumn, ColumnForm, type ColumnInWork } from './column-form.tsx';
import {
  addColumn,
  addRow,
  changeColumn,
  gridColumns,
  newInput,
  newOutput,
  type Place,
  removeColumn,
} from './edit-table.ts';
import { FormulaBar } from './formula-bar.tsx';
import { TableGrid } from './table-grid.tsx';
import type { History } from './use-history.ts';

const policyOptions = (Object.entries(hitPolicies) as [HitPolicy, { title: string; hint: string }][]).map(
  ([value, { title, hint }]) => ({ value, label: `${value} ${title}`, title: hint }),
);
const aggregatorOptions = [
  { value: '', label: '列出' },
  ...(Object.entries(aggregators) as [Aggregator, { title: string }][]).map(([value, { title }]) => ({
    value,
    label: `${value} ${title}`,
  })),
];

export interface TableEditorProps {
  readonly history: History<DecisionTable>;
  readonly editable: boolean;
  /** What stands at the front of the tools: which table, and whether it is saved. */
  readonly lead: ReactNode;
  readonly findings: readonly Finding[];
  readonly matched: ReadonlySet<string>;
  readonly active: Place | undefined;
  readonly onActive: (place: Place | undefined) => void;
}

function problemAt(
  table: DecisionTable,
  place: Place | undefined,
  findings: readonly Finding[],
): string | undefined {
  const column = place && gridColumns(table)[place.column];
  if (place === undefined || column === undefined) return undefined;
  const cell = `${column.side}.${column.index}`;
  return findings.find((one) => one.cell === cell && one.rows[0] === place.row + 1)?.message;
}

export function TableEditor(props: TableEditorProps): ReactNode {
  const { history, editable, findings, active, onActive } = props;
  const { value: table, change } = history;
  const [work, setWork] = useState<ColumnInWork | undefined>(undefined);

  function finishColumn(column: AnyColumn): void {
    if (work === undefined) return;
    const { side, index } = work;
    change(index === undefined ? addColumn(table, side, column) : changeColumn(table, side, index, column));
    setWork(undefined);
  }
  function removable({ side, index }: ColumnInWork): (() => void) | undefined {
    if (index === undefined || (side === 'outputs' && table.outputs.length === 1)) return undefined;
    return () => {
      change(removeColumn(table, side, index));
      onActive(undefined);
      setWork(undefined);
    };
  }
  function openColumn(side: 'inputs' | 'outputs', index: number): void {
    const column = table[side][index];
    if (column !== undefined) setWork({ side, index, column });
  }

  return (
    <div className="rules-editor">
      {(editable || props.lead) && (
        <div className="rules-tools">
          {props.lead}
          {editable && <PolicyTools table={table} onChange={change} />}
          {editable && (
            <div className="rules-tools-end">
              <Button onClick={() => change(addRow(table, table.rules.length))}>加一行</Button>
              <Button onClick={() => setWork({ side: 'inputs', index: undefined, column: newInput() })}>
                加条件列
              </Button>
              <Button onClick={() => setWork({ side: 'outputs', index: undefined, column: newOutput() })}>
                加结果列
              </Button>
              <Tooltip title="撤销">
                <Button
                  icon={<Icon name="undo" />}
                  aria-label="撤销"
                  disabled={!history.canUndo}
                  onClick={history.undo}
                />
              </Tooltip>
              <Tooltip title="重做">
                <Button
                  icon={<Icon name="redo" />}
                  aria-label="重做"
                  disabled={!history.canRedo}
                  onClick={history.redo}
                />
              </Tooltip>
            </div>
          )}
        </div>
      )}
      <FormulaBar
        // Another cell begins with its own text.
        key={`${active?.row}:${active?.column}`}
        table={table}
        place={active}
        problem={problemAt(table, active, findings)}
        editable={editable}
        onChange={change}
      />
      <TableGrid
        table={table}
        editable={editable}
        findings={findings}
        matched={props.matched}
        active={active}
        onActive={onActive}
        onChange={change}
        onColumn={openColumn}
      />
      {work && (
        <ColumnForm
          work={work}
          onDone={finishColumn}
          onRemove={removable(work)}
          onClose={() => setWork(undefined)}
        />
      )}
    </div>
  );
}

function PolicyTools(props: {
  readonly table: DecisionTable;
  readonly onChange: (table: DecisionTable) => void;
}): ReactNode {
  const { table, onChange } = props;
  return (
    <>
      <Select<HitPolicy>
        value={table.hitPolicy}
        options={policyOptions}
        onChange={(hitPolicy) =>
          onChange({ ...table, hitPolicy, aggregator: hitPolicy === 'C' ? table.aggregator : null })
        }
        aria-label="命中策略"
        popupMatchSelectWidth={false}
      />
      {table.hitPolicy === 'C' && (
        <Select
          value={table.aggregator ?? ''}
          options={aggregatorOptions}
          onChange={(chosen) =>
            onChange({ ...table, aggregator: chosen === '' ? null : (chosen as Aggregator) })
          }
          aria-label="汇集方式"
        />
      )}
      <span className="city-muted rules-hint">{hitPolicies[table.hitPolicy].hint}</span>
    </>
  );
}

/** The grid of a decision table, worked by keyboard like a spreadsheet: arrows, Enter, Tab, typing over, pasting many cells, moving rows. */
import { type ReactNode, useMemo } from 'react';
import type { DecisionTable } from '../../table/decision-table.ts';
import type { Finding } from '../../table/finding.ts';
import { gridColumns, moveRow, type Place, readCell } from './edit-table.ts';
import { GridCell } from './grid-cell.tsx';
import { GridHeader } from './grid-header.tsx';
import { RowHandle } from './row-handle.tsx';

export interface TableGridProps {
  readonly table: DecisionTable;
  readonly editable: boolean;
  readonly findings: readonly Finding[];
  /** Ids of the rules that answered the test or trial in view. */
  readonly matched: ReadonlySet<string>;
  readonly active: Place | undefined;
  readonly onActive: (place: Place) => void;
  readonly onChange: (table: DecisionTable) => void;
  readonly onColumn: (side: 'inputs' | 'outputs', index: number) => void;
}

/** Problems by 'row:inputs.0', and the sentences about a whole row by its number. */
function sortFindings(findings: readonly Finding[]) {
  const cells = new Map<string, string>();
  const rows = new Map<number, string>();
  for (const { rows: about, cell, message } of findings) {
    if (cell !== undefined) cells.set(`${about[0] ?? 0}:${cell}`, message);
    else for (const row of about) rows.set(row, message);
  }
  return { cells, rows };
}

export function TableGrid(props: TableGridProps): ReactNode {
  const { table, editable, active, onActive, onChange } = props;
  const columns = useMemo(() => gridColumns(table), [table]);
  const problems = useMemo(() => sortFindings(props.findings), [props.findings]);
  return (
    <div className="rules-grid">
      <table role="grid" aria-label="决策表">
        <GridHeader table={table} problems={problems.cells} editable={editable} onColumn={props.onColumn} />
        <tbody>
          {table.rules.map((rule, row) => (
            <tr key={rule.id} className={props.matched.has(rule.id) ? 'is-matched' : ''}>
              <RowHandle
                table={table}
                row={row}
                editable={editable}
                problem={problems.rows.get(row + 1)}
                onChange={onChange}
                onDrop={(from) => onChange(moveRow(table, from, row))}
              />
              {columns.map(({ side, index }, column) => (
                <GridCell
                  key={`${side}${index}`}
                  side={side}
                  text={readCell(table, { row, column })}
                  problem={problems.cells.get(`${row + 1}:${side}.${index}`)}
                  isActive={active?.row === row && active.column === column}
                  table={table}
                  place={{ row, column }}
                  editable={editable}
                  onActive={onActive}
                  onChange={onChange}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rules.length === 0 && <p className="city-muted rules-grid-empty">还没有行，点“加一行”开始。</p>}
    </div>
  );
}

/** The cell in work at full length, as the bar above a spreadsheet shows it, with what is wrong with it. */
import { Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { columnTitle, type DecisionTable, hitPolicies } from '../../table/decision-table.ts';
import { gridColumns, type Place, readCell, writeCell } from './edit-table.ts';

function titleOf(table: DecisionTable, place: Place): string {
  const column = gridColumns(table)[place.column];
  if (column === undefined || column.side === 'note') return '说明';
  const found = table[column.side][column.index];
  return found === undefined ? '' : columnTitle(found);
}

export function FormulaBar(props: {
  readonly table: DecisionTable;
  readonly place: Place | undefined;
  readonly problem: string | undefined;
  readonly editable: boolean;
  readonly onChange: (table: DecisionTable) => void;
}): ReactNode {
  const { table, place, problem } = props;
  const policy = hitPolicies[table.hitPolicy];
  const [draft, setDraft] = useState<string | undefined>(undefined);
  if (place === undefined || table.rules[place.row] === undefined)
    return (
      <div className="rules-bar city-muted">
        {props.editable ? '点单元格开始。' : `${policy.title}：${policy.hint}。`}条件写法：
        <code>&gt; 30</code> <code>[10..20)</code> <code>"甲", "乙"</code> <code>not("丙")</code>{' '}
        <code>-</code>（不限）
      </div>
    );
  const text = readCell(table, place);
  function keep(): void {
    if (draft !== undefined && place !== undefined) props.onChange(writeCell(table, place, draft));
    setDraft(undefined);
  }
  return (
    <div className="rules-bar">
      <span className="rules-bar-place">
        第 {place.row + 1} 行 · {titleOf(table, place)}
      </span>
      <Input
        size="small"
        value={draft ?? text}
        readOnly={!props.editable}
        status={problem ? 'error' : ''}
        aria-label="单元格内容"
        spellCheck={false}
        onChange={(event) => setDraft(event.target.value)}
        onPressEnter={keep}
        onBlur={keep}
      />
      {problem && <span className="rules-bar-problem">{problem}</span>}
    </div>
  );
}

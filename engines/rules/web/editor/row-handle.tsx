/** The number of a row: its warning, its menu, and what one takes hold of to move it. */
import { Dropdown } from 'antd';
import { type ReactNode, useState } from 'react';
import type { DecisionTable } from '../../table/decision-table.ts';
import { addRow, copyRow, moveRow, removeRow } from './edit-table.ts';

const dragged = 'application/x-city-rule-row';

export function RowHandle(props: {
  readonly table: DecisionTable;
  readonly row: number;
  readonly editable: boolean;
  readonly problem: string | undefined;
  readonly onChange: (table: DecisionTable) => void;
  readonly onDrop: (from: number) => void;
}): ReactNode {
  const { table, row, editable, onChange } = props;
  const [over, setOver] = useState(false);
  const number = <span className={props.problem ? 'rules-row-warned' : ''}>{row + 1}</span>;
  if (!editable)
    return (
      <th scope="row" title={props.problem}>
        {number}
      </th>
    );
  const items = [
    { key: 'above', label: '在上方插入一行', onClick: () => onChange(addRow(table, row)) },
    { key: 'below', label: '在下方插入一行', onClick: () => onChange(addRow(table, row + 1)) },
    { key: 'copy', label: '复制本行', onClick: () => onChange(copyRow(table, row)) },
    {
      key: 'up',
      label: '上移（Alt+↑）',
      disabled: row === 0,
      onClick: () => onChange(moveRow(table, row, row - 1)),
    },
    {
      key: 'down',
      label: '下移（Alt+↓）',
      disabled: row === table.rules.length - 1,
      onClick: () => onChange(moveRow(table, row, row + 1)),
    },
    { key: 'remove', label: '删除本行', danger: true, onClick: () => onChange(removeRow(table, row)) },
  ];
  return (
    <th
      scope="row"
      title={props.problem}
      className={over ? 'is-drop' : ''}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(dragged, String(row))}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragged)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        props.onDrop(Number(event.dataTransfer.getData(dragged)));
      }}
    >
      <Dropdown menu={{ items }} trigger={['click']}>
        <button type="button" aria-label={`第 ${row + 1} 行的操作`}>
          {number}
        </button>
      </Dropdown>
    </th>
  );
}

/** The columns, rows and pager of a query table, as the component kit wants them. */
import type { ColumnType, TablePaginationConfig } from 'antd/es/table';
import type { ReactNode } from 'react';
import type { Field } from '../../kernel/register.ts';
import { FieldValue } from '../field-value.tsx';
import { type ListState, pageSizes, totalText } from './list-state.ts';

export interface ListReply<R> {
  readonly rows: readonly R[];
  /** Exact up to 10,000; above that `more` is true. */
  readonly total: number;
  readonly more?: boolean;
}

export interface QueryColumn<R> {
  /** Also the name of the value on the row and of the order. */
  readonly key: string;
  readonly title: string;
  readonly width?: number;
  readonly render?: (row: R) => ReactNode;
  /** Shows the row's value by its type, masks included. */
  readonly field?: Field;
  readonly sort?: boolean;
  /** Off until the person switches it on. */
  readonly hidden?: boolean;
  readonly align?: 'start' | 'end' | 'center';
}

/** A row opens by click or Enter, but not when a button, link or selection inside it was meant. */
export function openable(open: () => void) {
  return {
    tabIndex: 0,
    onClick: (event: { target: EventTarget }) => {
      const target = event.target as HTMLElement;
      if (target.closest('a,button,input,label,.ant-table-selection-column')) return;
      if (getSelection()?.isCollapsed !== false) open();
    },
    onKeyDown: (event: { key: string; target: EventTarget; currentTarget: EventTarget }) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) open();
    },
  };
}

export function pager(state: ListState, reply: ListReply<unknown>): TablePaginationConfig {
  return {
    current: state.page,
    pageSize: state.size,
    total: reply.total,
    showTotal: (total) => totalText(total, reply.more === true),
    showSizeChanger: true,
    pageSizeOptions: [...pageSizes],
    showQuickJumper: reply.total > state.size * 5,
    responsive: true,
  };
}

export function tableColumns<R extends object>(
  columns: readonly QueryColumn<R>[],
  state: ListState,
  actions: ((row: R) => ReactNode) | undefined,
  actionsWidth: number | undefined,
): ColumnType<R>[] {
  const made = columns.map((column): ColumnType<R> => {
    return {
      key: column.key,
      dataIndex: column.key,
      title: column.title,
      render: (_value, row) => cell(column, row),
      ...(column.width ? { width: column.width } : {}),
      ...(column.align ? { align: column.align } : {}),
      ...(column.sort ? { sorter: true, sortOrder: orderOf(state.sort, column.key) } : {}),
    };
  });
  const start = (state.page - 1) * state.size;
  made.unshift({
    key: '#',
    title: '序号',
    width: 60,
    align: 'center',
    render: (_value, _row, index) => <span className="city-muted">{start + index + 1}</span>,
  });
  if (actions) {
    made.push({
      key: '##',
      title: '操作',
      fixed: 'right',
      width: actionsWidth ?? 120,
      render: (_value, row) => <span className="city-row-actions">{actions(row)}</span>,
    });
  }
  return made;
}

function cell<R extends object>(column: QueryColumn<R>, row: R): ReactNode {
  if (column.render) return column.render(row);
  const value = (row as Readonly<Record<string, unknown>>)[column.key];
  const masked = (row as { masked?: readonly string[] }).masked?.includes(column.key) === true;
  if (column.field) return <FieldValue field={column.field} value={value} masked={masked} />;
  return value === null || value === undefined || value === '' ? (
    <span className="city-muted">—</span>
  ) : (
    String(value)
  );
}

function orderOf(sort: string | undefined, key: string): 'ascend' | 'descend' | null {
  if (sort === key) return 'ascend';
  return sort === `-${key}` ? 'descend' : null;
}

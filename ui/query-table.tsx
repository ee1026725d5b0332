/** THE list page part: query area, toolbar, table and pager; what is chosen stays in the address, column settings stay with the person. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Table } from 'antd';
import type { ColumnType, TablePaginationConfig } from 'antd/es/table';
import { type Key, type ReactNode, useMemo, useState } from 'react';
import type { Field } from '../kernel/register.ts';
import { Empty, Failed, Loading } from './empty.tsx';
import { FieldValue } from './field-value.tsx';
import { useListState } from './table/use-list-state.ts';
import { type ListDefaults, type ListState, pageSizes, totalText } from './table/list-state.ts';
import { QueryArea, type QueryField } from './table/query-area.tsx';
import { ColumnSettings } from './table/column-settings.tsx';
import { arrangeColumns, useTableSettings } from './table/table-settings.ts';

export type { QueryField } from './table/query-area.tsx';
export type { ListState } from './table/list-state.ts';

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

export interface QueryTableProps<R> {
  /** '<system>.<list>': where column settings are kept, and the key of the reply cache. */
  readonly id: string;
  readonly columns: readonly QueryColumn<R>[];
  /** The query area; none hides it. */
  readonly fields?: readonly QueryField[];
  /** Placeholder of the full-text box; absent hides it. */
  readonly search?: string;
  /** Reads one page. `state` has the shape of the registers' list query. */
  readonly load: (state: ListState, signal: AbortSignal) => Promise<ListReply<R>>;
  /** Anything else that the reply depends on. */
  readonly depends?: unknown;
  readonly defaults?: ListDefaults;
  readonly rowKey?: (row: R) => string;
  readonly onOpen?: (row: R) => void;
  /** Buttons on the left of the toolbar; gets the state so that an export can take the same filters. */
  readonly toolbar?: ReactNode | ((state: ListState) => ReactNode);
  readonly rowActions?: (row: R) => ReactNode;
  readonly rowActionsWidth?: number;
  /** Chosen rows survive paging. */
  readonly batch?: (ids: readonly string[], clear: () => void) => ReactNode;
  readonly emptyText?: string;
  readonly emptyAction?: ReactNode;
}

export function QueryTable<R extends object>(props: QueryTableProps<R>): ReactNode {
  const list = useListState(props.defaults);
  const { state } = list;
  const settings = useTableSettings(props.id);
  const [chosen, setChosen] = useState<readonly Key[]>([]);
  const asked = useQuery({
    queryKey: ['list', props.id, props.depends, state],
    queryFn: ({ signal }) => props.load(state, signal),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
  const keyOf = props.rowKey ?? ((row: R) => String((row as { id?: unknown }).id));
  const columns = useMemo(() => {
    const shown = arrangeColumns(props.columns, settings.kept);
    return tableColumns(shown, state, props.rowActions, props.rowActionsWidth);
  }, [props.columns, props.rowActions, props.rowActionsWidth, settings.kept, state]);
  const clear = () => setChosen([]);
  const reply = asked.data;

  return (
    <div className="city-section city-table">
      {props.fields && props.fields.length > 0 && (
        <QueryArea fields={props.fields} where={state.where} onQuery={list.filter} />
      )}
      <div className="city-toolbar">
        {typeof props.toolbar === 'function' ? props.toolbar(state) : props.toolbar}
        <div className="city-toolbar-end">
          {props.search && (
            <Input.Search
              key={state.search ?? ''}
              defaultValue={state.search ?? ''}
              placeholder={props.search}
              allowClear
              onSearch={list.search}
              className="city-toolbar-search"
            />
          )}
          <Button onClick={() => void asked.refetch()} loading={asked.isFetching && !asked.isPending}>
            刷新
          </Button>
          <ColumnSettings columns={props.columns} settings={settings} />
        </div>
      </div>
      {props.batch && chosen.length > 0 && (
        <div className="city-chosen" role="status">
          <span>
            已选 <b>{chosen.length}</b> 项
          </span>
          {props.batch(chosen.map(String), clear)}
          <Button type="link" size="small" onClick={clear}>
            取消选择
          </Button>
        </div>
      )}
      {asked.isPending && <Loading rows={8} />}
      {asked.isError && !reply && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {reply && (
        <Table<R>
          size={
            settings.kept.density === 'loose'
              ? 'large'
              : settings.kept.density === 'tight'
                ? 'small'
                : 'middle'
          }
          rowKey={keyOf}
          columns={columns}
          dataSource={[...reply.rows]}
          loading={asked.isPlaceholderData && { delay: 200 }}
          sticky
          scroll={{ x: 'max-content' }}
          locale={{
            emptyText: <Empty text={props.emptyText ?? '没有符合条件的记录'} action={props.emptyAction} />,
          }}
          pagination={pager(state, reply)}
          onChange={(page, _filters, sorter) => list.turn(page, Array.isArray(sorter) ? sorter[0] : sorter)}
          {...(props.batch
            ? {
                rowSelection: {
                  selectedRowKeys: [...chosen],
                  preserveSelectedRowKeys: true,
                  onChange: setChosen,
                  fixed: true,
                },
              }
            : {})}
          {...(props.onOpen
            ? { rowClassName: () => 'is-open-row', onRow: (row: R) => openable(() => props.onOpen?.(row)) }
            : {})}
        />
      )}
    </div>
  );
}

/** A row opens by click or Enter, but not when a button, link or selection inside it was meant. */
function openable(open: () => void) {
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

function pager(state: ListState, reply: ListReply<unknown>): TablePaginationConfig {
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

function tableColumns<R extends object>(
  columns: readonly QueryColumn<R>[],
  state: ListState,
  actions: ((row: R) => ReactNode) | undefined,
  actionsWidth: number | undefined,
): ColumnType<R>[] {
  const made = columns.map((column): ColumnType<R> => {
    const sorted = state.sort === column.key ? 'ascend' : state.sort === `-${column.key}` ? 'descend' : null;
    return {
      key: column.key,
      dataIndex: column.key,
      title: column.title,
      render: (_value, row) => cell(column, row),
      ...(column.width ? { width: column.width } : {}),
      ...(column.align ? { align: column.align } : {}),
      ...(column.sort ? { sorter: true, sortOrder: sorted } : {}),
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

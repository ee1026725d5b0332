/** THE list page part: query area, toolbar, table and pager; what is chosen stays in the address, column settings stay with the person. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Table } from 'antd';
import { type Key, type ReactNode, useMemo, useState } from 'react';
import { Empty, Failed, Loading } from './empty.tsx';
import { sentenceOf } from './query-client.ts';
import { useListState } from './table/use-list-state.ts';
import type { ListDefaults, ListState } from './table/list-state.ts';
import { type ListReply, openable, pager, type QueryColumn, tableColumns } from './table/table-columns.tsx';
import { QueryArea, type QueryField } from './table/query-area.tsx';
import { ColumnSettings } from './table/column-settings.tsx';
import { arrangeColumns, useTableSettings } from './table/table-settings.ts';

export type { QueryField } from './table/query-area.tsx';
export type { ListState } from './table/list-state.ts';
export type { ListReply, QueryColumn } from './table/table-columns.tsx';

const tableSizes = { tight: 'small', middle: 'middle', loose: 'large' } as const;

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
              aria-label={`查找：${props.search}`}
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
      {asked.isError && reply && (
        <p className="city-stale" role="alert">
          刷新没有成功，下面是先前的内容。{sentenceOf(asked.error)}
        </p>
      )}
      {reply && (
        <Table<R>
          size={tableSizes[settings.kept.density ?? 'middle']}
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

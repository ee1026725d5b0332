/** All indicators of all objects with scores and bands; each number leads to the rows it counts. */
import { Popover, Table as GridTable } from 'antd';
import type { ColumnType } from 'antd/es/table';
import type { ReactNode } from 'react';
import { Empty } from '../../../../../ui/empty.tsx';
import { type Column, cellText, countsText, type Row, scoreText, type Table } from './evaluation-cells.ts';

export interface EvaluationTableProps {
  readonly table: Table;
  readonly loading: boolean;
  /** Indicator whose trend is shown. */
  readonly chosen: string | undefined;
  readonly onChoose: (indicator: string) => void;
  readonly onOpen: (row: Row, column: Column) => void;
}

export function EvaluationTable(props: EvaluationTableProps): ReactNode {
  const { table } = props;
  const fixed: ColumnType<Row>[] = [
    {
      key: '#',
      title: '排名',
      width: 60,
      align: 'center',
      fixed: 'left',
      render: (_v, row) => (row.score === null ? '—' : table.rows.indexOf(row) + 1),
    },
    {
      key: 'name',
      title: table.objectTitle,
      width: 150,
      fixed: 'left',
      render: (_v, row) => <b className="urban-object">{row.name}</b>,
    },
    {
      key: 'score',
      title: '综合得分',
      width: 100,
      fixed: 'left',
      align: 'end',
      render: (_v, row) => <span className="city-number">{scoreText(row.score)}</span>,
    },
    { key: 'band', title: '等级', width: 84, fixed: 'left', render: (_v, row) => <Band band={row.band} /> },
  ];
  return (
    <GridTable<Row>
      rowKey="key"
      size="small"
      loading={props.loading && { delay: 200 }}
      dataSource={table.rows}
      columns={[...fixed, ...table.columns.map((column) => columnOf(column, props))]}
      pagination={
        table.rows.length > 20 ? { defaultPageSize: 20, showTotal: (total) => `共 ${total} 个` } : false
      }
      scroll={{ x: 'max-content' }}
      sticky
      locale={{ emptyText: <Empty text="该时段没有可评价的对象" /> }}
    />
  );
}

function columnOf(column: Column, props: EvaluationTableProps): ColumnType<Row> {
  return {
    key: column.indicator,
    align: 'end',
    title: (
      <span className="urban-indicator">
        <button
          type="button"
          className="city-link"
          aria-pressed={props.chosen === column.indicator}
          title="看趋势"
          onClick={() => props.onChoose(column.indicator)}
        >
          {column.title}
        </button>
        <Formula column={column} />
      </span>
    ),
    render: (_v, row) => {
      const text = cellText(column, row.values[column.indicator]);
      if (text === '—') return <span className="city-muted">—</span>;
      return (
        <button
          type="button"
          className="city-link city-number"
          title={[countsText(row, column), '查看明细'].filter(Boolean).join('，')}
          onClick={() => props.onOpen(row, column)}
        >
          {text}
        </button>
      );
    },
  };
}

function Formula(props: { readonly column: Column }): ReactNode {
  const { column } = props;
  return (
    <Popover
      title={column.title}
      trigger={['hover', 'focus', 'click']}
      content={
        <div className="urban-formula">
          <p>{column.formula}</p>
          <p className="city-muted">
            {column.weight > 0 ? `权重 ${column.weight}` : '不计分'} ·{' '}
            {column.better === 'higher' ? '越高越好' : '越低越好'}
          </p>
        </div>
      }
    >
      <button type="button" className="urban-help" aria-label={`${column.title}的计算方法`}>
        ?
      </button>
    </Popover>
  );
}

/** Colour and word together, so that the colour is never the only sign. */
export function Band(props: { readonly band: Row['band'] }): ReactNode {
  const { band } = props;
  if (band === null) return <span className="city-muted">—</span>;
  return (
    <span className="urban-band">
      <i style={{ background: band.colour }} aria-hidden />
      {band.title}
    </span>
  );
}

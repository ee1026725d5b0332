/** Batches with their reconciliation: sent, received, taken, rejected, and the SM3 of both ends. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Empty } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type { Batch } from '../../routes/dataset-routes.ts';

const states: Readonly<Record<Batch['state'], { readonly title: string; readonly tone: string }>> = {
  running: { title: '采集中', tone: 'blue' },
  loaded: { title: '已入库', tone: 'green' },
  unchanged: { title: '没有变化', tone: 'grey' },
  failed: { title: '没有完成', tone: 'red' },
  cancelled: { title: '已取消', tone: 'grey' },
};
const modes: Readonly<Record<string, string>> = {
  full: '全量',
  changes: '比对',
  key: '增量',
  time: '增量',
  messages: '消息',
  replay: '重放',
};
const drifts = { missing: '少列', new: '多列', type: '改类型' } as const;

function number(value: number | null): string {
  return value === null ? '—' : value.toLocaleString('zh-CN');
}

/** 差异率 = |发送 − 入库| ÷ 发送. */
function difference(batch: Batch): string {
  if (batch.sent === null || batch.sent === 0 || batch.loaded === null) return '—';
  return `${((Math.abs(batch.sent - batch.loaded) / batch.sent) * 100).toFixed(2)}%`;
}

function Digest(props: { readonly title: string; readonly value: string | null }): ReactNode {
  return props.value === null ? null : (
    <span className="collection-digest" title={props.value}>
      {props.title} {props.value}
    </span>
  );
}

/** Why a whole batch went back: the first of its rejected rows, without their content. */
function Sample(props: { readonly batch: Batch }): ReactNode {
  const { sample, rejected } = props.batch;
  return (
    <div className="collection-problems">
      <span className="city-muted">
        共退回{number(rejected)}行，以下是前{sample.length}行的记录号、列和原因
      </span>
      {sample.map(({ row, problems }) => (
        <span key={row}>
          第{row}条：
          {problems.map(({ title, reason }) => `${title || '整行'} ${reason}`).join('；')}
        </span>
      ))}
    </div>
  );
}

export function BatchTable(props: { readonly batches: readonly Batch[] }): ReactNode {
  return (
    <Table<Batch>
      rowKey="id"
      size="middle"
      dataSource={[...props.batches]}
      pagination={{ pageSize: 10, hideOnSinglePage: true }}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty text="还没有采集过" /> }}
      expandable={{
        rowExpandable: (batch) => batch.sample.length > 0,
        expandedRowRender: (batch) => <Sample batch={batch} />,
      }}
      columns={[
        { title: '开始', render: (_, batch) => momentText(batch.startedAt) },
        { title: '方式', render: (_, batch) => modes[batch.mode] ?? batch.mode },
        {
          title: '结果',
          render: (_, batch) => (
            <span title={batch.message ?? ''}>
              <StatusTag tone={states[batch.state].tone}>{states[batch.state].title}</StatusTag>
            </span>
          ),
        },
        { title: '发送', align: 'end', render: (_, batch) => number(batch.sent) },
        { title: '收到', align: 'end', render: (_, batch) => number(batch.received) },
        { title: '入库', align: 'end', render: (_, batch) => number(batch.loaded) },
        { title: '退回', align: 'end', render: (_, batch) => number(batch.rejected) },
        { title: '差异率', align: 'end', render: (_, batch) => difference(batch) },
        {
          title: 'SM3 摘要',
          render: (_, batch) => (
            <>
              <Digest title="收" value={batch.receivedDigest} />
              <Digest title="存" value={batch.loadedDigest} />
            </>
          ),
        },
        {
          title: '说明',
          render: (_, batch) => (
            <>
              {batch.message}
              {batch.drift.map((each) => (
                <StatusTag key={`${each.kind} ${each.column}`} tone="yellow">
                  {drifts[each.kind]}：{each.column}
                </StatusTag>
              ))}
            </>
          ),
        },
      ]}
    />
  );
}

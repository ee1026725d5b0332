/** Receipts of shared calls: when, with which outcome, and the proof to download. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Empty } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { outcomeTitles } from './words.ts';

interface Line {
  readonly id: string;
  readonly at: string;
  readonly outcome: string;
  readonly rows: number;
}

export function Receipts(props: { readonly receipts: readonly Line[]; readonly more: boolean }): ReactNode {
  return (
    <>
      <Table<Line>
        rowKey="id"
        size="small"
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        dataSource={[...props.receipts]}
        locale={{ emptyText: <Empty text="没有凭证" /> }}
        columns={[
          { title: '时间', render: (_, row) => momentText(row.at) },
          {
            title: '结果',
            render: (_, row) => (
              <StatusTag tone={outcomeTitles[row.outcome]?.tone}>
                {outcomeTitles[row.outcome]?.title ?? row.outcome}
              </StatusTag>
            ),
          },
          { title: '行数', dataIndex: 'rows', align: 'end' },
          {
            title: '凭证',
            render: (_, row) => (
              <a href={`/api/data-sharing/receipts/${row.id}`} download aria-label={`下载凭证 ${row.id}`}>
                {row.id.slice(0, 13)}
              </a>
            ),
          },
        ]}
      />
      {props.more && <p className="city-muted platform-note">只列出最近100条，其余见共享合同。</p>}
    </>
  );
}

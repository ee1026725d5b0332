/** What a record said before and who said it; which of it was an event of its life. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { Section } from '../../../../../ui/layout.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type { RecordReply } from '../../routes/record-routes.ts';
import { CellText } from './cell.tsx';

type Change = RecordReply['history'][number];

const words: Readonly<Record<string, string>> = { '*': '新出现', ended: '终止' };

export function HistoryTable(props: { readonly record: RecordReply }): ReactNode {
  const { record } = props;
  const title = (name: string) =>
    words[name] ?? record.fields.find((field) => field.name === name)?.title ?? name;
  const source = (id: string | null) => record.sources.find((each) => each.source === id)?.title;
  const said = (change: Change, value: string | null, from: string | null) =>
    change.field === '*' ? (
      '—'
    ) : (
      <>
        <CellText field={change.field} value={value} />
        {source(from) && <span className="city-muted">{`（${source(from)}）`}</span>}
      </>
    );
  return (
    <Section title="变化和生命周期事件" flush>
      <Table<Change>
        rowKey={(change) => `${change.at} ${change.field}`}
        size="small"
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        dataSource={[...record.history]}
        columns={[
          { title: '建库时间', render: (_, change) => momentText(change.at) },
          {
            title: '事件',
            render: (_, change) =>
              change.event === null ? '—' : <StatusTag tone="blue">{change.event}</StatusTag>,
          },
          { title: '信息项', render: (_, change) => title(change.field) },
          { title: '原来', render: (_, change) => said(change, change.was, change.wasSource) },
          { title: '改为', render: (_, change) => said(change, change.now, change.nowSource) },
        ]}
      />
    </Section>
  );
}

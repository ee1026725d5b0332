/** 排队调用: calls that waited, for a link or for their turn, and what became of each. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { Section } from '../../../../../ui/layout.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

const states: Readonly<Record<string, readonly [title: string, tone: string]>> = {
  waiting: ['等待办理', 'yellow'],
  answered: ['已答复', 'green'],
  refused: ['已拒绝', 'red'],
  expired: ['过期未办', 'grey'],
};

export function LaterCalls({ id }: { readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.laterCalls, { id });
  return (
    <Section title="排队调用" flush>
      <Shown of={asked} rows={2}>
        {({ calls }) => (
          <Table
            rowKey="id"
            size="small"
            pagination={{ pageSize: 10, hideOnSinglePage: true }}
            dataSource={[...calls]}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty text="没有排队的调用" /> }}
            columns={[
              { title: '收下时间', render: (_, call) => momentText(call.at) },
              { title: '有效期至', render: (_, call) => momentText(call.expiresAt) },
              {
                title: '状态',
                render: (_, call) => {
                  const [title, tone] = states[call.state] ?? [call.state, 'grey'];
                  return <StatusTag tone={tone}>{title}</StatusTag>;
                },
              },
              {
                title: '办结时间',
                render: (_, call) => (call.endedAt === null ? '—' : momentText(call.endedAt)),
              },
              { title: '说明', render: (_, call) => call.reason ?? '—' },
            ]}
          />
        )}
      </Shown>
    </Section>
  );
}

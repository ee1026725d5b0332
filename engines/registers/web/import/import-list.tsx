/** The person's earlier imports into this register, so that one left half-way is found again. */
import { Button, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useMemo } from 'react';
import { Failed } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { ImportReply } from '../../routes/sheet-routes.ts';

const tones: Readonly<Record<ImportReply['state'], string>> = {
  checking: 'blue',
  checked: 'yellow',
  importing: 'blue',
  done: 'green',
  failed: 'red',
  cancelled: 'grey',
};

export function ImportList(props: {
  readonly register: string;
  readonly onOpen: (batch: string) => void;
}): ReactNode {
  const { register, onOpen } = props;
  const asked = useCall(contract.routes.imports, { register });
  const columns = useMemo(
    (): ColumnType<ImportReply>[] => [
      { title: '文件', dataIndex: 'fileName', width: 260 },
      {
        title: '时间',
        dataIndex: 'createdAt',
        width: 160,
        render: (at: string) => <span className="city-number">{momentText(at)}</span>,
      },
      {
        title: '状态',
        width: 110,
        render: (_value, batch) => <StatusTag tone={tones[batch.state]}>{batch.stateTitle}</StatusTag>,
      },
      { title: '总行数', dataIndex: 'total', width: 100, align: 'right' },
      { title: '有错误', dataIndex: 'invalid', width: 100, align: 'right' },
      { title: '已导入', dataIndex: 'imported', width: 100, align: 'right' },
      {
        title: '操作',
        width: 90,
        render: (_value, batch) => (
          <Button type="link" size="small" onClick={() => onOpen(batch.id)}>
            {batch.state === 'checked' ? '去确认' : '查看'}
          </Button>
        ),
      },
    ],
    [onOpen],
  );
  if (asked.isError) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  if (asked.data === undefined || asked.data.imports.length === 0) return null;
  return (
    <Section title="我的导入" flush>
      <Table<ImportReply>
        rowKey="id"
        size="middle"
        columns={columns}
        dataSource={asked.data.imports}
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
      />
    </Section>
  );
}

/** What is wrong in the file, by row and column; the first thousand here, the rest in the error sheet. */
import { Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { ImportReply } from '../../routes/sheet-routes.ts';

type Mistake = OutputOf<typeof contract.routes.importErrors>['errors'][number];

const most = 1000;

const columns: ColumnType<Mistake>[] = [
  { title: '行', dataIndex: 'line', width: 80, align: 'right' },
  { title: '列', dataIndex: 'column', width: 160, render: (column: string | null) => column ?? '整行' },
  {
    title: '填写的内容',
    dataIndex: 'value',
    width: 240,
    ellipsis: true,
    render: (value: string | null) => value ?? <span className="city-muted">（空）</span>,
  },
  { title: '问题', dataIndex: 'message' },
];

export function ImportErrors(props: { readonly batch: ImportReply }): ReactNode {
  const asked = useCall(contract.routes.importErrors, { id: props.batch.id, limit: most }, { fresh: 60_000 });
  if (asked.isPending) return <Loading rows={4} />;
  if (asked.isError) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  const rows = asked.data.errors.map((mistake, index) => ({ ...mistake, key: index }));
  return (
    <>
      {props.batch.problems > most && (
        <p className="city-muted">这里列出前 {most.toLocaleString('zh-CN')} 处，其余请下载错误清单查看。</p>
      )}
      <Table<Mistake>
        size="small"
        columns={columns}
        dataSource={rows}
        scroll={{ x: 'max-content' }}
        pagination={{ pageSize: 20, showTotal: (total) => `共 ${total} 处`, responsive: true }}
      />
    </>
  );
}

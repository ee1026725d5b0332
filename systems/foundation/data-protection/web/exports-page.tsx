/** 导出审批: one's own requests for files, what waits for one's decision, and for whoever oversees it everything that left. */
import { Segmented, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { Exported } from '../routes/export-routes.ts';
import { ExportStanding } from './export/export-standing.tsx';

type Of = 'mine' | 'waiting' | 'all';

const emptyWords: Readonly<Record<Of, string>> = {
  mine: '您还没有申请过导出。在台账列表按“导出”，须审批的会引到申请页',
  waiting: '没有等您审批的导出',
  all: '没有导出申请',
};

const columns: ColumnType<Exported>[] = [
  {
    title: '编号',
    dataIndex: 'number',
    render: (number: string, row) => <Link to={`/data-protection/exports/${row.id}`}>{number}</Link>,
  },
  { title: '导出什么', dataIndex: 'title' },
  {
    title: '状态',
    dataIndex: 'state',
    render: (state: Exported['state']) => <ExportStanding state={state} />,
  },
  {
    title: '行数',
    dataIndex: 'rows',
    align: 'right',
    render: (rows: number) => rows.toLocaleString('zh-CN'),
  },
  { title: '申请人', dataIndex: 'requesterName' },
  { title: '数据主管部门', dataIndex: 'ownerName' },
  { title: '用途', dataIndex: 'purpose', ellipsis: true, width: 240 },
  { title: '申请时间', dataIndex: 'askedAt', render: (at: string) => momentText(at) },
];

export default function ExportsPage(): ReactNode {
  const [of, setOf] = useState<Of>('mine');
  const [page, setPage] = useState(1);
  const asked = useCall(contract.routes.exports, { of, page }, { keep: true, every: 30_000 });
  return (
    <PageFrame
      title="导出审批"
      summary="含个人或敏感信息的、行数多的台账，审计记录，和一天之内过多的案卷文书，由另一人核对用途和内容后同意；获准的文件只能由本人下载一次"
      extra={
        <Segmented<Of>
          value={of}
          onChange={(next) => {
            setOf(next);
            setPage(1);
          }}
          options={[
            { value: 'mine', label: '我的申请' },
            ...(asked.data?.mayDecide === true ? [{ value: 'waiting' as const, label: '待我审批' }] : []),
            ...(asked.data?.mayReadAll === true ? [{ value: 'all' as const, label: '全部' }] : []),
          ]}
        />
      }
    >
      <Section flush>
        <Shown of={asked} rows={6}>
          {({ rows, total }) =>
            rows.length === 0 ? (
              <Empty text={emptyWords[of]} />
            ) : (
              <Table<Exported>
                rowKey="id"
                size="middle"
                columns={columns}
                dataSource={rows}
                scroll={{ x: 'max-content' }}
                pagination={{
                  current: page,
                  pageSize: 20,
                  total,
                  showSizeChanger: false,
                  hideOnSinglePage: true,
                  onChange: setPage,
                }}
              />
            )
          }
        </Shown>
      </Section>
    </PageFrame>
  );
}

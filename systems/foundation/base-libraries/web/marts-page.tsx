/** 主题集市: each theme with its inputs, size, tests and freshness. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { MartBrief } from '../routes/mart-routes.ts';
import './libraries.css';

export default function MartsPage(): ReactNode {
  const asked = useCall(contract.routes.marts, {}, { every: 60_000 });
  return (
    <PageFrame
      title="主题集市"
      summary="在基础库和部门数据上用一条查询语句加工；检验全部通过才发布，不通过就保留原来的版本"
    >
      <Section flush>
        <Shown of={asked} rows={7}>
          {({ marts }) => (
            <Table<MartBrief>
              rowKey="code"
              size="middle"
              pagination={false}
              scroll={{ x: 'max-content' }}
              dataSource={[...marts]}
              locale={{ emptyText: <Empty text="没有您可以查看的主题集市" /> }}
              columns={[
                {
                  title: '名称',
                  render: (_, row) => (
                    <div className="library-wide">
                      <Link to={`/base-libraries/marts/${row.code}`}>{row.title}</Link>
                      <div className="city-muted">{row.summary}</div>
                    </div>
                  ),
                },
                { title: '责任部门', dataIndex: 'ownerName' },
                {
                  title: '输入',
                  render: (_, row) => <div className="library-order">{row.inputs.join('、')}</div>,
                },
                {
                  title: '行数',
                  align: 'end',
                  render: (_, row) => row.rows?.toLocaleString('zh-CN') ?? '—',
                },
                { title: '检验', render: (_, row) => <Tests mart={row} /> },
                {
                  title: '数据时间',
                  render: (_, row) => (row.refreshedAt === null ? '还没有发布' : momentText(row.refreshedAt)),
                },
              ]}
            />
          )}
        </Shown>
      </Section>
    </PageFrame>
  );
}

function Tests(props: { readonly mart: MartBrief }): ReactNode {
  const { tests, failed } = props.mart;
  if (tests === 0) return <StatusTag tone="grey">还没有检验</StatusTag>;
  if (failed > 0) return <StatusTag tone="red">{`${failed}项没有通过`}</StatusTag>;
  return <StatusTag tone="green">{`${tests}项通过`}</StatusTag>;
}

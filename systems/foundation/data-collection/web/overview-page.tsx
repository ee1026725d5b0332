/** 归集总览: what each department brings in, how fresh and how good it is; every number leads to its datasets. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './collection.css';

const list = '/data-collection/datasets';

function listOf(department: string, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(
    Object.entries({ department, ...more }).map(([name, value]) => [`f.${name}`, value]),
  );
  return `${list}?${query}`;
}

export default function OverviewPage(): ReactNode {
  const navigate = useNavigate();
  const asked = useCall(contract.routes.overview, {}, { every: 60_000 });
  return (
    <PageFrame title="归集总览" summary="各部门归集了什么、是否按时到达、质量如何；数字点开是对应的数据集">
      <Shown of={asked} rows={6}>
        {({ departments }) => {
          const sum = (of: 'datasets' | 'rows' | 'late' | 'failed' | 'kept') =>
            departments.reduce((total, each) => total + each[of], 0);
          return (
            <>
              <Tiles minimum={180}>
                <NumberCard title="归集部门" value={departments.length} unit="个" />
                <NumberCard
                  title="数据集"
                  value={sum('datasets')}
                  unit="个"
                  onOpen={() => void navigate(list)}
                />
                <NumberCard
                  title="在库数据"
                  value={sum('rows')}
                  unit="行"
                  onOpen={() => void navigate(list)}
                />
                <NumberCard
                  title="迟到"
                  value={sum('late')}
                  unit="个"
                  better="lower"
                  formula="超过采集周期一倍半没有新数据的数据集"
                />
                <NumberCard
                  title="最近一批没有完成"
                  value={sum('failed')}
                  unit="个"
                  better="lower"
                  onOpen={() => void navigate(`${list}?f.lastState=failed`)}
                />
                <NumberCard
                  title="待处理退回"
                  value={sum('kept')}
                  unit="行"
                  better="lower"
                  onOpen={() => void navigate(list)}
                />
              </Tiles>
              <Section title="按部门" flush>
                <Table
                  rowKey="department"
                  size="middle"
                  pagination={false}
                  scroll={{ x: 'max-content' }}
                  dataSource={[...departments]}
                  locale={{ emptyText: <Empty text="还没有数据集：先登记数据源，再从它的表定义" /> }}
                  columns={[
                    {
                      title: '部门',
                      render: (_, row) => <Link to={listOf(row.department)}>{row.name}</Link>,
                    },
                    { title: '数据集', dataIndex: 'datasets', align: 'end' },
                    { title: '在库行数', align: 'end', render: (_, row) => row.rows.toLocaleString('zh-CN') },
                    { title: '迟到', dataIndex: 'late', align: 'end' },
                    {
                      title: '没有完成',
                      align: 'end',
                      render: (_, row) =>
                        row.failed === 0 ? (
                          0
                        ) : (
                          <Link to={listOf(row.department, { lastState: 'failed' })}>{row.failed}</Link>
                        ),
                    },
                    { title: '待处理退回', dataIndex: 'kept', align: 'end' },
                    { title: '入库得分', align: 'end', render: (_, row) => row.score?.toFixed(1) ?? '—' },
                  ]}
                />
              </Section>
            </>
          );
        }}
      </Shown>
    </PageFrame>
  );
}

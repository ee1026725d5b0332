/** 质量总览: each dataset by the six dimensions of GB/T 36344-2018; every number leads to its rules or rejected rows. */
import { Drawer, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import table from '../data/dimensions.json' with { type: 'json' };
import type { DatasetQuality } from '../routes.ts';

/** Cut, not rounded: only what has no fault shows 100%. */
function percent(value: number | null | undefined): string {
  return value === null || value === undefined
    ? '—'
    : `${(Math.floor(value * 1000 + 1e-9) / 10).toFixed(1)}%`;
}

export default function OverviewPage(): ReactNode {
  const navigate = useNavigate();
  const [open, setOpen] = useState<DatasetQuality>();
  const asked = useCall(contract.routes.overview, {}, { every: 60_000 });
  return (
    <PageFrame title="质量总览" summary="按 GB/T 36344-2018 六个维度；没有规则的维度显示“—”，不等于合格">
      <Shown of={asked} rows={6}>
        {({ datasets, disputes }) => {
          const scored = datasets.flatMap((each) => (each.score === null ? [] : [each.score]));
          return (
            <>
              <Tiles minimum={200}>
                <NumberCard title="评分的数据集" value={scored.length} unit="个" />
                <NumberCard
                  title="平均得分"
                  digits={1}
                  value={
                    scored.length === 0 ? null : scored.reduce((sum, each) => sum + each, 0) / scored.length
                  }
                  unit="分"
                />
                <NumberCard
                  title="待处理退回"
                  value={datasets.reduce((sum, each) => sum + each.kept, 0)}
                  unit="行"
                  better="lower"
                  onOpen={() => void navigate('/data-collection/datasets')}
                />
                <NumberCard
                  title="未办结疑义"
                  value={disputes}
                  unit="件"
                  better="lower"
                  onOpen={() => void navigate('/data-quality/disputes')}
                />
              </Tiles>
              <Section title="按数据集" flush>
                <Table<DatasetQuality>
                  rowKey="id"
                  size="middle"
                  pagination={{ pageSize: 20, hideOnSinglePage: true }}
                  scroll={{ x: 'max-content' }}
                  dataSource={[...datasets]}
                  locale={{ emptyText: <Empty text="没有可以查看的数据集" /> }}
                  columns={[
                    {
                      title: '数据集',
                      render: (_, row) => (
                        <Link to={`/data-collection/datasets/${row.id}?tab=quality`}>{row.name}</Link>
                      ),
                    },
                    { title: '提供部门', dataIndex: 'departmentName' },
                    { title: '得分', align: 'end', render: (_, row) => row.score?.toFixed(1) ?? '—' },
                    ...table.dimensions.map(({ code, name }) => ({
                      title: name,
                      align: 'end' as const,
                      render: (_: unknown, row: DatasetQuality) => percent(row.shares[code]),
                    })),
                    {
                      title: '待处理退回',
                      align: 'end',
                      render: (_, row) =>
                        row.kept === 0 ? (
                          0
                        ) : (
                          <Link to={`/data-collection/datasets/${row.id}?tab=letters`}>{row.kept}</Link>
                        ),
                    },
                    {
                      title: '走势',
                      render: (_, row) => (
                        <button type="button" className="city-link" onClick={() => setOpen(row)}>
                          查看
                        </button>
                      ),
                    },
                  ]}
                />
              </Section>
              {open && <Trend dataset={open} onClose={() => setOpen(undefined)} />}
            </>
          );
        }}
      </Shown>
    </PageFrame>
  );
}

function Trend(props: { readonly dataset: DatasetQuality; readonly onClose: () => void }): ReactNode {
  const asked = useCall(contract.routes.trend, { id: props.dataset.id });
  return (
    <Drawer open size={560} title={`${props.dataset.name}的质量走势`} onClose={props.onClose}>
      <Shown of={asked} rows={4}>
        {({ batches }) => (
          <Table
            rowKey="id"
            size="small"
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            dataSource={[...batches].toReversed()}
            columns={[
              { title: '批次', render: (_, batch) => momentText(batch.at) },
              { title: '收到', align: 'end', render: (_, batch) => batch.received.toLocaleString('zh-CN') },
              { title: '退回', align: 'end', render: (_, batch) => batch.rejected.toLocaleString('zh-CN') },
              { title: '合格率', align: 'end', render: (_, batch) => percent(batch.share) },
            ]}
          />
        )}
      </Shown>
    </Drawer>
  );
}

/** 分类分级: how far each department has confirmed what its information items are, and what waits for it. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { matrix } from '../data/grading.ts';
import { rate, Rate } from './parts/rate.tsx';
import { ByDepartment } from './parts/by-department.tsx';

function listOf(where: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(where).map(([name, value]) => [`f.${name}`, value]));
  return `/data-catalogue/grading/items?${query}`;
}

export default function GradingPage(): ReactNode {
  const navigate = useNavigate();
  const asked = useCall(contract.routes.gradingRates, {}, { every: 60_000 });
  const to = (standing: string) => () => void navigate(listOf({ standing }));
  return (
    <PageFrame
      title="分类分级"
      summary="按 GB/T 43697-2024：系统按声明、名称、内容和涉及人数给出建议，部门核定；核定后的级别显示在目录上，脱敏水印策略按它生效"
    >
      <Shown of={asked} rows={8}>
        {({ total, confirmed, waiting, renewed, departments }) => (
          <>
            <Tiles minimum={220}>
              <NumberCard
                title="核定率"
                value={rate(confirmed, total)}
                unit="%"
                formula="已核定分类分级的信息项数/目录信息项总数×100%；建议变化后待复核的不计入分子"
                better="higher"
                onOpen={to('confirmed')}
              />
              <NumberCard title="待核定" value={waiting} unit="项" onOpen={to('waiting')} />
              <NumberCard title="建议已变，待复核" value={renewed} unit="项" onOpen={to('renewed')} />
              <NumberCard
                title="信息项"
                value={total}
                unit="项"
                onOpen={() => void navigate('/data-catalogue/grading/items')}
              />
            </Tiles>
            <ByDepartment
              rows={departments}
              empty="还没有信息项；每天夜里按目录列入"
              columns={[
                {
                  title: '核定率',
                  render: (_, row) => (
                    <Rate
                      done={row.confirmed}
                      total={row.total}
                      to={listOf({ department: row.department })}
                      missing={listOf({ department: row.department, standing: 'waiting' })}
                    />
                  ),
                },
                {
                  title: '待复核',
                  render: (_, row) => (
                    <Link to={listOf({ department: row.department, standing: 'renewed' })}>
                      {row.renewed}
                    </Link>
                  ),
                },
              ]}
            />
            <Section title="定级参照" flush>
              <Table
                rowKey="object"
                size="middle"
                pagination={false}
                scroll={{ x: 'max-content' }}
                dataSource={matrix.rows}
                footer={() => matrix.source}
                columns={[
                  { title: '影响对象', dataIndex: 'object' },
                  ...matrix.degrees.map((title, at) => ({
                    title,
                    render: (_: unknown, row: (typeof matrix.rows)[number]) => row.grades[at],
                  })),
                ]}
              />
            </Section>
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

/** 编制和挂接: indicators 10 and 11, for the city and by department; each number leads to its rows. */
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { rate, Rate } from './parts/rate.tsx';
import { ByDepartment } from './parts/by-department.tsx';

function listOf(list: 'resources' | 'duties', where: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(where).map(([name, value]) => [`f.${name}`, value]));
  return `/data-catalogue/${list}?${query}`;
}

export default function RatesPage(): ReactNode {
  const navigate = useNavigate();
  const asked = useCall(contract.routes.rates, {}, { every: 60_000 });
  return (
    <PageFrame title="编制和挂接" summary="规划指标10、11，实时计算；点开是逐条的目录">
      <Shown of={asked} rows={8}>
        {({ compiled, mounted, departments }) => (
          <>
            <Tiles minimum={220}>
              <NumberCard
                title="目录编制率"
                value={rate(compiled.done, compiled.due)}
                unit="%"
                formula="已编制数据目录数/各部门应编制数据目录数×100%"
                better="higher"
                onOpen={() => void navigate(listOf('duties', { compiled: 'false' }))}
              />
              <NumberCard
                title="应编目录"
                value={compiled.due}
                unit="项"
                onOpen={() => void navigate('/data-catalogue/duties')}
              />
              <NumberCard
                title="资源挂接率"
                value={rate(mounted.done, mounted.total)}
                unit="%"
                formula="已挂接数据的目录数/数据目录总数×100%；挂接的资源须存在、最近一批校验通过并按周期更新"
                better="higher"
                onOpen={() => void navigate(listOf('resources', { status: 'published', mounted: 'false' }))}
              />
              <NumberCard
                title="数据目录"
                value={mounted.total}
                unit="条"
                onOpen={() => void navigate(listOf('resources', { status: 'published' }))}
              />
            </Tiles>
            <ByDepartment
              rows={departments}
              empty="还没有应编目录和数据目录"
              columns={[
                {
                  title: '编制率',
                  render: (_, row) => (
                    <Rate
                      done={row.compiled}
                      total={row.due}
                      to={listOf('duties', { department: row.department })}
                      missing={listOf('duties', { department: row.department, compiled: 'false' })}
                    />
                  ),
                },
                {
                  title: '挂接率',
                  render: (_, row) => (
                    <Rate
                      done={row.mounted}
                      total={row.total}
                      to={listOf('resources', { provider: row.department, status: 'published' })}
                      missing={listOf('resources', {
                        provider: row.department,
                        status: 'published',
                        mounted: 'false',
                      })}
                    />
                  ),
                },
              ]}
            />
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

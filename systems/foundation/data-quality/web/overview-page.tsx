/** 质量总览: departments by score, their datasets by the six dimensions of GB/T 36344-2018, catalogue entries; every number leads on. */
import { Tabs } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { Chart } from '../../../../ui/chart.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import table from '../data/dimensions.json' with { type: 'json' };
import type { DepartmentQuality } from '../routes/overview-routes.ts';
import { DatasetTable } from './overview/dataset-table.tsx';
import { DepartmentTable } from './overview/department-table.tsx';
import { ResourceTable } from './overview/resource-table.tsx';

const formula =
  '每条规则的合格率在评价指标内平均，再在维度内平均，按维度权重加权；没有规则的维度不计。部门得分是所属数据集得分的平均，每个数据集计一次，不按行数加权';

/** The worst of them stand first: that is what somebody has to do something about. */
const mostBars = 20;

export default function OverviewPage(): ReactNode {
  const navigate = useNavigate();
  const [tab, setTab] = useState('departments');
  const [department, setDepartment] = useState<string>();
  const asked = useCall(contract.routes.overview, {}, { every: 60_000 });
  const pick = (id: string | undefined) => {
    setDepartment(id);
    setTab('datasets');
  };
  return (
    <PageFrame title="质量总览" summary="按 GB/T 36344-2018 六个维度；没有规则的维度显示“—”，不等于合格">
      <Shown of={asked} rows={6}>
        {({ departments, datasets, resources, weights, disputes }) => {
          const scored = datasets.flatMap((each) => (each.score === null ? [] : [each.score]));
          const mean =
            scored.length === 0 ? null : scored.reduce((sum, each) => sum + each, 0) / scored.length;
          return (
            <>
              <Tiles minimum={160}>
                <NumberCard
                  title="平均得分"
                  digits={1}
                  value={mean}
                  unit="分"
                  formula={`${formula}。权重：${weightWords(weights)}`}
                />
                <NumberCard
                  title="不达标规则"
                  value={datasets.reduce((sum, each) => sum + each.failing, 0)}
                  unit="条"
                  better="lower"
                  onOpen={() => void navigate('/data-quality/rules?f.standing=failing')}
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
              <Section title="部门得分">
                <DepartmentChart departments={departments} onPick={pick} />
              </Section>
              <Section flush>
                <Tabs
                  activeKey={tab}
                  onChange={setTab}
                  tabBarStyle={{ paddingInline: 16, marginBottom: 0 }}
                  items={[
                    {
                      key: 'departments',
                      label: '按部门',
                      children: <DepartmentTable departments={departments} onPick={pick} />,
                    },
                    {
                      key: 'datasets',
                      label: '按数据集',
                      children: (
                        <DatasetTable
                          datasets={datasets}
                          departments={departments}
                          department={department}
                          onDepartment={setDepartment}
                        />
                      ),
                    },
                    {
                      key: 'resources',
                      label: '按数据目录',
                      children: <ResourceTable resources={resources} />,
                    },
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

function weightWords(weights: Readonly<Record<string, number>>): string {
  return table.dimensions.map(({ code, name }) => `${name}${weights[code] ?? 0}`).join('、');
}

function DepartmentChart(props: {
  readonly departments: readonly DepartmentQuality[];
  readonly onPick: (department: string | undefined) => void;
}): ReactNode {
  const worst = props.departments
    .filter(({ score }) => score !== null)
    .toSorted((one, other) => (one.score ?? 0) - (other.score ?? 0))
    .slice(0, mostBars);
  return (
    <Chart
      title="部门得分"
      height={Math.max(160, 60 + worst.length * 40)}
      data={{
        kind: 'bar-across',
        categories: worst.map(({ name }) => name),
        series: [
          { name: '现在', values: worst.map(({ score }) => score) },
          { name: '一个月前', values: worst.map(({ before }) => before) },
        ],
        unit: '分',
      }}
      onPick={({ category }) => props.onPick(worst.find(({ name }) => name === category)?.department)}
    />
  );
}

/** 水位预报: every gauge with the highest level that is foretold; for the chosen one the course, the forecast with its range, and its errors. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Chart } from '../../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

type Gauge = OutputOf<typeof contract.routes.gauges>['gauges'][number];
type Chosen = OutputOf<typeof contract.routes.gauge>;
type GaugeError = Chosen['issuedErrors'][number];

const hour = 3_600_000;
const shownPast = 48;
const metres = (value: number | null) => (value === null ? '—' : value.toFixed(2));
const exact = (value: number | null) => (value === null ? '—' : value.toFixed(3));
const ways: Readonly<Record<string, string>> = {
  unchanged: '不变',
  usual: '同时刻常态',
  fading: '常态加衰减偏离',
  regression: '岭回归（含上游站）',
};

export default function GaugesPage(): ReactNode {
  const reply = useCall(contract.routes.gauges, {}, { every: 300_000 });
  const [address] = useSearchParams();
  return (
    <PageFrame title="水位预报" summary="每小时按本站历史和上游来水预报 24 小时，预报过的都留着与实测比较">
      <Shown of={reply} rows={8}>
        {({ gauges, basis }) => {
          if (gauges.length === 0) return <Empty text="您的范围内没有水位站" />;
          const chosen = address.get('gauge') ?? gauges[0]?.id ?? '';
          return (
            <>
              <Section flush title="水位站">
                <Gauges gauges={gauges} />
              </Section>
              <One key={chosen} id={chosen} />
              <p className="city-muted">依据：{basis}</p>
            </>
          );
        }}
      </Shown>
    </PageFrame>
  );
}

function Verdict(props: { readonly gauge: Gauge }): ReactNode {
  const { newest, warning, guarantee } = props.gauge;
  if (newest === null) return <StatusTag tone="grey">没有预报</StatusTag>;
  if (guarantee !== null && newest.peak >= guarantee) return <StatusTag tone="red">预报超保证</StatusTag>;
  if (warning !== null && newest.peak >= warning) return <StatusTag tone="yellow">预报超警戒</StatusTag>;
  return <StatusTag tone="green">警戒以下</StatusTag>;
}

function Gauges(props: { readonly gauges: readonly Gauge[] }): ReactNode {
  return (
    <Table<Gauge>
      size="small"
      rowKey="id"
      pagination={false}
      scroll={{ x: 640 }}
      dataSource={[...props.gauges]}
      columns={[
        { title: '站', render: (_, { id, name }) => <Link to={`?gauge=${id}`}>{name}</Link> },
        { title: '上游站', render: (_, { upstream }) => upstream ?? '—' },
        { title: '起报水位 m', align: 'end', render: (_, { newest }) => metres(newest?.level ?? null) },
        { title: '24 小时最高 m', align: 'end', render: (_, { newest }) => metres(newest?.peak ?? null) },
        { title: '警戒 m', align: 'end', render: (_, { warning }) => metres(warning) },
        { title: '保证 m', align: 'end', render: (_, { guarantee }) => metres(guarantee) },
        { title: '判断', render: (_, gauge) => <Verdict gauge={gauge} /> },
      ]}
    />
  );
}

function One(props: { readonly id: string }): ReactNode {
  const reply = useCall(contract.routes.gauge, { id: props.id }, { every: 300_000 });
  return (
    <Shown of={reply} rows={8}>
      {(gauge) => (
        <>
          <Section title={gauge.name}>
            <Course gauge={gauge} />
          </Section>
          <Section
            title={`预报检验（近 14 天发布 ${gauge.issued} 次）`}
            extra={
              <Link to={`/registers/river-chief.gauge-forecast/rows?f.gauge=${gauge.id}`}>逐次查看</Link>
            }
          >
            <Errors title="发布的预报" errors={gauge.issuedErrors} />
            <Errors title="回报检验" errors={gauge.newest?.errors ?? []} />
            <p className="city-muted">
              技巧 = 1 − 平均误差 ÷ “水位不变”的平均误差，大于 0 才算有用。
              {gauge.newest?.ways
                .map(({ from, to, way }) => `${from}–${to} 小时用${ways[way] ?? way}`)
                .join('；')}
            </p>
          </Section>
        </>
      )}
    </Shown>
  );
}

function Course(props: { readonly gauge: Chosen }): ReactNode {
  const { course, newest } = props.gauge;
  if (newest === null) return <Empty text="还没有预报：历史不足三天，或刚才几小时没有读数" />;
  const past = course.slice(-shownPast);
  const begins = Date.parse(newest.issuedAt);
  const ahead = newest.hours.map((each) => ({
    ...each,
    hour: new Date(begins + (each.ahead - 1) * hour).toISOString(),
  }));
  const gap = past.map(() => null);
  const later = ahead.map(() => null);
  return (
    <Chart
      title="水位过程和预报"
      height={260}
      data={{
        kind: 'line',
        unit: 'm',
        categories: [...past, ...ahead].map((each) => momentText(each.hour).slice(5, 16)),
        series: [
          { name: '实测', values: [...past.map(({ level }) => level), ...later] },
          { name: '预报', values: [...gap, ...ahead.map(({ level }) => level)] },
          { name: '八成范围下限', values: [...gap, ...ahead.map(({ low }) => low)] },
          { name: '八成范围上限', values: [...gap, ...ahead.map(({ high }) => high)] },
        ],
      }}
    />
  );
}

function Errors(props: { readonly title: string; readonly errors: readonly GaugeError[] }): ReactNode {
  if (props.errors.every(({ count }) => count === 0)) return <Empty text={`${props.title}还没有可比较的`} />;
  return (
    <Table<GaugeError>
      size="small"
      rowKey="from"
      pagination={false}
      scroll={{ x: 560 }}
      title={() => props.title}
      dataSource={[...props.errors]}
      columns={[
        { title: '时效', render: (_, { from, to }) => `${from}–${to} 小时` },
        { title: '次数', dataIndex: 'count', align: 'end' },
        { title: '平均误差（m）', align: 'end', render: (_, { mae }) => exact(mae) },
        { title: '均方根误差（m）', align: 'end', render: (_, { rmse }) => exact(rmse) },
        { title: '偏差（m）', align: 'end', render: (_, { bias }) => exact(bias) },
        {
          title: '“不变”的平均误差（m）',
          align: 'end',
          render: (_, { unchangedMae }) => exact(unchangedMae),
        },
        { title: '技巧', align: 'end', render: (_, { skill }) => metres(skill) },
      ]}
    />
  );
}

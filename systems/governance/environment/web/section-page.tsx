/** 水质断面: its class and what made it so, the course of a year, and the outfalls above it. */
import { Select, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Chart } from '../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { DescriptionList, PageFrame, Section, TwoColumns } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { useSession } from '../../../../ui/session.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import table from '../data/surface-water.json' with { type: 'json' };
import { ClassTag, classOf } from './class-tag.tsx';
import './environment.css';

type Course = OutputOf<typeof contract.routes.section>;

const third = 2;

export default function SectionPage(): ReactNode {
  const { id = '' } = useParams();
  const reply = useCall(contract.routes.section, { id });
  const { permissions } = useSession();
  return (
    <Shown of={reply} rows={10}>
      {(course) => (
        <Framed course={course}>
          {permissions.includes('environment:trace') && <Upstream section={id} />}
        </Framed>
      )}
    </Shown>
  );
}

function Framed(props: { readonly course: Course; readonly children: ReactNode }): ReactNode {
  const { course } = props;
  usePageTitle(course.name);
  const last = course.samples.at(-1);
  return (
    <PageFrame
      title={course.name}
      breadcrumb={[{ title: '生态环境' }, { title: '地表水', to: '/environment/water' }]}
    >
      <TwoColumns
        main={
          <>
            <Trend course={course} />
            <Samples course={course} />
          </>
        }
        side={
          <>
            <Section title="最近一次">
              <DescriptionList
                columns={1}
                items={[
                  { label: '河流', value: course.riverName },
                  {
                    label: '类别',
                    value: (
                      <ClassTag
                        grade={last?.verdict ? String(last.verdict.grade) : null}
                        target={course.target}
                      />
                    ),
                  },
                  { label: '考核目标', value: <ClassTag grade={course.target} plain /> },
                  { label: '主要污染指标', value: mainText(last) },
                  { label: '监测时间', value: momentText(last?.sampledAt ?? null) },
                ]}
              />
            </Section>
            {props.children}
          </>
        }
      />
    </PageFrame>
  );
}

function mainText(sample: Course['samples'][number] | undefined): string {
  const main = sample?.verdict?.main ?? [];
  return main.map(({ name, over }) => (over === null ? name : `${name}（超 ${over} 倍）`)).join('、') || '无';
}

function Trend(props: { readonly course: Course }): ReactNode {
  const { samples } = props.course;
  const measured = table.items.filter(({ code }) => samples.some((sample) => sample.values[code] != null));
  const [chosen, choose] = useState('nh3n');
  const item = table.items.find((each) => each.code === chosen);
  const limit = item?.limits?.[third];
  return (
    <Section
      title="变化趋势"
      extra={
        <Select
          aria-label="项目"
          value={chosen}
          style={{ width: 160 }}
          options={measured.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={choose}
        />
      }
    >
      {samples.length === 0 || item === undefined ? (
        <Empty text="还没有监测记录" />
      ) : (
        <Chart
          title={`${item.name}变化`}
          height={280}
          data={{
            kind: 'line',
            unit: item.unit,
            categories: samples.map((sample) => momentText(sample.sampledAt).slice(0, 10)),
            series: [
              { name: item.name, values: samples.map((sample) => sample.values[chosen] ?? null) },
              ...(limit === undefined ? [] : [{ name: 'III 类限值', values: samples.map(() => limit) }]),
            ],
          }}
        />
      )}
    </Section>
  );
}

function Samples(props: { readonly course: Course }): ReactNode {
  return (
    <Section flush title="监测记录">
      <Table
        size="small"
        rowKey="id"
        pagination={{ pageSize: 12, hideOnSinglePage: true }}
        dataSource={props.course.samples.toReversed()}
        columns={[
          {
            title: '采样时间',
            render: (_, row) => (
              <Link to={`/registers/environment.water-sample/rows/${row.id}`}>
                {momentText(row.sampledAt)}
              </Link>
            ),
          },
          {
            title: '类别',
            render: (_, row) => (
              <ClassTag grade={row.verdict ? String(row.verdict.grade) : null} target={props.course.target} />
            ),
          },
          { title: '评价', render: (_, row) => classOf(row.verdict?.grade ?? null)?.word ?? '—' },
          { title: '主要污染指标', render: (_, row) => mainText(row) },
        ]}
      />
    </Section>
  );
}

function Upstream(props: { readonly section: string }): ReactNode {
  const reply = useCall(contract.routes.traceWater, { section: props.section });
  return (
    <Section title="上游溯源">
      <Shown of={reply} rows={3}>
        {({ suspects }) =>
          suspects.length === 0 ? (
            <Empty text="上游没有登记的废水排放口" />
          ) : (
            <>
              <ol className="air-suspects">
                {suspects.slice(0, 8).map((each) => (
                  <li key={`${each.id} ${each.name}`}>
                    <Link to={`/environment/sources/${each.id}`}>{each.sourceName}</Link>
                    <span className="city-muted">
                      上游 {each.kilometres.toFixed(1)} km，约 {each.hours.toFixed(0)} 小时前流经
                      {each.exceeding && '，正在超标'}
                    </span>
                  </li>
                ))}
              </ol>
              <p className="city-muted air-note">按河网里程和平均流速推算；只提示排查先后。</p>
            </>
          )
        }
      </Shown>
    </Section>
  );
}

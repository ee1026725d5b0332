/** One manhole: what is foretold, from which rain and parameters, how wrong it was before, and what rains of so many years do. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Chart } from '../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { DescriptionList, PageFrame, Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { overflowText } from './drainage-page.tsx';
import { LevelTag } from './level-tag.tsx';
import './lifeline.css';

type Point = OutputOf<typeof contract.routes.drainPoint>;
type Errors = Point['errors'][number];

const metres = (value: number | null) => (value === null ? '—' : value.toFixed(3));
const skill = (value: number | null) => (value === null ? '—' : value.toFixed(2));

export default function DrainagePointPage(): ReactNode {
  const { id = '' } = useParams();
  const reply = useCall(contract.routes.drainPoint, { id }, { every: 60_000 });
  return (
    <PageFrame title={reply.data?.name ?? '排水监测点'} summary="水位和溢出预报，以及预报过去错了多少">
      <Shown of={reply} rows={10}>
        {(point) => (
          <>
            <Section title="两小时预报" extra={<LevelTag level={point.grade} />}>
              <Newest point={point} />
            </Section>
            <Section
              title={`预报检验（近 14 天发布 ${point.issued} 次）`}
              extra={<Link to={`/registers/lifeline.drain-forecast/rows?f.point=${id}`}>逐次查看</Link>}
            >
              <Past point={point} />
            </Section>
            <Section title="多少年一遇的雨会溢出">
              <Storms point={point} />
            </Section>
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function Newest(props: { readonly point: Point }): ReactNode {
  const { newest, depth } = props.point;
  if (newest === null) return <Empty text="没有下雨，也没有预报雨量，不作预报" />;
  const { fit } = newest;
  const learned =
    fit.from === 'fitted'
      ? `按 ${fit.wet} 个有雨时段拟合`
      : `用登记的参数（有雨时段 ${fit.wet} 个，拟合不了或不比登记的好）`;
  return (
    <>
      <DescriptionList
        columns={2}
        items={[
          { label: '起报', value: momentText(newest.issuedAt) },
          { label: '起报水位', value: `${newest.level.toFixed(2)} m，井深 ${depth} m` },
          { label: '最高水位', value: `${newest.peak.toFixed(2)} m，${newest.peakMinutes} 分钟后` },
          { label: '溢出', value: overflowText(newest.overflowMinutes) },
          { label: '雨量', value: newest.rainFrom },
          { label: '汇水参数', value: `径流系数 ${fit.runoff}，滞时 ${fit.lag} 分钟；${learned}` },
        ]}
      />
      <Chart
        title="水位预报"
        height={220}
        data={{
          kind: 'line',
          unit: 'm',
          categories: newest.steps.map(({ minutes }) => `${minutes} 分钟`),
          series: [
            { name: '水位', values: newest.steps.map(({ level }) => level) },
            { name: '井口', values: newest.steps.map(() => depth) },
          ],
        }}
      />
      <Chart
        title="所用雨强"
        height={140}
        data={{
          kind: 'bar',
          unit: 'mm/h',
          categories: newest.steps.map(({ minutes }) => `${minutes} 分钟`),
          series: [{ name: '雨强', values: newest.steps.map(({ rain }) => rain) }],
        }}
      />
    </>
  );
}

function Past(props: { readonly point: Point }): ReactNode {
  const navigate = useNavigate();
  const { id, errors, course } = props.point;
  if (errors.every(({ count }) => count === 0)) return <Empty text="还没有可与实测水位比较的预报" />;
  return (
    <>
      <Chart
        title="提前 40 至 60 分钟的预报和实测"
        height={200}
        onPick={() => void navigate(`/registers/lifeline.drain-forecast/rows?f.point=${id}`)}
        data={{
          kind: 'line',
          unit: 'm',
          categories: course.map(({ at }) => momentText(at).slice(5, 16)),
          series: [
            { name: '实测', values: course.map(({ came }) => came) },
            { name: '预报', values: course.map(({ foretold }) => foretold) },
          ],
        }}
      />
      <Table<Errors>
        size="small"
        rowKey="from"
        pagination={false}
        scroll={{ x: 560 }}
        dataSource={[...errors]}
        columns={[
          { title: '提前', render: (_, { from, to }) => `${from}–${to} 分钟` },
          { title: '次数', dataIndex: 'count', align: 'end' },
          { title: '平均误差（m）', align: 'end', render: (_, { mae }) => metres(mae) },
          { title: '均方根误差（m）', align: 'end', render: (_, { rmse }) => metres(rmse) },
          { title: '偏差（m）', align: 'end', render: (_, { bias }) => metres(bias) },
          {
            title: '“不变”的平均误差（m）',
            align: 'end',
            render: (_, { unchangedMae }) => metres(unchangedMae),
          },
          { title: '技巧', align: 'end', render: (_, each) => skill(each.skill) },
        ]}
      />
      <p className="city-muted lifeline-note">
        技巧 = 1 − 平均误差 ÷ “水位不变”的平均误差，大于 0 才算有用。
      </p>
    </>
  );
}

function Storms(props: { readonly point: Point }): ReactNode {
  const { storms, formula, depth } = props.point;
  if (formula === null) return <Empty text="没有暴雨强度公式" />;
  const first = storms.find(({ overflows }) => overflows);
  return (
    <>
      <p>
        {first === undefined ? '表中各重现期的两小时雨都不溢出' : `${first.years} 年一遇的两小时雨会溢出`}
        （空井起算，登记的参数）。
      </p>
      <Chart
        title="各重现期的最高水位"
        height={180}
        data={{
          kind: 'bar',
          unit: 'm',
          categories: storms.map(({ years }) => `${years} 年`),
          series: [
            { name: '最高水位', values: storms.map(({ peak }) => Math.round(peak * 100) / 100) },
            { name: '井深', values: storms.map(() => depth) },
          ],
        }}
      />
      <p className="city-muted lifeline-note">{formula}</p>
    </>
  );
}

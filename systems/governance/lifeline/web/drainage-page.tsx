/** 排水水位预报: every manhole with the highest level that is foretold, the worst first, on the map and in a table. */
import { Table } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { useCityStyle } from '../../../../engines/maps/web/use-city-style.ts';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Loading, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame } from '../../../../ui/layout.tsx';
import { MapFrame, type MapLayer } from '../../../../ui/map-frame.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { LevelTag } from './level-tag.tsx';
import { PointsBoard } from './points-board.tsx';
import './lifeline.css';

type Point = OutputOf<typeof contract.routes.drainPoints>['points'][number];

const grades = { '1': '#cf1322', '2': '#fa8c16', '3': '#d4b106', none: '#1257b8', quiet: '#8c8c8c' };
const titles = { '1': '一级', '2': '二级', '3': '三级', none: '有雨未达阈值', quiet: '无雨' };

export function overflowText(minutes: number | null): string {
  if (minutes === null) return '不溢出';
  return minutes === 0 ? '已经溢出' : `${minutes} 分钟后溢出`;
}

export default function DrainagePage(): ReactNode {
  const reply = useCall(contract.routes.drainPoints, {}, { every: 60_000 });
  return (
    <PageFrame
      title="排水水位预报"
      summary="有雨或预报有雨时，每十分钟预报两小时内的水位，达到阈值即分级报警"
      extra={<Link to="/registers/lifeline.rain-forecast/rows">录入预报雨量</Link>}
    >
      <Shown of={reply} rows={8}>
        {({ points, basis }) => (
          <PointsBoard
            count={points.length}
            none="还没有登记排水监测点"
            map={{ title: '监测点', content: <PointMap points={points} /> }}
            table={{ title: '最高水位占井深', content: <Points points={points} /> }}
            basis={basis}
          />
        )}
      </Shown>
    </PageFrame>
  );
}

function layersOf(points: readonly Point[]): readonly MapLayer[] {
  const features = points.flatMap(({ id, name, position, grade, newest }) =>
    position === null
      ? []
      : [
          {
            type: 'Feature' as const,
            properties: { id, name, grade: grade ?? (newest === null ? 'quiet' : 'none') },
            geometry: { type: 'Point' as const, coordinates: [position.lon, position.lat] },
          },
        ],
  );
  return [
    {
      id: 'drains',
      title: '排水监测点',
      kind: 'point',
      from: { geojson: { type: 'FeatureCollection', features } },
      label: 'name',
      colours: { by: 'grade', values: grades, titles, other: grades.quiet },
    },
  ];
}

function PointMap(props: { readonly points: readonly Point[] }): ReactNode {
  const navigate = useNavigate();
  const layers = useMemo(() => layersOf(props.points), [props.points]);
  const { style, whole, settled } = useCityStyle();
  if (!settled) return <Loading rows={8} />;
  return (
    <MapFrame
      layers={layers}
      height={420}
      label="排水监测点的预报级别"
      legend
      {...(style ? { style } : {})}
      {...(whole ? { fit: whole } : {})}
      onFeature={({ properties }) => void navigate(`/lifeline/drainage/${String(properties['id'])}`)}
    />
  );
}

function Points(props: { readonly points: readonly Point[] }): ReactNode {
  return (
    <Table<Point>
      size="small"
      rowKey="id"
      pagination={{ pageSize: 15, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={[...props.points]}
      columns={[
        { title: '级别', width: 64, render: (_, { grade }) => <LevelTag level={grade} /> },
        { title: '监测点', render: (_, { id, name }) => <Link to={`/lifeline/drainage/${id}`}>{name}</Link> },
        {
          title: '最高占井深',
          align: 'end',
          render: (_, { newest }) => (newest === null ? '—' : `${newest.fullness.toFixed(0)}%`),
        },
        {
          title: '溢出',
          render: (_, { newest }) =>
            newest === null ? '无雨，不预报' : overflowText(newest.overflowMinutes),
        },
        {
          title: '起报',
          render: (_, { newest }) => (newest === null ? '—' : momentText(newest.issuedAt).slice(5, 16)),
        },
      ]}
    />
  );
}

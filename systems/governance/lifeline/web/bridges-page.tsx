/** 桥梁监测: every point with what is left of its reading when the temperature is taken out, the gravest first. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { CityMap } from '../../../../engines/maps/web/city-map.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import small from '../data/small-lists.json' with { type: 'json' };
import { LevelTag } from './level-tag.tsx';
import { PointsBoard } from './points-board.tsx';
import './lifeline.css';

type Point = OutputOf<typeof contract.routes.bridgePoints>['points'][number];

const kinds = Object.fromEntries(small.lists['bridge-kinds']) as Readonly<Record<string, string>>;
const layers = ['lifeline.bridge-point'];

export function deviationText(kind: string, deviation: number | null): string {
  if (deviation === null) return '—';
  const sign = deviation > 0 ? '+' : '';
  return kind === 'frequency' ? `${sign}${deviation.toFixed(2)}%` : `${sign}${deviation.toFixed(2)} σ`;
}

export default function BridgesPage(): ReactNode {
  const reply = useCall(contract.routes.bridgePoints, {}, { every: 60_000 });
  return (
    <PageFrame
      title="桥梁监测"
      summary="与参考期相比去除温度影响后的偏差；参考期固定，缓慢退化也能看出"
      extra={<Link to="/registers/lifeline.bridge-point/rows">测点和参考期</Link>}
    >
      <Shown of={reply} rows={8}>
        {({ points, basis }) => (
          <PointsBoard
            count={points.length}
            none="您的范围内没有桥梁监测点"
            map={{ title: '测点', content: <CityMap layers={layers} height={420} label="桥梁监测点" /> }}
            table={{ title: '去温度后的偏差', content: <Points points={points} /> }}
            basis={basis}
          />
        )}
      </Shown>
    </PageFrame>
  );
}

function Points(props: { readonly points: readonly Point[] }): ReactNode {
  const navigate = useNavigate();
  return (
    <Table<Point>
      size="small"
      rowKey="id"
      pagination={{ pageSize: 15, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 460 }}
      dataSource={[...props.points]}
      onRow={({ id }) => ({ onClick: () => void navigate(`/lifeline/bridges/${id}`) })}
      columns={[
        { title: '级别', width: 64, render: (_, { level }) => <LevelTag level={level} /> },
        {
          title: '测点',
          render: (_, { id, name, bridge, problem }) => (
            <>
              <Link to={`/lifeline/bridges/${id}`}>{name}</Link>
              <div className="city-muted">{problem ?? bridge}</div>
            </>
          ),
        },
        { title: '类别', width: 64, render: (_, { kind }) => kinds[kind] },
        {
          title: '偏差',
          width: 88,
          align: 'end',
          render: (_, { kind, deviation }) => deviationText(kind, deviation),
        },
        {
          title: '时间',
          width: 108,
          render: (_, { at }) => (at === null ? '—' : momentText(at).slice(5, 16)),
        },
      ]}
    />
  );
}

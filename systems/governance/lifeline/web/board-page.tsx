/** 生命线总览: the network with its pressures and open joint cases on the map, the cases by level, and how the day goes. */
import { Select, Table } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { CityMap } from '../../../../engines/maps/web/city-map.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { DayCourse } from './day-course.tsx';
import { LevelTag } from './level-tag.tsx';
import { boxOf, type NetworkState, pipeLayer, pressureLayer } from './network-layers.ts';
import './lifeline.css';

type Board = OutputOf<typeof contract.routes.board>;
type Open = NonNullable<Board['open']>[number];

const layers = ['lifeline.incident', 'lifeline.gas-space', 'lifeline.bridge-point', 'lifeline.drain-point'];
/** Where the points of a kind are listed. */
const pointPages: Readonly<Record<string, string>> = {
  water: '/registers/lifeline.water-sensor/rows',
  gas: '/registers/lifeline.gas-space/rows',
  bridge: '/lifeline/bridges',
  drainage: '/lifeline/drainage',
};

export default function BoardPage(): ReactNode {
  const reply = useCall(contract.routes.board, {}, { every: 30_000 });
  return (
    <PageFrame title="城市生命线" summary="监测中心研判，权属单位处置，协同单位到位，主管部门评估">
      <Shown of={reply} rows={12}>
        {(board) => <Overview board={board} />}
      </Shown>
    </PageFrame>
  );
}

function Overview(props: { readonly board: Board }): ReactNode {
  const { networks, kinds, kilometres, open, levels } = props.board;
  const navigate = useNavigate();
  const [chosen, choose] = useState(networks[0]?.id);
  return (
    <>
      <Tiles minimum={200}>
        {open !== null &&
          levels.map(({ level, name, open: count }) => (
            <NumberCard
              key={level}
              title={`在办 ${name}`}
              value={count}
              unit="件"
              better="lower"
              onOpen={() => void navigate(`/lifeline/incidents?f.level=${level}&f.status=open`)}
            />
          ))}
        {kinds.map(({ kind, name, points, reporting, open: cases }) => (
          <NumberCard
            key={kind}
            title={`${name}测点有数据${cases === null || cases === 0 ? '' : ` · 在办 ${cases} 件`}`}
            value={reporting}
            unit={`/ ${points} 个`}
            onOpen={() => void navigate(pointPages[kind] ?? '/telemetry/devices')}
          />
        ))}
        <NumberCard
          title="入图供水管网"
          value={kilometres}
          unit="km"
          digits={1}
          onOpen={() => void navigate('/lifeline/networks')}
        />
      </Tiles>
      <div className="lifeline-board">
        <Section
          flush
          title="管网压力和在办事件"
          extra={
            networks.length > 1 && (
              <Select
                aria-label="管网"
                value={chosen ?? null}
                options={networks.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(id) => choose(id ?? undefined)}
              />
            )
          }
        >
          {chosen === undefined ? <Empty text="还没有导入供水管网" /> : <RiskMap key={chosen} id={chosen} />}
        </Section>
        <div>
          <Section flush title={`在办联合处置 ${open?.length ?? ''}`}>
            <OpenCases open={open} />
          </Section>
          {chosen !== undefined && <Day id={chosen} />}
        </div>
      </div>
    </>
  );
}

function RiskMap(props: { readonly id: string }): ReactNode {
  const reply = useCall(contract.routes.networkState, { id: props.id }, { every: 300_000 });
  return (
    <Shown of={reply} rows={10}>
      {(state) => <StateMap state={state} height={520} />}
    </Shown>
  );
}

function Day(props: { readonly id: string }): ReactNode {
  const { data } = useCall(contract.routes.networkState, { id: props.id }, { every: 300_000 });
  if (data === undefined) return null;
  return (
    <Section title="一天的供水量和最低压力（模拟）">
      <DayCourse state={data} height={150} />
    </Section>
  );
}

export function StateMap(props: { readonly state: NetworkState; readonly height: number }): ReactNode {
  const { state } = props;
  const extra = useMemo(() => [pipeLayer(state.pipes), pressureLayer(state)], [state]);
  const fit = useMemo(() => boxOf(state.pipes.map(({ line }) => line)), [state.pipes]);
  return (
    <CityMap
      layers={layers}
      extra={extra}
      height={props.height}
      label={`${state.name} ${state.hour} 时的压力和在办事件`}
      {...(fit ? { fit } : {})}
    />
  );
}

function OpenCases(props: { readonly open: Board['open'] }): ReactNode {
  const { open } = props;
  if (open === null) return <Empty text="您没有查看联合处置的权限" />;
  if (open.length === 0) return <Empty text="没有在办的联合处置" />;
  return (
    <Table<Open>
      size="small"
      rowKey="id"
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={[...open]}
      columns={[
        { title: '级别', width: 64, render: (_, { level }) => <LevelTag level={level} /> },
        {
          title: '事件',
          render: (_, row) => (
            <Link to={`/lifeline/incidents/${row.id}`}>
              {row.title}
              <span className="city-muted lifeline-number">{row.number}</span>
            </Link>
          ),
        },
        { title: '环节', width: 92, dataIndex: 'stageTitle' },
        { title: '发生', width: 108, render: (_, row) => momentText(row.happenedAt).slice(5, 16) },
      ]}
    />
  );
}

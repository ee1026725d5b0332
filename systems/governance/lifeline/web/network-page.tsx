/** One network at an hour of its day: pressures on the map, sensors beside the simulation, and the valves to shut for a pipe. */
import { Select, Slider, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { StateMap } from './board-page.tsx';
import { CalibrationPart } from './calibration-part.tsx';
import { ClosurePart } from './closure-part.tsx';
import { DayCourse } from './day-course.tsx';
import type { NetworkState } from './network-layers.ts';
import './lifeline.css';

type Sensor = NetworkState['sensors'][number];

export default function NetworkPage(): ReactNode {
  const { id = '' } = useParams();
  const [hour, setHour] = useState<number | undefined>(undefined);
  const reply = useCall(
    contract.routes.networkState,
    { id, ...(hour === undefined ? {} : { hour }) },
    { keep: true, fresh: 60_000 },
  );
  return (
    <Shown of={reply} rows={12}>
      {(state) => <Framed state={state} onHour={setHour} />}
    </Shown>
  );
}

function Framed(props: { readonly state: NetworkState; readonly onHour: (hour: number) => void }): ReactNode {
  const { state } = props;
  usePageTitle(state.name);
  return (
    <PageFrame
      title={state.name}
      breadcrumb={[{ title: '城市生命线' }, { title: '供水管网', to: '/lifeline/networks' }]}
      summary="压力和流量由 EPANET 水力模型逐时计算，测点读数与之并列"
      extra={<Link to={`/registers/lifeline.water-network/rows/${state.id}`}>台账记录</Link>}
    >
      <div className="lifeline-board">
        <Section
          flush
          title={`${state.hour} 时压力`}
          extra={
            <Slider
              className="lifeline-hour"
              ariaLabelForHandle="时刻"
              min={0}
              max={23}
              defaultValue={state.hour}
              tooltip={{ formatter: (hour) => `${hour} 时` }}
              onChangeComplete={props.onHour}
            />
          }
        >
          <StateMap state={state} height={440} />
        </Section>
        <div>
          <Section title="一天的供水量和最低压力">
            <DayCourse state={state} height={190} />
          </Section>
        </div>
      </div>
      <div className="lifeline-board">
        <Section flush title="测点">
          <Sensors sensors={state.sensors} />
        </Section>
        <PipeClosure state={state} />
      </div>
      <CalibrationPart network={state.id} />
    </PageFrame>
  );
}

const units: Readonly<Record<string, string>> = { pressure: 'MPa', flow: 'L/s' };

function valueText(value: number | null, kind: string): string {
  if (value === null) return '—';
  return `${value.toFixed(kind === 'pressure' ? 3 : 1)} ${units[kind] ?? ''}`;
}

function Sensors(props: { readonly sensors: readonly Sensor[] }): ReactNode {
  if (props.sensors.length === 0) return <Empty text="还没有登记监测点" />;
  return (
    <Table<Sensor>
      size="small"
      rowKey="id"
      pagination={{ pageSize: 12, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={[...props.sensors]}
      columns={[
        {
          title: '测点',
          render: (_, { name, device }) => <Link to={`/telemetry/devices/${device}`}>{name}</Link>,
        },
        { title: '最近读数', align: 'end', render: (_, row) => valueText(row.value, row.kind) },
        { title: '模拟', align: 'end', render: (_, row) => valueText(row.simulated, row.kind) },
      ]}
    />
  );
}

function PipeClosure(props: { readonly state: NetworkState }): ReactNode {
  const { id, pipes } = props.state;
  const [pipe, setPipe] = useState<string | undefined>(undefined);
  return (
    <Section
      title="关阀方案"
      extra={
        <Select
          aria-label="管段"
          showSearch
          placeholder="选择管段"
          style={{ width: 160 }}
          value={pipe ?? null}
          options={pipes
            .filter(({ kind }) => kind === 'pipe')
            .map(({ code }) => ({ value: code, label: code }))}
          onChange={(code) => setPipe(code ?? undefined)}
        />
      }
    >
      {pipe === undefined ? (
        <Empty text="选择管段，查看要关哪些阀门、影响多少用户" />
      ) : (
        <ClosurePart network={id} pipe={pipe} />
      )}
    </Section>
  );
}

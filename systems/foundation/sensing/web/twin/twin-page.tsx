/** 数字孪生视图 at the desk: the same city as on the wall, and below it the rows behind its numbers. */
import { type ReactNode, useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { deviceStates, type DeviceState, stateNames } from '../../../../../engines/telemetry/contract.ts';
import { unitText, valueText } from '../../../../../engines/telemetry/web/device/device-words.ts';
import { code } from '../../../../../kernel/register.ts';
import { call } from '../../../../../ui/call.ts';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { PageFrame, Section, Tiles } from '../../../../../ui/layout.tsx';
import { NumberCard } from '../../../../../ui/number-card.tsx';
import { QueryTable } from '../../../../../ui/query-table.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import contract from '../../contract.ts';
import { AlarmPanel, TourButton } from './alarm-panel.tsx';
import { EntityPanel } from './entity-panel.tsx';
import { isState, stateTones } from './state-words.ts';
import { TwinMap } from './twin-map.tsx';
import { useAlarmVisits } from './use-alarm-visits.ts';
import { type TwinState, useTwinState } from './use-twin-state.ts';
import './twin.css';

type TwinRow = OutputOf<typeof contract.routes.twinRows>['rows'][number];

export default function TwinPage(): ReactNode {
  const state = useTwinState();
  const { alarms, visit, tour } = useAlarmVisits(state);
  useRowsAtOnce();
  return (
    <PageFrame
      title="数字孪生视图"
      summary="感知设备和接入的实体此刻怎样，立在三维的城市上；拖动时间条看最近一天里任一时刻"
    >
      <Numbers state={state} />
      <div className="twin-desk">
        <Section flush className="twin-desk-map">
          <TwinMap state={state} />
        </Section>
        <div className="twin-desk-side">
          <Section
            title="未恢复的告警"
            extra={<TourButton tour={tour} ready={alarms.length > 0} />}
            className="twin-desk-alarms"
          >
            <AlarmPanel state={state} onVisit={visit} />
          </Section>
          <Section title={state.chosen === undefined ? '图上的实体' : '实体'} className="twin-desk-entities">
            <EntityPanel state={state} />
          </Section>
        </div>
      </div>
      <Rows state={state} />
    </PageFrame>
  );
}

function showRows(): void {
  document.querySelector('.twin-rows')?.scrollIntoView({ block: 'start' });
}

/** Whoever comes from a number of the wall wants its rows. */
function useRowsAtOnce(): void {
  const [address] = useSearchParams();
  const [wanted] = useState(() => address.has('f.state'));
  useEffect(() => {
    if (wanted) showRows();
  }, [wanted]);
}

/** A number leads to its rows, below. */
function Numbers({ state }: { readonly state: TwinState }): ReactNode {
  const [, setAddress] = useSearchParams();
  const counts = state.twin.city.data?.counts;
  function open(name: DeviceState): void {
    setAddress(
      (old) => {
        const next = new URLSearchParams(old);
        next.set('f.state', name);
        next.delete('page');
        return next;
      },
      { replace: true },
    );
    showRows();
  }
  return (
    <Tiles minimum={150}>
      {stateNames.map((name) => (
        <NumberCard
          key={name}
          title={deviceStates[name]}
          unit="个"
          value={counts?.[name]}
          onOpen={() => open(name)}
        />
      ))}
    </Tiles>
  );
}

const stateField = code({ title: '状态', codeList: '' });
const fields = [
  {
    name: 'state',
    field: stateField,
    options: stateNames.map((name) => ({ code: name, name: deviceStates[name] })),
  },
];

const columns = [
  {
    key: 'state',
    title: '状态',
    width: 90,
    render: (row: TwinRow) => <StatusTag tone={stateTones[row.state]}>{deviceStates[row.state]}</StatusTag>,
  },
  {
    key: 'name',
    title: '名称',
    render: (row: TwinRow) => <Link to={`/telemetry/devices/${row.id}`}>{row.name}</Link>,
  },
  { key: 'code', title: '编码', width: 200 },
  { key: 'model', title: '物模型', width: 170 },
  { key: 'areaName', title: '所在区划', width: 150 },
  {
    key: 'value',
    title: '比较的读数',
    width: 180,
    align: 'end' as const,
    render: (row: TwinRow) =>
      row.value === null
        ? '—'
        : `${row.measure ?? ''} ${valueText({ type: 'number', precision: row.precision }, { value: row.value, words: null })} ${unitText(row.unit)}`,
  },
  { key: 'at', title: '读数时间', width: 160, render: (row: TwinRow) => momentText(row.at) },
];

function Rows({ state }: { readonly state: TwinState }): ReactNode {
  const { theme, at } = state;
  return (
    <Section
      title={at === undefined ? '设备清单' : `设备清单：${momentText(at)} 的状态`}
      className="twin-rows"
    >
      <QueryTable<TwinRow>
        id="sensing.twin"
        columns={columns}
        fields={fields}
        depends={[theme, at]}
        load={({ page, size, where }, signal) => {
          const wanted = where['state'] ?? null;
          return call(
            contract.routes.twinRows,
            {
              theme,
              page,
              size: Math.min(size, 100),
              ...(at === undefined ? {} : { at }),
              ...(isState(wanted) ? { state: wanted } : {}),
            },
            { signal },
          );
        }}
        emptyText="没有这种状态的设备"
      />
    </Section>
  );
}

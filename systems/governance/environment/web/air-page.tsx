/** 空气质量: the city's index now, its stations on the map and in a list, the last day, the days to come, and the ranking of counties. */
import { Segmented, Table } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useCityStyle } from '../../../../engines/maps/web/use-city-style.ts';
import { Empty, Loading, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { MapFrame } from '../../../../ui/map-frame.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { DayCourse, IndexTile, Pollutants } from './air/air-parts.tsx';
import { type Board, dayHourText, primaryText, type Station, stationLayers } from './air/air-words.ts';
import { ForecastPart } from './air/forecast-part.tsx';
import { Ranking } from './air/ranking.tsx';
import { StationPanel } from './air/station-panel.tsx';
import './environment.css';

export default function AirPage(): ReactNode {
  const reply = useCall(contract.routes.airBoard, {}, { every: 300_000 });
  const [address, setAddress] = useSearchParams();
  const chosen = address.get('station');
  const choose = (id: string | null) => setAddress(id === null ? {} : { station: id }, { replace: true });
  return (
    <PageFrame title="空气质量" summary="按观测日期适用的标准版本计算；小时有效数据不足的不发布指数">
      <Shown of={reply} rows={10}>
        {(board) => (
          <>
            <Now board={board} />
            <div className="air-board">
              <Stations board={board} chosen={chosen} onChoose={choose} />
              {chosen === null ? (
                <Course board={board} />
              ) : (
                <StationPanel id={chosen} onClose={() => choose(null)} />
              )}
            </div>
            <Ranking />
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function Now(props: { readonly board: Board }): ReactNode {
  const { board } = props;
  const current = board.hours.find((each) => each.hour === board.hour) ?? null;
  return (
    <Section
      title={board.hour === null ? '全市' : `全市 ${dayHourText(board.hour)}`}
      extra={current && <span className="city-muted">HJ 633-{current.edition}</span>}
    >
      <div className="air-now">
        <IndexTile title="AQI" shown={current} />
        <div>
          <Pollutants shown={current} />
          <p className="city-muted air-note">
            {current?.advice ?? '国控、省控站的有效数据不足，暂不发布全市指数'}
          </p>
        </div>
      </div>
    </Section>
  );
}

interface StationsProps {
  readonly board: Board;
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}

const kinds: Readonly<Record<string, string>> = { national: '国控', provincial: '省控', micro: '微站' };

function Stations(props: StationsProps): ReactNode {
  const { stations } = props.board;
  const [face, setFace] = useState<'map' | 'list'>('map');
  return (
    <Section
      flush
      title="站点"
      extra={
        <Segmented<'map' | 'list'>
          aria-label="地图或列表"
          value={face}
          options={[
            { value: 'map', label: '地图' },
            { value: 'list', label: '列表' },
          ]}
          onChange={setFace}
        />
      }
    >
      {stations.length === 0 && <Empty text="您的范围内没有空气站" />}
      {stations.length > 0 && face === 'map' && <StationMap stations={stations} onChoose={props.onChoose} />}
      {stations.length > 0 && face === 'list' && (
        <StationTable stations={stations} onChoose={props.onChoose} />
      )}
    </Section>
  );
}

function StationMap(props: {
  readonly stations: readonly Station[];
  readonly onChoose: (id: string) => void;
}): ReactNode {
  const layers = useMemo(() => stationLayers(props.stations), [props.stations]);
  const { style, whole, settled } = useCityStyle();
  if (!settled) return <Loading rows={8} />;
  return (
    <MapFrame
      layers={layers}
      height={480}
      label="空气站分布和级别"
      {...(style ? { style } : {})}
      {...(whole ? { fit: whole } : {})}
      onFeature={(feature) => {
        const id = feature.properties?.['id'];
        if (typeof id === 'string') props.onChoose(id);
      }}
    />
  );
}

function StationTable(props: {
  readonly stations: readonly Station[];
  readonly onChoose: (id: string) => void;
}): ReactNode {
  return (
    <Table<Station>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={[...props.stations]}
      columns={[
        {
          title: '站点',
          render: (_, station) => (
            <Link to={`?station=${station.id}`} replace onClick={() => props.onChoose(station.id)}>
              {station.name}
            </Link>
          ),
        },
        { title: '类别', width: 64, render: (_, { kind }) => kinds[kind] ?? kind },
        {
          title: 'AQI',
          width: 64,
          align: 'end',
          render: (_, { now }) => now?.aqi ?? '—',
          sorter: (a, b) => (a.now?.aqi ?? -1) - (b.now?.aqi ?? -1),
        },
        {
          title: '级别',
          width: 96,
          render: (_, { now }) =>
            now?.levelName ? (
              <span className="air-level">
                <i style={{ background: now.colour ?? '' }} />
                {now.levelName}
              </span>
            ) : (
              '数据不足'
            ),
        },
        { title: '首要污染物', width: 110, render: (_, { now }) => primaryText(now) },
      ]}
    />
  );
}

function Course(props: { readonly board: Board }): ReactNode {
  return (
    <div>
      <Section title="全市最近 24 小时">
        <DayCourse hours={props.board.hours} />
      </Section>
      <Section title="全市预报">
        <ForecastPart checked forecast={props.board.forecast} station={null} />
      </Section>
    </div>
  );
}

/** 移动目标: where the devices that move are now, gliding on the one map, by state and one by one. */
import type { Map as LibraryMap } from 'maplibre-gl';
import { type ReactNode, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Empty, Failed, Loading } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { MapFrame, type MapFrameProps } from '../../../../ui/map-frame.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCityStyle } from '../../../maps/web/use-city-style.ts';
import { paths } from '../paths.ts';
import { TargetCard } from './target-card.tsx';
import {
  countStates,
  listTargets,
  nearestTarget,
  stateNames,
  states,
  type Target,
  type Targets,
  type TargetState,
} from './target.ts';
import { useDrawnTargets } from './use-drawn-targets.ts';
import { type Positions, usePositions } from './use-positions.ts';
import '../telemetry.css';

const mostListed = 100;
/** Pixels beside a point that still mean it. */
const clickPixels = 14;

export default function PositionsPage(): ReactNode {
  const positions = usePositions();
  const { targets, everySeconds } = positions;
  return (
    <PageFrame
      title="移动目标"
      summary={`物模型带经度和纬度的设备（车载终端等）现在在哪里；每 ${everySeconds} 秒更新，页面不显示时停止`}
      extra={<Link to={paths.devices}>全部感知设备</Link>}
    >
      {targets !== undefined && targets.size > 0 ? (
        <Board positions={positions} targets={targets} />
      ) : (
        <Section>{targets === undefined ? <Waiting positions={positions} /> : <NoTargets />}</Section>
      )}
    </PageFrame>
  );
}

function Waiting({ positions: { error, retry } }: { readonly positions: Positions }): ReactNode {
  return error === undefined ? <Loading /> : <Failed error={error} onRetry={retry} />;
}

function NoTargets(): ReactNode {
  return (
    <Empty
      text="您的范围内还没有移动目标"
      hint="登记一台物模型带经度和纬度的设备（JT/T 808 终端的协议地址填终端手机号）并启用；它报来第一个位置后，几秒内出现在这里"
      action={<Link to={paths.devices}>打开感知设备</Link>}
    />
  );
}

function Board(props: { readonly positions: Positions; readonly targets: Targets }): ReactNode {
  const { positions, targets } = props;
  const [address, setAddress] = useSearchParams();
  const asked = address.get('state');
  const state = stateNames.find((name) => name === asked);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [go, setGo] = useState<MapFrameProps['go']>(undefined);
  const counts = useMemo(() => countStates(targets), [targets]);
  const shown = useMemo(
    () => [...targets.values()].filter((target) => state === undefined || target.state === state),
    [targets, state],
  );
  const target = chosen === undefined ? undefined : targets.get(chosen);
  function choose(next: TargetState | undefined): void {
    setAddress(next === undefined ? {} : { state: next }, { replace: true });
    setChosen(undefined);
  }
  return (
    <div className="telemetry-positions">
      <Section flush className="telemetry-positions-map">
        <TargetMap
          targets={shown}
          glide={positions.everySeconds * 1000}
          target={target}
          go={go}
          onChoose={setChosen}
        />
      </Section>
      <Section title="目标" extra={<Freshness positions={positions} />} className="telemetry-positions-side">
        <StateButtons all={targets.size} counts={counts} chosen={state} onChoose={choose} />
        {positions.more && <p className="city-muted">目标太多，只取了一部分；请在系统参数中放宽</p>}
        <TargetList
          targets={shown}
          chosen={chosen}
          onChoose={(one) => {
            setChosen(one.id);
            setGo({ centre: { lon: one.lon, lat: one.lat }, zoom: 12 });
          }}
        />
      </Section>
    </div>
  );
}

function Freshness(props: { readonly positions: Positions }): ReactNode {
  return props.positions.error === undefined ? (
    <StatusTag tone="green">实时</StatusTag>
  ) : (
    <button type="button" className="city-link" role="alert" onClick={props.positions.retry}>
      暂时取不到新位置，点此重试
    </button>
  );
}

function StateButtons(props: {
  readonly all: number;
  readonly counts: Readonly<Record<TargetState, number>>;
  readonly chosen: TargetState | undefined;
  readonly onChoose: (state: TargetState | undefined) => void;
}): ReactNode {
  const { all, counts, chosen, onChoose } = props;
  return (
    <div className="telemetry-states" role="group" aria-label="按状态筛选">
      <button type="button" aria-pressed={chosen === undefined} onClick={() => onChoose(undefined)}>
        <b>{all}</b>全部
      </button>
      {stateNames.map((name) => (
        <button
          key={name}
          type="button"
          data-state={name}
          aria-pressed={chosen === name}
          onClick={() => onChoose(chosen === name ? undefined : name)}
        >
          <b>{counts[name]}</b>
          <span>
            <i className="city-map-dot" style={{ background: colourOf(name) }} />
            {states[name].title}
          </span>
        </button>
      ))}
    </div>
  );
}

function colourOf(state: TargetState): string {
  return `#${states[state].colour.toString(16).padStart(6, '0')}`;
}

function TargetList(props: {
  readonly targets: readonly Target[];
  readonly chosen: string | undefined;
  readonly onChoose: (target: Target) => void;
}): ReactNode {
  const { targets, chosen } = props;
  const listed = useMemo(() => listTargets(targets, mostListed), [targets]);
  if (targets.length === 0) return <Empty text="现在没有这种状态的目标" />;
  return (
    <ul className="telemetry-targets" aria-label="移动目标">
      {listed.map((target) => (
        <li key={target.id}>
          <button
            type="button"
            aria-current={target.id === chosen ? 'true' : undefined}
            onClick={() => props.onChoose(target)}
          >
            <StatusTag tone={states[target.state].tone}>{states[target.state].title}</StatusTag>
            <span>{target.name}</span>
            <time>{momentText(new Date(target.at * 1000).toISOString()).slice(5)}</time>
          </button>
        </li>
      ))}
      {targets.length > listed.length && (
        <li className="city-muted">另有 {targets.length - listed.length} 台，请在图上点选</li>
      )}
    </ul>
  );
}

function TargetMap(props: {
  readonly targets: readonly Target[];
  readonly glide: number;
  readonly target: Target | undefined;
  readonly go: MapFrameProps['go'];
  readonly onChoose: (id: string | undefined) => void;
}): ReactNode {
  const { targets, glide, target, go, onChoose } = props;
  const { style, whole, settled } = useCityStyle();
  const [map, setMap] = useState<LibraryMap | undefined>(undefined);
  const drawn = useDrawnTargets(map, targets, glide);
  if (!settled) return <Loading />;
  return (
    <div className="telemetry-positions-plot" data-drawn={drawn}>
      <MapFrame
        height="100%"
        label="移动目标的位置"
        legend={false}
        onMap={setMap}
        onPoint={(at) => {
          if (map === undefined) return;
          // The world is 512 pixels wide at zoom 0.
          const degrees = (360 / (512 * 2 ** map.getZoom())) * clickPixels;
          onChoose(nearestTarget(targets, at, degrees)?.id);
        }}
        {...(style ? { style } : {})}
        {...(whole ? { fit: whole } : {})}
        {...(go ? { go } : {})}
        {...(target ? { marker: { lon: target.lon, lat: target.lat } } : {})}
      />
      {target && <TargetCard key={target.id} target={target} onClose={() => onChoose(undefined)} />}
    </div>
  );
}

/** 路径分析: stops clicked on the map or typed, the shortest or quickest way over a network with its roads one after another, and what is reached within minutes. */
import { Alert, Button, InputNumber, Select, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { type Box, boxOf } from '../../../../../engines/maps/web/place/find-place.ts';
import type { InputOf } from '../../../../../kernel/contract.ts';
import type { Point } from '../../../../../kernel/register.ts';
import type { CallError } from '../../../../../ui/call.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { DrawingInput } from '../drawing-input.tsx';
import { type ListedLayer, uploadKey } from '../drawn-layers.ts';
import { lengthText, timeText } from '../texts.ts';
import type { Route } from './route-layers.ts';
import type { RouteState } from './use-route.ts';

type By = InputOf<typeof contract.routes.findRoute>['by'];

export interface RouteFormProps {
  readonly listed: readonly ListedLayer[];
  readonly routing: RouteState;
  readonly onGo: (at: Point) => void;
  readonly onFit: (box: Box) => void;
  /** Clicks on the map are for stops from now on. */
  readonly onPick: () => void;
}

export function RouteForm(props: RouteFormProps): ReactNode {
  const { listed, routing } = props;
  const { stops, route, reach } = routing;
  const networks = listed.filter((layer) => layer.network);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [by, setBy] = useState<By>('length');
  const [minutes, setMinutes] = useState(10);
  const [problem, setProblem] = useState<CallError | undefined>(undefined);
  const finding = useAct(contract.routes.findRoute, {
    onDone: (found) => {
      show(() => routing.setRoute(found));
      props.onFit(boxOf(found.line));
    },
    onRefused: setProblem,
  });
  const reaching = useAct(contract.routes.reach, {
    onDone: (found) => {
      show(() => routing.setReach(found));
      if (found.lines.length > 0) props.onFit(boxOf(found.lines));
    },
    onRefused: setProblem,
  });
  function clear(): void {
    routing.setRoute(undefined);
    routing.setReach(undefined);
    setProblem(undefined);
  }
  function show(set: () => void): void {
    clear();
    set();
  }
  const id = uploadKey(chosen ?? networks[0]?.id ?? '');
  const first = stops.path[0];
  if (networks.length === 0)
    return (
      <section>
        <h3>路径分析</h3>
        <p className="city-muted">还没有路网：导入道路中心线后，在图层页面“设为路网”</p>
      </section>
    );
  return (
    <section>
      <h3>路径分析</h3>
      <Select
        aria-label="路网"
        value={chosen ?? networks[0]?.id ?? null}
        options={networks.map(({ id: value, title }) => ({ value, label: title }))}
        onChange={(value: string) => {
          setChosen(value);
          clear();
        }}
      />
      <DrawingInput
        drawing={stops}
        start="在地图上依次点起点、途经点、终点"
        stop="停止选点"
        label="起点和终点的坐标"
        placeholder={'每行一个点：经度,纬度（WGS84）\n第一行起点，最后一行终点'}
        onStart={props.onPick}
      />
      <Segmented
        block
        aria-label="怎样算近"
        value={by}
        options={[
          { value: 'length', label: '路程最短' },
          { value: 'time', label: '用时最少' },
        ]}
        onChange={setBy}
      />
      <Button
        block
        type="primary"
        loading={finding.acting}
        disabled={id === undefined || stops.shape === undefined}
        onClick={() => {
          stops.setDrawing(false);
          if (id !== undefined) void finding.act({ id, stops: [...stops.path], by });
        }}
      >
        找路
      </Button>
      <div className="one-map-row">
        <InputNumber
          min={1}
          max={120}
          value={minutes}
          suffix="分钟"
          aria-label="几分钟内"
          onChange={(value) => setMinutes(value ?? 10)}
        />
        <Button
          loading={reaching.acting}
          disabled={id === undefined || first === undefined}
          onClick={() => {
            stops.setDrawing(false);
            if (id !== undefined && first !== undefined) void reaching.act({ id, at: first, minutes });
          }}
        >
          从起点能到哪里
        </Button>
      </div>
      {problem && <Alert type="error" title={problem.message} />}
      {route && <FoundRoute route={route} onGo={props.onGo} />}
      {reach && (
        <p role="status">
          {minutes} 分钟内能到的路共 {lengthText(reach.metres)}
        </p>
      )}
      {(route || reach || stops.text !== '') && (
        <Button
          size="small"
          onClick={() => {
            clear();
            stops.setText('');
          }}
        >
          清除路径
        </Button>
      )}
    </section>
  );
}

function FoundRoute(props: { readonly route: Route; readonly onGo: (at: Point) => void }): ReactNode {
  const { route } = props;
  const away = Math.max(...route.stops.map((stop) => stop.away));
  return (
    <div role="status" className="one-map-route">
      <p>
        <b>{lengthText(Math.round(route.metres))}</b>，约 <b>{timeText(route.seconds)}</b>
      </p>
      {away > 50 && (
        <p className="city-muted">所选的点离路最远 {lengthText(Math.round(away))}，从最近的路上算起</p>
      )}
      <ol>
        {route.steps.map((step) => (
          <li key={`${step.road} ${step.lon},${step.lat}`}>
            <button
              type="button"
              className="city-link"
              onClick={() => props.onGo({ lon: step.lon, lat: step.lat })}
            >
              {step.name || '未命名道路'}
            </button>
            <span className="city-muted">
              {step.direction} {lengthText(Math.round(step.metres))} · {timeText(step.seconds)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** 分析: a point, line or area drawn or typed, its buffer laid over the open layers, and hexagons of one layer. */
import { Button, InputNumber, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { recordLink } from '../../../../engines/maps/web/record-link.ts';
import type { InputOf, OutputOf } from '../../../../kernel/contract.ts';
import type { Point } from '../../../../kernel/register.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { useSession } from '../../../../ui/session.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { uploadKey } from './drawn-layers.ts';
import { DrawingInput } from './drawing-input.tsx';
import { HexagonForm, type HexagonFormProps } from './hexagon-form.tsx';
import { RouteForm, type RouteFormProps } from './route/route-form.tsx';
import { areaText, countText, lengthText } from './texts.ts';
import type { DrawingState, DrawKind } from './use-drawing.ts';

export type Overlay = OutputOf<typeof contract.routes.overlay>;
type Result = Overlay['results'][number];

const kinds: readonly { readonly value: DrawKind; readonly label: string }[] = [
  { value: 'point', label: '点' },
  { value: 'line', label: '线' },
  { value: 'area', label: '面' },
];

export interface AnalysisPanelProps extends HexagonFormProps, Omit<RouteFormProps, 'onPick'> {
  readonly drawing: DrawingState;
  readonly open: readonly string[];
  readonly overlay: Overlay | undefined;
  readonly onOverlay: (overlay: Overlay | undefined) => void;
}

export function AnalysisPanel(props: AnalysisPanelProps): ReactNode {
  const { drawing, open, overlay, onOverlay } = props;
  const { act, acting } = useAct(contract.routes.overlay, { onDone: onOverlay });
  const [asked, setAsked] = useState<InputOf<typeof contract.routes.overlay> | undefined>(undefined);
  async function send(): Promise<void> {
    if (drawing.shape === undefined) return;
    const input = { drawing: drawing.shape, metres: drawing.metres, layers: [...open] };
    drawing.setDrawing(false);
    setAsked(input);
    await act(input);
  }
  const needsMetres = drawing.kind !== 'area' && drawing.metres === 0;
  return (
    <div className="one-map-panel">
      <section>
        <h3>缓冲区和叠加</h3>
        <Segmented
          block
          aria-label="画什么"
          value={drawing.kind}
          options={[...kinds]}
          onChange={(kind) => drawing.setKind(kind)}
        />
        <DrawingInput
          drawing={drawing}
          start="在地图上画"
          stop="停止在地图上画"
          label="坐标"
          placeholder="每行一个点：经度,纬度（WGS84）"
          onStart={() => props.routing.stops.setDrawing(false)}
        />
        <label className="one-map-row">
          缓冲距离
          <InputNumber
            min={0}
            max={200_000}
            value={drawing.metres}
            suffix="米"
            aria-label="缓冲距离（米）"
            onChange={(value) => drawing.setMetres(value ?? 0)}
          />
        </label>
        <Button
          block
          type="primary"
          loading={acting}
          disabled={drawing.shape === undefined || needsMetres || open.length === 0}
          onClick={() => void send()}
        >
          统计打开的图层
        </Button>
        {open.length === 0 && <p className="city-muted">先在“图层”里打开要统计的图层</p>}
      </section>
      {overlay && asked && (
        <section aria-label="叠加结果">
          <h3>范围 {areaText(overlay.squareMetres)}</h3>
          <p className="city-muted">只计本人有权查看的记录；点一行看明细</p>
          {overlay.results.map((result) => (
            <ResultRow key={result.layer} asked={asked} result={result} onGo={props.onGo} />
          ))}
          <Button size="small" onClick={() => onOverlay(undefined)}>
            清除结果
          </Button>
        </section>
      )}
      <RouteForm {...props} onPick={() => drawing.setDrawing(false)} />
      <HexagonForm {...props} />
    </div>
  );
}

function partText({ squareMetres, metres }: Pick<Result, 'squareMetres' | 'metres'>): string {
  if (squareMetres !== null) return areaText(squareMetres);
  return metres === null ? '' : lengthText(metres);
}

interface ResultProps {
  readonly asked: InputOf<typeof contract.routes.overlay>;
  readonly result: Result;
  readonly onGo: (at: Point) => void;
}

function ResultRow(props: ResultProps): ReactNode {
  const { result } = props;
  const [open, setOpen] = useState(false);
  return (
    <div className="one-map-result">
      <button type="button" aria-expanded={open} disabled={result.count === 0} onClick={() => setOpen(!open)}>
        <span>{result.title}</span>
        <span>
          {partText(result)} <b>{countText(result.count)}</b> 个
        </span>
      </button>
      {open && <Rows {...props} />}
    </div>
  );
}

function Rows({ asked, result, onGo }: ResultProps): ReactNode {
  const { pages } = useSession();
  const [after, setAfter] = useState<readonly string[]>([]);
  const last = after.at(-1);
  const reply = useCall(
    contract.routes.overlayRows,
    {
      drawing: asked.drawing,
      metres: asked.metres,
      layer: result.layer,
      ...(last === undefined ? {} : { after: last }),
    },
    { fresh: 60_000 },
  );
  const upload = uploadKey(result.layer);
  return (
    <Shown of={reply} rows={3}>
      {({ rows, register, next }) => (
        <>
          <ul>
            {rows.map((row) => (
              <li key={row.id}>
                <Link
                  to={
                    register === null
                      ? `/one-map/layers/${upload}?feature=${row.id}`
                      : (recordLink(pages, register, row.id)?.to ?? '')
                  }
                >
                  {row.title}
                </Link>
                <span className="city-muted">
                  {row.detail} {partText(row)}
                </span>
                <button
                  type="button"
                  className="city-link"
                  onClick={() => onGo({ lon: row.lon, lat: row.lat })}
                >
                  定位
                </button>
              </li>
            ))}
          </ul>
          {after.length > 0 && (
            <Button size="small" onClick={() => setAfter(after.slice(0, -1))}>
              上一页
            </Button>
          )}
          {next !== null && (
            <Button size="small" onClick={() => setAfter([...after, next])}>
              下一页
            </Button>
          )}
        </>
      )}
    </Shown>
  );
}

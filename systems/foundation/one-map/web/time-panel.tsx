/** 时间轴: the rows in view along one of their times; a window of it is on the map, and it can walk by itself. */
import { Button, Select, Slider } from 'antd';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Empty } from '../../../../ui/empty.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { ListedLayer, Timed } from './drawn-layers.ts';
import { countText, dayText } from './texts.ts';

export interface TimeWindow {
  readonly layer: string;
  readonly field: string;
  readonly from: number;
  readonly to: number;
}

export interface TimePanelProps {
  readonly listed: readonly ListedLayer[];
  /** 'west,south,east,north' of what is on the screen. */
  readonly view: string | undefined;
  readonly time: TimeWindow | undefined;
  readonly onTime: (time: TimeWindow | undefined) => void;
  readonly onRows: (rows: Timed | undefined) => void;
}

const bars = 24;
const stepMilliseconds = 600;
const nothing: Timed = [];

export function TimePanel(props: TimePanelProps): ReactNode {
  const { listed, time, onTime } = props;
  const layers = listed.filter((layer) => layer.visible && layer.times.length > 0);
  const fields = layers.find(({ id }) => id === time?.layer)?.times ?? [];
  if (layers.length === 0) return <Empty text="没有带时间的图层" />;
  return (
    <div className="one-map-panel">
      <section>
        <h3>时间轴</h3>
        <Select
          aria-label="时间轴图层"
          placeholder="哪个图层"
          value={time?.layer ?? null}
          options={layers.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(id: string) => {
            const field = layers.find((layer) => layer.id === id)?.times[0]?.name ?? 'createdAt';
            onTime({ layer: id, field, from: 0, to: 0 });
          }}
        />
        {time && (
          <Select
            aria-label="按哪个时间"
            value={time.field}
            options={fields.map(({ name, title }) => ({ value: name, label: title }))}
            onChange={(field: string) => onTime({ ...time, field, from: 0, to: 0 })}
          />
        )}
        {time && props.view && <Walk {...props} time={time} view={props.view} />}
        {time && (
          <Button size="small" onClick={() => onTime(undefined)}>
            关闭时间轴
          </Button>
        )}
      </section>
    </div>
  );
}

function Walk(props: TimePanelProps & { readonly time: TimeWindow; readonly view: string }): ReactNode {
  const { time, onTime, onRows } = props;
  // The box is taken when the axis is opened; another look at the map is asked for by hand.
  const [box, setBox] = useState(props.view);
  const asked = useCall(
    contract.routes.timed,
    { layer: time.layer, field: time.field, box: box as never },
    { fresh: 60_000 },
  );
  const rows = asked.data?.features ?? nothing;
  const span = useMemo(() => spanOf(rows), [rows]);
  useEffect(() => {
    onRows(rows);
    return () => onRows(undefined);
  }, [rows, onRows]);
  const [from, to] = time.to === 0 ? [span.from, span.to] : [time.from, time.to];
  const [walking, setWalking] = useState(false);
  useEffect(() => {
    if (!walking) return undefined;
    const timer = setTimeout(() => {
      const step = (span.to - span.from) / bars;
      const next = to + step > span.to ? span.from : from + step;
      onTime({ ...time, from: next, to: next + Math.max(to - from, step) });
    }, stepMilliseconds);
    return () => clearTimeout(timer);
  }, [walking, from, to, span, time, onTime]);
  if (asked.isPending) return <p role="status">正在读取…</p>;
  if (rows.length === 0) return <p role="status">当前范围内没有带这个时间的记录</p>;
  const inside = rows.filter(({ at }) => at >= from && at <= to).length;
  return (
    <>
      <Bars rows={rows} span={span} from={from} to={to} />
      <Slider
        range
        min={span.from}
        max={span.to}
        step={3_600_000}
        value={[from, to]}
        ariaLabelForHandle={['开始时间', '结束时间']}
        tooltip={{ formatter: (value) => dayText(value ?? 0) }}
        onChange={([start = from, end = to]) => onTime({ ...time, from: start, to: end })}
      />
      <p role="status">
        {dayText(from)} 至 {dayText(to)}：{countText(inside)} 条
        {asked.data?.more ? `（范围内记录太多，只读取 ${countText(rows.length)} 条，请放大后重新读取）` : ''}
      </p>
      <div className="one-map-row">
        <Button aria-pressed={walking} onClick={() => setWalking(!walking)}>
          {walking ? '停止' : '播放'}
        </Button>
        <Button onClick={() => setBox(props.view)}>按当前范围重新读取</Button>
      </div>
    </>
  );
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function spanOf(rows: Timed): Span {
  let [from, to] = [Infinity, -Infinity];
  for (const { at } of rows) {
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  return rows.length === 0 ? { from: 0, to: 1 } : { from, to: Math.max(to, from + 3_600_000) };
}

function Bars(props: {
  readonly rows: Timed;
  readonly span: Span;
  readonly from: number;
  readonly to: number;
}): ReactNode {
  const { rows, span } = props;
  const width = (span.to - span.from) / bars;
  const counts = Array.from({ length: bars }, () => 0);
  for (const { at } of rows) {
    const bar = Math.min(bars - 1, Math.floor((at - span.from) / width));
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  return (
    <svg
      className="one-map-bars"
      viewBox={`0 0 ${bars} 10`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${rows.length} 条记录按时间的分布`}
    >
      {counts.map((count, bar) => {
        const start = span.from + bar * width;
        const isIn = start + width >= props.from && start <= props.to;
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars never change their places, so the place is the key
        return (
          <rect
            key={bar}
            x={bar + 0.1}
            width={0.8}
            y={10 - (count / most) * 10}
            height={(count / most) * 10}
            className={isIn ? 'is-in' : ''}
          />
        );
      })}
    </svg>
  );
}

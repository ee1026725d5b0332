/** The curve of one property: raw readings for hours, roll-ups with their bounds for longer. */
import { Segmented } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Chart, type Series } from '../../../../ui/chart.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { PropertySpec } from '../../thing-model.ts';
import { axisText, unitText } from './device-words.ts';

const hour = 3_600_000;
const spans = [
  { value: 2 * hour, label: '2 小时' },
  { value: 24 * hour, label: '24 小时' },
  { value: 7 * 24 * hour, label: '7 天' },
  { value: 30 * 24 * hour, label: '30 天' },
  { value: 365 * 24 * hour, label: '1 年' },
];
const every = 60_000;

const grainTitles = { raw: '原始读数', minute: '分钟均值', hour: '小时均值', day: '日均值' } as const;

export interface DeviceCurveProps {
  readonly device: string;
  readonly property: PropertySpec;
  /** Hours shown at first; default a day. */
  readonly hours?: number;
}

export function DeviceCurve(props: DeviceCurveProps): ReactNode {
  const { device, property } = props;
  const [span, setSpan] = useState((props.hours ?? 24) * hour);
  // A new end each minute, so that the question stays the same between.
  const [now, setNow] = useState(() => Math.ceil(Date.now() / every) * every);
  const input = useMemo(
    () => ({
      id: device,
      property: property.name,
      from: new Date(now - span).toISOString(),
      to: new Date(now).toISOString(),
    }),
    [device, property.name, now, span],
  );
  const reply = useCall(contract.routes.series, input, { keep: true, fresh: 30_000 });
  return (
    <Section
      title={`${property.title}曲线`}
      extra={
        <Segmented<number>
          aria-label="时间范围"
          options={spans}
          value={span}
          onChange={(chosen) => {
            setSpan(chosen);
            setNow(Math.ceil(Date.now() / every) * every);
          }}
        />
      }
    >
      <Shown of={reply}>
        {({ grain, points, more }) => (
          <>
            <Chart
              title={`${property.title}：${grainTitles[grain]}`}
              height={320}
              data={{
                kind: 'line',
                unit: unitText(property.unit),
                categories: points.map((point) => axisText(point.at, grain)),
                series: linesOf(grainTitles[grain], points),
              }}
            />
            <p className="city-muted telemetry-note">
              {grainTitles[grain]}，{points.length.toLocaleString('zh-CN')} 点，有效率 {validShare(points)}
              {more && '；点数过多，只显示前一部分，请缩短时间'}
            </p>
          </>
        )}
      </Shown>
    </Section>
  );
}

interface Point {
  readonly value: number | null;
  readonly lowest: number | null;
  readonly highest: number | null;
}

/** The bounds only where they say more than the line itself. */
function linesOf(name: string, points: readonly Point[]): readonly Series[] {
  const line = { name, values: points.map((point) => point.value) };
  if (points.every((point) => point.lowest === point.highest)) return [line];
  return [
    line,
    { name: '最高', values: points.map((point) => point.highest) },
    { name: '最低', values: points.map((point) => point.lowest) },
  ];
}

function validShare(points: readonly { readonly readings: number; readonly valid: number }[]): string {
  const readings = points.reduce((sum, point) => sum + point.readings, 0);
  const valid = points.reduce((sum, point) => sum + point.valid, 0);
  return readings === 0 ? '—' : `${((valid / readings) * 100).toFixed(1)}%`;
}

/** Parts that the officials' board and the public page share: the index with its level, the pollutants, the course of a day. */
import type { ReactNode } from 'react';
import { Chart } from '../../../../../ui/chart.tsx';
import { Empty } from '../../../../../ui/empty.tsx';
import {
  dayHourText,
  hourText,
  inkOn,
  pollutantNames,
  type PollutantName,
  primaryText,
  type Shown,
  unitOf,
} from './air-words.ts';

export function IndexTile(props: { readonly title: string; readonly shown: Shown | null }): ReactNode {
  const { shown } = props;
  return (
    <div
      className="air-index"
      style={{ background: shown?.colour ?? 'var(--city-line)', color: inkOn(shown?.level ?? null) }}
    >
      <span>{props.title}</span>
      <b className="city-number">{shown?.aqi ?? '—'}</b>
      <strong>{shown?.levelName ?? '数据不足'}</strong>
      <span>首要污染物：{primaryText(shown)}</span>
    </div>
  );
}

export function Pollutants(props: { readonly shown: Shown | null }): ReactNode {
  return (
    <dl className="air-pollutants">
      {(Object.entries(pollutantNames) as [PollutantName, string][]).map(([name, title]) => (
        <div key={name}>
          <dt>{title}</dt>
          <dd className="city-number">{props.shown?.values[name] ?? '—'}</dd>
          <dd className="city-muted">{unitOf(name)}</dd>
        </div>
      ))}
    </dl>
  );
}

export function DayCourse(props: { readonly hours: readonly Shown[] }): ReactNode {
  if (props.hours.every((each) => each.aqi === null)) return <Empty text="最近没有足够的有效数据" />;
  return (
    <Chart
      title="最近各小时 AQI"
      height={240}
      data={{
        kind: 'bar',
        categories: props.hours.map((each) =>
          props.hours.length > 24 ? dayHourText(each.hour) : hourText(each.hour),
        ),
        series: [{ name: 'AQI', values: props.hours.map((each) => each.aqi) }],
      }}
    />
  );
}

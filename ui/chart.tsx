/** A chart that can be clicked through, and read as a table by those who cannot see it. */
import type { EChartsType } from 'echarts/core';
import { type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { type ChartData, chartOption, valueText } from './chart/chart-option.ts';
import { loadCharts } from './chart/load-echarts.ts';
import { Empty } from './empty.tsx';
import { ChartTextContext, useThemeChoice } from './theme-context.ts';

export type { ChartData, Series } from './chart/chart-option.ts';

export interface ChartProps {
  /** What the chart shows, for its label and the table's caption. */
  readonly title: string;
  readonly data: ChartData;
  /** Px; default 280. */
  readonly height?: number;
  readonly onPick?: (at: { readonly category: string; readonly series: string }) => void;
}

export function Chart(props: ChartProps): ReactNode {
  const plot = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | undefined>(undefined);
  const [table, setTable] = useState(false);
  const dark = useThemeChoice().choice.mode === 'dark';
  const size = useContext(ChartTextContext);
  const pick = useRef(props.onPick);
  pick.current = props.onPick;
  const latest = useRef(props.data);
  latest.current = props.data;
  const empty = props.data.categories.length === 0;

  useEffect(() => {
    if (table || empty) return;
    let made: EChartsType | undefined;
    let gone = false;
    const watcher = new ResizeObserver(() => made?.resize());
    void loadCharts().then((init) => {
      if (gone || !plot.current) return;
      made = init(plot.current, undefined);
      made.on('click', (event) => {
        const across = latest.current;
        const heat =
          across.kind === 'heat' && Array.isArray(event.value)
            ? (event.value as readonly number[])
            : undefined;
        const category = heat ? across.categories[heat[0] ?? 0] : event.name;
        const series = heat ? across.series[heat[1] ?? 0]?.name : event.seriesName;
        pick.current?.({ category: category ?? '', series: series ?? '' });
      });
      watcher.observe(plot.current);
      setChart(made);
    });
    return () => {
      gone = true;
      watcher.disconnect();
      made?.dispose();
      setChart(undefined);
    };
  }, [table, empty]);

  useEffect(() => {
    chart?.setOption(chartOption(props.data, dark, size), true);
  }, [chart, props.data, dark, size]);

  if (empty) return <Empty />;
  return (
    <figure className="city-chart" aria-label={props.title}>
      <button type="button" className="city-chart-switch city-icon-button" onClick={() => setTable(!table)}>
        {table ? '看图' : '看表'}
      </button>
      {table ? (
        <ChartTable {...props} />
      ) : (
        <div
          ref={plot}
          className={`city-chart-plot${props.onPick ? ' is-clickable' : ''}`}
          style={{ height: props.height ?? 280 }}
          role="img"
          aria-label={`${props.title}图，可切换为表格`}
        />
      )}
    </figure>
  );
}

function ChartTable(props: ChartProps): ReactNode {
  const { categories, series, unit } = props.data;
  return (
    <div style={{ maxHeight: props.height ?? 280, overflow: 'auto' }}>
      <table className="city-plain-table">
        <caption className="city-hidden">{props.title}</caption>
        <thead>
          <tr>
            <th scope="col">项目</th>
            {series.map((one) => (
              <th scope="col" key={one.name}>
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {categories.map((category, index) => (
            <tr key={category}>
              <th scope="row">{category}</th>
              {series.map((one) => (
                <td key={one.name} className="city-number">
                  {props.onPick ? (
                    <button
                      type="button"
                      className="city-link"
                      onClick={() => props.onPick?.({ category, series: one.name })}
                    >
                      {valueText(one.values[index], unit)}
                    </button>
                  ) : (
                    valueText(one.values[index], unit)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

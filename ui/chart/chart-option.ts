/** Turns the city's plain chart data into the library's options, in the city's colours. Pure. */
import type { EChartsCoreOption } from 'echarts/core';
import { fontFamily } from '../fonts.ts';

export interface Series {
  readonly name: string;
  /** One for each category; null leaves a gap (a rate without a denominator). */
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  readonly kind: 'bar' | 'bar-across' | 'stack' | 'line' | 'pie' | 'heat';
  /** Names along the axis; the slices of a pie; the columns of a heat grid. */
  readonly categories: readonly string[];
  /** Lines or bars; rows of a heat grid. A pie uses the first. */
  readonly series: readonly Series[];
  readonly unit?: string;
}

const lightColours = ['#1257b8', '#22a699', '#f2a33a', '#d9534f', '#7a5cc9', '#3aa0e8', '#8a9bb3', '#5b8c2a'];
const darkColours = ['#4c9aff', '#2fd0bd', '#ffbe55', '#ff7a73', '#a98bff', '#62c3ff', '#9db0c8', '#96cc5c'];

/** `size` is the text size in px. */
export function chartOption(data: ChartData, dark: boolean, size = 12): EChartsCoreOption {
  const text = dark ? '#c9d8ec' : '#47566d';
  const line = dark ? '#26364b' : '#dde4ee';
  const shared = {
    color: dark ? darkColours : lightColours,
    animationDuration: 400,
    textStyle: { fontFamily, fontSize: size },
    // Rich text is drawn on the canvas, so that no inline style has to be allowed for tips.
    tooltip: {
      renderMode: 'richText',
      confine: true,
      trigger: data.kind === 'pie' || data.kind === 'heat' ? 'item' : 'axis',
      backgroundColor: dark ? '#1a2a3d' : '#ffffff',
      borderColor: line,
      textStyle: { color: dark ? '#e3ebf6' : '#1b2638' },
      valueFormatter: (value: unknown) => valueText(value, data.unit),
    },
    legend: {
      show: data.series.length > 1 && data.kind !== 'heat',
      top: 0,
      itemWidth: 12,
      itemHeight: 8,
      textStyle: { color: text, fontSize: size },
    },
  };
  if (data.kind === 'pie') {
    const legend = { ...shared.legend, show: true, type: 'scroll', top: 'auto', bottom: 0, icon: 'circle' };
    return { ...shared, legend, series: [pie(data, text)] };
  }
  const names = {
    type: 'category',
    data: [...data.categories],
    axisLabel: { color: text, fontSize: size, hideOverlap: true },
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
  };
  if (data.kind === 'heat') return { ...shared, ...heat(data, names, text, dark, size) };
  const across = data.kind === 'bar-across';
  const numbers = {
    type: 'value',
    // A line is read for its movement, a bar for its length: only the bar must start at zero.
    scale: data.kind === 'line',
    name: data.unit,
    nameTextStyle: { color: text, fontSize: size },
    axisLabel: { color: text, fontSize: size },
    splitLine: { lineStyle: { color: line, type: 'dashed' } },
  };
  // The unit stands above its axis, the legend above the unit.
  const above = (data.series.length > 1 ? 20 : 0) + (data.unit ? 28 : 16);
  const endRadius = across ? [0, 3, 3, 0] : [3, 3, 0, 0];
  return {
    ...shared,
    grid: {
      left: 8,
      right: across ? 32 : 12,
      top: above,
      bottom: 4,
      containLabel: true,
    },
    xAxis: across ? { ...numbers, name: '' } : names,
    yAxis: across ? { ...names, inverse: true } : numbers,
    series: data.series.map((one) => ({
      name: one.name,
      type: data.kind === 'line' ? 'line' : 'bar',
      data: [...one.values],
      barMaxWidth: 28,
      ...(data.kind === 'stack' ? { stack: 'all' } : {}),
      ...(data.kind === 'line'
        ? { smooth: false, symbolSize: 6, areaStyle: { opacity: data.series.length === 1 ? 0.12 : 0 } }
        : { itemStyle: { borderRadius: data.kind === 'stack' ? 0 : endRadius } }),
    })),
  };
}

function pie(data: ChartData, text: string) {
  return {
    type: 'pie',
    radius: ['44%', '70%'],
    center: ['50%', '46%'],
    label: { show: false, color: text },
    data: data.categories.map((name, index) => ({ name, value: data.series[0]?.values[index] ?? 0 })),
  };
}

function heat(data: ChartData, names: object, text: string, dark: boolean, size: number) {
  const cells = data.series.flatMap((row, y) => row.values.map((value, x) => [x, y, value ?? '-']));
  const largest = Math.max(1, ...data.series.flatMap((row) => row.values.map((value) => value ?? 0)));
  return {
    grid: { left: 8, right: 8, top: 8, bottom: 44, containLabel: true },
    xAxis: names,
    yAxis: {
      type: 'category',
      data: data.series.map((row) => row.name),
      axisLabel: { color: text, fontSize: size },
      axisTick: { show: false },
      axisLine: { show: false },
    },
    visualMap: {
      min: 0,
      max: largest,
      calculable: false,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemHeight: 120,
      itemWidth: 10,
      textStyle: { color: text, fontSize: size },
      inRange: { color: dark ? ['#14283f', '#1f5fae', '#5cc3ff'] : ['#edf4fd', '#6aa8ec', '#0b3d86'] },
    },
    series: [
      {
        type: 'heatmap',
        data: cells,
        itemStyle: { borderColor: dark ? '#14202f' : '#ffffff', borderWidth: 2 },
      },
    ],
  };
}

export function valueText(value: unknown, unit: string | undefined): string {
  if (typeof value !== 'number') return '—';
  return `${value.toLocaleString('zh-CN', { maximumFractionDigits: 2 })}${unit ? ` ${unit}` : ''}`;
}

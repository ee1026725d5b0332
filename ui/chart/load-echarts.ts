/** Loads the parts of the chart library that the city draws with, when the first chart is shown. */
import type { EChartsType } from 'echarts/core';

type Init = (element: HTMLElement, theme: string | undefined) => EChartsType;

let loading: Promise<Init> | undefined;

export function loadCharts(): Promise<Init> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Init> {
  const { init } = await import('./echarts-parts.ts');
  return (element, theme) => init(element, theme, { renderer: 'canvas' });
}

/** How the simulated day of a network goes: what it supplies, and the lowest pressure of its users beside the one wanted. */
import type { ReactNode } from 'react';
import { Chart } from '../../../../ui/chart.tsx';
import type { NetworkState } from './network-layers.ts';

export function DayCourse(props: { readonly state: NetworkState; readonly height: number }): ReactNode {
  const { supply, lowest, required } = props.state;
  const categories = supply.map(({ hour }) => `${hour} 时`);
  return (
    <>
      <Chart
        title="逐时供水量"
        height={props.height}
        data={{
          kind: 'line',
          unit: 'L/s',
          categories,
          series: [{ name: '供水量', values: supply.map(({ value }) => value) }],
        }}
      />
      <Chart
        title="逐时最低压力"
        height={props.height}
        data={{
          kind: 'line',
          unit: 'MPa',
          categories,
          series: [
            { name: '最低压力', values: lowest.map(({ value }) => value) },
            { name: '最低服务压力', values: lowest.map(() => required) },
          ],
        }}
      />
    </>
  );
}

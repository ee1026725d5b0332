/** The level of an incident's manhole in the next hours if the rain goes on, and when water leaves the cover. */
import type { ReactNode } from 'react';
import { Chart } from '../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { DescriptionList } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

function overflowText(minutes: number | null): string {
  if (minutes === null) return '两小时内不会';
  return minutes === 0 ? '已经溢出' : `约 ${Math.round(minutes)} 分钟后`;
}

export function DrainPart(props: { readonly id: string }): ReactNode {
  const reply = useCall(contract.routes.drain, { id: props.id }, { every: 30_000 });
  return (
    <Shown of={reply} rows={5}>
      {({ point, level, rain, forecast, basis }) => {
        if (point === null) return <Empty text="报警设备没有登记排水监测点，或没有有效水位" />;
        if (forecast === null) return <Empty text="没有雨量读数，不能预报" />;
        const { depth } = point;
        return (
          <>
            <DescriptionList
              columns={2}
              items={[
                { label: '监测点', value: `${point.name}，井深 ${depth} m` },
                { label: '当前水位', value: level === null ? '—' : `${level.value.toFixed(2)} m` },
                { label: '雨强', value: rain === null ? '—' : `${rain.value} mm/h` },
                { label: '入流', value: `${Math.round(forecast.inflow)} L/s` },
                { label: '下游满管能力', value: `${Math.round(forecast.capacity)} L/s` },
                { label: '溢出', value: overflowText(forecast.overflowAfter) },
              ]}
            />
            <Chart
              title="水位预报"
              height={220}
              data={{
                kind: 'line',
                unit: 'm',
                categories: forecast.levels.map(({ minutes }) => `${minutes} 分钟`),
                series: [
                  { name: '水位', values: forecast.levels.map((each) => each.level) },
                  { name: '井口', values: forecast.levels.map(() => depth) },
                ],
              }}
            />
            <p className="city-muted lifeline-note">依据：{basis}</p>
          </>
        );
      }}
    </Shown>
  );
}

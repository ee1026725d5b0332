/** How fast gas gathers in the space of an incident, when it may explode, and how far people must be led away. */
import type { ReactNode } from 'react';
import { Chart } from '../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { DescriptionList } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { EvacuationMap } from './evacuation-map.tsx';

const limit = 100;

function timeText(hours: number | null): string {
  if (hours === null) return '按现有读数不会到达';
  if (hours === 0) return '已到达';
  return hours < 1 ? `约 ${Math.round(hours * 60)} 分钟` : `约 ${hours.toFixed(1)} 小时`;
}

export function GasPart(props: { readonly id: string }): ReactNode {
  const reply = useCall(contract.routes.gas, { id: props.id }, { every: 30_000 });
  return (
    <Shown of={reply} rows={5}>
      {(gas) =>
        gas.space === null ? (
          <Empty text="报警设备没有登记相邻空间，不能推算" />
        ) : (
          <>
            <DescriptionList
              columns={2}
              items={[
                { label: '空间', value: `${gas.space.name}，${gas.space.volume} m³` },
                { label: '相邻管线', value: gas.space.pipe ?? '—' },
                { label: '估计进气量', value: gas.inflow === null ? '—' : `${gas.inflow.toFixed(2)} m³/h` },
                { label: '趋于', value: gas.tendsTo === null ? '—' : `${Math.round(gas.tendsTo)} %LEL` },
                { label: '到达爆炸下限', value: timeText(gas.hoursToLimit) },
                { label: '疏散半径', value: `${Math.round(gas.radius)} m` },
              ]}
            />
            {gas.space.position !== null && (
              <EvacuationMap position={gas.space.position} radius={gas.radius} />
            )}
            <Chart
              title="甲烷浓度"
              height={220}
              data={{
                kind: 'line',
                unit: '%LEL',
                categories: gas.readings.map(({ at }) => momentText(at).slice(11, 16)),
                series: [
                  { name: '甲烷', values: gas.readings.map(({ value }) => value) },
                  { name: '爆炸下限', values: gas.readings.map(() => limit) },
                ],
              }}
            />
            <p className="city-muted lifeline-note">按充分混合推算，供研判参考。依据：{gas.basis}</p>
          </>
        )
      }
    </Shown>
  );
}

/** The last day of one value, up to the moment that is looked at. */
import { type ReactNode, useMemo } from 'react';
import telemetryContract from '../../../../../engines/telemetry/contract.ts';
import { axisText, unitText } from '../../../../../engines/telemetry/web/device/device-words.ts';
import { Chart } from '../../../../../ui/chart.tsx';
import { Shown } from '../../../../../ui/empty.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import type { TwinEntity } from '../../routes/twin-routes.ts';

const minute = 60_000;
const day = 1440 * minute;
const height = 150;

export function DayCurve(props: {
  readonly device: string;
  readonly value: TwinEntity['values'][number];
  readonly at: string | undefined;
}): ReactNode {
  const { device, value, at } = props;
  const newest = at ?? value.at;
  // A new end each minute at most, so that the question stays the same between.
  const end = Math.ceil((newest === null ? Date.now() : Date.parse(newest) + 1) / minute) * minute;
  const input = useMemo(
    () => ({
      id: device,
      property: value.property,
      from: new Date(end - day).toISOString(),
      to: new Date(end).toISOString(),
    }),
    [device, value.property, end],
  );
  const reply = useCall(telemetryContract.routes.series, input, { keep: true, fresh: minute });
  return (
    <Shown of={reply} rows={3}>
      {({ grain, points }) => (
        <Chart
          title={`${value.title}，24 小时`}
          height={height}
          data={{
            kind: 'line',
            unit: unitText(value.unit),
            categories: points.map((point) => axisText(point.at, grain)),
            series: [{ name: value.title, values: points.map((point) => point.value) }],
          }}
        />
      )}
    </Shown>
  );
}

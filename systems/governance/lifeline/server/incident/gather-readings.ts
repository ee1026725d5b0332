/** What the sensors of a network have read since a leak was noticed, beside what each usually reads against the model at that hour. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { qualities } from '../../../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import type { waterSensor } from '../../registers/network.ts';
import { metresPerMegapascal } from '../../water/flow-units.ts';
import type { HoursRun } from '../hydraulics/run-hours.ts';
import { setting } from '../setting.ts';
import { hourOfDay, stateAt } from '../water/simulate-network.ts';

type Sensor = Row<typeof waterSensor>;

export interface Gathered {
  /** In the model's unit (m, L/s), less what the sensor usually differs from the model; null without a reading that counts. */
  readonly value: number | null;
  readonly sigma: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const mostReadings = 500;

function unitOf({ kind }: Sensor): number {
  return kind === 'pressure' ? metresPerMegapascal : 1;
}

export function modelValue(sensor: Sensor, run: HoursRun, hourAt: number): number | undefined {
  const state = stateAt(run, hourAt);
  return sensor.kind === 'pressure'
    ? state?.pressures[run.nodes.indexOf(sensor.of)]
    : state?.flows[run.links.indexOf(sensor.of)];
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, each) => sum + each, 0) / values.length;
}

/** Mean difference from the model in the same hour of the days before: models are never right, but wrong in the same way. */
async function usualError(
  services: Services,
  sensors: readonly Sensor[],
  run: HoursRun,
  from: number,
): Promise<readonly number[]> {
  const days = setting(services, 'history-days');
  const at = hourOfDay(new Date(from));
  const begin = Math.floor(from / hour) * hour;
  const hours =
    days === 0
      ? []
      : await services.use(telemetry).readHours({
          devices: sensors.map(({ device }) => device),
          properties: [...new Set(sensors.map(({ property }) => property))],
          from: begin - days * day,
          to: begin,
        });
  return sensors.map((sensor) => {
    const simulated = modelValue(sensor, run, at);
    const before = hours.filter(
      (each) =>
        each.device === sensor.device &&
        each.property === sensor.property &&
        each.mean !== null &&
        hourOfDay(new Date(each.at)) === at,
    );
    const usual = mean(before.map((each) => (each.mean ?? 0) * unitOf(sensor)));
    return usual === null || simulated === undefined ? 0 : usual - simulated;
  });
}

/** `from` and `to` (not included) in milliseconds, within one hour of the day. */
export async function gatherReadings(
  services: Services,
  sensors: readonly Sensor[],
  run: HoursRun,
  period: { readonly from: number; readonly to: number },
): Promise<readonly Gathered[]> {
  const [readings, errors] = await Promise.all([
    services.use(telemetry).readHistory({
      devices: sensors.map(({ device }) => device),
      properties: [...new Set(sensors.map(({ property }) => property))],
      from: period.from,
      to: period.to,
      most: mostReadings,
    }),
    usualError(services, sensors, run, period.from),
  ]);
  return sensors.map((sensor, index) => {
    const own = readings.filter(
      ({ device, property, value, quality }) =>
        device === sensor.device &&
        property === sensor.property &&
        value !== null &&
        qualities[quality].valid,
    );
    const read = mean(own.map(({ value }) => (value ?? 0) * unitOf(sensor)));
    return {
      value: read === null ? null : read - (errors[index] ?? 0),
      sigma: sensor.error * unitOf(sensor),
    };
  });
}

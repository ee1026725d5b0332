/** Compares the model of a network with what its sensors read on ordinary days: by which factors it would fit better, and whether that holds. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { type HourOf, telemetry } from '../../../../../engines/telemetry/service.ts';
import rules from '../../data/calibration-rules.json' with { type: 'json' };
import { errors } from '../../errors.ts';
import { incident } from '../../incident/incident.ts';
import { waterNetwork, waterPipe, waterSensor } from '../../registers/network.ts';
import type { waterRoutes } from '../../routes/water-routes.ts';
import { metresPerMegapascal } from '../../water/flow-units.ts';
import { groupsOf } from '../../water/group-pipes.ts';
import type { SensorFit } from '../hydraulics/calibrate-model.ts';
import { hydraulics } from '../hydraulics/hydraulics.ts';
import type { SensorPlace } from '../hydraulics/sense-leaks.ts';
import { setting } from '../setting.ts';
import { partsOf } from './show-network.ts';
import { hourOfDay, runHourOf, simulateDay } from './simulate-network.ts';

type Sensor = Row<typeof waterSensor>;

const hour = 3_600_000;
const day = 24 * hour;
const mostIncidents = 100;

/** Full hours before now and before the first incident that is still open: a leak is not to be fitted away. */
async function ordinaryTime(context: Context, network: string) {
  const open = await context
    .use(registers)
    .of(incident)
    .trusted.findMany(context.use(store).db, {
      filter: {
        all: [
          { field: 'network', is: 'equal', value: network },
          { field: 'status', is: 'one-of', value: ['open', 'suspended'] },
        ],
      },
      limit: mostIncidents,
    });
  const first = Math.min(
    context.now.getTime(),
    ...open.map(({ happenedAt }) => Date.parse(happenedAt) - hour),
  );
  const to = Math.floor(first / hour) * hour;
  return { from: to - Math.max(1, setting(context, 'history-days')) * day, to };
}

function unitOf({ kind }: Sensor): number {
  return kind === 'pressure' ? metresPerMegapascal : 1;
}

/** Mean of the sensor at this hour of the days, in the model's unit. */
function usualAt(sensor: Sensor, hours: readonly HourOf[], at: number): number | null {
  const means = hours.flatMap((each) =>
    each.device === sensor.device &&
    each.property === sensor.property &&
    each.mean !== null &&
    hourOfDay(new Date(each.at)) === at
      ? [each.mean]
      : [],
  );
  if (means.length === 0) return null;
  return (means.reduce((sum, each) => sum + each, 0) / means.length) * unitOf(sensor);
}

/** Some pressure sensors in their order are left out of the fit, to judge it. */
function leftOut(sensors: readonly Sensor[]): readonly number[] {
  const places = sensors.flatMap(({ kind }, index) => (kind === 'pressure' ? [index] : []));
  return places.filter((_, serial) => serial % rules.heldOutEvery === rules.heldOutEvery - 1);
}

function together(fits: readonly SensorFit[], pick: keyof SensorFit): number | null {
  const values = fits.flatMap((each) => each[pick] ?? []);
  if (values.length === 0) return null;
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
}

const digits = (value: number | null, places: number) =>
  value === null ? null : Number(value.toFixed(places));
const factor = (value: number) => Number(value.toFixed(3));

export const calibrate: Handler<typeof waterRoutes.calibrate> = async ({ id }, context) => {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const network = await rows.of(waterNetwork).get(context.principal, id);
  const [{ inp, run }, pipes, all, time] = await Promise.all([
    simulateDay(context, network),
    rows.of(waterPipe).trusted.findEvery(db, partsOf(network.id)),
    rows.of(waterSensor).trusted.findEvery(db, { ...partsOf(network.id), sort: 'name' }),
    ordinaryTime(context, network.id),
  ]);
  // A sensor at a part that the model does not have says nothing of it.
  const sensors = all.filter(({ kind, of }) => (kind === 'pressure' ? run.nodes : run.links).includes(of));
  if (sensors.length === 0) throw errors.noSensors();
  const hours = await context.use(telemetry).readHours({
    devices: sensors.map(({ device }) => device),
    properties: [...new Set(sensors.map(({ property }) => property))],
    ...time,
  });
  const clock = Array.from({ length: 24 }, (_, at) => at);
  const readings = clock.flatMap((at) => sensors.map((sensor) => usualAt(sensor, hours, at)));
  const values = readings.filter((value) => value !== null).length;
  if (values < rules.leastReadings) throw errors.fewReadings({ count: values, least: rules.leastReadings });
  const groups = groupsOf(pipes, rules.diameters);
  const heldOut = leftOut(sensors);
  const found = await hydraulics({
    act: 'calibrate',
    inp,
    at: clock.map((at) => runHourOf(run, at)),
    sensors: sensors.map(
      ({ kind, of }): SensorPlace => ({ kind: kind === 'pressure' ? 'pressure' : 'flow', of }),
    ),
    readings,
    sigmas: sensors.map((sensor) => sensor.error * unitOf(sensor)),
    heldOut,
    groups: groups.map((group) => group.pipes),
    spread: rules.spread,
    steps: rules.steps,
  });
  const own = (sensor: Sensor, index: number): SensorFit => {
    const { before = null, after = null } = found.sensors[index] ?? {};
    const unit = unitOf(sensor);
    return { before: before === null ? null : before / unit, after: after === null ? null : after / unit };
  };
  const fits = sensors.map((sensor, index) => ({
    sensor,
    heldOut: heldOut.includes(index),
    fit: own(sensor, index),
  }));
  const errorsOf = (held: boolean) => {
    const some = fits.filter((each) => each.heldOut === held && each.sensor.kind === 'pressure');
    const list = some.map(({ fit }) => fit);
    return { before: digits(together(list, 'before'), 5), after: digits(together(list, 'after'), 5) };
  };
  return {
    from: new Date(time.from).toISOString(),
    to: new Date(time.to).toISOString(),
    values,
    demand: { factor: factor(found.demand), spread: factor(found.spreads[0] ?? 0) },
    groups: groups.map(({ from, to, pipes: members }, index) => ({
      from,
      to,
      pipes: members.length,
      factor: factor(found.roughness[index] ?? 1),
      spread: factor(found.spreads[index + 1] ?? 0),
    })),
    fitted: errorsOf(false),
    heldOut: errorsOf(true),
    sensors: fits.map(({ sensor, heldOut: held, fit }) => ({
      id: sensor.id,
      name: sensor.name,
      kind: sensor.kind ?? '',
      heldOut: held,
      before: digits(fit.before, 5),
      after: digits(fit.after, 5),
    })),
    source: rules.source,
  };
};

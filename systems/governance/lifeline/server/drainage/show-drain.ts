/** What the level and the rain at an incident's manhole let expect in the next hours. */
import type { Handler } from '../../../../../kernel/system.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { qualities } from '../../../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import rules from '../../data/drainage-rules.json' with { type: 'json' };
import { forecastLevel } from '../../drainage/forecast-level.ts';
import { incident } from '../../incident/incident.ts';
import { drainPoint } from '../../registers/drain-point.ts';
import type { pointRoutes } from '../../routes/point-routes.ts';
import { findAlarmDevice } from '../incident/find-alarm-device.ts';

export const showDrain: Handler<typeof pointRoutes.drain> = async ({ id }, context) => {
  const row = await context.use(flow).read(context.principal, incident, id);
  const device = await findAlarmDevice(context, row);
  const [point] =
    device === ''
      ? []
      : await context
          .use(registers)
          .of(drainPoint)
          .trusted.findMany(context.use(store).db, {
            filter: { field: 'device', is: 'equal', value: device },
            limit: 1,
          });
  const last = point === undefined ? [] : await context.use(telemetry).readLast([device]);
  const newest = (property: string) => {
    const found = last.find((each) => each.property === property);
    if (found === undefined || found.value === null || !qualities[found.quality].valid) return null;
    return { at: found.at, value: found.value };
  };
  const [level, rain] = [newest('level'), newest('rain')];
  const { stepMinutes, steps, source: basis } = rules;
  const known = point === undefined || level === null ? null : { name: point.name, depth: point.depth };
  if (point === undefined || level === null || rain === null)
    return { point: known, level, rain, forecast: null, basis };
  const same = Array.from({ length: steps }, () => rain.value);
  const { levels, ...forecast } = forecastLevel(point, level.value, same, stepMinutes);
  return {
    point: known,
    level,
    rain,
    forecast: {
      ...forecast,
      levels: levels.map((value, step) => ({ minutes: (step + 1) * stepMinutes, level: value })),
    },
    basis,
  };
};

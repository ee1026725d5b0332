/** What the readings since an alarm say of the gas in its space. */
import type { Handler } from '../../../../../kernel/system.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { qualities } from '../../../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import rules from '../../data/gas-rules.json' with { type: 'json' };
import { judgeSpace } from '../../gas/judge-space.ts';
import { incident } from '../../incident/incident.ts';
import { gasSpace } from '../../registers/gas-space.ts';
import type { pointRoutes } from '../../routes/point-routes.ts';
import { findAlarmDevice } from '../incident/find-alarm-device.ts';

const minute = 60_000;
const before = 60 * minute;
const after = 24 * 60 * minute;
/** The newest; a reading each minute from an hour before the alarm to a day after. */
const most = 1500;
const property = 'methane';

export const showGas: Handler<typeof pointRoutes.gas> = async ({ id }, context) => {
  const row = await context.use(flow).read(context.principal, incident, id);
  const rows = context.use(registers);
  const { db } = context.use(store);
  const device = await findAlarmDevice(context, row);
  const [space] =
    device === ''
      ? []
      : await rows.of(gasSpace).trusted.findMany(db, {
          filter: { field: 'device', is: 'equal', value: device },
          limit: 1,
        });
  const from = Date.parse(row.happenedAt) - before;
  const history =
    space === undefined
      ? []
      : await context.use(telemetry).readHistory({
          devices: [device],
          properties: [property],
          from,
          to: Math.min(context.now.getTime() + 1, from + before + after),
          most,
        });
  const readings = history.flatMap(({ at, value, quality }) =>
    value === null || !qualities[quality].valid ? [] : [{ at, value }],
  );
  const verdict = judgeSpace(
    space ?? { volume: 0, changes: 0 },
    readings.map(({ at, value }) => ({ at: Date.parse(at), value })),
    rules,
  );
  return {
    space:
      space === undefined
        ? null
        : {
            name: space.name,
            pipe: space.pipe,
            volume: space.volume,
            changes: space.changes,
            position: space.position,
          },
    readings,
    ...verdict,
    basis: rules.source,
  };
};

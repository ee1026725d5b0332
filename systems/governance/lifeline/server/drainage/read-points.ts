/** What was measured at a manhole in steps, and what rain is expected there. */
import { isInArea } from '../../../../../kernel/area.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import rules from '../../data/drainage-rules.json' with { type: 'json' };
import type { Measured } from '../../drainage/fit-catchment.ts';
import type { DrainPoint } from '../../drainage/forecast-level.ts';
import type { drainPoint } from '../../registers/drain-point.ts';
import { rainForecast } from '../../registers/rain.ts';

export type PointRow = Row<typeof drainPoint>;
export type RainRow = Row<typeof rainForecast>;

const minute = 60_000;
export const step = rules.stepMinutes * minute;
const most = 2000;
const longestRain = 1440 * minute;

export function pointOf(row: Omit<DrainPoint, 'lag'>): DrainPoint {
  const { depth, storage, catchment, runoff, diameter, slope, roughness } = row;
  return { depth, storage, catchment, runoff, diameter, slope, roughness, lag: rules.lagMinutes };
}

/** Steps that begin from `from` (a full step) to `to`, not included. */
export async function readSteps(
  services: Services,
  device: string,
  from: number,
  to: number,
): Promise<readonly Measured[]> {
  const count = Math.round((to - from) / step);
  const periods = await services.use(telemetry).readPeriods({
    devices: [device],
    properties: ['level', 'rain'],
    from,
    to,
    seconds: rules.stepMinutes * 60,
    most: count * 2,
  });
  const means = new Map(
    periods.flatMap(({ property, start, sum, count: readings }) =>
      sum === null || readings === 0 ? [] : [[`${property}@${Date.parse(start)}`, sum / readings] as const],
    ),
  );
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * step;
    return { level: means.get(`level@${at}`), rain: means.get(`rain@${at}`) };
  });
}

/** Expected rain that touches the time from `from` to `to`, the newest first. */
export async function readRain(services: Services, from: number, to: number): Promise<readonly RainRow[]> {
  return services
    .use(registers)
    .of(rainForecast)
    .trusted.findMany(services.use(store).db, {
      filter: {
        all: [
          { field: 'state', is: 'equal', value: 'active' },
          { field: 'from', is: 'at-least', value: new Date(from - longestRain).toISOString() },
          { field: 'from', is: 'less', value: new Date(to).toISOString() },
        ],
      },
      sort: '-updatedAt',
      limit: most,
    });
}

/** mm/h expected in the step that begins at `at`, by the row written last; undefined where none says. */
export function rainAt(rows: readonly RainRow[], area: string, at: number): number | undefined {
  const middle = at + step / 2;
  const found = rows.find((row) => {
    const begins = Date.parse(row.from);
    return isInArea(area, row.area) && begins <= middle && middle < begins + row.minutes * minute;
  });
  return found === undefined ? undefined : (found.depth / found.minutes) * 60;
}

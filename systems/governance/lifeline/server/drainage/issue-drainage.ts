/** Every ten minutes: foretells the level of each manhole where it rains or will, keeps it, and tells the device, where thresholds see it. */
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { type Reading, telemetry } from '../../../../../engines/telemetry/service.ts';
import rules from '../../data/drainage-rules.json' with { type: 'json' };
import { fitCatchment, flowsOf } from '../../drainage/fit-catchment.ts';
import { forecastLevel } from '../../drainage/forecast-level.ts';
import { drainPoint } from '../../registers/drain-point.ts';
import { drainForecast } from '../../registers/rain.ts';
import { FitShape } from '../../routes/drainage-routes.ts';
import { pointOf, type PointRow, type RainRow, rainAt, readRain, readSteps, step } from './read-points.ts';

const by = 'lifeline';
const most = 5000;
const minute = 60_000;
const day = 24 * 60 * minute;
const fitRules = { stepMinutes: rules.stepMinutes, ...rules.fit };

type ForecastRow = RowInput<typeof drainForecast>;

/** Rain of each coming step, and in words where it is from; undefined where none fell lately and none is expected. */
function comingRain(rows: readonly RainRow[], point: PointRow, at: number, fallen: number) {
  const expected = Array.from({ length: rules.steps }, (_, index) =>
    rainAt(rows, point.area, at + index * step),
  );
  const known = expected.filter((each) => each !== undefined);
  if (fallen === 0 && known.every((each) => each === 0)) return undefined;
  const rain = expected.map((each) => each ?? fallen);
  if (known.length === rain.length) return { rain, from: '预报雨量' };
  return { rain, from: known.length === 0 ? '雨强不变' : '预报雨量，其余雨强不变' };
}

/** What was learned within a day, or learned anew: the grid is tried on two weeks of wet hours. */
async function fitOf(services: Services, point: PointRow, at: number) {
  const [last] = await services
    .use(registers)
    .of(drainForecast)
    .trusted.findMany(services.use(store).db, {
      filter: {
        all: [
          { field: 'point', is: 'equal', value: point.id },
          { field: 'issuedAt', is: 'at-least', value: new Date(at - day).toISOString() },
        ],
      },
      sort: '-issuedAt',
      limit: 1,
    });
  const known = FitShape.safeParse(last?.fit);
  if (known.success) return known.data;
  const past = await readSteps(services, point.device, at - rules.fitDays * day, at);
  return fitCatchment(pointOf(point), past, fitRules);
}

async function forecastPoint(
  services: Services,
  point: PointRow,
  rows: readonly RainRow[],
  at: number,
): Promise<ForecastRow | undefined> {
  // Dry weather is most of the year: the long history is read only when there is something to foretell.
  const recent = await readSteps(services, point.device, at - rules.staleMinutes * minute, at);
  const level = recent.findLast((each) => each.level !== undefined)?.level;
  const coming = comingRain(rows, point, at, recent.findLast((each) => each.rain !== undefined)?.rain ?? 0);
  if (level === undefined || coming === undefined) return undefined;
  const fit = await fitOf(services, point, at);
  const used = { ...pointOf(point), runoff: fit.runoff, lag: fit.lag };
  const past = await readSteps(services, point.device, at - day, at);
  const flow = flowsOf(used, past, rules.stepMinutes).at(-1) ?? 0;
  const { levels, overflowAfter } = forecastLevel(used, level, coming.rain, rules.stepMinutes, flow);
  const peak = Math.max(...levels);
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return {
    key: `${point.id}@${new Date(at).toISOString().slice(0, 16)}`,
    point: point.id,
    area: point.area,
    department: point.department,
    issuedAt: new Date(at).toISOString(),
    level: round(level),
    peak: round(peak),
    fullness: Math.round((peak / point.depth) * 1000) / 10,
    peakMinutes: (levels.indexOf(peak) + 1) * rules.stepMinutes,
    overflowMinutes: overflowAfter === null ? null : Math.round(overflowAfter),
    rainFrom: coming.from,
    steps: levels.map((each, index) => ({
      minutes: (index + 1) * rules.stepMinutes,
      level: round(each),
      rain: Math.round((coming.rain[index] ?? 0) * 10) / 10,
    })),
    fit,
  };
}

async function keep(services: Services, made: readonly ForecastRow[]): Promise<readonly ForecastRow[]> {
  const data = services.use(store);
  return data.transaction(async (work) => {
    const { trusted } = services.use(registers).of(drainForecast);
    const known = await trusted.findMany(work.db, {
      filter: { field: 'key', is: 'one-of', value: made.flatMap(({ key }) => key ?? []) },
      limit: made.length,
    });
    const fresh = made.filter(({ key }) => !known.some((row) => row.key === key));
    if (fresh.length > 0) await trusted.insertMany(work, by, fresh);
    return fresh;
  });
}

/** Gives the number of forecasts issued; of one step there is one for a point, however often it is asked for. */
export async function issueDrainage(services: Services): Promise<number> {
  const data = services.use(store);
  const now = data.clock.now().getTime();
  const at = Math.floor(now / step) * step;
  const points = await services
    .use(registers)
    .of(drainPoint)
    .trusted.findEvery(data.db, { filter: { field: 'state', is: 'equal', value: 'active' }, most });
  if (points.length === 0) return 0;
  const rain = await readRain(services, at, at + rules.steps * step);
  const made: ForecastRow[] = [];
  for (const point of points) {
    const row = await forecastPoint(services, point, rain, at);
    if (row !== undefined) made.push(row);
  }
  if (made.length === 0) return 0;
  const fresh = await keep(services, made);
  const readings = fresh.flatMap(({ point: id, fullness }): Reading[] => {
    const device = points.find((each) => each.id === id)?.device;
    if (device === undefined || typeof fullness !== 'number') return [];
    return [
      { device, property: 'forecast-fullness', at: now, value: fullness, quality: 'good', receivedAt: now },
    ];
  });
  if (readings.length > 0) await services.use(telemetry).ingest(readings);
  return fresh.length;
}

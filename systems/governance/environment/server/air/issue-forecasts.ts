/** Issues the forecasts of every station and of the city, and keeps each as it was told. */
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { type Series, telemetry } from '../../../../../engines/telemetry/service.ts';
import { cityCode } from '../../../../../city/divisions.ts';
import { pollutants } from '../../air/compute-aqi.ts';
import { forecastAqi } from '../../air/forecast-aqi.ts';
import type { AirPast } from '../../air/forecast-shapes.ts';
import { airForecast, airStation } from '../../registers/air.ts';
import { midnight } from './make-days.ts';
import {
  hour,
  isJudged,
  meanOfStations,
  readStationHours,
  type StationHours,
  type StationRow,
} from './read-hours.ts';

const by = 'environment';
const mostStations = 10_000;
const daily = 24;
const cityKey = 'city';

function seriesOf(from: number, to: number, valueAt: (at: number) => number | undefined): Series {
  return Array.from({ length: (to - from) / hour }, (_, index) => valueAt(from + index * hour));
}

function pastOf(
  from: number,
  to: number,
  valuesAt: (at: number) => Readonly<Partial<Record<string, number>>> | undefined,
): AirPast {
  const series = Object.fromEntries(
    pollutants.map((pollutant) => [pollutant, seriesOf(from, to, (at) => valuesAt(at)?.[pollutant])]),
  ) as unknown as AirPast['series'];
  // History may begin late: days before the first reading teach nothing.
  const begins = pollutants.flatMap((each) => {
    const index = series[each].findIndex((value) => value !== undefined);
    return index < 0 ? [] : [index];
  });
  const skip = begins.length === 0 ? 0 : Math.floor(Math.min(...begins) / daily) * daily;
  return {
    from: from + skip * hour,
    series: Object.fromEntries(
      pollutants.map((each) => [each, series[each].slice(skip)]),
    ) as unknown as AirPast['series'],
  };
}

async function readWind(
  services: Services,
  device: string,
  from: number,
  to: number,
): Promise<Series | undefined> {
  const rows = await services
    .use(telemetry)
    .readHours({ devices: [device], properties: ['wind-speed'], from, to });
  if (rows.length === 0) return undefined;
  const byHour = new Map(rows.map(({ at, mean }) => [at, mean ?? undefined]));
  return seriesOf(from, to, (at) => byHour.get(at));
}

type ForecastRow = RowInput<typeof airForecast>;

async function rowOf(
  past: AirPast,
  at: number,
  kind: string,
  station: StationRow | undefined,
): Promise<ForecastRow | undefined> {
  const made = await forecastAqi(past);
  if (made === undefined) return undefined;
  return {
    key: `${station?.code ?? cityKey}@${new Date(at).toISOString().slice(0, 13)}`,
    station: station?.id ?? null,
    area: station?.area ?? cityCode,
    department: station?.department ?? null,
    kind,
    issuedAt: new Date(at).toISOString(),
    unchanged: made.unchanged,
    hours: made.hours.map(({ values, ...each }) => ({
      ...each,
      values: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, Math.round(value * 10) / 10]),
      ),
    })),
    days: made.days,
    ways: made.ways,
    errors: made.errors,
  };
}

async function forecastAll(
  services: Services,
  at: number,
  days: number,
  kind: string,
): Promise<ForecastRow[]> {
  const data = services.use(store);
  const from = midnight(shanghaiDate(new Date(at - days * daily * hour)));
  const stations = await services
    .use(registers)
    .of(airStation)
    .trusted.findEvery(data.db, {
      filter: { field: 'state', is: 'equal', value: 'active' },
      sort: 'code',
      most: mostStations,
    });
  const judged = stations.filter(isJudged);
  const all = new Map<string, ReadonlyMap<number, Readonly<Record<string, number>>>>();
  const rows: ForecastRow[] = [];
  for (const station of stations) {
    if (station.device === null) continue;
    const own = (await readStationHours(services, [station], from, at)).get(station.id);
    if (own === undefined) continue;
    all.set(station.id, own);
    const past = pastOf(from, at, (moment) => own.get(moment));
    const wind = await readWind(services, station.device, past.from, at);
    const row = await rowOf({ ...past, ...(wind === undefined ? {} : { wind }) }, at, kind, station);
    if (row !== undefined) rows.push(row);
  }
  const city = await rowOf(
    pastOf(from, at, (moment) => meanOfStations(all as StationHours, judged, moment)),
    at,
    kind,
    undefined,
  );
  return city === undefined ? rows : [...rows, city];
}

/**
 * Forecasts from what lay before the full hour `at` (milliseconds). What was issued is never written again; gives the number of rows.
 * `kind` 'hindcast' for one that is made up for afterwards.
 */
export async function issueForecasts(
  services: Services,
  at: number,
  kind: 'issued' | 'hindcast' = 'issued',
): Promise<number> {
  const data = services.use(store);
  const whole = Math.floor(at / hour) * hour;
  const days = data.settings.value('environment.forecast-learn-days');
  const made = await forecastAll(services, whole, days, kind);
  if (made.length === 0) return 0;
  return data.transaction(async (work) => {
    const { trusted } = services.use(registers).of(airForecast);
    const known = await trusted.findMany(work.db, {
      filter: { field: 'key', is: 'one-of', value: made.flatMap(({ key }) => key ?? []) },
      limit: made.length,
    });
    const fresh = made.filter(({ key }) => !known.some((row) => row.key === key));
    if (fresh.length > 0) await trusted.insertMany(work, by, fresh);
    return fresh.length;
  });
}

/** Each hour: issues when it is time for it. */
export async function issueInTime(services: Services): Promise<number> {
  const data = services.use(store);
  const now = data.clock.now().getTime();
  const every = data.settings.value('environment.forecast-every-hours');
  const shanghaiHour = Math.floor(now / hour) + 8;
  return shanghaiHour % every === 0 ? issueForecasts(services, now) : 0;
}

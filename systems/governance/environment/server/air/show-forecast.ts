/** The newest forecast of a station or the city, and what became of those before it. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Handlers, Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { aqiAt } from '../../air/forecast-aqi.ts';
import { errorsByBand, type Judged } from '../../air/judge-forecasts.ts';
import { airForecast, airStation } from '../../registers/air.ts';
import type { airRoutes } from '../../routes/air-routes.ts';
import { ForecastShape } from '../../routes/shapes.ts';
import { hour, isJudged, meanOfStations, readStationHours, type StationRow } from './read-hours.ts';

type ForecastRow = Row<typeof airForecast>;

const Stored = ForecastShape.omit({ id: true });
const pageSize = 200;
const mostStations = 10_000;
const courseHours = 72;
const dayAhead = 24;

function shapeOf(row: ForecastRow): ForecastShape {
  return { id: row.id, ...Stored.parse(row) };
}

/** As everybody may see it; the city's where no station is named. Null before the first. */
export async function newestForecast(
  services: Services,
  station: string | null,
): Promise<ForecastShape | null> {
  const [row] = await services
    .use(registers)
    .of(airForecast)
    .trusted.findMany(services.use(store).db, {
      filter:
        station === null
          ? { field: 'station', is: 'empty' }
          : { field: 'station', is: 'equal', value: station },
      sort: '-issuedAt',
      limit: 1,
    });
  return row === undefined ? null : shapeOf(row);
}

async function cameOf(services: Services, stations: readonly StationRow[], from: number, to: number) {
  const hours = await readStationHours(services, stations, from, to);
  const [only] = stations;
  return (at: number): number | null =>
    aqiAt(
      at,
      (stations.length === 1 && only ? hours.get(only.id)?.get(at) : meanOfStations(hours, stations, at)) ??
        {},
    );
}

function judgedOf(rows: readonly ForecastRow[], came: (at: number) => number | null): readonly Judged[] {
  return rows.flatMap((row) => {
    const begins = Date.parse(row.issuedAt ?? '');
    return shapeOf(row).hours.flatMap(({ ahead, aqi, low, high }): Judged[] => {
      const fact = came(begins + (ahead - 1) * hour);
      if (fact === null || aqi === null || row.unchanged === null) return [];
      return [{ ahead, forecast: aqi, came: fact, unchanged: row.unchanged, low, high }];
    });
  });
}

/** Of what was foretold for an hour at least a day before, the latest word. */
function courseOf(rows: readonly ForecastRow[], came: (at: number) => number | null, last: number) {
  const foretold = new Map<number, number | null>();
  for (const row of rows.toSorted((a, b) => (a.issuedAt ?? '').localeCompare(b.issuedAt ?? ''))) {
    const begins = Date.parse(row.issuedAt ?? '');
    for (const { ahead, aqi } of shapeOf(row).hours)
      if (ahead > dayAhead) foretold.set(begins + (ahead - 1) * hour, aqi);
  }
  return Array.from({ length: courseHours }, (_, index) => {
    const at = last - (courseHours - 1 - index) * hour;
    return { hour: new Date(at).toISOString(), came: came(at), foretold: foretold.get(at) ?? null };
  });
}

export const showForecastErrors: Handlers<typeof airRoutes>['forecastErrors'] = async (
  { station, days },
  context,
) => {
  const rows = context.use(registers);
  const stations =
    station === undefined
      ? (await rows.of(airStation).listEvery(context.principal, { most: mostStations, sort: 'code' })).filter(
          isJudged,
        )
      : [await rows.of(airStation).get(context.principal, station)];
  const now = context.use(store).clock.now().getTime();
  const from = now - days * 24 * hour;
  const found: ForecastRow[] = [];
  for (let page = 1; ; page += 1) {
    const { rows: part } = await rows.of(airForecast).list(context.principal, {
      filter: {
        all: [
          station === undefined
            ? { field: 'station', is: 'empty' }
            : { field: 'station', is: 'equal', value: station },
          { field: 'issuedAt', is: 'at-least', value: new Date(from).toISOString() },
        ],
      },
      sort: 'issuedAt',
      page,
      size: pageSize,
    });
    found.push(...part);
    if (part.length < pageSize) break;
  }
  const last = Math.floor(now / hour) * hour - hour;
  const came = await cameOf(context, stations, Math.min(from, last - courseHours * hour), last + hour);
  return {
    issued: found.filter(({ kind }) => kind === 'issued').length,
    hindcasts: found.filter(({ kind }) => kind === 'hindcast').length,
    errors: [...errorsByBand(judgedOf(found, came))],
    course: courseOf(found, came, last),
  };
};

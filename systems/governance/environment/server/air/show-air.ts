/** The air board for officials and for the public, and one station: the hour that counts last, the hours before it, and those to come. */
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { Handlers, Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Store } from '../../../../../engines/store/service.ts';
import { airForecast, airStation } from '../../registers/air.ts';
import type { airRoutes } from '../../routes/air-routes.ts';
import type { AirIndexShape, StationNow } from '../../routes/shapes.ts';
import {
  hour,
  indexOfHour,
  isJudged,
  meanOfStations,
  readStationHours,
  type StationHours,
  type StationRow,
} from './read-hours.ts';
import { newestForecast } from './show-forecast.ts';

const mostStations = 10_000;
const boardHours = 24;
/** An hour is published within an hour; one older than this is not the present. */
const freshHours = 3;
function lastHour(services: Services): number {
  return Math.floor(services.use(store).clock.now().getTime() / hour) * hour - hour;
}

function nowOf(hours: StationHours, station: StationRow, last: number): AirIndexShape | null {
  for (let at = last; at > last - freshHours * hour; at -= hour) {
    const values = hours.get(station.id)?.get(at);
    if (values !== undefined) return indexOfHour(at, values);
  }
  return null;
}

async function nowAndDay(services: Services, stations: readonly StationRow[]) {
  const last = lastHour(services);
  const hours = await readStationHours(services, stations, last - boardHours * hour, last + hour);
  const judged = stations.filter(isJudged);
  const shown: StationNow[] = stations.map((station) => ({
    id: station.id,
    name: station.name,
    kind: station.kind,
    area: station.area,
    position: station.position,
    now: nowOf(hours, station, last),
  }));
  const city = Array.from({ length: boardHours }, (_, index) => last - (boardHours - 1 - index) * hour);
  const indexes = city.map((at) => indexOfHour(at, meanOfStations(hours, judged, at)));
  const current = indexes.findLast((each) => each.aqi !== null);
  return {
    hour: current?.hour ?? null,
    stations: shown,
    hours: indexes,
  };
}

export const showBoard: Handlers<typeof airRoutes>['airBoard'] = async (_, context) => {
  const rows = await context
    .use(registers)
    .of(airStation)
    .listEvery(context.principal, { most: mostStations, sort: 'code' });
  const reads = await context
    .use(registers)
    .of(airForecast)
    .list(context.principal, { filter: { field: 'station', is: 'empty' }, size: 1 });
  // Who sees a county only sees no forecast of the city.
  const forecast = reads.rows.length === 0 ? null : await newestForecast(context, null);
  return { ...(await nowAndDay(context, rows)), forecast };
};

type Board = OutputOf<typeof airRoutes.publicAir>;

/** Anybody may ask as often as he likes: the answer is worked out once a minute in each process. */
const publicFor = 60_000;
const published = new WeakMap<Store, { readonly until: number; readonly board: Promise<Board> }>();

async function publicBoard(services: Services): Promise<Board> {
  const rows = await services
    .use(registers)
    .of(airStation)
    .trusted.findEvery(services.use(store).db, { sort: 'code', most: mostStations });
  const [now, forecast] = await Promise.all([
    nowAndDay(services, rows.filter(isJudged)),
    newestForecast(services, null),
  ]);
  return { ...now, forecast };
}

export const showPublicAir: Handlers<typeof airRoutes>['publicAir'] = async (_, context) => {
  const data = context.use(store);
  const now = data.clock.now().getTime();
  const known = published.get(data);
  if (known !== undefined && now < known.until) return known.board;
  const board = publicBoard(context);
  published.set(data, { until: now + publicFor, board });
  // A failure is not published for a minute.
  board.catch(() => published.delete(data));
  return board;
};

export const showStation: Handlers<typeof airRoutes>['airStation'] = async (
  { id, hours: asked },
  context,
) => {
  const station = await context.use(registers).of(airStation).get(context.principal, id);
  const last = lastHour(context);
  const hours = await readStationHours(context, [station], last - asked * hour, last + hour);
  const own = hours.get(id);
  return {
    id,
    name: station.name,
    hours: Array.from({ length: asked }, (_, index) => {
      const at = last - (asked - 1 - index) * hour;
      return indexOfHour(at, own?.get(at) ?? {});
    }),
    forecast: await newestForecast(context, id),
  };
};

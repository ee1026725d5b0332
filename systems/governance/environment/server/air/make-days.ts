/** Makes the daily report of each station, and makes it again when late data change it. */
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { airDay as dayOf, type DayHours } from '../../air/average-hours.ts';
import { computeAqi, type Pollutant, pollutants, pollutantTitles } from '../../air/compute-aqi.ts';
import { airDay, airStation } from '../../registers/air.ts';
import { hour, readStationHours, type StationHours, type StationRow } from './read-hours.ts';

const by = 'environment';
const mostStations = 10_000;
const shanghai = 8 * hour;
const dayLength = 24 * hour;

/** Midnight in Shanghai of 'YYYY-MM-DD'. */
export function midnight(day: string): number {
  return Date.parse(`${day}T00:00:00+08:00`);
}

function hoursOfDay(hours: StationHours, station: string, begin: number): Record<Pollutant, DayHours> {
  const of = (pollutant: Pollutant) =>
    Array.from({ length: 24 }, (_, index) => hours.get(station)?.get(begin + index * hour)?.[pollutant]);
  return Object.fromEntries(pollutants.map((pollutant) => [pollutant, of(pollutant)])) as unknown as Record<
    Pollutant,
    DayHours
  >;
}

function report(station: StationRow, day: string, hours: StationHours) {
  const { values, counted } = dayOf(hoursOfDay(hours, station.id, midnight(day)));
  const { edition, aqi, level, primary } = computeAqi(day, 'day', values);
  return {
    key: `${station.code}@${day}`,
    station: station.id,
    area: station.area,
    department: station.department,
    day,
    edition,
    aqi,
    level: level?.code ?? null,
    primary: primary.map((each) => pollutantTitles[each]).join('、') || null,
    pm25: values.pm25 ?? null,
    pm10: values.pm10 ?? null,
    so2: values.so2 ?? null,
    no2: values.no2 ?? null,
    co: values.co ?? null,
    o3: values.o3 ?? null,
    counted,
  };
}

const compared = [
  'edition',
  'aqi',
  'level',
  'primary',
  'pm25',
  'pm10',
  'so2',
  'no2',
  'co',
  'o3',
  'final',
] as const;

/** Reports of the days from `back` days ago to yesterday, and of today so far. Returns how many rows were written. */
export async function makeDays(services: Services, back = 3): Promise<number> {
  const data = services.use(store);
  const rows = services.use(registers);
  const now = data.clock.now().getTime();
  const today = Math.floor((now + shanghai) / dayLength) * dayLength - shanghai;
  const stations = await rows.of(airStation).trusted.findEvery(data.db, { most: mostStations });
  const hours = await readStationHours(services, stations, today - back * dayLength, today + dayLength);
  let written = 0;
  for (let begin = today - back * dayLength; begin <= today; begin += dayLength) {
    const day = shanghaiDate(new Date(begin));
    const final = begin + dayLength <= now;
    const made = stations.flatMap((station) =>
      hours.has(station.id) ? [{ ...report(station, day, hours), final }] : [],
    );
    written += await data.transaction(async (work) => {
      const { trusted } = rows.of(airDay);
      const known = await trusted.findMany(work.db, {
        filter: { field: 'key', is: 'one-of', value: made.map((each) => each.key) },
        limit: made.length,
      });
      const byKey = new Map(known.map((row) => [row.key, row]));
      const fresh = made.filter((each) => !byKey.has(each.key));
      if (fresh.length > 0) await trusted.insertMany(work, by, fresh);
      let changed = 0;
      for (const each of made) {
        const before = byKey.get(each.key);
        if (before === undefined || compared.every((name) => before[name] === each[name])) continue;
        await trusted.update(work, by, before, each);
        changed += 1;
      }
      return fresh.length + changed;
    });
  }
  return written;
}

/** The hours of air stations from their devices: which count, and the index of each. */
import type { Row } from '../../../../../kernel/register.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import { hourValue } from '../../air/average-hours.ts';
import {
  type Concentrations,
  computeAqi,
  type Pollutant,
  pollutants,
  roundConcentration,
} from '../../air/compute-aqi.ts';
import type { airStation } from '../../registers/air.ts';
import type { AirIndexShape, AirValues } from '../../routes/shapes.ts';

export type StationRow = Row<typeof airStation>;

export const hour = 3_600_000;

/** Those that take part in judging the city. */
export function isJudged(station: StationRow): boolean {
  return station.kind !== 'micro' && station.state === 'active';
}

/** Station id → beginning of the hour → what counts of it. */
export type StationHours = ReadonlyMap<string, ReadonlyMap<number, Concentrations>>;

function isPollutant(name: string): name is Pollutant {
  return (pollutants as readonly string[]).includes(name);
}

export async function readStationHours(
  services: Services,
  stations: readonly StationRow[],
  from: number,
  to: number,
): Promise<StationHours> {
  const byDevice = new Map(
    stations.flatMap(({ id, device }) => (device === null ? [] : [[device, id] as const])),
  );
  const rows = await services
    .use(telemetry)
    .readHours({ devices: [...byDevice.keys()], properties: pollutants, from, to });
  const found = new Map<string, Map<number, Partial<Record<Pollutant, number>>>>();
  for (const row of rows) {
    const station = byDevice.get(row.device);
    const value = hourValue(row);
    if (station === undefined || value === undefined || !isPollutant(row.property)) continue;
    const hours = found.get(station) ?? new Map<number, Partial<Record<Pollutant, number>>>();
    found.set(station, hours);
    const values = hours.get(row.at) ?? {};
    hours.set(row.at, values);
    values[row.property] = value;
  }
  return found;
}

function shownValues(values: Concentrations): AirValues {
  const shown = (pollutant: Pollutant) => {
    const value = values[pollutant];
    return value === undefined ? null : roundConcentration(pollutant, value);
  };
  return {
    pm25: shown('pm25'),
    pm10: shown('pm10'),
    so2: shown('so2'),
    no2: shown('no2'),
    co: shown('co'),
    o3: shown('o3'),
  };
}

/** The index of one hour by the edition of its day. */
export function indexOfHour(at: number, values: Concentrations): AirIndexShape {
  const { edition, aqi, level, primary } = computeAqi(shanghaiDate(new Date(at)), 'hour', values);
  return {
    hour: new Date(at).toISOString(),
    edition,
    aqi,
    level: level?.code ?? null,
    levelName: level?.name ?? null,
    colour: level?.colour ?? null,
    advice: level?.advice ?? null,
    primary: [...primary],
    values: shownValues(values),
  };
}

/** The city's hour: the mean of what its judged stations measured. */
export function meanOfStations(
  hours: StationHours,
  stations: readonly StationRow[],
  at: number,
): Concentrations {
  const means: Partial<Record<Pollutant, number>> = {};
  for (const pollutant of pollutants) {
    const values = stations.flatMap(({ id }) => hours.get(id)?.get(at)?.[pollutant] ?? []);
    if (values.length > 0) means[pollutant] = values.reduce((sum, value) => sum + value, 0) / values.length;
  }
  return means;
}

/** Hours and last values of many devices, for systems that judge them. */
import { sql } from 'kysely';
import type { Store } from '../../../store/index.ts';
import type { HourOf, HoursQuery, LastOf } from '../../service.ts';
import { telemetryErrors } from '../../errors.ts';
import type { DeviceIndex } from '../device/device-index.ts';
import { readLast } from './read-series.ts';

const hour = 3_600_000;
/** What one answer may hold in memory; more is told, as a mean over a part would pass for the whole. */
const mostHours = 1_000_000;

interface HourRow {
  readonly device: string;
  readonly property: string;
  readonly bucket: string;
  readonly mean: number | null;
  readonly readings: number;
  readonly valid: number;
}

export async function readHours(
  store: Store,
  devices: DeviceIndex,
  query: HoursQuery,
): Promise<readonly HourOf[]> {
  await devices.load(query.devices);
  const found = await sql<HourRow>`
    select s.device, s.property, h.bucket, h.readings, h.valid, case when h.valid > 0 then h.total / h.valid end as mean
    from telemetry_series s join telemetry_hour h on h.series = s.id
    where s.device = any(${query.devices}::uuid[]) and s.property = any(${query.properties}::text[])
      and h.bucket >= ${new Date(query.from)} and h.bucket < ${new Date(query.to)}
    order by s.device, s.property, h.bucket limit ${mostHours + 1}`.execute(store.db);
  if (found.rows.length > mostHours) throw telemetryErrors.tooManyHours({ most: String(mostHours) });
  return found.rows.map(({ bucket, ...row }) => {
    const every = devices.peek(row.device)?.expectSeconds;
    const expected = every === undefined ? row.readings : Math.max(1, hour / 1000 / every);
    return { ...row, at: Date.parse(bucket), expected };
  });
}

/** At that moment; without one the newest of all. */
export async function readLastOf(
  store: Store,
  devices: DeviceIndex,
  ids: readonly string[],
  at?: number,
): Promise<readonly LastOf[]> {
  await devices.load(ids);
  const names = new Map(
    ids.flatMap((id) =>
      [...(devices.peek(id)?.properties ?? [])].map(
        ([property, { series }]) => [series, { device: id, property }] as const,
      ),
    ),
  );
  const days = store.settings.value('telemetry.last-value-days');
  const since = new Date((at ?? store.clock.now().getTime()) - days * 24 * hour);
  const until = at === undefined ? undefined : new Date(at);
  const last = await readLast(store.db, [...names.keys()], since, until);
  return last.flatMap(({ series, ...value }) => {
    const name = names.get(series);
    return name === undefined ? [] : [{ ...name, ...value }];
  });
}

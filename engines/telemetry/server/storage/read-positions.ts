/** Where the devices that move are: the newest place of each, of all or of those that were heard of since. */
import { sql } from 'kysely';
import type { Decision } from '../../../../kernel/access.ts';
import { type Database, scopeCondition } from '../../../store/index.ts';
import { validCodes } from '../../quality.ts';

/** A model whose devices tell where they are, and what it calls longitude and latitude (degrees). */
export interface MovingModel {
  /** Row id. */
  readonly id: string;
  readonly longitude: string;
  readonly latitude: string;
}

export interface PositionQuery {
  readonly models: readonly MovingModel[];
  /** Older places are of no use. */
  readonly oldest: Date;
  /** Only devices that were heard of, came back, fell silent or were changed from then on. */
  readonly since: Date | undefined;
  readonly limit: number;
}

export interface PositionRow {
  readonly id: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  /** When it was there, by its own clock. */
  readonly at: Date | string;
  readonly online: boolean;
}

const columns = { area: 'area', departments: ['department'], alias: 'd' } as const;
const active = sql`d.state = 'active' and d.stage = 'active'`;

/** Devices in use that the decision permits, in the order of their ids. Longitude and latitude are of the same moment. */
export async function readPositions(
  db: Database,
  decision: Decision,
  { models, oldest, since, limit }: PositionQuery,
): Promise<readonly PositionRow[]> {
  const changed =
    since === undefined
      ? sql``
      : sql`and (p.heard_at >= ${since} or p.changed_at >= ${since} or d.updated_at >= ${since})`;
  const found = await sql<PositionRow>`
    select d.id, d.name, lon.value as lon, lat.value as lat, lon.at, p.online
    from telemetry_device d
    join unnest(${models.map((model) => model.id)}::uuid[], ${models.map((model) => model.longitude)}::text[],
      ${models.map((model) => model.latitude)}::text[]) as moving (model, longitude, latitude) on moving.model = d.model
    join telemetry_presence p on p.device = d.id
    join telemetry_series x on x.device = d.id and x.property = moving.longitude
    join telemetry_series y on y.device = d.id and y.property = moving.latitude
    cross join lateral (
      select at, value from telemetry_observation kept
      where kept.series = x.id and kept.at >= ${oldest} and kept.quality = any(${validCodes}::smallint[])
      order by kept.at desc limit 1) lon
    cross join lateral (
      select value from telemetry_observation kept
      where kept.series = y.id and kept.at = lon.at and kept.quality = any(${validCodes}::smallint[])) lat
    where ${active} and ${scopeCondition(decision, columns)} ${changed}
    order by d.id limit ${limit}`.execute(db);
  return found.rows;
}

/** Devices that were taken out of use since, of those that the decision permits. */
export async function readGone(
  db: Database,
  decision: Decision,
  models: readonly MovingModel[],
  since: Date,
): Promise<readonly string[]> {
  const found = await sql<{ id: string }>`
    select d.id from telemetry_device d
    where d.model = any(${models.map((model) => model.id)}::uuid[]) and d.updated_at >= ${since}
      and not coalesce(${active}, false) and ${scopeCondition(decision, columns)}`.execute(db);
  return found.rows.map((row) => row.id);
}

/** Devices of these models with an alarm that is not over, of those that both decisions permit. */
export async function readAlarmed(
  db: Database,
  decision: Decision,
  alarms: Decision,
  models: readonly MovingModel[],
): Promise<readonly string[]> {
  const found = await sql<{ id: string }>`
    select distinct d.id from telemetry_alarm a join telemetry_device d on d.id = a.device
    where a.state = 'active' and a.status in ('raised', 'acknowledged') and ${active}
      and d.model = any(${models.map((model) => model.id)}::uuid[])
      and ${scopeCondition(decision, columns)} and ${scopeCondition(alarms, { ...columns, alias: 'a' })}`.execute(
    db,
  );
  return found.rows.map((row) => row.id);
}

/** Reads how devices stand, of a part of the map or of all: from open alarms and presence for now, from stored alarms and readings for the past. */
import { type RawBuilder, sql } from 'kysely';
import { scopeCondition, type Store } from '../../../store/index.ts';
import { qualityOfCode } from '../../quality.ts';
import type { StateReader } from '../../service.ts';
import {
  type AlarmAt,
  type DeviceState,
  type StateCell,
  type StateCounts,
  type StatedDevice,
  stateNames,
  type StatesQuery,
} from '../../state.ts';

const day = 86_400_000;
const columns = { area: 'area', departments: ['department'] } as const;

interface Moment {
  readonly at: Date;
  /** Readings before it are of no use. */
  readonly oldest: Date;
  readonly isPast: boolean;
}

function momentOf(store: Store, at: number | undefined): Moment {
  const moment = at ?? store.clock.now().getTime();
  const oldest = new Date(moment - store.settings.value('telemetry.last-value-days') * day);
  return { at: new Date(moment), oldest, isPast: at !== undefined };
}

/** Whether an alarm was there, and whether it was not over yet; `a` is the alarm. */
function alarmThen({ at, isPast }: Moment) {
  if (!isPast)
    return {
      there: sql`a.status in ('raised', 'acknowledged', 'cleared')`,
      lasts: sql`a.status <> 'cleared'`,
    };
  return {
    there: sql`a.raised_at <= ${at} and (a.closed_at is null or a.closed_at > ${at})`,
    lasts: sql`(a.cleared_at is null or a.cleared_at > ${at})`,
  };
}

/** Whether the device was there; `d` is the device, `p` its presence. A device that nobody expects anything of is there as long as a reading is of use. */
function heardThen(store: Store, { at, oldest, isPast }: Moment): RawBuilder<boolean> {
  if (!isPast) return sql`coalesce(p.online, false)`;
  const missed = store.settings.value('telemetry.missed-intervals');
  return sql`exists (
    select 1 from telemetry_series heard join telemetry_observation o on o.series = heard.id
    where heard.device = d.id and o.at > ${oldest} and o.at <= ${at}
      and (p.expect_seconds is null or o.at > ${at}::timestamptz - p.expect_seconds * ${missed}::float8 * interval '1 second'))`;
}

function placeCondition({ box }: StatesQuery): RawBuilder<unknown> {
  if (box === undefined) return sql``;
  const [west, south, east, north] = box;
  return sql`and d.position <@ box(point(${west}::float8, ${south}::float8), point(${east}::float8, ${north}::float8))`;
}

function idCondition({ ids }: StatesQuery): RawBuilder<unknown> {
  return ids === undefined ? sql`` : sql`and d.id = any(${ids}::uuid[])`;
}

/** Devices in use that the query means; `d` is the device. */
function meant(query: StatesQuery): RawBuilder<unknown> {
  return sql`d.state = 'active' and d.stage = 'active' and d.model = any(${query.models.map(({ id }) => id)}::uuid[])
    ${placeCondition(query)} ${idCondition(query)} and ${scopeCondition(query.devices, { ...columns, alias: 'd' })}`;
}

/** One row for each of them. */
function stated(store: Store, query: StatesQuery): RawBuilder<unknown> {
  const moment = momentOf(store, query.at);
  const { there, lasts } = alarmThen(moment);
  return sql`(
    with alarmed as (
      select a.device, bool_or(${lasts}) as lasts from telemetry_alarm a
      where a.state = 'active' and ${there} and ${scopeCondition(query.alarms, { ...columns, alias: 'a' })} group by a.device)
    select *, case when lasts then 'alarm' when lasts is not null then 'attention' when online then 'normal' else 'offline' end as stands
    from (select d.id, d.code, d.name, d.model, d.area, d.position[0] as lon, d.position[1] as lat, alarmed.lasts,
        ${heardThen(store, moment)} as online
      from telemetry_device d
      left join alarmed on alarmed.device = d.id
      left join telemetry_presence p on p.device = d.id
      where ${meant(query)}) known
  )`;
}

type Counted = Partial<Record<DeviceState, number>>;

const counted = sql.join(
  stateNames.map((name) => sql`count(*) filter (where stands = ${name}) as ${sql.id(name)}`),
);

function countsOf(row: Counted | undefined): StateCounts {
  const { alarm = 0, attention = 0, offline = 0, normal = 0 } = row ?? {};
  return { alarm, attention, offline, normal };
}

type StatedRow = Omit<StatedDevice, 'state' | 'quality'> & {
  readonly stands: DeviceState;
  readonly quality: number | null;
};

export function stateReader(store: Store): StateReader {
  const { db } = store;
  return {
    async fits(query, most) {
      const found = await sql<{ count: number }>`
        select count(*) as count from (select 1 from telemetry_device d where ${meant(query)} limit ${most + 1}) first_of_them`.execute(
        db,
      );
      return (found.rows[0]?.count ?? 0) <= most;
    },
    async count(query) {
      const found = await sql<Counted>`select ${counted} from ${stated(store, query)} devices`.execute(db);
      return countsOf(found.rows[0]);
    },
    async list(query, { states = stateNames, limit, offset = 0 }) {
      const { at, oldest, isPast } = momentOf(store, query.at);
      // A device's clock may be a little ahead of ours.
      const until = isPast ? sql`and kept.at <= ${at}` : sql``;
      const compared = query.models.filter((model) => model.compared !== undefined);
      const found = await sql<StatedRow>`
        with listed as materialized (
          select id, code, name, model, area, lon, lat, online, stands from ${stated(store, query)} devices
          where stands = any(${states}::text[])
          order by array_position(${stateNames}::text[], stands), name, id limit ${limit} offset ${offset})
        select listed.*, newest.value, newest.at, newest.quality from listed
        left join unnest(${compared.map(({ id }) => id)}::uuid[], ${compared.map((model) => model.compared)}::text[])
          as measured (model, property) on measured.model = listed.model
        left join telemetry_series s on s.device = listed.id and s.property = measured.property
        left join lateral (
          select value, at, quality from telemetry_observation kept
          where kept.series = s.id and kept.at > ${oldest} ${until} order by kept.at desc limit 1) newest on true
        order by array_position(${stateNames}::text[], stands), name, listed.id`.execute(db);
      return found.rows.map(({ stands, quality, ...row }) => ({
        ...row,
        state: stands,
        quality: quality === null ? null : qualityOfCode(quality),
      }));
    },
    async cells(query, across) {
      const [west, south, east, north] = query.box;
      const [width, height] = [(east - west) / across, (north - south) / across];
      const found = await sql<Counted & { lon: number; lat: number }>`
        select avg(lon) as lon, avg(lat) as lat, ${counted} from ${stated(store, query)} devices
        group by floor((lon - ${west}::float8) / ${width}::float8), floor((lat - ${south}::float8) / ${height}::float8)`.execute(
        db,
      );
      return found.rows.map((row): StateCell => ({ lon: row.lon, lat: row.lat, counts: countsOf(row) }));
    },
    async alarms(query, most) {
      const moment = momentOf(store, query.at);
      const { there, lasts } = alarmThen(moment);
      const found = await sql<AlarmAt>`
        select a.id, a.title, a.level, a.raised_at as "raisedAt", a.times, d.id as device, d.name as "deviceName",
          (coalesce(a.position, d.position))[0] as lon, (coalesce(a.position, d.position))[1] as lat
        from telemetry_alarm a join telemetry_device d on d.id = a.device
        where a.state = 'active' and ${there} and ${lasts} and ${meant(query)}
          and ${scopeCondition(query.alarms, { ...columns, alias: 'a' })}
        order by a.level, a.raised_at desc, a.id limit ${most}`.execute(db);
      return found.rows;
    },
  };
}

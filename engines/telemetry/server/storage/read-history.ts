/** Readings of many devices over a time, as they came or in periods: raw rows for moments and short periods, roll-ups of hours for longer ones. */
import { sql } from 'kysely';
import type { Store } from '../../../store/index.ts';
import { qualityOfCode, validCodes } from '../../quality.ts';
import type { HistoryQuery, PastReading, Period, PeriodsQuery } from '../../service.ts';

const hourSeconds = 3600;

/** The newest `most` of each series, in the order of time. */
export async function readHistory(store: Store, query: HistoryQuery): Promise<readonly PastReading[]> {
  const found = await sql<Omit<PastReading, 'quality'> & { quality: number }>`
    select s.device, s.property, o.at, o.value, o.words, o.quality
    from telemetry_series s cross join lateral (
      select at, value, words, quality from telemetry_observation kept
      where kept.series = s.id and kept.at >= ${new Date(query.from)} and kept.at < ${new Date(query.to)}
      order by kept.at desc limit ${query.most}) o
    where s.device = any(${query.devices}::uuid[]) and s.property = any(${query.properties}::text[])
    order by s.device, s.property, o.at`.execute(store.db);
  return found.rows.map((row) => ({ ...row, quality: qualityOfCode(row.quality) }));
}

function fromHours({ devices, properties, from, to, seconds, most }: PeriodsQuery) {
  return sql<Period>`
    select s.device, s.property, date_bin(${seconds} * interval '1 second', h.bucket, ${new Date(from)}) as start,
      sum(h.valid)::float8 as count, sum(h.total) as sum, min(h.lowest) as min, max(h.highest) as max,
      null::float8 as "distinctCount", null::float8 as stddev, null::float8 as sumsq
    from telemetry_series s join telemetry_hour h on h.series = s.id
    where s.device = any(${devices}::uuid[]) and s.property = any(${properties}::text[])
      and h.bucket >= ${new Date(from)} and h.bucket < ${new Date(to)} and h.valid > 0
    group by 1, 2, 3 order by 1, 2, 3 limit ${most}`;
}

function fromRaw({ devices, properties, from, to, seconds, most }: PeriodsQuery) {
  return sql<Period>`
    select s.device, s.property, date_bin(${seconds} * interval '1 second', o.at, ${new Date(from)}) as start,
      count(*)::float8 as count, sum(o.value) as sum, min(o.value) as min, max(o.value) as max,
      count(distinct o.value)::float8 as "distinctCount", stddev_pop(o.value) as stddev, sum(o.value * o.value) as sumsq
    from telemetry_series s join telemetry_observation o on o.series = s.id
    where s.device = any(${devices}::uuid[]) and s.property = any(${properties}::text[])
      and o.at >= ${new Date(from)} and o.at < ${new Date(to)} and o.quality = any(${validCodes}::smallint[])
    group by 1, 2, 3 order by 1, 2, 3 limit ${most}`;
}

export async function readPeriods(store: Store, query: PeriodsQuery): Promise<readonly Period[]> {
  const hours = query.seconds % hourSeconds === 0 && query.from % (hourSeconds * 1000) === 0;
  const found = await (hours ? fromHours(query) : fromRaw(query)).execute(store.db);
  return found.rows;
}

/** Reads one property of one device for a chart, or the last values of many: raw for hours, roll-ups for longer. */
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../../store/index.ts';
import { type Quality, qualityOfCode, validCodes } from '../../quality.ts';
import { dayOf, type Grain, rollUpOf } from './store-batch.ts';

export interface RawPoint {
  readonly at: string;
  readonly value: number | null;
  readonly words: string | null;
  readonly quality: Quality;
  /** Whether the quality lets it count. */
  readonly counts: boolean;
}

export interface RolledPoint {
  readonly bucket: string;
  readonly readings: number;
  readonly valid: number;
  readonly mean: number | null;
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly last: number | null;
}

/** In the order of time, at most `limit`. */
export async function readRaw(
  db: Database,
  series: number,
  from: Date,
  to: Date,
  limit: number,
): Promise<readonly RawPoint[]> {
  const found = await sql<Omit<RawPoint, 'quality'> & { quality: number }>`
    select at, value, words, quality, quality = any(${validCodes}::smallint[]) as counts from telemetry_observation
    where series = ${series} and at >= ${from} and at < ${to} order by at limit ${limit}`.execute(db);
  return found.rows.map((row) => ({ ...row, quality: qualityOfCode(row.quality) }));
}

const pointOf = sql`bucket, readings, valid, case when valid > 0 then total / valid end as mean, lowest, highest, last_value as last`;

export interface RolledQuery {
  readonly grain: Grain;
  readonly series: number;
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
}

function kept(query: RolledQuery): RawBuilder<unknown> {
  return sql`select * from ${sql.table(`telemetry_${query.grain}`)}
    where series = ${query.series} and bucket >= ${query.from} and bucket < ${query.to}`;
}

/** Minutes are kept of series that report more often; of others, and from before a series became one of them, the raw rows give them. */
function minutesOf(query: RolledQuery): RawBuilder<unknown> {
  const raw = sql`(select series, at, value, quality = any(${validCodes}::smallint[]) as counts from telemetry_observation
    where series = ${query.series} and at >= ${query.from} and at < ${query.to}
      and at < coalesce((select min(bucket) + interval '1 minute' from telemetry_minute where series = ${query.series}), 'infinity')) raw`;
  return sql`select distinct on (bucket) * from (
      select *, 1 as rank from (${rollUpOf('minute', raw)}) from_raw
      union all select *, 2 from (${kept(query)}) from_kept) both_ways
    order by bucket, rank`;
}

function daysOf(query: RolledQuery): RawBuilder<unknown> {
  return sql`select ${dayOf(sql`bucket`)} as bucket, sum(readings)::integer as readings, sum(valid)::integer as valid, sum(total) as total,
      min(lowest) as lowest, max(highest) as highest,
      (array_agg(last_value order by last_at desc nulls last))[1] as last_value
    from (${kept({ ...query, grain: 'hour' })}) hours group by 1`;
}

/** Buckets in the order of time, at most `limit`; empty ones are left out. */
export async function readRolled(db: Database, query: RolledQuery): Promise<readonly RolledPoint[]> {
  const rows = { minute: minutesOf, hour: kept, day: daysOf }[query.grain](query);
  const found = await sql<RolledPoint>`
    select ${pointOf} from (${rows}) rows order by bucket limit ${query.limit}`.execute(db);
  return found.rows;
}

export interface LastValue {
  readonly series: number;
  readonly at: string;
  readonly value: number | null;
  readonly words: string | null;
  readonly quality: Quality;
}

/** The newest reading of each series within the last days, not after `until`; a series that was silent longer is left out. */
export async function readLast(
  db: Database,
  series: readonly number[],
  since: Date,
  until?: Date,
): Promise<readonly LastValue[]> {
  const end = until === undefined ? sql`` : sql`and kept.at <= ${until}`;
  const found = await sql<Omit<LastValue, 'quality'> & { quality: number }>`
    select given.series, last.at, last.value, last.words, last.quality
    from unnest(${series}::integer[]) as given (series) cross join lateral (
      select at, value, words, quality from telemetry_observation kept
      where kept.series = given.series and kept.at >= ${since} ${end} order by kept.at desc limit 1) last`.execute(
    db,
  );
  return found.rows.map((row) => ({ ...row, quality: qualityOfCode(row.quality) }));
}

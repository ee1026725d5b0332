/** Reads one property of one device for a chart, or the last values of many: raw for hours, roll-ups for longer. */
import { sql } from 'kysely';
import type { Database } from '../../../store/index.ts';
import { type Quality, qualityOfCode } from '../../quality.ts';
import type { Grain } from './store-batch.ts';

export interface RawPoint {
  readonly at: string;
  readonly value: number | null;
  readonly words: string | null;
  readonly quality: Quality;
  readonly receivedAt: string;
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
    select at, value, words, quality, received_at as "receivedAt" from telemetry_observation
    where series = ${series} and at >= ${from} and at < ${to} order by at limit ${limit}`.execute(db);
  return found.rows.map((row) => ({ ...row, quality: qualityOfCode(row.quality) }));
}

export async function readRolled(
  db: Database,
  grain: Grain,
  series: number,
  from: Date,
  to: Date,
  limit: number,
): Promise<readonly RolledPoint[]> {
  const found = await sql<RolledPoint>`
    select bucket, readings, valid, case when valid > 0 then total / valid end as mean, lowest, highest, last_value as last
    from ${sql.table(`telemetry_${grain}`)} where series = ${series} and bucket >= ${from} and bucket < ${to}
    order by bucket limit ${limit}`.execute(db);
  return found.rows;
}

export interface LastValue {
  readonly series: number;
  readonly at: string;
  readonly value: number | null;
  readonly words: string | null;
  readonly quality: Quality;
}

/** The newest reading of each series within the last days; a series that was silent longer is left out. */
export async function readLast(
  db: Database,
  series: readonly number[],
  since: Date,
): Promise<readonly LastValue[]> {
  const found = await sql<Omit<LastValue, 'quality'> & { quality: number }>`
    select given.series, last.at, last.value, last.words, last.quality
    from unnest(${series}::integer[]) as given (series) cross join lateral (
      select at, value, words, quality from telemetry_observation kept
      where kept.series = given.series and kept.at >= ${since} order by kept.at desc limit 1) last`.execute(
    db,
  );
  return found.rows.map((row) => ({ ...row, quality: qualityOfCode(row.quality) }));
}

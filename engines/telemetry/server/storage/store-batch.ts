/** Stores a batch with its roll-ups in one statement: what is new is counted, what was there before is left as it is. */
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../../store/index.ts';

/** Readings as columns, one entry each; no (series, at) twice. */
export interface ReadingColumns {
  readonly series: number[];
  /** Milliseconds since 1970. */
  readonly at: number[];
  readonly receivedAt: number[];
  /** Null for a text. */
  readonly value: (number | null)[];
  readonly quality: number[];
  readonly words: (string | null)[];
  /** Series that report more often than once a minute, so that a minute gathers several. */
  readonly dense: Set<number>;
}

export function emptyColumns(): ReadingColumns {
  return { series: [], at: [], receivedAt: [], value: [], quality: [], words: [], dense: new Set() };
}

/** '{1,2,null}': an array literal of numbers needs no quoting, and the driver would quote each. */
function numbers(list: readonly (number | null)[]): string {
  let text = '{';
  for (let index = 0; index < list.length; index += 1)
    text += `${index === 0 ? '' : ','}${list[index] ?? 'null'}`;
  return `${text}}`;
}

/** unnest fills a shorter array with nulls, and texts are rare. */
function wordsOf(list: readonly (string | null)[]): readonly (string | null)[] {
  return list.some((word) => word !== null) ? list : [];
}

/** A day begins at midnight in Shanghai, as everywhere in the city; hours and minutes begin together everywhere in China. */
export function dayOf(at: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`date_bin('1 day', ${at}, '1999-12-31T16:00:00Z')`;
}

const buckets = {
  minute: sql`date_bin('1 minute', at, '2000-01-01T00:00:00Z')`,
  hour: sql`date_bin('1 hour', at, '2000-01-01T00:00:00Z')`,
  day: dayOf(sql`at`),
} as const;

export type Grain = keyof typeof buckets;

/** The aggregate of rows `from` (series, at, value, counts), by bucket; the same expression recomputes a roll-up from the raw rows. */
export function rollUpOf(grain: Grain, from: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select series, ${buckets[grain]} as bucket, count(*)::integer as readings,
    count(value) filter (where counts)::integer as valid, coalesce(sum(value) filter (where counts), 0) as total,
    min(value) filter (where counts) as lowest, max(value) filter (where counts) as highest,
    (array_agg(value order by at desc) filter (where counts and value is not null))[1] as last_value,
    max(at) filter (where counts and value is not null) as last_at
    from ${from} group by 1, 2 order by 1, 2`;
}

/** Days are read as sums of hours: at most twenty-four rows, for which each reading would cost a third of its storing. */
function addTo(grain: 'minute' | 'hour', from: RawBuilder<unknown>): RawBuilder<unknown> {
  const table = sql.table(`telemetry_${grain}`);
  // least and greatest pass over nulls; the comparison of moments is true when nothing was there.
  return sql`insert into ${table} as kept (series, bucket, readings, valid, total, lowest, highest, last_value, last_at)
    ${rollUpOf(grain, from)}
    on conflict (series, bucket) do update set readings = kept.readings + excluded.readings,
      valid = kept.valid + excluded.valid, total = kept.total + excluded.total,
      lowest = least(kept.lowest, excluded.lowest), highest = greatest(kept.highest, excluded.highest),
      last_value = case when excluded.last_at > kept.last_at or kept.last_at is null then excluded.last_value else kept.last_value end,
      last_at = greatest(kept.last_at, excluded.last_at)`;
}

export interface StoredBefore {
  readonly series: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** `valid` are the codes of the qualities that count. Returns what had been stored before, whose first value stays. */
export async function storeBatch(
  db: Database,
  columns: ReadingColumns,
  valid: readonly number[],
): Promise<readonly StoredBefore[]> {
  const found = await sql<StoredBefore>`
    with given as materialized (
      select series, to_timestamp(at / 1000.0) as at, to_timestamp(received / 1000.0) as received_at, value, quality, words
      from unnest(${numbers(columns.series)}::integer[], ${numbers(columns.at)}::float8[], ${numbers(columns.receivedAt)}::float8[],
        ${numbers(columns.value)}::float8[], ${numbers(columns.quality)}::smallint[], ${wordsOf(columns.words)}::text[])
        as given (series, at, received, value, quality, words)
    ), stored as (
      insert into telemetry_observation (series, at, received_at, value, quality, words)
      select series, at, received_at, value, quality, words from given order by series, at
      on conflict (series, at) do nothing
      returning series, at, value, quality = any(${numbers(valid)}::smallint[]) as counts
    ), hours as (${addTo('hour', sql`stored`)}),
    minutes as (${addTo('minute', sql`stored where series = any(${numbers([...columns.dense])}::integer[])`)})
    select series, round(extract(epoch from at) * 1000)::bigint as at from given
    where not exists (select from stored where stored.series = given.series and stored.at = given.at)`.execute(
    db,
  );
  return found.rows;
}

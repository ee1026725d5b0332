/** Corrects and withdraws readings that were stored: what was there is set aside with who changed it, and the roll-ups of its time are made anew from the rows. */
import { type RawBuilder, sql } from 'kysely';
import type { Database, Work } from '../../../store/index.ts';
import { telemetryErrors } from '../../errors.ts';
import { qualities, validCodes } from '../../quality.ts';
import type { Correction, Withdrawal } from '../../service.ts';
import type { DeviceIndex } from '../device/device-index.ts';
import { checkValue } from '../ingest/check-reading.ts';
import { rollUpOf } from './store-batch.ts';

/** One transaction copies them all; more are withdrawn attribute by attribute. */
const mostWithdrawn = 500_000;
const spans = { minute: 60_000, hour: 3_600_000 } as const;
type Kept = keyof typeof spans;

/** Rows of these series; without a moment all of them. */
interface Place {
  readonly series: readonly number[];
  readonly at: number | undefined;
}

function setAside(from: string, kind: 'corrected' | 'withdrawn', { now }: Work, by: string) {
  return sql`insert into telemetry_amendment (series, at, received_at, value, quality, words, kind, amended_at, amended_by)
    select series, at, received_at, value, quality, words, ${kind}, ${now}, ${by} from ${sql.table(from)}`;
}

function within(column: 'at' | 'bucket', grain: Kept, { series, at }: Place): RawBuilder<unknown> {
  const own = sql`series = any(${series}::integer[])`;
  if (at === undefined) return own;
  const start = Math.floor(at / spans[grain]) * spans[grain];
  const [from, to] = [new Date(start), new Date(start + spans[grain])];
  return sql`${own} and ${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to}`;
}

/**
 * The delete waits for batches that are adding to these buckets, so that the next statement sees their rows; a batch that comes later waits for
 * this transaction, and adds to what it left. A bucket that others made meanwhile is right as it is. Series without minutes get none.
 */
async function rollUpAnew(db: Database, grain: Kept, place: Place): Promise<void> {
  const table = sql.table(`telemetry_${grain}`);
  const gone = await sql<{ series: number }>`
    with gone as (delete from ${table} where ${within('bucket', grain, place)} returning series)
    select distinct series from gone`.execute(db);
  if (gone.rows.length === 0) return;
  const left = { ...place, series: gone.rows.map(({ series }) => series) };
  const raw = sql`(select series, at, value, quality = any(${validCodes}::smallint[]) as counts
    from telemetry_observation where ${within('at', grain, left)}) raw`;
  await sql`insert into ${table} (series, bucket, readings, valid, total, lowest, highest, last_value, last_at)
    ${rollUpOf(grain, raw)} on conflict do nothing`.execute(db);
}

/** In the order in which batches take them. */
async function rollUpsAnew(db: Database, place: Place): Promise<void> {
  await rollUpAnew(db, 'hour', place);
  await rollUpAnew(db, 'minute', place);
}

export async function correct(
  devices: DeviceIndex,
  work: Work,
  by: string,
  { device, property, at, ...given }: Correction,
): Promise<'corrected' | 'absent' | 'wrong-value'> {
  const known = (await devices.find(device))?.properties.get(property);
  if (known === undefined) return 'absent';
  const checked = checkValue(known.spec, given.value, given.quality);
  if (checked === undefined) return 'wrong-value';
  const { series } = known;
  const { value, words } = checked;
  const changed = await sql`
    with before as (
      select * from telemetry_observation where series = ${series} and at = ${new Date(at)} for update
    ), aside as (${setAside('before', 'corrected', work, by)})
    update telemetry_observation kept set value = ${value}, words = ${words}, quality = ${qualities[checked.quality].code}
    from before where kept.series = before.series and kept.at = before.at returning kept.series`.execute(
    work.db,
  );
  if (changed.rows.length === 0) return 'absent';
  await rollUpsAnew(work.db, { series: [series], at });
  return 'corrected';
}

async function seriesOf(
  db: Database,
  { device, property }: Withdrawal,
): Promise<readonly { readonly id: number }[]> {
  const found = await sql<{ id: number }>`select id from telemetry_series
    where device = ${device} and property = coalesce(${property ?? null}::text, property)`.execute(db);
  return found.rows;
}

/** Hours that outlived their rows go with them when a whole series is withdrawn. */
export async function withdraw(work: Work, by: string, withdrawal: Withdrawal): Promise<number> {
  const { db } = work;
  const { at } = withdrawal;
  const place = { series: (await seriesOf(db, withdrawal)).map(({ id }) => id), at };
  const moment = at === undefined ? sql`` : sql` and at = ${new Date(at)}`;
  const rows = sql`series = any(${place.series}::integer[])${moment}`;
  const many = await sql<{ count: number }>`select count(*)::integer as count
    from (select from telemetry_observation where ${rows} limit ${mostWithdrawn + 1}) counted`.execute(db);
  if ((many.rows[0]?.count ?? 0) > mostWithdrawn)
    throw telemetryErrors.tooManyReadings({ most: mostWithdrawn });
  const gone = await sql<{ count: number }>`
    with gone as (delete from telemetry_observation where ${rows} returning *),
    aside as (${setAside('gone', 'withdrawn', work, by)})
    select count(*)::integer as count from gone`.execute(db);
  await rollUpsAnew(db, place);
  return gone.rows[0]?.count ?? 0;
}

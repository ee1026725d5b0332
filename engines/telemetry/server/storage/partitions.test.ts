/** Roll-ups of hours lie in months: an old table is divided without losing a row, and a month is dropped when its time is over. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSensing, type OpenSensing } from '../test-support/open-sensing.ts';
import { hours, Partitions } from './partitions.ts';

let sensing: OpenSensing;
beforeAll(async () => {
  sensing = await openSensing(1);
});
afterAll(() => sensing.close());

const months = async () =>
  (
    await sql<{ name: string; count: number }>`
      select tableoid::regclass::text as name, count(*)::integer as count from telemetry_hour group by 1 order by 1`.execute(
      sensing.store.db,
    )
  ).rows.map(({ name, count }) => [name, count]);

test('hours that lay in one table are divided into months, every row of them; twice is once', async () => {
  const { db } = sensing.store;
  await sql`drop table telemetry_hour`.execute(db);
  await sql`create table telemetry_hour (like telemetry_minute including defaults, primary key (series, bucket))`.execute(
    db,
  );
  await sql`insert into telemetry_hour (series, bucket, readings, valid, total)
    select 1, at, 1, 1, 5 from generate_series('2026-09-30T22:00:00Z'::timestamptz, '2026-11-22T00:00:00Z', '1 hour') at`.execute(
    db,
  );
  const partitions = new Partitions(db);
  await partitions.divideHours();
  await partitions.divideHours();
  expect(await months()).toEqual([
    ['telemetry_hour_202609', 2],
    ['telemetry_hour_202610', 744],
    ['telemetry_hour_202611', 505],
  ]);
  await sensing.engine.ingest([sensing.reading(0, 60, 3)]);
  expect((await months()).at(-1)).toEqual(['telemetry_hour_202611', 506]);
  expect(await partitions.dropBefore(hours, Date.parse('2026-11-05T00:00:00Z'))).toEqual([
    'telemetry_hour_202609',
    'telemetry_hour_202610',
  ]);
});

/** What a person may count on who corrects or withdraws what was stored: roll-ups follow, nothing is lost, and readings that come meanwhile are counted. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSensing, type OpenSensing } from '../test-support/open-sensing.ts';
import type { Correction, Withdrawal } from '../../service.ts';
import { readRolled } from './read-series.ts';
import { rollUpOf } from './store-batch.ts';

let sensing: OpenSensing;
beforeAll(async () => {
  sensing = await openSensing(4);
});
afterAll(() => sensing.close());

const span = { from: new Date('2026-10-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z'), limit: 100_000 };

/** Every grain as it is read and as the raw rows give it anew. */
async function compareRollUps(index: number): Promise<void> {
  const series = await sensing.series(index);
  for (const grain of ['minute', 'hour', 'day'] as const) {
    const read = await readRolled(sensing.store.db, { ...span, grain, series });
    const raw = sql`(select series, at, value, quality in (0, 1) as counts from telemetry_observation where series = ${series}) raw`;
    const anew = await sql<Record<string, unknown>>`select bucket, readings, valid,
      case when valid > 0 then total / valid end as mean, lowest, highest, last_value as last
      from (${rollUpOf(grain, raw)}) anew order by bucket`.execute(sensing.store.db);
    expect(read).toEqual(anew.rows);
  }
}

const correct = (correction: Correction) =>
  sensing.store.transaction((work) => sensing.engine.correct(work, 'person', correction));
const withdraw = (withdrawal: Withdrawal) =>
  sensing.store.transaction((work) => sensing.engine.withdraw(work, 'person', withdrawal));

async function aside(index: number) {
  const found = await sql<{ kind: string; value: number; by: string }>`
    select kind, value, amended_by as by from telemetry_amendment where series = ${await sensing.series(index)} order by id`.execute(
    sensing.store.db,
  );
  return found.rows;
}

test('a corrected reading counts with its new value, and the old one is set aside', async () => {
  const high = sensing.reading(0, 600, 9);
  await sensing.engine.ingest([sensing.reading(0, 601, 1), high, sensing.reading(0, 599, 2)]);
  const { device, property, at } = high;
  expect(await correct({ device, property, at, value: 3, quality: 'manual' })).toBe('corrected');
  await compareRollUps(0);
  expect(await aside(0)).toEqual([{ kind: 'corrected', value: 9, by: 'person' }]);
  const [kept] = await sensing.engine.readHistory({
    devices: [device],
    properties: [property],
    from: at,
    to: at + 1,
    most: 1,
  });
  expect(kept).toMatchObject({ value: 3, quality: 'manual' });
  expect(await correct({ device, property, at, value: 'wet', quality: 'manual' })).toBe('wrong-value');
  expect(await correct({ device, property, at: at + 7, value: 1, quality: 'good' })).toBe('absent');
  // Outside the range of the model it does not count, as when it is measured so.
  expect(await correct({ device, property, at, value: 99, quality: 'good' })).toBe('corrected');
  await compareRollUps(0);
});

test('a withdrawn reading is gone from rows and roll-ups, and may come again', async () => {
  const one = sensing.reading(1, 300, 4);
  await sensing.engine.ingest([one, sensing.reading(1, 200, 5), sensing.reading(1, 90_000, 6)]);
  const { device, property, at } = one;
  expect(await withdraw({ device, property, at })).toBe(1);
  expect(await withdraw({ device, property, at })).toBe(0);
  await compareRollUps(1);
  expect((await sensing.engine.ingest([one]))[0]?.kind).toBe('stored');
  expect(await withdraw({ device, property, at: undefined })).toBe(3);
  await compareRollUps(1);
  const hours = await sensing.engine.readHours({
    devices: [device],
    properties: [property],
    from: span.from.getTime(),
    to: span.to.getTime(),
  });
  expect(hours).toEqual([]);
  expect((await aside(1)).map(({ kind }) => kind)).toEqual(Array.from({ length: 4 }, () => 'withdrawn'));
});

test('a failed transaction leaves rows and roll-ups as they were', async () => {
  const one = sensing.reading(2, 300, 4);
  await sensing.engine.ingest([one]);
  const { device, property } = one;
  await expect(
    sensing.store.transaction(async (work) => {
      await sensing.engine.withdraw(work, 'person', { device, property, at: undefined });
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await aside(2)).toEqual([]);
  await compareRollUps(2);
});

test('readings that come in while others are corrected and withdrawn are all counted', async () => {
  const readings = Array.from({ length: 400 }, (_, index) => sensing.reading(0, 7000 - index, index % 8));
  const [device, property] = [sensing.devices[0] ?? '', 'level'];
  await sensing.engine.ingest(readings.slice(0, 100));
  const coming = (async () => {
    for (let from = 100; from < 400; from += 10) await sensing.engine.ingest(readings.slice(from, from + 10));
  })();
  for (let index = 0; index < 60; index += 1) {
    const { at } = readings[index] ?? sensing.reading(0, 0, 0);
    if (index % 3 === 0) await withdraw({ device, property, at });
    else await correct({ device, property, at, value: 0.25, quality: 'manual' });
    if (index === 30) await withdraw({ device, property, at: undefined });
  }
  await coming;
  await compareRollUps(0);
});

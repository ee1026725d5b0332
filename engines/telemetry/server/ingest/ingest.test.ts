/** What a device may count on: stored means stored, doubles and late ones do no harm, and a bad neighbour neither. */
import { sql } from 'kysely';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import type { Reading } from '../../service.ts';
import { readRolled } from '../storage/read-series.ts';
import { rollUpOf } from '../storage/store-batch.ts';
import { openSensing, type OpenSensing } from '../test-support/open-sensing.ts';
import { FairShare } from './fair-share.ts';

let sensing: OpenSensing;
beforeAll(async () => {
  sensing = await openSensing(8);
});
afterAll(() => sensing.close());

async function kinds(readings: readonly Reading[]): Promise<readonly string[]> {
  const outcomes = await sensing.engine.ingest(readings);
  return outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.reason : outcome.kind));
}

/** Every grain of every series as it is read and as the raw rows give it anew. */
async function compareRollUps(): Promise<void> {
  const span = {
    from: new Date('2026-10-01T00:00:00Z'),
    to: new Date('2026-12-01T00:00:00Z'),
    limit: 100_000,
  };
  for (let index = 0; index < 8; index += 1) {
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
}

describe('a reading', () => {
  test('is stored, a second time a duplicate, and late after a while', async () => {
    const one = sensing.reading(0, 5, 1.5);
    expect(await kinds([one])).toEqual(['stored']);
    expect(await kinds([one, { ...one, value: 9 }])).toEqual(['duplicate', 'duplicate']);
    expect(await kinds([sensing.reading(0, 3600, 1)])).toEqual(['late']);
  });

  test('twice in one batch is stored once', async () => {
    const one = sensing.reading(1, 7, 2);
    expect(await kinds([one, one])).toEqual(['stored', 'duplicate']);
  });

  test('of a stranger, of a sleeping device, of an unknown property or with a wrong value is refused alone', async () => {
    const good = sensing.reading(2, 1, 1);
    expect(
      await kinds([
        { ...good, device: newId() },
        { ...good, device: "'; drop table" },
        { ...good, property: 'constructor' },
        { ...good, value: Number.NaN },
        { ...good, value: 'wet' },
        { ...good, property: 'open', value: 2 },
        { ...good, at: Number.POSITIVE_INFINITY },
        good,
      ]),
    ).toEqual([
      'unknown-device',
      'unknown-device',
      'unknown-property',
      'wrong-value',
      'wrong-value',
      'wrong-value',
      'wrong-value',
      'stored',
    ]);
    await sensing.engine.settle();
    const kept = await sql<{ reason: string }>`select reason from telemetry_quarantine order by id`.execute(
      sensing.store.db,
    );
    expect(kept.rows.map((row) => row.reason)).toContain('unknown-device');
  });

  test('from a clock two years off, ahead or behind, is contained', async () => {
    const years = 2 * 365 * 86_400;
    expect(
      await kinds([sensing.reading(3, -years, 1), sensing.reading(3, years, 1), sensing.reading(3, -299, 1)]),
    ).toEqual(['from-the-future', 'too-old', 'stored']);
  });

  test('outside the range of the model is kept and does not count', async () => {
    expect(await kinds([sensing.reading(4, 2, 99)])).toEqual(['stored']);
    const kept = await sql<{
      quality: number;
    }>`select quality from telemetry_observation where value = 99`.execute(sensing.store.db);
    expect(kept.rows).toEqual([{ quality: 8 }]);
    await compareRollUps();
  });

  test('may be a switch or a word', async () => {
    const one = sensing.reading(5, 2, 0);
    expect(
      await kinds([
        { ...one, property: 'open', value: true },
        { ...one, property: 'state', value: '维护中 \u{1f527} \ud800' },
        { ...one, property: 'state', value: 'a\0b', at: one.at + 1 },
      ]),
    ).toEqual(['stored', 'stored', 'wrong-value']);
  });
});

test('a message that was too many passes when the share has grown, however often it comes meanwhile', () => {
  const share = new FairShare();
  expect(share.take('a', 900, 0, 1000)).toBe(900);
  const granted = Array.from({ length: 60 }, (_, second) => share.take('a', 500, (second + 1) * 1000, 1000));
  expect(granted.filter((count) => count > 0)).toEqual([500, 500]);
});

test('a flood from one device leaves the others their share', async () => {
  const flood = Array.from({ length: 7000 }, (_, index) => ({
    ...sensing.reading(6, 60, 1),
    at: sensing.clock.now().getTime() - index * 10,
  }));
  const calm = sensing.reading(7, 1, 1);
  const results = await Promise.all([kinds(flood), kinds([calm])]);
  expect(results[0].filter((kind) => kind === 'too-many')).toHaveLength(1000);
  expect(results[1]).toEqual(['stored']);
});

test('a batch may span days that have no partition yet', async () => {
  const days = Array.from({ length: 20 }, (_, index) => sensing.reading(5, index * 86_400 + 100, index));
  expect((await kinds(days)).every((kind) => kind === 'stored' || kind === 'late')).toBe(true);
  await compareRollUps();
});

test('shuffled, doubled and late input gives the same roll-ups as the raw rows anew', async () => {
  const arrival = fc.record({
    device: fc.integer({ min: 0, max: 3 }),
    // Few moments, so that many fall together; around an hour and a day boundary in Shanghai.
    secondsAgo: fc.integer({ min: 0, max: 400 }).map((slot) => slot * 97 + 34_000),
    // Quarters add up exactly in binary, in any order.
    value: fc.integer({ min: -8, max: 60 }).map((quarters) => quarters / 4),
    quality: fc.constantFrom('good' as const, 'manual' as const, 'fault' as const, 'calibration' as const),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(arrival, { minLength: 1, maxLength: 60 }),
      fc.infiniteStream(fc.nat()),
      async (arrivals, dice) => {
        const readings = arrivals.map(({ device, secondsAgo, value, quality }) =>
          sensing.reading(device, secondsAgo, value, { quality }),
        );
        const tripled = [...readings, ...readings, ...readings]
          .map((reading) => ({ reading, order: dice.next().value ?? 0 }))
          .sort((a, b) => a.order - b.order)
          .map(({ reading }) => reading);
        const half = Math.floor(tripled.length / 2);
        await Promise.all([
          sensing.engine.ingest(tripled.slice(0, half)),
          sensing.engine.ingest(tripled.slice(half)),
        ]);
        sensing.clock.advance(60_000);
      },
    ),
    { numRuns: 25 },
  );
  await compareRollUps();
});

test('whoever is refused for want of the database may send again', async () => {
  const one = sensing.reading(2, 11, 3);
  await sql`alter table telemetry_hour rename to away`.execute(sensing.store.db);
  await expect(sensing.engine.ingest([one])).rejects.toThrow();
  await sql`alter table away rename to telemetry_hour`.execute(sensing.store.db);
  expect(await kinds([one])).toEqual(['stored']);
  await compareRollUps();
});

test('days that are over are dropped whole, the day in hand stays', async () => {
  const before = await sql<{ count: number }>`select count(*) from telemetry_observation`.execute(
    sensing.store.db,
  );
  sensing.clock.advance(395 * 86_400_000);
  await sensing.engine.keepPartitions();
  const after = await sql<{ count: number }>`select count(*) from telemetry_observation`.execute(
    sensing.store.db,
  );
  expect(Number(after.rows[0]?.count)).toBeLessThan(Number(before.rows[0]?.count));
  expect(Number(after.rows[0]?.count)).toBeGreaterThan(0);
  const hours = await sql<{ count: number }>`select count(*) from telemetry_hour`.execute(sensing.store.db);
  expect(Number(hours.rows[0]?.count)).toBeGreaterThan(20);
});

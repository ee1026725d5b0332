/** A transaction sends its statements without waiting, and still nothing half-written is ever called done. */
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { defineTable, sql } from '../index.ts';

let store: TestStore;

beforeAll(async () => {
  store = await openTestStore({
    tables: [defineTable({ name: 'tally', columns: { id: 'integer primary key', n: 'integer not null' } })],
    poolSize: 4,
  });
});
afterAll(() => store.close());

async function tallies(): Promise<readonly { id: number; n: number }[]> {
  return (await sql<{ id: number; n: number }>`select id, n from tally order by id`.execute(store.db)).rows;
}

test('statements run in the order in which they were started, however they are written', async () => {
  await sql`insert into tally (id, n) values (1, 0)`.execute(store.db);
  const seen = await Promise.all(
    Array.from({ length: 40 }, () =>
      store.transaction(async ({ db }) => {
        const locking = sql<{ n: number }>`select n from tally where id = 1 for update`.execute(db);
        const raising = db.executeQuery(CompiledQuery.raw('update tally set n = n + 1 where id = $1', [1]));
        const reading = sql<{ n: number }>`select n from tally where id = 1`.execute(db);
        const [locked, , read] = await Promise.all([locking, raising, reading]);
        return [locked.rows[0]?.n, read.rows[0]?.n];
      }),
    ),
  );
  expect(seen.toSorted(([a = 0], [b = 0]) => a - b)).toEqual(
    Array.from({ length: 40 }, (_, n) => [n, n + 1]),
  );
});

test('a write that was sent and fails undoes everything, and its own reason is told', async () => {
  const before = await tallies();
  await expect(
    store.transaction(async (work) => {
      await sql`insert into tally (id, n) values (50, 1)`.execute(work.db);
      work.send(sql`insert into tally (id, n) values (1, 7)`);
      work.emit('tally.told', 'tester', {});
    }),
  ).rejects.toMatchObject({ code: '23505' });
  await expect(
    store.transaction(async (work) => {
      work.send(sql`insert into tally (id, n) values (1, 7)`);
      await sql`insert into tally (id, n) values (51, 1)`.execute(work.db);
    }),
  ).rejects.toMatchObject({ code: '23505' });
  expect(await tallies()).toEqual(before);
  expect((await sql`select 1 from store_event where name = 'tally.told'`.execute(store.db)).rows).toEqual([]);
});

test('a failure that is swallowed inside is not called success', async () => {
  const before = await tallies();
  await expect(
    store.transaction(async ({ db }) => {
      await sql`insert into tally (id, n) values (60, 1)`.execute(db);
      await sql`insert into tally (id, n) values (60, 1)`.execute(db).catch(() => undefined);
    }),
  ).rejects.toThrow('rolled back');
  expect(await tallies()).toEqual(before);
});

test('a connection that dies in the middle fails its transaction alone', async () => {
  const before = await tallies();
  await expect(
    store.transaction(async ({ db }) => {
      await sql`insert into tally (id, n) values (70, 1)`.execute(db);
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(db);
      await sql`insert into tally (id, n) values (71, 1)`.execute(db);
    }),
  ).rejects.toThrow();
  expect(await tallies()).toEqual(before);
  await store.transaction(({ db }) => sql`insert into tally (id, n) values (72, 1)`.execute(db));
  expect(await tallies()).toHaveLength(before.length + 1);
});

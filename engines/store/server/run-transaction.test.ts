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

test('a transaction that only sends is whole or nothing, though nobody said BEGIN', async () => {
  const before = await tallies();
  const sending = store.transaction((work) => {
    work.send(sql`insert into tally (id, n) values (80, ${1})`);
    work.send(sql`insert into tally (id, n) values (1, ${7})`);
    work.send(sql`insert into tally (id, n) values (81, ${1})`);
    work.emit('tally.sent', 'tester', {});
    return Promise.resolve();
  });
  await expect(sending).rejects.toMatchObject({ code: '23505' });
  expect(await tallies()).toEqual(before);
  expect((await sql`select 1 from store_event where name = 'tally.sent'`.execute(store.db)).rows).toEqual([]);
  await store.transaction((work) => {
    work.send(sql`insert into tally (id, n) values (80, ${1})`);
    work.emit('tally.sent', 'tester', {});
    return Promise.resolve();
  });
  expect(await tallies()).toHaveLength(before.length + 1);
  expect(
    (await sql`select 1 from store_event where name = 'tally.sent'`.execute(store.db)).rows,
  ).toHaveLength(1);
});

test('a glance locks nothing; what is asked for later stands behind the lock that was declared', async () => {
  await sql`insert into tally (id, n) values (90, 0)`.execute(store.db);
  const ran: string[] = [];
  await store
    .transaction(async (work) => {
      await sql`select n from tally where id = ${90} for update`.execute(work.glance);
      work.onBegin(
        sql`select 1 / count(*) from (select 1 from tally where id = ${90} and n = ${0} for update) as held`,
      );
      // Nobody holds the row: another connection may write it.
      await sql`update tally set n = 1 where id = ${90}`.execute(store.db);
      ran.push('seen');
      await expect(sql`select n from tally where id = ${90}`.execute(work.db)).rejects.toThrow();
      ran.push('refused');
    })
    .catch((problem: unknown) => ran.push(String((problem as { code?: unknown }).code)));
  expect(ran.slice(0, 2)).toEqual(['seen', 'refused']);
  expect(ran).toHaveLength(3);
  expect((await tallies()).find((row) => row.id === 90)?.n).toBe(1);
});

test('many statements at once on few connections get each its own answer', async () => {
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, n) =>
      store.transaction(async ({ db, glance }) => {
        const [a, b] = await Promise.all([
          sql<{ n: number }>`select ${n}::int as n`.execute(glance),
          sql<{ m: string }>`select ${String(n)}::text as m, null as nothing`.execute(glance),
        ]);
        const [row] = (
          await sql<{ n: number; m: string }>`select ${n}::int as n, ${'x'}::text as m`.execute(db)
        ).rows;
        return [a.rows[0]?.n, b.rows[0]?.m, row?.n];
      }),
    ),
  );
  expect(answers).toEqual(Array.from({ length: 300 }, (_, n) => [n, String(n), n]));
});

test('a statement that could not be prepared the first time is prepared the next', async () => {
  const text = (id: number) => sql`insert into later (id) values (${id})`;
  await expect(text(1).execute(store.db)).rejects.toMatchObject({ code: '42P01' });
  await sql`create table later (id integer primary key)`.execute(store.db);
  await Promise.all([2, 3, 4, 5, 6].map((id) => text(id).execute(store.db)));
  await expect(text(2).execute(store.db)).rejects.toMatchObject({ code: '23505' });
  await text(7).execute(store.db);
  expect((await sql`select id from later`.execute(store.db)).rows).toHaveLength(6);
});

test('whoever waits for a statement behind a failed one hears the reason of the first', async () => {
  await store.transaction(async ({ glance }) => {
    const first = sql`select pg_terminate_backend(pg_backend_pid()), ${1}::int`.execute(glance);
    const behind = sql`select ${2}::int as n`.execute(glance);
    const answers = await Promise.allSettled([first, behind]);
    expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected']);
    const reasons = answers.map((answer) => (answer.status === 'rejected' ? answer.reason : undefined));
    expect(reasons.map((reason: { code?: unknown }) => reason.code)).toEqual(['57P01', '57P01']);
  });
});

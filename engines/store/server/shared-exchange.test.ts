/** Transactions that travel together are still each for itself: one that fails, or waits for a lock, takes nobody along. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { defineTable, sql } from '../index.ts';

let store: TestStore;

beforeAll(async () => {
  store = await openTestStore({
    tables: [
      defineTable({
        name: 'parcel',
        columns: { id: 'integer primary key', n: 'integer not null', written: 'xid8' },
      }),
    ],
  });
  await sql`create sequence parcel_turn`.execute(store.db);
});
afterAll(() => store.close());
beforeEach(async () => {
  await sql`truncate parcel`.execute(store.db);
});

function write(id: number): Promise<void> {
  return store.transaction(async (work) => {
    work.send(sql`insert into parcel (id, n, written) values (${id}, 0, pg_current_xact_id())`);
    work.emit('parcel.written', 'tester', { id });
  });
}

function change(ids: readonly number[]): Promise<void> {
  return store.transaction(async (work) => {
    for (const id of ids) work.send(sql`update parcel set n = n + 1 where id = ${id}`);
  });
}

async function rows(): Promise<readonly { id: number; n: number; written: string }[]> {
  return (
    await sql<{
      id: number;
      n: number;
      written: string;
    }>`select id, n, written::text as written from parcel order by id`.execute(store.db)
  ).rows;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

test('what is written at the same time shares commits', async () => {
  await Promise.all(numbers(200).map(write));
  const written = await rows();
  expect(written).toHaveLength(200);
  expect(new Set(written.map((row) => row.written)).size).toBeLessThan(50);
});

test('one that is refused takes none of the others along', async () => {
  await write(7);
  const outcomes = await Promise.allSettled(numbers(40).map(write));
  expect(outcomes.flatMap((outcome, id) => (outcome.status === 'rejected' ? [id] : []))).toEqual([7]);
  expect(outcomes[7]).toMatchObject({ reason: { code: '23505' } });
  expect((await rows()).map(({ id }) => id)).toEqual(numbers(40));
  const told = await sql<{
    times: number;
  }>`select count(*)::int as times from store_event where payload ->> 'id' = '8' group by payload ->> 'id'`.execute(
    store.db,
  );
  // Once here and once in the test before: what was undone with the refused one was not written twice.
  expect(told.rows).toEqual([{ times: 2 }]);
});

test('one that waits for a lock keeps nobody waiting', async () => {
  await Promise.all([1, 2, 3].map(write));
  const holder = new pg.Client({ connectionString: store.url });
  await holder.connect();
  try {
    await holder.query('begin; update parcel set n = 100 where id = 2');
    let arrived = false;
    const waiting = change([2]).then(() => {
      arrived = true;
    });
    await Promise.all([change([1]), change([3]), change([1])]);
    expect(arrived).toBe(false);
    await holder.query('commit');
    await waiting;
  } finally {
    await holder.end();
  }
  expect((await rows()).map(({ n }) => n)).toEqual([2, 101, 1]);
});

test('two that take the same rows in opposite order do not wait for each other', async () => {
  await Promise.all([1, 2].map(write));
  await Promise.all(numbers(60).map((turn) => change(turn % 2 === 0 ? [1, 2] : [2, 1])));
  expect((await rows()).map(({ n }) => n)).toEqual([60, 60]);
});

test('what one transaction looks at is read in the order of its asking, also after a neighbour failed', async () => {
  const turn = sql<{ turn: number }>`select nextval('parcel_turn') as turn, ${'a'}::text as a`;
  const looks = numbers(30).map((at) =>
    store.transaction(async ({ glance }) => {
      if (at % 7 === 3) await sql`select ${'broken'}::uuid`.execute(glance);
      const [first, second] = await Promise.all([turn.execute(glance), turn.execute(glance)]);
      return (first.rows[0]?.turn ?? 0) < (second.rows[0]?.turn ?? 0);
    }),
  );
  const outcomes = await Promise.allSettled(looks);
  for (const [at, outcome] of outcomes.entries()) {
    if (at % 7 === 3) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: '22P02' } });
    else expect(outcome).toEqual({ status: 'fulfilled', value: true });
  }
});

test('a thousand rows in one parameter travel alone', async () => {
  const given = JSON.stringify(numbers(9000).map((id) => ({ id: id + 1000, n: 1 })));
  await Promise.all([
    store.transaction(async (work) => {
      work.send(
        sql`insert into parcel (id, n, written) select id, n, pg_current_xact_id() from jsonb_to_recordset(${given}::jsonb) as r(id integer, n integer)`,
      );
    }),
    ...numbers(20).map(write),
  ]);
  const written = await rows();
  expect(written).toHaveLength(9020);
  const large = written.at(-1)?.written;
  expect(written.filter((row) => row.written === large)).toHaveLength(9000);
});

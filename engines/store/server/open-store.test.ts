/** The store keeps its promises: rows and events together, consumers once and in order, poison set aside, migration additive. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { defineTable, sql } from '../index.ts';
import { findEnd, scout } from './outbox.ts';

const lamp = defineTable({
  name: 'lamp',
  columns: { id: 'integer primary key', note: 'text', at: 'point', seen: 'timestamptz' },
  indexes: { lamp_at: 'using gist (at)' },
});
const heard: string[] = [];
let store: TestStore;

beforeAll(async () => {
  store = await openTestStore({
    tables: [lamp, defineTable({ name: 'heard', columns: { position: 'bigint primary key', n: 'integer' } })],
  });
  store.consume({
    name: 'listener',
    on: ['lamp.lit'],
    async run(events, work) {
      for (const event of events) {
        const payload = event.payload as { n: number; poison?: boolean };
        if (payload.poison) throw new Error('poison');
        await sql`insert into heard (position, n) values (${event.position}::bigint, ${payload.n})`.execute(
          work.db,
        );
        heard.push(event.name);
      }
    },
  });
  await store.begin();
});
afterAll(() => store.close());

async function light(n: number, poison = false): Promise<void> {
  await store.transaction(async (work) => {
    await sql`insert into lamp (id, note) values (${n}, 'x')`.execute(work.db);
    work.emit('lamp.lit', 'tester', { n, poison });
  });
}

test('an event is heard once, in order, even when many commit at once', async () => {
  await Promise.all(Array.from({ length: 60 }, (_, n) => light(n)));
  await store.drain();
  const rows = await sql<{ n: number }>`select n from heard order by position`.execute(store.db);
  expect(rows.rows).toHaveLength(60);
  expect(new Set(rows.rows.map((row) => row.n)).size).toBe(60);
});

test('a store begins once: consumers of a second beginning would have nobody to stop them', async () => {
  await expect(store.begin()).rejects.toThrow('begun already');
});

test('who hears only a rare event hears it among thousands of others, and one that an older transaction held back', async () => {
  const busy = await openTestStore({ tables: [] });
  const rare: number[] = [];
  busy.consume({
    name: 'rare',
    on: ['bell.rung'],
    async run(events) {
      rare.push(...events.map((event) => (event.payload as { n: number }).n));
    },
  });
  try {
    await busy.begin();
    const say = (name: string, from: number, to: number) =>
      busy.transaction(async (work) => {
        for (let n = from; n < to; n += 1) work.emit(name, 'tester', { n });
      });
    await say('clock.ticked', 0, 5000);
    await busy.drain();
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const older = busy.transaction(async (work) => {
      await sql`select pg_current_xact_id()`.execute(work.db);
      await held;
      work.emit('bell.rung', 'tester', { n: 1 });
    });
    await say('clock.ticked', 5000, 5003);
    await say('bell.rung', 2, 3);
    letGo();
    await older;
    await say('clock.ticked', 5003, 5006);
    await busy.drain();
    expect([...rare].toSorted((a, b) => a - b)).toEqual([1, 2]);
    // Who hears nothing for a minute is put behind all that was not for him, so that a start need not read it.
    await sql`update store_checkpoint set updated_at = now() - interval '2 minutes'`.execute(busy.db);
    await busy.drain();
    const kept = await sql<{ behind: string }>`select count(e.position) as behind from store_checkpoint c
      left join store_event e on (e.transaction, e.position) > (c.transaction, c.position) where c.consumer = 'rare'`.execute(
      busy.db,
    );
    expect(kept.rows).toEqual([{ behind: 0 }]);
    await say('bell.rung', 3, 4);
    await expect.poll(() => rare, { timeout: 20_000 }).toHaveLength(3);
    const { age } = await findEnd(busy.db);
    const start = { place: { transaction: '0', position: '0' }, age };
    expect((await scout(busy.db, start))?.names).toEqual(new Set(['clock.ticked', 'bell.rung']));
  } finally {
    await busy.close();
  }
});

test('a crash that gives numbers of transactions again makes nobody pass over an event', async () => {
  const crashed = await openTestStore({ tables: [] });
  const heard: string[] = [];
  crashed.consume({
    name: 'rare',
    on: ['bell.rung'],
    async run(events) {
      heard.push(...events.map((event) => event.name));
    },
  });
  try {
    await crashed.begin();
    const before = await findEnd(crashed.db);
    await crashed.drain();
    // What a crash leaves: the age is over, and an event comes with a number that had been given before.
    await sql`truncate store_age`.execute(crashed.db);
    expect(await scout(crashed.db, before)).toBeUndefined();
    await sql`insert into store_event (transaction, name, actor, payload, at)
      values (${before.place.transaction}::xid8, 'bell.rung', 'tester', '{}', now())`.execute(crashed.db);
    await crashed.drain();
    expect(heard).toEqual(['bell.rung']);
  } finally {
    await crashed.close();
  }
});

test('what is rolled back was never said', async () => {
  await expect(
    store.transaction(async (work) => {
      work.emit('lamp.lit', 'tester', { n: 1000 });
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  await store.drain();
  const found = await sql`select 1 from heard where n = 1000`.execute(store.db);
  expect(found.rows).toHaveLength(0);
});

test('a poisoned event is set aside after five tries and the next ones go on', async () => {
  await light(2001, true);
  await light(2002);
  await expect
    .poll(
      async () => {
        await store.drain();
        return (await sql`select 1 from heard where n = 2002`.execute(store.db)).rows.length;
      },
      { timeout: 10_000 },
    )
    .toBe(1);
  const dead = await sql<{ consumer: string }>`select consumer from store_dead_letter`.execute(store.db);
  expect(dead.rows).toEqual([{ consumer: 'listener' }]);
});

test('with the fewest connections, deliveries that open a transaction and transactions that read beside themselves do not wait for each other', async () => {
  const narrow = await openTestStore({ tables: [lamp], poolSize: 4 });
  try {
    const done = new Set<string>();
    const readBeside = () => sql`select count(*) from lamp`.execute(narrow.db);
    for (let n = 0; n < 12; n += 1)
      narrow.consume({
        name: `listener-${n}`,
        on: ['lamp.lit'],
        async run() {
          await narrow.transaction(readBeside);
          await readBeside();
          done.add(`listener-${n}`);
        },
      });
    await narrow.begin();
    await Promise.all(
      Array.from({ length: 12 }, () =>
        narrow.transaction(async (work) => {
          await readBeside();
          work.emit('lamp.lit', 'tester', {});
        }),
      ),
    );
    await narrow.drain();
    expect(done.size).toBe(12);
  } finally {
    await narrow.close();
  }
});

test('values come back in the form the city uses', async () => {
  await sql`insert into lamp (id, at, seen) values (9001, '(115.8,32.9)', '2026-11-23 10:00:00.5+08')`.execute(
    store.db,
  );
  const [row] = (
    await sql<{ at: unknown; seen: string }>`select at, seen from lamp where id = 9001`.execute(store.db)
  ).rows;
  expect(row).toEqual({ at: { lon: 115.8, lat: 32.9 }, seen: '2026-11-23T02:00:00.5Z' });
});

test('COPY runs inside the transaction', async () => {
  const rows = await store.transaction((work) =>
    store.copyIn(work, 'lamp', ['id', 'note'], ['7001\ta\n', '7002\t\\N\n']),
  );
  expect(rows).toBe(2);
  await expect(
    store.transaction(async (work) => {
      await store.copyIn(work, 'lamp', ['id', 'note'], Readable.from(['7003\ta\n']));
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  const found = await sql<{
    id: number;
  }>`select id from lamp where id between 7001 and 7010 order by id`.execute(store.db);
  expect(found.rows.map((row) => row.id)).toEqual([7001, 7002]);
});

test('a job reports its progress and result, and can be cancelled', async () => {
  store.jobs.define<{ n: number }>('double', async ({ n }, job) => {
    await job.progress(0.5, '一半');
    return { twice: n * 2 };
  });
  const id = await store.jobs.start('double', { n: 21 }, 'tester');
  await expect.poll(async () => (await store.jobs.status(id))?.state, { timeout: 10_000 }).toBe('done');
  expect(await store.jobs.status(id)).toMatchObject({ result: { twice: 42 }, done: 1 });
  expect(await store.jobs.cancel(id, 'tester')).toBe(false);
});

test('a file is kept by content, and refused when it is too large or not what it says', async () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
  const write = (name: string, contentType: string, body: Buffer) =>
    store.files.write({ name, contentType, by: 'tester', body: Readable.from([body]), limit: 1000 });
  const one = await write('../../井盖.png', 'image/png', png);
  const two = await write('b.png', 'image/png', png);
  expect(one).toMatchObject({ name: '井盖.png', size: 11 });
  expect(two.digest).toBe(one.digest);
  await expect(write('c.png', 'image/png', Buffer.from('<html>'))).rejects.toMatchObject({
    code: 'city.unsupported',
  });
  await expect(write('d.png', 'image/png', Buffer.concat([png, Buffer.alloc(2000)]))).rejects.toMatchObject({
    code: 'city.tooLarge',
  });
});

test('events come in the order of their transactions, also where the number gains a digit', async () => {
  const young = await openTestStore({ tables: [] });
  const seen: number[] = [];
  young.consume({
    name: 'counter',
    on: ['*'],
    batch: 2,
    async run(events) {
      seen.push(...events.map((event) => (event.payload as { n: number }).n));
    },
  });
  for (const n of [2, 9, 10, 11, 99, 100, 101])
    await sql`insert into store_event (transaction, name, actor, payload, at)
      values (${String(n)}::xid8, 'x', 'tester', ${JSON.stringify({ n })}::jsonb, now())`.execute(young.db);
  await young.begin();
  await young.drain();
  expect(seen).toEqual([2, 9, 10, 11, 99, 100, 101]);
  await young.close();
});

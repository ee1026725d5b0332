/** Departments' real servers: PostgreSQL and MariaDB are looked around in, read whole and by increments, and never written to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import type { Connection, LoadPlan } from '../../service.ts';
import { SourceObject } from '../../source.ts';
import {
  type Bureau,
  mariaAnswers,
  openMariaBureau,
  openPostgresBureau,
  postgresConnection,
} from '../test-support/bureaus.ts';
import { openSources } from './open-sources.ts';
import { fieldsOf, openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

let city: TestLake;
let neighbour: Bureau;
beforeAll(async () => {
  city = await openTestLake();
  neighbour = await openPostgresBureau();
  // The bureau of these tests lives on the platform's own server.
  await admitOwnServer(1);
});
afterAll(async () => {
  await city.close();
  await neighbour.close();
});

function admitOwnServer(value: number) {
  return city.store.transaction((work) => city.store.settings.change(work, 'lake.own-server', value));
}

const fields = fieldsOf([
  { name: 'id', source: 'id', title: '编号', type: 'integer', key: true },
  { name: 'name', source: 'name', title: '姓名', type: 'text', required: true },
  { name: 'number', source: 'number', title: '长数', type: 'text' },
  { name: 'changed', source: 'changed', title: '更新时间', type: 'moment' },
]);

function planOf(connection: Connection, more: Partial<LoadPlan> = {}): LoadPlan {
  return {
    dataset: newId(),
    title: '居民',
    source: newId(),
    connection,
    object: { kind: 'table', table: 'resident' },
    mode: 'full',
    fields,
    ...more,
  };
}

async function rowsOf(plan: LoadPlan) {
  return (await city.lake.rows({ dataset: plan.dataset, clearance: 'sensitive' })).rows;
}

async function goesThroughItsLife(bureau: Bureau): Promise<void> {
  await bureau.run(
    'create table resident (id bigint primary key, name varchar(60) not null, number decimal(20,0), changed timestamp)',
  );
  await bureau.run(
    "insert into resident values (1, '张,三', 341202199001011237, '2026-11-20 08:00:00'), (2, '李\"四\n续行', null, '2026-11-21 08:00:00')",
  );
  const plan = planOf(bureau.connection, { mode: 'time', follow: 'changed' });
  await city.store.transaction((work) => city.lake.setSecret(work, plan.source, bureau.secret));
  expect((await city.lake.tables(plan.source, bureau.connection)).map((table) => table.name)).toContain(
    'resident',
  );
  expect(
    (await city.lake.columns(plan.source, bureau.connection, { schema: undefined, table: 'resident' })).map(
      (each) => each.name,
    ),
  ).toEqual(['id', 'name', 'number', 'changed']);
  const first = await city.lake.load(plan, 'tester');
  expect(first, JSON.stringify([first, city.reported])).toMatchObject({
    state: 'loaded',
    sent: 2,
    received: 2,
    loaded: 2,
  });
  expect(await rowsOf(plan)).toEqual([
    { id: 1, name: '张,三', number: '341202199001011237', changed: '2026-11-20 00:00:00' },
    { id: 2, name: '李"四\n续行', number: null, changed: '2026-11-21 00:00:00' },
  ]);
  await bureau.run("update resident set name = '张三改', changed = '2026-11-22 08:00:00' where id = 1");
  await bureau.run("insert into resident values (3, '王五', 7, '2026-11-22 09:00:00')");
  // The row of the same moment as the last one comes again, and is merged by its key.
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded', sent: 3, loaded: 3 });
  expect((await rowsOf(plan)).map((row) => row['name']).toSorted()).toEqual([
    '张三改',
    '李"四\n续行',
    '王五',
  ]);
  // Rows of the window come again as they were: no news.
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'unchanged', sent: 1 });
  expect((await rowsOf(plan)).length).toBe(3);
  await bureau.run('alter table resident add column phone varchar(20)');
  expect((await city.lake.load(plan, 'tester')).drift).toEqual([{ column: 'phone', kind: 'new' }]);
  await bureau.run('alter table resident drop column name');
  expect(await city.lake.load({ ...plan, mode: 'full' }, 'tester')).toMatchObject({
    error: 'lake.columnsMissing',
  });
  const nothing = { ...plan, dataset: newId(), object: { kind: 'table', table: 'nothing' } } as const;
  expect(await city.lake.load(nothing, 'tester')).toMatchObject({
    error: 'lake.noObject',
  });
  expect((await rowsOf(plan)).length).toBe(3);
}

test('PostgreSQL：全量、按时间增量、结构漂移、表没有了', () => goesThroughItsLife(neighbour));

test('平台自己的数据库不能登记为数据源，没有应答的地址给出说法', async () => {
  const source = newId();
  const secret = decodeURIComponent(new URL(city.store.url).password);
  if (secret !== '') await city.store.transaction((work) => city.lake.setSecret(work, source, secret));
  await expect(city.lake.tables(source, postgresConnection(city.store.url))).rejects.toMatchObject({
    code: 'lake.ownDatabase',
  });
  await city.lake.tables(source, neighbour.connection);
  await admitOwnServer(0);
  await expect(city.lake.tables(source, neighbour.connection)).rejects.toMatchObject({
    code: 'lake.ownDatabase',
  });
  await admitOwnServer(1);
  for (const host of ['169.254.169.254', '0.0.0.0', 'fe80::1']) {
    const hidden: Connection = { kind: 'postgresql', host, port: 5432, database: 'x', user: 'x' };
    await expect(city.lake.tables(source, hidden)).rejects.toMatchObject({ code: 'lake.forbiddenAddress' });
  }
  const closed: Connection = { kind: 'postgresql', host: '127.0.0.1', port: 1, database: 'x', user: 'x' };
  await expect(city.lake.tables(source, closed)).rejects.toMatchObject({ code: 'lake.unreachable' });
});

describe.skipIf(!mariaAnswers)(mariaAnswers ? 'MariaDB' : 'MariaDB（127.0.0.1:3306 没有应答，跳过）', () => {
  test('全量、按时间增量、结构漂移、表没有了', async () => {
    const bureau = await openMariaBureau('select');
    try {
      await goesThroughItsLife(bureau);
    } finally {
      await bureau.close();
    }
  });

  test('晚提交的行不漏，重读的行不重', async () => {
    const bureau = await openMariaBureau('select');
    try {
      await catchesLateCommits(bureau);
    } finally {
      await bureau.close();
    }
  });
});

test('分页接口：带密钥逐页收齐，说好的总数对不上就整批退回', async () => {
  const all = Array.from({ length: 7 }, (_, index) => ({ id: index + 1, name: `居民${index + 1}` }));
  let total = 7;
  const server = createServer((request, reply) => {
    const url = new URL(request.url ?? '', 'http://x');
    if (request.headers['x-api-key'] !== 'secret') return reply.writeHead(401).end();
    const [page, size] = [Number(url.searchParams.get('page')), Number(url.searchParams.get('size'))];
    reply.setHeader('content-type', 'application/json');
    return reply.end(JSON.stringify({ data: { list: all.slice((page - 1) * size, page * size), total } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const plan = planOf(
      { kind: 'http', url, keyHeader: 'x-api-key' },
      {
        object: {
          kind: 'pages',
          path: '/residents',
          pageParameter: 'page',
          sizeParameter: 'size',
          size: 3,
          firstPage: 1,
          rows: 'data.list',
          total: 'data.total',
        },
      },
    );
    expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'failed', error: 'lake.noSecret' });
    await city.store.transaction((work) => city.lake.setSecret(work, plan.source, 'wrong'));
    expect(await city.lake.load(plan, 'tester')).toMatchObject({
      state: 'failed',
      error: 'lake.refusedLogin',
    });
    await city.store.transaction((work) => city.lake.setSecret(work, plan.source, 'secret'));
    expect(await city.lake.load(plan, 'tester')).toMatchObject({
      state: 'loaded',
      sent: 7,
      received: 7,
      loaded: 7,
    });
    total = 9;
    const more = { ...plan, dataset: newId() };
    expect(await city.lake.load(more, 'tester')).toMatchObject({
      state: 'failed',
      error: 'lake.countDiffers',
    });
  } finally {
    server.close();
  }
});

interface PageAsk {
  readonly changed: string | null;
  readonly id: string | null;
}

/** An interface that answers what `answer` says to each question. */
async function openPages(
  answer: (ask: PageAsk) => readonly object[],
): Promise<{ readonly connection: Connection; readonly asked: PageAsk[]; close(): void }> {
  const asked: PageAsk[] = [];
  const server = createServer((request, reply) => {
    const url = new URL(request.url ?? '', 'http://x');
    const ask = { changed: url.searchParams.get('changed'), id: url.searchParams.get('id') };
    asked.push(ask);
    reply.setHeader('content-type', 'application/json');
    reply.end(JSON.stringify({ data: answer(ask) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { connection: { kind: 'http', url }, asked, close: () => server.close() };
}

test('分页接口按时间增量：从收到的最大更新时间往前一个窗口再问，不用平台的钟', async () => {
  const pages = await openPages(() => [
    { id: 1, name: '甲', changed: '2026-11-20 08:00:00' },
    { id: 2, name: '乙', changed: '2026-11-20 09:00:00' },
  ]);
  const object = SourceObject.parse({ kind: 'pages', path: '/residents', total: '' });
  const plan = planOf(pages.connection, { object, mode: 'time', follow: 'changed' });
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded', loaded: 2 });
  expect((await city.lake.findDataset(plan.dataset))?.water).toBe('2026-11-20 09:00:00');
  await city.lake.load(plan, 'tester');
  expect(pages.asked.map((ask) => ask.changed)).toEqual([null, '2026-11-20 08:50:00']);
  pages.close();
});

test('分页接口的回答里没有更新时间：从第一次提问之前的时刻再问', async () => {
  const pages = await openPages(() => [{ id: 1, name: '甲' }]);
  const object = SourceObject.parse({ kind: 'pages', path: '/residents', total: '' });
  const plan = planOf(pages.connection, { object, mode: 'time', follow: 'changed' });
  const before = Date.now();
  await city.lake.load(plan, 'tester');
  const water = Date.parse((await city.lake.findDataset(plan.dataset))?.water ?? '');
  expect(water).toBeGreaterThanOrEqual(before);
  await city.lake.load(plan, 'tester');
  expect(Date.parse(pages.asked[1]?.changed ?? '')).toBe(water - 600_000);
  pages.close();
});

test('分页接口按主键增量：跟随的是主键值；回答里没有这一列就整批退回', async () => {
  let rows: readonly object[] = [{ id: 9 }, { id: 12_000 }];
  const pages = await openPages(() => rows);
  const object = SourceObject.parse({ kind: 'pages', path: '/residents', total: '' });
  const loose = fieldsOf([{ name: 'id', source: 'id', title: '编号', type: 'integer', key: true }]);
  const plan = planOf(pages.connection, { object, mode: 'key', follow: 'id', fields: loose });
  await city.lake.load(plan, 'tester');
  rows = [{ number: 1 }];
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'failed', error: 'lake.noFollow' });
  expect(pages.asked.map((ask) => ask.id)).toEqual([null, '11000']);
  pages.close();
});

async function catchesLateCommits(bureau: Bureau): Promise<void> {
  await bureau.run('create table late (id bigint primary key, name varchar(60) not null, changed timestamp)');
  await bureau.run("insert into late values (10, '甲', '2026-11-20 08:00:00')");
  const object = { kind: 'table', table: 'late' } as const;
  const wanted = fields.filter((field) => field.name !== 'number');
  const byTime = planOf(bureau.connection, { object, mode: 'time', follow: 'changed', fields: wanted });
  const byKey = planOf(bureau.connection, { object, mode: 'key', follow: 'id', fields: wanted });
  for (const plan of [byTime, byKey]) {
    await city.store.transaction((work) => city.lake.setSecret(work, plan.source, bureau.secret));
    expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded', loaded: 1 });
  }
  // Numbered and timed before the mark, committed after it was read.
  await bureau.run("insert into late values (9, '乙', '2026-11-20 07:59:00')");
  for (const plan of [byTime, byKey]) {
    expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded', sent: 2 });
    expect((await rowsOf(plan)).map((row) => row['id']).toSorted()).toEqual([10, 9]);
    // What comes again is no news, and is not written again.
    expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'unchanged' });
  }
  await bureau.run("insert into late values (11, '', '2026-11-20 08:01:00')");
  const strict = { ...byTime, fields: wanted.map((field) => ({ ...field, required: true })) };
  for (const more of [12, 13]) {
    await city.lake.load(strict, 'tester');
    await bureau.run(`insert into late values (${more}, '丙', '2026-11-20 08:02:00')`);
  }
  await city.lake.load(strict, 'tester');
  // The bad row was read three times, and is kept once.
  expect((await city.lake.letters({ dataset: strict.dataset, state: 'kept', size: 10 })).total).toBe(1);
}

test('PostgreSQL：晚提交的行不漏，重读的行不重', () => catchesLateCommits(neighbour));

test('接收时进度随行数和字节走', async () => {
  await neighbour.run(
    "create table many as select n as id, repeat('x', 40) as name, n as number, now()::timestamp as changed from generate_series(1, 60000) as n",
  );
  const told: { done: number; message: string }[] = [];
  const sources = openSources(city.store, city.trust);
  const source = newId();
  await city.store.transaction((work) => sources.setSecret(work, source, neighbour.secret));
  const folder = await mkdtemp(path.join(tmpdir(), 'city-lake-'));
  await sources.read(source, {
    dataset: newId(),
    connection: neighbour.connection,
    object: { kind: 'table', table: 'many' },
    mode: 'full',
    follow: undefined,
    water: undefined,
    wanted: ['id', 'name'],
    folder,
    signal: new AbortController().signal,
    progress: async (done, message) => void told.push({ done, message }),
  });
  await rm(folder, { recursive: true });
  await sources.close();
  expect(told[0]?.message).toMatch(/^已接收\d+行，\d+\.\d MB$/);
  expect(told.every(({ done }) => done >= 0.05 && done <= 0.5)).toBe(true);
});

test('分页接口转到别处时不跟过去，密钥不外泄；连接的就是查过的地址', async () => {
  const asked: string[] = [];
  const server = createServer((request, reply) => {
    asked.push(request.url ?? '');
    return reply.writeHead(302, { location: '/elsewhere' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const object = SourceObject.parse({ kind: 'pages', path: '/residents' });
    const load = (host: string) =>
      city.lake.load(planOf({ kind: 'http', url: `http://${host}:${port}` }, { object }), 'tester');
    expect(await load('localhost')).toMatchObject({ state: 'failed', error: 'lake.unreachable' });
    expect(asked).toEqual(['/residents?page=1&size=500']);
    for (const host of ['169.254.169.254', '[::ffff:169.254.169.254]', '2852039166'])
      expect(await load(host)).toMatchObject({ state: 'failed', error: 'lake.forbiddenAddress' });
    expect(asked).toHaveLength(1);
  } finally {
    server.close();
  }
});

test('口令只以密文存放', async () => {
  const { sql } = await import('../../../store/index.ts');
  const source = newId();
  await city.store.transaction((work) => city.lake.setSecret(work, source, 'p@ss-in-plain'));
  const found = await sql<{
    sealed: string;
  }>`select sealed from lake_secret where source = ${source}`.execute(city.store.db);
  expect(found.rows[0]?.sealed).toMatch(/^sealed:/);
  expect(JSON.stringify(found.rows)).not.toContain('p@ss-in-plain');
});

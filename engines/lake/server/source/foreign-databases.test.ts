/** Departments' real servers: PostgreSQL and MariaDB are looked around in, read whole and by increments, and never written to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded', sent: 1 });
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

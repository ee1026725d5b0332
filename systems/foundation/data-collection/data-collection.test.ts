/** What data keepers see: a bureau's real database comes in, a bad row is mended, and nobody sees more than is his. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/store.ts';
import { store } from '../../../engines/store/service.ts';
import type { Batch, Letter } from './routes/dataset-routes.ts';
import { collectDue } from './server/collect.ts';
import system from './system.ts';

let city: TestCity;
let bureau: TestDatabase;
let client: pg.Client;
let steward: Caller;
let market: Caller;
let insurance: Caller;
beforeAll(async () => {
  city = await openTestCity({ systems: [system], demo: true });
  await city.store.drain();
  steward = await city.as('data-1');
  market = await city.as('data-2');
  insurance = await city.as('data-3');
  // The bureau of this test lives on the platform's own server.
  await city.store.transaction((work) => city.store.settings.change(work, 'lake.own-server', 1));
  bureau = await createTestDatabase();
  client = new pg.Client({ connectionString: bureau.url });
  await client.connect();
  await client.query(
    `create table t_frdb (sfzh varchar(30), xm varchar(40), sl numeric(20,2), gxsj timestamp);
     comment on column t_frdb.sfzh is '公民身份号码'; comment on column t_frdb.xm is '姓名';
     insert into t_frdb values ('11010519491231002X', '演示甲', 12.5, '2026-11-20 10:00'), ('110105194912310021', '演示乙', 3, '2026-11-20 11:00')`,
  );
}, 180_000);
afterAll(async () => {
  await client.end();
  await city.close();
  await bureau.drop();
});

interface Shown {
  readonly rows: number;
  readonly kept: number;
  readonly late: boolean;
  readonly job: unknown;
  readonly batches: readonly Batch[];
}

async function shown(who: Caller, id: string): Promise<Shown> {
  const reply = await who.get(`/api/data-collection/datasets/${id}`);
  expect(reply.statusCode).toBe(200);
  return reply.json<Shown>();
}

/** Waits until the newest batch is another one than before and has ended. */
async function ended(who: Caller, id: string, before: string | undefined): Promise<Shown> {
  const until = Date.now() + 60_000;
  for (;;) {
    const now = await shown(who, id);
    const [batch] = now.batches;
    if (batch !== undefined && batch.id !== before && batch.state !== 'running') {
      await city.store.drain();
      return now;
    }
    if (Date.now() > until) throw new Error('the batch does not end');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function idOf(who: Caller, register: string, where: object): Promise<string> {
  const reply = await who.get(
    `/api/registers/rows/data-collection.${register}?where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  return reply.json<{ rows: { id: string }[] }>().rows[0]?.id ?? '';
}

test('演示数据归集入库，总览按部门说清行数、退回和质量得分', async () => {
  const { departments } = (await steward.get('/api/data-collection/overview')).json<{
    departments: { department: string; rows: number; kept: number; score: number }[];
  }>();
  expect(departments.map((each) => each.department)).toEqual([
    'city-market-supervision',
    'city-human-resources',
    'city-ecology',
  ]);
  const [firms] = departments;
  expect(firms?.rows).toBeGreaterThan(1100);
  expect((firms?.rows ?? 0) + (firms?.kept ?? 0)).toBe(1200);
  expect(firms?.score).toBeGreaterThan(95);
  const own = (await market.get('/api/data-collection/overview')).json<{ departments: unknown[] }>();
  expect(own.departments).toHaveLength(1);
});

test('登记数据库、填口令、检查、选表、按建议的字段定义、采集、更正退回的一行', async () => {
  const at = new URL(bureau.url);
  const made = await insurance.post('/api/registers/rows/data-collection.source', {
    values: {
      name: '参保库',
      department: 'city-human-resources',
      kind: 'postgresql',
      host: at.hostname,
      port: at.port,
      database: at.pathname.slice(1),
      user: decodeURIComponent(at.username),
    },
  });
  expect(made.statusCode, made.body).toBeLessThan(300);
  const source = await idOf(insurance, 'source', { name: '参保库' });
  const path = `/api/data-collection/sources/${source}`;
  const secret = decodeURIComponent(at.password) || 'unused';
  expect((await insurance.post(`${path}/secret`, { secret })).statusCode).toBe(200);
  expect((await insurance.post(`${path}/try`)).json()).toMatchObject({ reachable: true, tables: 1 });
  const { fields } = (await insurance.get(`${path}/fields?schema=public&table=t_frdb`)).json<{
    fields: { name: string }[];
  }>();
  expect(fields).toMatchObject([
    { name: 'sfzh', title: '公民身份号码', type: 'text', format: 'id-card', class: 'sensitive' },
    { name: 'xm', title: '姓名', class: 'personal' },
    { name: 'sl', type: 'decimal' },
    { name: 'gxsj', type: 'moment' },
  ]);
  const definition = {
    code: 'insured-people',
    name: '参保人员',
    source,
    object: { kind: 'table', schema: 'public', table: 't_frdb' },
    mode: 'full',
    schedule: 'manual',
    fields: fields.map((field) => ({ ...field, key: field.name === 'sfzh' })),
  };
  const saved = await insurance.post('/api/data-collection/datasets', definition);
  expect(saved.statusCode, saved.body).toBe(200);
  const { id } = saved.json<{ id: string }>();
  expect((await insurance.post('/api/data-collection/datasets', definition)).json()).toMatchObject({
    code: 'data-collection.codeTaken',
  });
  expect((await insurance.post(`/api/data-collection/datasets/${id}/collect`)).statusCode).toBe(200);
  const first = await ended(insurance, id, undefined);
  expect(first).toMatchObject({
    rows: 1,
    kept: 1,
    batches: [{ state: 'loaded', sent: 2, loaded: 1, rejected: 1 }],
  });

  const letters = (await insurance.get(`/api/data-collection/datasets/${id}/letters`)).json<{
    letters: Letter[];
  }>().letters;
  expect(letters).toMatchObject([
    {
      row: 2,
      problems: [{ title: '公民身份号码', reason: '校验码不符' }],
      cells: { xm: '演示乙' },
      masked: [],
    },
  ]);
  const [letter] = letters;
  const mend = `/api/data-collection/letters/${letter?.id}/mend`;
  expect((await steward.post(mend, { cells: { sfzh: '110105194912310038' } })).statusCode).toBe(400);
  expect((await market.post(mend, { cells: { sfzh: '110105194912310038' } })).statusCode).toBe(404);
  expect((await insurance.post(mend, { cells: { nothing: 'x' } })).statusCode).toBe(400);
  const { completeIdCard } = await import('../../../kernel/check-characters.ts');
  const right = completeIdCard('11010519491231003');
  expect((await insurance.post(mend, { cells: { sfzh: right } })).statusCode).toBe(200);
  const replay = await insurance.post(`/api/data-collection/datasets/${id}/replay`, {
    letters: [letter?.id],
  });
  expect(replay.statusCode, replay.body).toBe(200);
  expect(await ended(insurance, id, first.batches[0]?.id)).toMatchObject({
    rows: 2,
    kept: 0,
    batches: [{ mode: 'replay', loaded: 1 }, {}],
  });

  const own = (await insurance.get(`/api/data-collection/datasets/${id}/rows`)).body;
  expect(own).toContain(right);
  const others = await steward.get(`/api/data-collection/datasets/${id}/rows`);
  expect(others.statusCode).toBe(200);
  expect(others.body).not.toMatch(/演示甲|11010519491231/);
  const lineage = (await steward.get(`/api/data-collection/datasets/${id}/lineage`)).json<{
    lineage: unknown[];
  }>();
  expect(lineage.lineage).toContainEqual({
    field: 'xm',
    title: '姓名',
    origin: '参保库',
    column: 'xm',
    expression: 'text(xm)',
  });
});

test('别的部门看不见数据集和数据源，也不能采集、改口令、看退回记录', async () => {
  const dataset = await idOf(insurance, 'dataset', { code: 'social-insured' });
  const source = await idOf(insurance, 'source', { name: '社会保险参保缴费信息来源文件' });
  expect(dataset).not.toBe('');
  for (const path of [
    `datasets/${dataset}`,
    `datasets/${dataset}/rows`,
    `datasets/${dataset}/letters`,
    `datasets/${dataset}/lineage`,
    `sources/${source}`,
    `sources/${source}/tables`,
  ])
    expect((await market.get(`/api/data-collection/${path}`)).statusCode, path).toBe(404);
  for (const [path, body] of [
    [`datasets/${dataset}/collect`, {}],
    [`datasets/${dataset}/cancel`, {}],
    [`datasets/${dataset}/stage`, { stage: 'paused' }],
    [`sources/${source}/secret`, { secret: 'x' }],
    [`sources/${source}/try`, {}],
  ] as const)
    expect((await market.post(`/api/data-collection/${path}`, body)).statusCode, path).toBe(404);
  expect((await city.visitor.get(`/api/data-collection/datasets/${dataset}`)).statusCode).toBe(401);
});

test('看得见退回记录的人也只看得见该看的列；管理员看见的是掩码', async () => {
  const dataset = await idOf(steward, 'dataset', { code: 'social-insured' });
  const seen = (await steward.get(`/api/data-collection/datasets/${dataset}/letters`)).json<{
    letters: Letter[];
  }>().letters;
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.every((letter) => letter.masked.includes('身份证号') && letter.masked.includes('姓名'))).toBe(
    true,
  );
  const own = (await insurance.get(`/api/data-collection/datasets/${dataset}/letters`)).json<{
    letters: Letter[];
  }>().letters;
  expect(own.every((letter) => letter.masked.length === 0)).toBe(true);
});

test('到了时间自动采集，内容没变就说没有变化；停用的不采', async () => {
  const dataset = await idOf(market, 'dataset', { code: 'market-firms' });
  const before = await shown(market, dataset);
  expect(await collectDue(city.services)).toBe(0);
  city.clock.advance(26 * 3_600_000);
  // A session does not live that long.
  market = await city.as('data-2');
  expect(
    (await market.post(`/api/data-collection/datasets/${dataset}/stage`, { stage: 'paused' })).statusCode,
  ).toBe(200);
  expect(await collectDue(city.services)).toBe(0);
  expect((await market.post(`/api/data-collection/datasets/${dataset}/collect`)).json()).toMatchObject({
    code: 'data-collection.paused',
  });
  expect(
    (await market.post(`/api/data-collection/datasets/${dataset}/stage`, { stage: 'active' })).statusCode,
  ).toBe(200);
  expect(await collectDue(city.services)).toBe(1);
  const after = await ended(market, dataset, before.batches[0]?.id);
  expect(after.batches[0]).toMatchObject({ state: 'unchanged' });
  expect(after.rows).toBe(before.rows);
  expect(city.services.use(store).clock.now().getTime()).toBe(city.clock.now().getTime());
});

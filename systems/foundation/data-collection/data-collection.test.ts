/** What data keepers see: a bureau's real database comes in, a bad row is mended, and nobody sees more than is his. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/store.ts';
import { lake } from '../../../engines/lake/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import { dataset } from './registers/dataset.ts';
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
  expect((await steward.post(mend, { version: 1, cells: { sfzh: '110105194912310038' } })).statusCode).toBe(
    400,
  );
  expect((await market.post(mend, { version: 1, cells: { sfzh: '110105194912310038' } })).statusCode).toBe(
    404,
  );
  expect((await insurance.post(mend, { version: 1, cells: { nothing: 'x' } })).statusCode).toBe(400);
  const { completeIdCard } = await import('../../../kernel/check-characters.ts');
  const right = completeIdCard('11010519491231003');
  expect((await insurance.post(mend, { version: 1, cells: { sfzh: right } })).statusCode).toBe(200);
  const late = await insurance.post(mend, { version: 1, cells: { xm: '后来的人' } });
  expect([late.statusCode, late.json<{ code: string }>().code]).toEqual([409, 'lake.letterStale']);
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

async function titles(who: Caller): Promise<readonly string[]> {
  await city.store.drain();
  const { notices } = (await who.get('/api/messages/notices?size=100')).json<{
    notices: { title: string }[];
  }>();
  return notices.map((notice) => notice.title);
}

async function change(name: string, value: number): Promise<void> {
  await city.store.transaction((work) => city.store.settings.change(work, name, value));
}

/** A dataset over files that the test drops; by its market keeper. */
async function dropSet(code: string): Promise<{ readonly id: string; readonly folder: string }> {
  const name = `来源${code}`;
  const values = { name, department: 'city-market-supervision', kind: 'file' };
  await market.post('/api/registers/rows/data-collection.source', { values });
  const source = await idOf(market, 'source', { name });
  const saved = await market.post('/api/data-collection/datasets', {
    code,
    name: `数据集${code}`,
    source,
    object: { kind: 'drop', match: '*.csv' },
    mode: 'changes',
    schedule: 'daily',
    fields: [{ name: 'id', source: 'id', title: '编号', type: 'integer', key: true }],
  });
  expect(saved.statusCode, saved.body).toBe(200);
  const folder = city.services.use(lake).dropFolder(source);
  await mkdir(folder, { recursive: true });
  return { id: saved.json<{ id: string }>().id, folder };
}

test('等一等可能就好的失败自动重试，间隔加倍；重复也没有用的不重试', async () => {
  market = await city.as('data-2');
  await change('data-collection.retry-times', 2);
  const { id, folder } = await dropSet('retried');
  await writeFile(path.join(folder, 'a.csv'), 'id\n1\n');
  const advance = async (minutes: number) => {
    city.clock.advance(minutes * 60_000);
    market = await city.as('data-2');
    return collectDue(city.services);
  };
  let [last] = (await shown(market, id)).batches;
  const began = await collectDue(city.services);
  expect(began).toBeGreaterThan(0);
  for (const minutes of [5, 10]) {
    const now = await ended(market, id, last?.id);
    [last] = now.batches;
    expect(last).toMatchObject({ state: 'failed', error: 'lake.fileArriving' });
    expect(await advance(minutes - 1)).toBe(0);
    expect(await advance(1)).toBe(1);
  }
  [last] = (await ended(market, id, last?.id)).batches;
  expect(await advance(600)).toBe(0);
  await writeFile(path.join(folder, 'a.csv'), 'id,id\n1,1\n');
  await writeFile(path.join(folder, 'a.csv.done'), '');
  await market.post(`/api/data-collection/datasets/${id}/collect`);
  [last] = (await ended(market, id, last?.id)).batches;
  expect(last).toMatchObject({ error: 'lake.doubleColumns' });
  expect(await advance(20)).toBe(0);
});

test('迟到告知一次，到了再告知一次；行数离中位数太远告知但照常入库', async () => {
  await change('data-collection.volume-batches', 3);
  const { id, folder } = await dropSet('watched');
  let [last] = (await shown(market, id)).batches;
  const load = async (rows: number) => {
    const lines = Array.from({ length: rows }, (_, index) => `${index}\n`).join('');
    await writeFile(path.join(folder, 'a.csv'), `id\n${lines}`);
    await writeFile(path.join(folder, 'a.csv.done'), '');
    await market.post(`/api/data-collection/datasets/${id}/collect`);
    const now = await ended(market, id, last?.id);
    [last] = now.batches;
    return now;
  };
  for (const rows of [10, 11, 12]) await load(rows);
  expect((await titles(market)).join()).not.toContain('不寻常');
  expect(await load(200)).toMatchObject({ rows: 200, batches: [{ state: 'loaded' }, {}, {}, {}] });
  expect((await titles(market)).filter((title) => title.includes('数据集watched'))).toEqual([
    '“数据集watched”这一批的行数不寻常',
  ]);
  city.clock.advance(40 * 3_600_000);
  market = await city.as('data-2');
  for (const _ of [1, 2]) await collectDue(city.services);
  const told = async () => (await titles(market)).filter((title) => /watched”迟到/.test(title)).length;
  expect(await told()).toBe(1);
  await expect
    .poll(async () => (await shown(market, id)).batches[0]?.state, { timeout: 30_000 })
    .toBe('unchanged');
  [last] = (await shown(market, id)).batches;
  await load(201);
  expect(await told()).toBe(2);
});

test('上传一份文件：先看列、类型和前几行，再定义、采集；别人的文件、没有表头的文件都不行', async () => {
  const { id } = await dropSet('uploaded');
  const source = await idOf(market, 'source', { name: '来源uploaded' });
  const look = (file: string, who = market) =>
    who.post(`/api/data-collection/sources/${source}/look`, { object: { kind: 'file', file } });
  const text = 'id,姓名,金额,日期\n001,演示甲,1.50,2026-11-20\n2,演示乙,2,2026/11/21\n';
  const file = await market.upload('sent.csv', 'text/csv', Buffer.from(text));
  const seen = (await look(file)).json<{ fields: { source: string; type: string }[]; rows: string[][] }>();
  expect(seen.fields.map((field) => `${field.source} ${field.type}`)).toEqual([
    'id text',
    '姓名 text',
    '金额 decimal',
    '日期 date',
  ]);
  expect(seen.rows[0]).toEqual(['001', '演示甲', '1.50', '2026-11-20']);
  expect((await look(file, await city.as('data-1'))).json()).toMatchObject({
    code: 'data-collection.notYourFile',
  });
  const bare = await market.upload('x.csv', 'text/csv', Buffer.from('11010519491231002X,1\n'));
  const refused = await look(bare);
  expect(refused.json()).toMatchObject({ code: 'lake.noHeader' });
  expect(refused.body).not.toContain('11010519');
  const collect = (rows: number) =>
    market.post(`/api/data-collection/datasets/${id}/collect`, { file, rows });
  expect((await collect(3)).statusCode).toBe(200);
  const wrong = await ended(market, id, undefined);
  expect(wrong.batches[0]).toMatchObject({ state: 'failed', error: 'lake.countDiffers', received: 2 });
  expect((await collect(2)).statusCode).toBe(200);
  expect(await ended(market, id, wrong.batches[0]?.id)).toMatchObject({
    rows: 2,
    batches: [{ state: 'loaded', message: '读取 sent.csv' }, {}],
  });
});

test('来源删除或连接不完整时，数据集写明原因，管理员收到一次', async () => {
  const { id } = await dropSet('orphan');
  const values = {
    name: '缺端口的库',
    department: 'city-market-supervision',
    kind: 'mysql',
    host: 'db.example',
  };
  await market.post('/api/registers/rows/data-collection.source', { values });
  const incomplete = await idOf(market, 'source', { name: '缺端口的库' });
  const { trusted } = city.services.use(registers).of(dataset);
  const row = await trusted.find(city.store.db, id);
  if (row === undefined) throw new Error('no dataset');
  await city.store.transaction((work) => trusted.update(work, 'tester', row, { source: incomplete }));
  for (const _ of [1, 2]) await collectDue(city.services);
  const now = await trusted.find(city.store.db, id);
  expect(now?.problem).toBe('数据源的连接信息不完整：端口');
  expect((await titles(market)).filter((title) => title === '“数据集orphan”无法采集')).toHaveLength(1);
});

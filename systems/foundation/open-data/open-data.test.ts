/** What anybody gets, and what never goes out: identifiers, small groups, a batch that nobody has looked at. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { XmlDocument } from 'xmldoc';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { lake } from '../../../engines/lake/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import { resource } from '../data-catalogue/contract.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import system from './system.ts';

let city: TestCity;
let publisher: Caller;
beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, system], demo: true });
  await city.store.drain();
  publisher = await city.as('open-1');
}, 240_000);
afterAll(() => city.close());

const base = '/api/open-data/datasets/pollution-permits';

interface Offered {
  readonly id: string;
  readonly name: string;
  readonly items: readonly { readonly name: string }[];
}

const fields = ['permit_number', 'credit_code', 'pollutant', 'amount', 'valid_until'];
const words = {
  code: 'pollution-permits',
  name: '排污许可信息',
  description: '重点排污单位许可',
  keywords: '环保,许可',
  quasiReason: '许可和单位信息，不涉及个人',
};

async function offered(): Promise<Offered> {
  const { resources } = (await publisher.get('/api/open-data/offered')).json<{ resources: Offered[] }>();
  const found = resources.find((each) => each.name === '排污许可信息');
  if (found === undefined) throw new Error('the permits are not offered');
  return found;
}

test('没有发布以前，外面什么也看不到', async () => {
  const listed = (await city.visitor.get('/api/open-data/datasets?search=排污')).json<{ total: number }>();
  expect(listed.total).toBe(0);
  expect((await city.visitor.get(base)).statusCode).toBe(404);
  expect(
    (await city.visitor.post('/api/open-data/check', { resource: (await offered()).id, fields, quasi: [] }))
      .statusCode,
  ).toBe(401);
});

test('不足k行的组不能开放，概括以后可以；报告里没有任何取值', async () => {
  const { id } = await offered();
  const check = async (quasi: string[], given = fields) =>
    (await publisher.post('/api/open-data/check', { resource: id, fields: given, quasi })).json<
      Record<string, unknown>
    >();
  expect(await check([])).toMatchObject({ clean: true, rows: 400, direct: [], identifiers: [] });
  const small = await check(['permit_number']);
  expect(small).toMatchObject({ clean: false, smallest: 1, smallGroups: 400, k: 5 });
  expect(JSON.stringify(small)).not.toMatch(/皖K排|9134/);
  expect(await check(['pollutant'], ['pollutant'])).toMatchObject({ clean: true });
  const refused = await publisher.post('/api/open-data/publications', {
    ...words,
    resource: id,
    fields,
    quasi: ['permit_number'],
  });
  expect(refused.json()).toMatchObject({ code: 'open-data.smallGroups' });
});

test('一个准标识符也不指明，又不说理由，不能开放', async () => {
  const given = { ...words, resource: (await offered()).id, fields, quasi: [], quasiReason: ' ' };
  const refused = await publisher.post('/api/open-data/publications', given);
  expect(refused.json()).toMatchObject({ code: 'open-data.quasiReasonNeeded' });
  const reserved = await publisher.post('/api/open-data/publications', {
    ...given,
    ...words,
    code: 'plan',
  });
  expect(reserved.json()).toMatchObject({ code: 'open-data.codeTaken' });
});

test('发布后任何人可以看、可以下载五种格式，按天计数', async () => {
  const { id } = await offered();
  const published = await publisher.post('/api/open-data/publications', {
    ...words,
    resource: id,
    fields,
    quasi: [],
  });
  expect(published.statusCode, published.body).toBe(200);
  const listed = async (query: string) =>
    (await city.visitor.get(`/api/open-data/datasets?${query}`)).json<{
      total: number;
      datasets: { code: string; conditional: boolean }[];
      providers: { id: string; count: number }[];
    }>();
  expect(await listed('search=环保 排污')).toMatchObject({ total: 1 });
  expect((await listed('search=生态环境')).datasets.map((each) => each.code).toSorted()).toEqual([
    'air-daily',
    'pollution-permits',
  ]);
  expect((await listed('openType=2')).datasets).toMatchObject([{ code: 'market-firms', conditional: true }]);
  expect((await listed('provider=city-ecology')).total).toBe(2);
  expect((await listed('search=')).providers).toContainEqual({
    id: 'city-ecology',
    name: expect.stringContaining('生态环境'),
    count: 2,
  });
  expect((await city.visitor.get(`${base}/preview`)).json<{ rows: unknown[] }>().rows).toHaveLength(20);
  const file = async (format: string) => city.visitor.get(`${base}/file/${format}`);
  const csv = await file('csv');
  expect(csv.body.trim().split('\n')).toHaveLength(401);
  expect(csv.body).toContain('许可证编号,统一社会信用代码,主要污染物');
  const json = (await file('json')).json<{ amount: unknown }[]>();
  expect(json).toHaveLength(400);
  expect(typeof json[0]?.amount).toBe('number');
  const xml = (await file('xml')).body;
  expect(xml.match(/<row>/g)).toHaveLength(400);
  expect((await file('xlsx')).rawPayload.subarray(0, 2).toString()).toBe('PK');
  const turtle = (await file('rdf')).body.split('\n').filter((line) => line.startsWith('<'));
  expect(turtle).toHaveLength(400);
  // Every line is a statement list in Turtle's grammar, with an address that is whole and typed literals.
  const literal = String.raw`"(?:[^"\\]|\\[\\"nrt])*"(?:\^\^xsd:(?:decimal|date|integer|boolean))?`;
  const line = new RegExp(`^<http[^<>" ]+> f:\\w+ ${literal}(?: ; f:\\w+ ${literal})* \\.$`);
  expect(turtle.filter((each) => !line.test(each))).toEqual([]);
  expect(turtle[0]).toContain('^^xsd:decimal');
  expect((await file('exe')).statusCode).toBe(400);
  const shown = (await city.visitor.get(base)).json<{ uses: number; days: unknown[] }>();
  expect(shown.uses).toBe(5);
  expect(shown.days).toEqual([{ day: '2026-11-23', downloads: 5, calls: 0 }]);
  // A counter is no version of the dataset.
  const { rows } = (await publisher.get('/api/registers/rows/open-data.publication?search=排污')).json<{
    rows: { version: number }[];
  }>();
  expect(rows[0]?.version).toBeLessThanOrEqual(2);
});

test('图表由服务器分组，不足k行的组不出', async () => {
  const chart = async (query: string) => (await city.visitor.get(`${base}/chart?${query}`)).json<object>();
  const counted = await chart('by=pollutant');
  expect(counted).toMatchObject({ held: 0, left: 0, k: 5 });
  expect(await chart('by=permit_number')).toMatchObject({ groups: [], held: 400 });
  expect(await chart('by=pollutant&measure=mean&value=amount')).toMatchObject({ held: 0 });
  expect(await chart('by=secret')).toMatchObject({ code: 'open-data.notInChart' });
  expect(await chart('by=pollutant&measure=sum')).toMatchObject({ code: 'open-data.notInChart' });
  expect(await chart('by=pollutant&measure=sum&value=pollutant')).toMatchObject({ code: 'lake.badField' });
});

test('年度计划：发布即完成，率按到期的算，没有到期的不算', async () => {
  const plan = async (year: number) =>
    (await city.visitor.get(`/api/open-data/plan?year=${year}`)).json<{
      due: number;
      done: number;
      rate: number | null;
      items: { name: string; doneOn: string | null; code: string | null; late: boolean }[];
    }>();
  const now = await plan(2026);
  const permits = now.items.find((each) => each.name === '排污许可信息');
  expect(permits).toMatchObject({ doneOn: '2026-11-23', code: 'pollution-permits', late: false });
  expect(now).toMatchObject({ due: 5, done: 5, rate: 100 });
  expect(await plan(2027)).toMatchObject({ due: 0, rate: null });
});

test('目录暂停，马上取不到；恢复后又能取；改为不予开放，再也取不到', async () => {
  const statusOf = async (path: string) => (await city.visitor.get(`${base}${path}`)).statusCode;
  const rows = city.services.use(registers).of(resource);
  const { db } = city.services.use(store);
  const change = (values: object) =>
    city.services.use(store).transaction(async (work) => {
      const entry = await rows.trusted.lock(work, (await offeredId()) ?? '');
      if (entry === undefined) throw new Error('no entry');
      await rows.trusted.update(work, 'test', entry, values);
    });
  const offeredId = async () => {
    const filter = { field: 'name', is: 'equal', value: '排污许可信息' } as const;
    return (await rows.trusted.findMany(db, { filter, limit: 1 }))[0]?.id;
  };
  const stands = async () => {
    const { rows: found } = (
      await publisher.get('/api/registers/rows/open-data.publication?search=排污')
    ).json<{ rows: { status: string; problem: string | null }[] }>();
    return found[0];
  };
  await change({ status: 'suspended' });
  // At once, before any event was heard.
  for (const path of ['', '/preview', '/file/csv', '/chart?by=pollutant'])
    expect(await statusOf(path), path).toBe(404);
  await city.store.drain();
  expect(await stands()).toMatchObject({ status: 'withheld', problem: '目录已暂停、注销或不再开放' });
  await change({ status: 'published' });
  await city.store.drain();
  expect(await statusOf('/file/csv')).toBe(200);
  await change({ openType: '2' });
  expect(await statusOf('/file/csv')).toBe(403);
  await city.store.drain();
  await change({ openType: '3' });
  expect(await statusOf('')).toBe(404);
  await change({ openType: '1' });
  await city.store.drain();
  expect(await statusOf('/file/csv')).toBe(200);
  expect(await stands()).toMatchObject({ status: 'published', problem: null });
});

test('DCAT 三种写法说的是同一件事：许可、发布者、周期、时间、文件大小和摘要', async () => {
  await city.store.drain();
  const dcat = async (form: string) => (await city.visitor.get(`/api/open-data/dcat/${form}`)).body;
  const graph = JSON.parse(await dcat('jsonld')) as { '@graph': Record<string, unknown>[] };
  const set = graph['@graph'].find((node) => node['dct:identifier'] === 'pollution-permits');
  expect(set).toMatchObject({
    '@type': 'dcat:Dataset',
    'dct:title': { '@value': '排污许可信息', '@language': 'zh-CN' },
    'dct:accrualPeriodicity': { '@id': expect.stringMatching(/frequency\/WEEKLY$/) },
    'dct:license': { '@id': expect.stringContaining('fuyang-open-data-1') },
    'dct:temporal': { '@type': 'dct:PeriodOfTime' },
    'dct:publisher': { '@type': 'foaf:Organization' },
  });
  const files = set?.['dcat:distribution'] as Record<string, unknown>[];
  expect(files).toHaveLength(5);
  const csv = await city.visitor.get(`${base}/file/csv`);
  expect(files[0]).toMatchObject({
    'dcat:byteSize': { '@value': String(csv.rawPayload.length) },
    'spdx:checksum': {
      'spdx:checksumValue': { '@value': createHash('sha256').update(csv.rawPayload).digest('hex') },
    },
  });
  const xml = new XmlDocument(await dcat('rdf'));
  expect(xml.name).toBe('rdf:RDF');
  expect(xml.childrenNamed('dcat:Dataset')).toHaveLength(
    graph['@graph'].filter((node) => node['@type'] === 'dcat:Dataset').length,
  );
  const turtle = await dcat('ttl');
  expect(turtle.match(/ a dcat:Dataset ;/g)).toHaveLength(xml.childrenNamed('dcat:Dataset').length);
  expect(turtle).toContain('dct:accrualPeriodicity <http://publications.europa.eu/');
});

test('更新的数据里混进身份证号和手机号：自动暂停，外面取不到', async () => {
  const basin = city.services.use(lake);
  const keeper = await city.as('data-4');
  const where = encodeURIComponent(JSON.stringify({ code: 'pollution-permits' }));
  const { rows } = (await keeper.get(`/api/registers/rows/data-collection.dataset?where=${where}`)).json<{
    rows: { id: string; source: string }[];
  }>();
  const [set] = rows;
  const folder = basin.dropFolder(set?.source ?? '');
  const text = await readFile(path.join(folder, 'pollution-permits.csv'), 'utf8');
  const lines = text.trim().split('\n');
  const spoiled = lines.map((line, index) =>
    index === 3
      ? line.replace(/,[^,]*,([\d.]+,[\d-]+)$/, ',联系 13912345678 身份证 11010519491231002X,$1')
      : line,
  );
  await writeFile(path.join(folder, 'pollution-permits-2.csv'), `${spoiled.join('\n')}\n`);
  await writeFile(path.join(folder, 'pollution-permits-2.csv.done'), '');
  const before = await basin.findDataset(set?.id ?? '');
  expect((await keeper.post(`/api/data-collection/datasets/${set?.id}/collect`)).statusCode).toBe(200);
  const until = Date.now() + 60_000;
  while ((await basin.findDataset(set?.id ?? ''))?.batch === before?.batch) {
    if (Date.now() > until) throw new Error('the batch does not end');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  // Between the batch and the look at it the door is shut already.
  expect((await city.visitor.get(`${base}/file/csv`)).statusCode).not.toBe(200);
  await city.store.drain();
  expect((await city.visitor.get(base)).statusCode).toBe(404);
  const [publication] = (await publisher.get('/api/registers/rows/open-data.publication?search=排污')).json<{
    rows: { status: string; problem: string }[];
  }>().rows;
  expect(publication?.status).toBe('withheld');
  expect(publication?.problem).toMatch(/公民身份号码|手机号/);
  expect(publication?.problem).not.toContain('139');
});

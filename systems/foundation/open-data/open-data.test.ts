/** What anybody gets, and what never goes out: identifiers, small groups, a batch that nobody has looked at. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { lake } from '../../../engines/lake/service.ts';
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
};

async function offered(): Promise<Offered> {
  const { resources } = (await publisher.get('/api/open-data/offered')).json<{ resources: Offered[] }>();
  expect(resources.map((each) => each.name)).toEqual(['排污许可信息']);
  return resources[0] as Offered;
}

test('没有发布以前，外面什么也看不到', async () => {
  expect((await city.visitor.get('/api/open-data/datasets')).json()).toEqual({ datasets: [] });
  expect((await city.visitor.get('/api/open-data/datasets/pollution-permits')).statusCode).toBe(404);
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

test('发布后任何人可以看、可以下载五种格式，DCAT 和 CKAN 都找得到', async () => {
  const { id } = await offered();
  const published = await publisher.post('/api/open-data/publications', {
    ...words,
    resource: id,
    fields,
    quasi: [],
  });
  expect(published.statusCode, published.body).toBe(200);
  const base = '/api/open-data/datasets/pollution-permits';
  expect(
    (await city.visitor.get('/api/open-data/datasets?search=环保')).json<{ datasets: unknown[] }>().datasets,
  ).toHaveLength(1);
  expect((await city.visitor.get(`${base}/preview`)).json<{ rows: unknown[] }>().rows).toHaveLength(20);
  const file = async (format: string) => city.visitor.get(`${base}/file/${format}`);
  const csv = await file('csv');
  expect(csv.body.trim().split('\n')).toHaveLength(401);
  expect(csv.body).toContain('许可证编号,统一社会信用代码,主要污染物');
  expect((await file('json')).json<unknown[]>()).toHaveLength(400);
  const xml = (await file('xml')).body;
  expect(xml.match(/<row>/g)).toHaveLength(400);
  expect((await file('xlsx')).rawPayload.subarray(0, 2).toString()).toBe('PK');
  expect((await file('rdf')).body.split('\n').filter((line) => line.startsWith('<'))).toHaveLength(400);
  expect((await file('exe')).statusCode).toBe(400);
  const dcat = (await city.visitor.get('/api/open-data/dcat')).json<{
    'dcat:dataset': Record<string, unknown>[];
  }>();
  expect(dcat['dcat:dataset']).toMatchObject([
    { 'dct:identifier': 'pollution-permits', 'dct:title': '排污许可信息' },
  ]);
  const action = async (name: string) =>
    (await city.visitor.get(`/api/open-data/ckan/api/3/action/${name}`)).json<{
      success: boolean;
      result: unknown;
    }>();
  expect(await action('package_list')).toMatchObject({ success: true, result: ['pollution-permits'] });
  expect(await action('package_show?id=pollution-permits')).toMatchObject({
    success: true,
    result: { name: 'pollution-permits', num_resources: 5 },
  });
  expect(await action('package_show?id=nothing')).toMatchObject({
    success: false,
    error: { __type: 'Not Found Error' },
  });
  expect(await action('package_search?q=排污&rows=1')).toMatchObject({ success: true, result: { count: 1 } });
  expect(await action('organization_list')).toMatchObject({ result: ['city-ecology'] });
  const shown = (await city.visitor.get(base)).json<{ downloads: number }>();
  expect(shown.downloads).toBe(5);
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
  const before = await basin.findDataset(set?.id ?? '');
  expect((await keeper.post(`/api/data-collection/datasets/${set?.id}/collect`)).statusCode).toBe(200);
  const until = Date.now() + 60_000;
  while ((await basin.findDataset(set?.id ?? ''))?.batch === before?.batch) {
    if (Date.now() > until) throw new Error('the batch does not end');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  // Between the batch and the look at it the door is shut already.
  expect((await city.visitor.get('/api/open-data/datasets/pollution-permits/file/csv')).statusCode).not.toBe(
    200,
  );
  await city.store.drain();
  expect((await city.visitor.get('/api/open-data/datasets/pollution-permits')).statusCode).toBe(404);
  const [publication] = (await publisher.get('/api/registers/rows/open-data.publication')).json<{
    rows: { status: string; problem: string }[];
  }>().rows;
  expect(publication?.status).toBe('withheld');
  expect(publication?.problem).toMatch(/公民身份号码|手机号/);
  expect(publication?.problem).not.toContain('139');
});

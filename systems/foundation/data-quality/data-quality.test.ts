/** What doubters and those who answer see: a doubt goes to the source, and 'corrected' needs data that was renewed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { lake } from '../../../engines/lake/service.ts';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import system from './system.ts';

let city: TestCity;
let steward: Caller;
let market: Caller;
let ecology: Caller;
beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, system], demo: true });
  await city.store.drain();
  steward = await city.as('quality-1');
  market = await city.as('quality-2');
  ecology = await city.as('quality-3');
}, 240_000);
afterAll(() => city.close());

async function list<T>(who: Caller, register: string, where: object): Promise<readonly T[]> {
  const reply = await who.get(
    `/api/registers/rows/${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: T[] }>().rows;
}

async function act(who: Caller, id: string, action: string, more: object = {}) {
  const read = await who.get(`/api/registers/rows/data-quality.dispute/${id}`);
  const version = read.statusCode === 200 ? read.json<{ row: { version: number } }>().row.version : 1;
  return who.post(`/api/flow/cases/data-quality.dispute/${id}/acts`, { version, action, ...more });
}

interface Shown {
  readonly departments: readonly { department: string; score: number; before: number; datasets: number }[];
  readonly datasets: readonly {
    id: string;
    name: string;
    score: number;
    rules: number;
    shares: Record<string, number | null>;
  }[];
  readonly resources: readonly { name: string; dataset: string; score: number }[];
}

test('六个维度各有各的数，没有规则的维度没有数；部门只看见自己的', async () => {
  const { datasets, departments, resources } = (
    await steward.get('/api/data-quality/overview')
  ).json<Shown>();
  expect(datasets).toHaveLength(3);
  const firms = datasets.find((each) => each.name === '市场主体登记信息');
  // 05: on time, and no firm founded within half a year.
  expect(firms?.shares).toMatchObject({ '02': 1, '04': null, '05': 0.5, '06': 1 });
  expect(firms?.shares['03']).toBeLessThan(1);
  expect(resources.map(({ dataset, score }) => [dataset, score])).toContainEqual([firms?.id, firms?.score]);
  expect(departments).toHaveLength(3);
  const market0 = departments.find(({ department }) => department === 'city-market-supervision');
  // One dataset: its score is the department's; a month ago stands in the kept scores.
  expect(market0).toMatchObject({ score: firms?.score, datasets: 1, before: expect.any(Number) });
  const own = (await market.get('/api/data-quality/overview')).json<Shown>();
  expect(own.datasets.map((each) => each.name)).toEqual(['市场主体登记信息']);
  expect(own.departments.map(({ department }) => department)).toEqual(['city-market-supervision']);
});

test('提出疑义，没有更新就说已更正不行；源头更正重新采集后才行，提出部门确认', async () => {
  const [entry] = await list<{ id: string }>(ecology, 'data-catalogue.resource', {
    name: '市场主体登记信息',
  });
  const values = {
    resource: entry?.id,
    title: '经营状态不符',
    rowKey: 'x',
    field: 'status',
    doubt: '现场已注销',
  };
  const open = (who: Caller, more: object = {}) =>
    who.post('/api/flow/cases/data-quality.dispute', { values: { ...values, ...more } });
  expect((await open(ecology, { field: 'nothing' })).json()).toMatchObject({
    code: 'data-quality.unknownField',
  });
  expect((await open(market)).statusCode).toBe(403);
  const opened = await open(ecology);
  expect(opened.statusCode, opened.body).toBeLessThan(300);
  const { id } = opened.json<{ id: string }>();
  const finding = { values: { finding: '已按现场情况更正' } };
  expect((await act(market, id, 'corrected', finding)).json()).toMatchObject({
    code: 'data-quality.notCorrected',
  });

  const keeper = await city.as('data-2');
  const [set] = await list<{ id: string; source: string }>(keeper, 'data-collection.dataset', {
    code: 'market-firms',
  });
  const basin = city.services.use(lake);
  const before = await basin.findDataset(set?.id ?? '');
  city.clock.advance(60_000);
  const folder = basin.dropFolder(set?.source ?? '');
  await writeFile(
    path.join(folder, 'market-firms-2.csv'),
    '统一社会信用代码,企业名称,注册资本（万元）,成立日期,经营状态,所在乡镇\n91110000600037341L,演示企业,1,2001-01-01,注销,文峰街道\n',
  );
  await writeFile(path.join(folder, 'market-firms-2.csv.done'), '');
  expect((await keeper.post(`/api/data-collection/datasets/${set?.id}/collect`)).statusCode).toBe(200);
  const until = Date.now() + 60_000;
  while ((await basin.findDataset(set?.id ?? ''))?.batch === before?.batch) {
    if (Date.now() > until) throw new Error('the batch does not end');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const done = await act(market, id, 'corrected', finding);
  expect(done.statusCode, done.body).toBe(200);
  expect((await act(ecology, id, 'again', { opinion: '还差一条' })).statusCode).toBe(200);
  expect((await act(market, id, 'uphold', finding)).statusCode).toBe(200);
  expect((await act(ecology, id, 'accept')).statusCode).toBe(200);
  const [closed] = await list<{ status: string }>(steward, 'data-quality.dispute', {});
  expect(closed?.status).toBe('closed');
});

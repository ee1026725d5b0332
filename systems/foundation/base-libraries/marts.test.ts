/** What the owners of themes, their readers and everybody else see of the seven marts, and the way of a column from source to contract. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lake } from '../../../engines/lake/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import catalogue from '../data-catalogue/system.ts';
import { dataset } from '../data-collection/contract.ts';
import collection from '../data-collection/system.ts';
import quality from '../data-quality/system.ts';
import sharing from '../data-sharing/system.ts';
import { findLibrary } from './data/libraries.ts';
import { findMart, marts } from './data/marts.ts';
import type { LineageReply } from './routes/lineage-routes.ts';
import type { MartReply } from './routes/mart-routes.ts';
import system from './system.ts';

let city: TestCity;
let steward: Caller;
let owner: Caller;
let police: Caller;
beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, quality, sharing, system], demo: true });
  await city.store.drain();
  [steward, owner, police] = (await Promise.all(
    ['library-1', 'library-10', 'library-2'].map((account) => city.as(account)),
  )) as [Caller, Caller, Caller];
}, 400_000);
afterAll(() => city.close());

const at = '/api/base-libraries/marts';
const look = async (code: string) => (await steward.get(`${at}/${code}`)).json<MartReply>();

async function datasetOf(code: string) {
  const filter = { field: 'code', is: 'equal', value: code } as const;
  const [row] = await city.services
    .use(registers)
    .of(dataset)
    .trusted.findMany(city.store.db, { filter, limit: 1 });
  return row;
}

async function rowsOf(code: string) {
  const reply = await steward.get(`${at}/${code}/rows?size=100`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: Record<string, unknown>[]; total: number }>();
}

test('七个主题都有数据，检验全部通过，每一列说得出来源', async () => {
  for (const { code } of marts) {
    const about = await look(code);
    expect(about.problem, code).toBeNull();
    expect(about.rows, code).toBeGreaterThan(0);
    expect(
      about.tests.filter((each) => each.failed !== 0),
      code,
    ).toEqual([]);
    expect(
      about.fields.every((field) => field.origins.length > 0 && field.how !== '未知'),
      code,
    ).toBe(true);
    expect((await rowsOf(code)).total).toBe(about.rows);
  }
});

test('主题之间的数对得上来源：社保只有十人以上的组，信用只列存续企业，环境标出已注销的', async () => {
  const social = (await rowsOf('social-security')).rows;
  expect(social.every((row) => Number(row['people']) >= 10)).toBe(true);
  const basin = city.services.use(lake);
  const alive = (await basin.subject(findLibrary('legal-entity')?.dataset ?? ''))?.summary.whole.rows;
  expect((await look('credit')).rows).toBe(alive);
  const permits = (await rowsOf('environment')).rows;
  expect(permits.filter((row) => row['mismatched'] === true).every((row) => row['valid'] === true)).toBe(
    true,
  );
});

test('责任部门看得到自己的，别的部门看不到也不能加工；只有一个区划的人看不到全市的', async () => {
  const codes = async (who: Caller) =>
    (await who.get(at)).json<{ marts: { code: string }[] }>().marts.map((each) => each.code);
  expect(await codes(owner)).toEqual(['credit']);
  expect(await codes(police)).toEqual(['transport']);
  expect((await police.get(`${at}/credit`)).json()).toMatchObject({ code: 'base-libraries.noLibrary' });
  expect((await police.post(`${at}/transport/build`)).statusCode).toBe(403);
  expect((await owner.post(`${at}/market/build`)).statusCode).toBe(404);
  expect((await city.visitor.get(at)).statusCode).toBe(401);
  await city.access.admin.createSubject({
    account: 'county-theme',
    name: '测试人',
    kind: 'official',
    mustChange: false,
    posts: [{ role: 'base-libraries:reader', department: 'city-data-resources', area: '341202000000' }],
  });
  expect(await codes(await city.as('county-theme'))).toEqual([]);
});

test('自己进入目录，可以按目录申请共享', async () => {
  const where = encodeURIComponent(JSON.stringify({ name: '信用主题库' }));
  const [entry] = (await steward.get(`/api/registers/rows/data-catalogue.resource?where=${where}`)).json<{
    rows: Record<string, unknown>[];
  }>().rows;
  expect(entry).toMatchObject({ itemCode: '208', mounted: true, origin: 'subject' });
});

test('一列从部门来源走到主题，两个方向都走得通，不给出任何值', async () => {
  const firms = findLibrary('legal-entity')?.dataset ?? '';
  const credit = findMart('credit')?.dataset ?? '';
  const walk = async (id: string, field: string, who = steward) => {
    const reply = await who.get(`/api/base-libraries/lineage/${id}?field=${field}`);
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json<LineageReply>();
  };
  const back = await walk(credit, 'tax_status');
  const steps = back.edges.map((edge) => `${edge.from.table} ${edge.from.field} > ${edge.to.table}`);
  const payers = (await datasetOf('tax-payers'))?.id ?? '';
  expect(steps).toContain(`${firms} tax_status > ${credit}`);
  expect(steps).toContain(`${payers} tax_status > ${firms}`);
  expect(steps.some((step) => step.endsWith(`> ${payers}`))).toBe(true);
  expect(back.tables.map((table) => table.layer).toSorted()).toEqual([
    'source',
    'standard',
    'subject',
    'subject',
  ]);
  const on = await walk(payers, 'tax_status');
  expect(on.edges.map((edge) => edge.to.table)).toEqual(expect.arrayContaining([firms, credit]));
  // A department that does not read sources sees that there is one, not which.
  expect((await walk(credit, 'tax_status', owner)).tables.length).toBe(4);
  expect((await steward.get(`/api/base-libraries/lineage/${credit}?field=nothing`)).json()).toMatchObject({
    code: 'base-libraries.noField',
  });
  expect(
    (await steward.get('/api/base-libraries/lineage/0192f0a0-6f00-7c11-8a01-5d1f6a7b0fff')).statusCode,
  ).toBe(404);
});

test('来源更新后，主题跟着更新', async () => {
  const basin = city.services.use(lake);
  const id = findMart('credit')?.dataset ?? '';
  const set = await datasetOf('market-penalties');
  const before = await basin.findDataset(id);
  const [firm] = (await rowsOf('credit')).rows;
  const code = String(firm?.['credit_code']);
  const keeper = await city.as('data-2');
  const head = '决定书文号,统一社会信用代码,违法事由,罚没金额（元）,决定日期\n';
  const give = async (name: string, lines: string) => {
    city.clock.advance(60_000);
    const file = path.join(basin.dropFolder(set?.source ?? ''), name);
    await writeFile(file, head + lines);
    await writeFile(`${file}.done`, '');
    expect((await keeper.post(`/api/data-collection/datasets/${set?.id}/collect`)).statusCode).toBe(200);
  };
  await give('market-penalties-2.csv', `新1,${code},演示,700,2026-11-01\n`);
  await vi.waitFor(async () => expect((await basin.findDataset(id))?.batch).not.toBe(before?.batch), {
    timeout: 60_000,
    interval: 200,
  });
  const now = (await rowsOf('credit')).rows.find((row) => row['credit_code'] === code);
  expect(now).toMatchObject({ penalties: 1, fines: '700' });
});

/** What the keepers of the libraries, the departments behind them and those who look up see: one record out of several tables, doubts to the source, yes or no. */
import { createHmac, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lake } from '../../../engines/lake/service.ts';
import { textToSign } from '../../../engines/lake/contract.ts';
import { registers } from '../../../engines/registers/service.ts';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import catalogue from '../data-catalogue/system.ts';
import { dataset } from '../data-collection/contract.ts';
import collection from '../data-collection/system.ts';
import quality from '../data-quality/system.ts';
import sharing from '../data-sharing/system.ts';
import { findLibrary } from './data/libraries.ts';
import type { LibraryReply } from './routes/library-routes.ts';
import type { RecordReply, RecordRow } from './routes/record-routes.ts';
import system from './system.ts';

let city: TestCity;
let steward: Caller;
let reader: Caller;
let police: Caller;
let health: Caller;
let checker: Caller;
beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, quality, sharing, system], demo: true });
  await city.store.drain();
  [steward, reader, police, health, checker] = (await Promise.all(
    ['library-1', 'library-8', 'library-2', 'library-3', 'library-9'].map((account) => city.as(account)),
  )) as [Caller, Caller, Caller, Caller, Caller];
}, 400_000);
afterAll(() => city.close());

const at = '/api/base-libraries/libraries';

async function look(who: Caller, code: string): Promise<LibraryReply> {
  const reply = await who.get(`${at}/${code}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<LibraryReply>();
}

async function records(who: Caller, code: string, filter: object = {}, size = 20) {
  const reply = await who.post(`${at}/${code}/records`, { filter, size });
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: RecordRow[]; total: number }>();
}

async function read(who: Caller, code: string, id: string): Promise<RecordReply> {
  const reply = await who.get(`${at}/${code}/records/${id}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<RecordReply>();
}

const population = findLibrary('population')?.dataset ?? '';

/** A person's real values, for the test alone. */
async function person(filter: object) {
  const found = await city.services.use(lake).record({ dataset: population, filter, clearance: 'sensitive' });
  expect(found).toBeDefined();
  return { number: String(found?.values['id_card']), name: String(found?.values['name']) };
}

test('每个数都点得到它的记录，规模、覆盖、完整、不一致都对得上', async () => {
  const about = await look(steward, 'population');
  expect(about.sources.map((source) => source.id)).toEqual([
    'household',
    'resident',
    'marriage',
    'death',
    'insured',
  ]);
  expect(about.problem).toBeNull();
  expect(about.whole.rows).toBeGreaterThan(900);
  expect((await records(steward, 'population', { ended: false })).total).toBe(about.whole.rows);
  expect((await records(steward, 'population', { ended: true })).total).toBe(about.whole.ended);
  expect(about.whole.ended).toBeGreaterThan(20);
  for (const [index, { id, rejected }] of about.sources.entries()) {
    const covered = about.whole.sources[index] ?? 0;
    expect((await records(steward, 'population', { ended: false, inSource: id })).total).toBe(covered);
    const list = (await steward.get(`${at}/population/rejected?source=${id}`)).json<{
      rows: object[];
      total: number;
    }>();
    expect(list.total).toBe(rejected);
    expect(list.rows).toHaveLength(Math.min(50, rejected));
  }
  expect(about.sources.find((source) => source.id === 'resident')?.rejected).toBeGreaterThan(0);
  for (const [index, { name, key }] of about.fields.entries()) {
    if (key) continue;
    const [lacking, conflict] = [
      await records(steward, 'population', { ended: false, lacks: name }),
      await records(steward, 'population', { conflict: name }),
    ];
    expect(about.whole.rows - (about.whole.filled[index] ?? 0), name).toBe(lacking.total);
    expect(about.whole.conflicts[index], name).toBe(conflict.total);
  }
  for (const { area, rows } of about.areas.filter((each) => each.area !== ''))
    expect((await records(steward, 'population', { area, ended: false })).total, area).toBe(rows);
  expect(about.areas.reduce((sum, each) => sum + (each.rows ?? 0), 0)).toBe(about.whole.rows);
  const won = about.won.map((each) => each.reduce((sum, count) => sum + count, 0));
  expect(won.slice(1)).toEqual(about.whole.filled.slice(1));
});

test('只管一个县的只看到本县的统计和记录，来源部门看不到按区划的人数', async () => {
  await city.access.admin.createSubject({
    account: 'county-reader',
    name: '测试人',
    kind: 'official',
    mustChange: false,
    posts: [{ role: 'base-libraries:reader', department: 'city-data-resources', area: '341202000000' }],
  });
  const county = await city.as('county-reader');
  const about = await look(county, 'population');
  expect(about.areas.map(({ area }) => area)).toEqual(['341202']);
  expect((await records(county, 'population', { ended: false })).total).toBe(about.areas[0]?.rows);
  expect((await look(police, 'population')).areas).toEqual([]);
});

test('记录脱敏，每项说得出来源；说明理由才看得到一项原值，处处不留个人信息', async () => {
  const { rows } = await records(steward, 'population', { conflict: 'name' });
  const [row] = rows;
  const shown = await read(steward, 'population', row?.id ?? '');
  const real = await person({ id: row?.id });
  expect(JSON.stringify(shown)).not.toContain(real.number);
  expect(JSON.stringify(shown)).not.toContain(real.name);
  expect(shown.conflicts.find((each) => each.field === 'name')?.given.map((each) => each.counts)).toContain(
    true,
  );
  expect(shown.origins['name']?.source).toBe('household');
  expect(shown.mayReveal).toBe(false);
  const reveal = (who: Caller, body: object) => who.post(`${at}/population/records/${row?.id}/reveal`, body);
  expect((await reveal(steward, { field: 'name' })).statusCode).toBe(403);
  expect((await reveal(reader, { field: 'nothing' })).json()).toMatchObject({
    code: 'base-libraries.noRecord',
  });
  const refused = await reveal(reader, { field: 'name', reason: '群众来访核对' });
  expect(refused.json()).toMatchObject({ code: 'access.purposeNeeded' });
  expect(refused.body).not.toContain(real.name);
  const state = (given: object) =>
    reader.post('/api/access/purposes', { object: 'base-libraries.population', row: row?.id, ...given });
  expect((await state({ purpose: 'request', reason: ' ' })).statusCode).toBe(400);
  expect((await state({ purpose: 'curiosity', reason: '看看' })).json()).toMatchObject({
    code: 'access.unknownPurpose',
  });
  expect((await state({ purpose: 'case', reason: '办件' })).json()).toMatchObject({
    code: 'access.caseNeeded',
  });
  expect((await state({ purpose: 'request', reason: '群众来访核对' })).statusCode).toBe(200);
  expect((await reveal(reader, { field: 'name' })).json()).toEqual({ value: real.name });
  // By number: in the body, as somebody writes it; without knowing it there is no way to ask.
  const found = await records(reader, 'population', { key: real.number.toLowerCase() });
  expect(found.rows.map((each) => each.id)).toEqual([row?.id]);
  expect((await records(reader, 'population', { key: "' or true --" })).total).toBe(0);
  const stranger = '0192f0a0-6f00-7c11-8a01-5d1f6a7b0099.1';
  expect((await steward.get(`${at}/population/records/${stranger}`)).json()).toMatchObject({
    code: 'base-libraries.noRecord',
  });
});

test('部门只看到自己给过的记录，主题库只给有权的部门', async () => {
  const about = await look(police, 'population');
  const [own] = [about.sources.findIndex((source) => source.id === 'household')];
  const mine = await records(police, 'population', { ended: false });
  expect(mine.total).toBe(about.whole.sources[own]);
  expect((await records(police, 'population', { notInSource: 'household' })).total).toBe(0);
  const list = async (who: Caller) =>
    (await who.get(at)).json<{ libraries: { code: string }[] }>().libraries.map((each) => each.code);
  expect(await list(steward)).toEqual([
    'population',
    'legal-entity',
    'macro-economy',
    'natural-resources',
    'licence-index',
    'video-index',
    'subsistence-families',
    'aged-people',
    'key-firms',
  ]);
  expect(await list(police)).toEqual(['population', 'video-index']);
  expect(await list(health)).toEqual(['population', 'aged-people']);
  expect((await police.get(`${at}/subsistence-families`)).json()).toMatchObject({
    code: 'base-libraries.noLibrary',
  });
  expect((await checker.post(`${at}/population/records`, {})).statusCode).toBe(404);
  expect((await checker.post(`${at}/subsistence-families/records`, {})).statusCode).toBe(200);
  expect((await city.visitor.get(at)).statusCode).toBe(401);
});

test('主题库：低保对象都在有效期内且在册，高龄老人都满八十，重点企业都过五百万', async () => {
  for (const code of ['subsistence-families', 'aged-people', 'key-firms']) {
    const about = await look(steward, code);
    expect(about.whole.rows, code).toBeGreaterThan(0);
    expect(about.problem).toBeNull();
  }
  const basin = city.services.use(lake);
  const all = async (code: string, fields: readonly string[]) => {
    const rows = [];
    const id = findLibrary(code)?.dataset ?? '';
    for await (const row of basin.eachRow({ dataset: id, fields, most: 5000 })) rows.push(row);
    return rows;
  };
  const old = await all('aged-people', ['birth_date']);
  expect(old.every((row) => String(row['birth_date']) <= '1946-11-23')).toBe(true);
  const poor = await all('subsistence-families', ['valid_until']);
  expect(poor.every((row) => String(row['valid_until']) >= '2026-11-23')).toBe(true);
  const firms = await all('key-firms', ['tax_paid']);
  expect(firms.every((row) => Number(row['tax_paid']) >= 500)).toBe(true);
});

test('宏观经济：取最新发布的版本，历次发布看得到', async () => {
  const { rows, total } = await records(steward, 'macro-economy', { area: '341202' }, 100);
  expect(total).toBe(16);
  const final = rows.find((row) => row.values['period'] === '2024' && row.values['indicator'] === 'GDP');
  expect(final?.values['version']).toBe('核定');
  const shown = await read(steward, 'macro-economy', final?.id ?? '');
  expect(shown.versions.map((each) => each['version'])).toEqual(['核定', '快报']);
  expect(shown.versions[0]?.['value']).toBe(final?.values['value']);
});

test('核验只答是否一致，每次都要说用途并留下记录', async () => {
  const [row] = (await records(steward, 'population', { ended: false, inSource: 'household' })).rows;
  const real = await person({ id: row?.id });
  const ask = async (body: object, who = checker) =>
    who.post(`${at}/population/check`, {
      number: real.number,
      name: real.name,
      purpose: 'service',
      basis: 'BJ-2026-001',
      ...body,
    });
  expect((await ask({})).json()).toEqual({ matches: true });
  const wide = real.number.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  expect((await ask({ number: wide, name: ` ${real.name} ` })).json()).toEqual({ matches: true });
  // Wrong name, unknown number and somebody who has died: the same answer.
  const dead = await person({ ended: true });
  for (const wrong of [{ name: '不是他' }, { number: '110105194912310021' }, dead])
    expect((await ask(wrong)).json()).toEqual({ matches: false });
  for (const bad of [{ name: ' ' }, { name: '·' }, { purpose: 'curiosity' }, { basis: '' }, { number: '' }])
    expect((await ask(bad)).statusCode).toBe(400);
  expect((await ask({}, police)).statusCode).toBe(403);
  const kept = (await checker.get('/api/registers/rows/base-libraries.check?size=50')).json<{
    rows: Record<string, unknown>[];
  }>();
  expect(kept.rows).toHaveLength(5);
  expect(JSON.stringify(kept.rows)).not.toContain(real.number);
  expect(
    (
      await checker.post(`${at}/macro-economy/check`, {
        number: '1',
        name: '2',
        purpose: 'law',
        basis: '无编号',
      })
    ).json(),
  ).toMatchObject({
    code: 'base-libraries.noCheck',
  });
});

test('不一致转给没被采用的来源部门，限时核实；源头更正后重新建库，不一致消失', async () => {
  const { rows } = await records(steward, 'population', { conflict: 'name', inSource: 'resident' });
  const row = rows[0];
  const doubt = (who: Caller, body: object) => who.post(`${at}/population/records/${row?.id}/doubts`, body);
  const given = { field: 'name', source: 'resident', reason: '与户籍登记姓名不一致，请核实' };
  expect((await doubt(police, given)).statusCode).toBe(403);
  expect((await doubt(steward, { ...given, source: 'household' })).json()).toMatchObject({
    code: 'base-libraries.ownSource',
  });
  expect((await doubt(steward, { ...given, field: 'nation' })).json()).toMatchObject({
    code: 'base-libraries.noConflict',
  });
  const opened = await doubt(steward, given);
  expect(opened.statusCode, opened.body).toBe(200);
  const { id, number } = opened.json<{ id: string; number: string }>();
  expect((await doubt(steward, given)).json()).toMatchObject({ code: 'base-libraries.alreadyDoubted' });
  const shown = await read(steward, 'population', row?.id ?? '');
  const said = shown.conflicts.find((each) => each.field === 'name')?.given ?? [];
  expect(said.find((each) => each.source === 'resident')?.doubt).toEqual({ id, number });
  // The health commission has it on its table with a limit.
  const held = (await health.get(`/api/registers/rows/data-quality.dispute/${id}`)).json<{
    row: Record<string, unknown>;
  }>();
  expect(held.row).toMatchObject({ stage: 'verify', provider: 'city-health', field: 'name' });
  expect(held.row['stageDueAt']).not.toBeNull();

  const real = await person({ id: row?.id });
  const db = city.store.db;
  const filter = { field: 'code', is: 'equal', value: 'health-residents' } as const;
  const [set] = await city.services.use(registers).of(dataset).trusted.findMany(db, { filter, limit: 1 });
  city.clock.advance(60_000);
  const basin = city.services.use(lake);
  const before = await basin.findDataset(population);
  await writeFile(
    path.join(basin.dropFolder(set?.source ?? ''), 'health-residents-2.csv'),
    `档案编号,身份证号,姓名,性别,联系电话,居住区划,更新日期\nJK999999,${real.number},${real.name},,,,2026-11-20\n`,
  );
  await writeFile(path.join(basin.dropFolder(set?.source ?? ''), 'health-residents-2.csv.done'), '');
  expect((await health.post(`/api/data-collection/datasets/${set?.id}/collect`)).statusCode).toBe(200);
  await vi.waitFor(async () => expect((await basin.findDataset(population))?.batch).not.toBe(before?.batch), {
    timeout: 60_000,
    interval: 200,
  });
  expect((await records(steward, 'population', { conflict: 'name', key: real.number })).total).toBe(0);
  // The record is another one now: the old address says so.
  expect((await steward.get(`${at}/population/records/${row?.id}`)).json()).toMatchObject({
    code: 'base-libraries.noRecord',
  });
});

test('自己进入目录，经共享申请后照样逐次调用、凭证可验', async () => {
  const list = async (who: Caller, register: string, where: object) =>
    (
      await who.get(
        `/api/registers/rows/${register}?size=50&where=${encodeURIComponent(JSON.stringify(where))}`,
      )
    ).json<{ rows: { id: string; version: number; itemCode?: string; mounted?: boolean }[] }>().rows;
  const [entry] = await list(steward, 'data-catalogue.resource', { name: '法人单位基础库' });
  expect(entry).toMatchObject({ itemCode: '102', mounted: true, origin: 'subject', shareType: '2' });
  const asker = await city.as('share-3');
  const [app] = await list(asker, 'data-sharing.application', {});
  const opened = await asker.post('/api/flow/cases/data-sharing.request', {
    values: {
      resource: entry?.id,
      application: app?.id,
      title: '核对企业名称',
      basis: '《排污许可管理条例》第七条',
      purpose: '核对申请单位',
      fieldNames: 'credit_code\nname\nstatus',
      callsPerDay: 10,
      until: '2099-12-31',
    },
  });
  expect(opened.statusCode, opened.body).toBeLessThan(300);
  const basin = city.services.use(lake);
  const id = findLibrary('legal-entity')?.dataset ?? '';
  expect(await basin.isServed(id)).toBe(true);
  const key = await basin.issueKey(app?.id ?? '');
  const [sample] = (await basin.rows({ dataset: id, size: 1, clearance: 'public' })).rows;
  const call = {
    app: app?.id ?? '',
    contract: '0192f0a0-6f00-7c11-8a01-5d1f6a7b00aa',
    at: city.clock.now().toISOString(),
    nonce: randomBytes(16).toString('hex'),
    query: `key=${String(sample?.['credit_code'])}`,
  };
  const signature = createHmac('sm3', key).update(textToSign(call)).digest('hex');
  const reply = await basin.call({ ...call, signature }, async () => ({
    department: 'city-ecology',
    provider: 'city-data-resources',
    dataset: id,
    purpose: '核对',
    fields: [{ name: 'name', masked: false }],
    rows: {},
    callsPerDay: 5,
  }));
  expect(reply.rows).toEqual([{ name: sample?.['name'] }]);
});

/** A rule's life over HTTP: written, tried, published, asked with its reasons, changed for later, ended; and who may do what. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import type { VersionInfo } from '../contract.ts';
import type { DecisionModel } from '../dmn/decision-model.ts';
import { rules } from '../service.ts';
import type { DecisionTable } from '../table/decision-table.ts';
import { feeTable, soundRows } from '../test-support/fee-table.ts';

let city: TestCity;
let editor: Caller;
let publisher: Caller;
let outsider: Caller;
const department = 'city-urban-management';

beforeAll(async () => {
  city = await openTestCity({ demo: true, systems: [] });
  async function official(account: string, role: string, area: string, where: string): Promise<Caller> {
    const posts = [{ role, department: where, area }];
    const made = await city.access.admin.createSubject({
      account,
      name: account,
      kind: 'official',
      posts,
      mustChange: false,
    });
    return city.as(made.id);
  }
  editor = await official('bian', 'rules:editor', '341200000000', department);
  publisher = await official('fa', 'rules:publisher', '341200000000', department);
  outsider = await official('wai', 'rules:editor', '341203000000', 'yingdong-urban-management');
});
afterAll(() => city.close());

const fee = (车型: string, 分钟: number) => ({ input: { 车型, 分钟 } });
const tests = [{ id: 't1', name: '小型三小时', input: { 车型: '小型', 分钟: 180 }, expected: 7 }];

async function create(key: string, table: DecisionTable = feeTable('U', soundRows)): Promise<string> {
  const reply = await editor.post('/api/rules/rules', { key, title: '停车收费', department, table });
  expect(reply.statusCode).toBe(200);
  return reply.json<{ version: string }>().version;
}

async function read(id: string): Promise<VersionInfo> {
  return (await editor.get(`/api/rules/versions/${id}`)).json<VersionInfo>();
}

function tableOf(version: VersionInfo): DecisionTable {
  const { logic } = (version.model as DecisionModel).decisions[0] ?? {};
  if (logic?.kind !== 'table') throw new Error('no table');
  return logic.table;
}

describe('规则从起草到停用', () => {
  test('没有用例不能发布，用例不过不能发布，过了才能;发布后按版本裁决并说明理由', async () => {
    const id = await create('parking-a');
    const publish = (revision: number) => publisher.post(`/api/rules/versions/${id}/publish`, { revision });
    expect((await publish(1)).json()).toMatchObject({ code: 'rules.noTests' });
    const wrong = [{ ...tests[0], expected: 8 }];
    expect((await editor.patch(`/api/rules/versions/${id}`, { revision: 1, tests: wrong })).json()).toEqual({
      id,
      revision: 2,
    });
    expect((await publish(2)).json()).toMatchObject({
      code: 'rules.testsFail',
      problems: [{ path: 'tests.t1' }],
    });
    await editor.patch(`/api/rules/versions/${id}`, { revision: 2, tests });
    expect((await editor.post('/api/rules/decisions/parking-a', fee('小型', 200))).json()).toMatchObject({
      code: 'rules.noVersion',
    });
    expect((await publish(3)).statusCode).toBe(200);

    const decided = (await editor.post('/api/rules/decisions/parking-a', fee('小型', 200))).json();
    expect(decided).toMatchObject({
      value: 9,
      rule: 'parking-a',
      version: 1,
      versionId: id,
      matched: [{ table: '停车收费', rows: [{ id: 'r3', row: 3 }] }],
      warnings: [],
    });
    const again = (
      await editor.post('/api/rules/decisions/parking-a', { input: { 分钟: 200, 车型: '小型' } })
    ).json();
    expect(again.inputDigest).toBe(decided.inputDigest);
    expect((await editor.post('/api/rules/decisions/parking-a', fee('摩托', 1))).json()).toMatchObject({
      code: 'rules.value',
    });

    const fixed = await editor.patch(`/api/rules/versions/${id}`, { revision: 4, tests: [] });
    expect(fixed.json()).toMatchObject({ code: 'rules.notDraft' });
  });

  test('表有重叠不能发布，错误说出是哪几行', async () => {
    const id = await create('parking-b', feeTable('U', ['- | <= 30 | 0', '- | >= 30 | 1']));
    const reply = await publisher.post(`/api/rules/versions/${id}/publish`, { revision: 1 });
    expect(reply.json()).toMatchObject({
      code: 'rules.tableBroken',
      problems: [{ message: '第 1、2 行同时适用：停放分钟 30' }],
    });
  });

  test('新版本到生效时间才起作用，过去的时间仍按旧版本', async () => {
    const first = await create('parking-c');
    await editor.patch(`/api/rules/versions/${first}`, { revision: 1, tests });
    await publisher.post(`/api/rules/versions/${first}/publish`, { revision: 2 });
    const { rule } = await read(first);
    const draft = (await editor.post(`/api/rules/rules/${rule.id}/draft`)).json<{ id: string }>();
    expect((await editor.post(`/api/rules/rules/${rule.id}/draft`)).json()).toMatchObject({
      code: 'rules.draftExists',
    });

    const table = tableOf(await read(draft.id));
    const cheaper = {
      ...table,
      rules: table.rules.map((one) => (one.id === 'r2' ? { ...one, outputs: ['3'] } : one)),
    };
    const of = (await read(draft.id)).decision;
    await editor.patch(`/api/rules/versions/${draft.id}`, { revision: 1, table: { of, value: cheaper } });
    const past = { revision: 2, effectiveFrom: '2026-01-01T00:00:00+08:00' };
    expect((await publisher.post(`/api/rules/versions/${draft.id}/publish`, past)).json()).toMatchObject({
      code: 'rules.inPast',
    });
    const later = { revision: 2, effectiveFrom: '2026-12-01T00:00:00+08:00' };
    expect((await publisher.post(`/api/rules/versions/${draft.id}/publish`, later)).statusCode).toBe(200);

    const ask = async (at?: string) =>
      (
        await editor.post('/api/rules/decisions/parking-c', { ...fee('小型', 60), ...(at ? { at } : {}) })
      ).json();
    expect(await ask('2026-12-01T00:00:00+08:00')).toMatchObject({ value: 3, version: 2 });
    expect(await ask()).toMatchObject({ value: 5, version: 1 });
    expect(await ask('2026-11-30T23:59:59+08:00')).toMatchObject({ value: 5, version: 1 });
    expect(await ask('2026-01-01T00:00:00+08:00')).toMatchObject({ code: 'rules.noVersion' });
    expect((await read(first)).current).toBe(true);
    expect((await read(draft.id)).current).toBe(false);
  });

  test('停用要说原因，停用后没有生效版本', async () => {
    const id = await create('parking-d');
    await editor.patch(`/api/rules/versions/${id}`, { revision: 1, tests });
    await publisher.post(`/api/rules/versions/${id}/publish`, { revision: 2 });
    expect((await publisher.post(`/api/rules/versions/${id}/retire`, { reason: ' ' })).statusCode).toBe(400);
    expect(
      (await publisher.post(`/api/rules/versions/${id}/retire`, { reason: '收费办法废止' })).statusCode,
    ).toBe(200);
    expect(
      (await publisher.post(`/api/rules/versions/${id}/retire`, { reason: '再停' })).json(),
    ).toMatchObject({ code: 'rules.notInForce' });
    await expect
      .poll(async () => (await editor.post('/api/rules/decisions/parking-d', fee('小型', 1))).json().code, {
        timeout: 30_000,
      })
      .toBe('rules.noVersion');
    expect(await read(id)).toMatchObject({
      state: 'retired',
      endedBecause: '收费办法废止',
      publishedBy: 'fa',
    });
  });

  test('两人同时改一份草稿，后一个要先看新内容;删掉唯一的草稿，规则也没有了', async () => {
    const id = await create('parking-e');
    await editor.patch(`/api/rules/versions/${id}`, { revision: 1, source: '甲' });
    expect(
      (await editor.patch(`/api/rules/versions/${id}`, { revision: 1, source: '乙' })).json(),
    ).toMatchObject({ code: 'city.stale' });
    expect((await editor.del(`/api/rules/versions/${id}`)).statusCode).toBe(200);
    expect((await editor.get(`/api/rules/versions/${id}`)).json()).toMatchObject({ code: 'rules.unknown' });
    const list = (await editor.get('/api/rules/rules?text=parking-e')).json();
    expect(list).toEqual({ rules: [], total: 0 });
  });
});

describe('DMN 文件的进出', () => {
  test('导出的文件原样导入成另一条规则，一字不差地再导出', async () => {
    const id = await create('parking-f');
    const xml = (await editor.get(`/api/rules/versions/${id}/dmn`)).body;
    const copy = await editor.post('/api/rules/rules', { key: 'parking-g', title: '副本', department, xml });
    const version = copy.json<{ version: string }>().version;
    const out = await editor.get(`/api/rules/versions/${version}/dmn`);
    expect(out.body).toBe(xml);
    expect(out.headers['content-disposition']).toContain(encodeURIComponent('副本-第1版.dmn'));
  });

  test('坏文件、两者都给、都不给，都说清楚', async () => {
    const make = (more: object) =>
      editor.post('/api/rules/rules', { key: 'parking-h', title: '坏', department, ...more });
    expect((await make({ xml: '<a/>' })).json()).toMatchObject({ code: 'rules.dmn' });
    expect((await make({})).json()).toMatchObject({ code: 'city.invalid' });
    expect((await make({ xml: '<a/>', table: feeTable('U', []) })).json()).toMatchObject({
      code: 'city.invalid',
    });
    expect(
      (await editor.post('/api/rules/rules', { key: 'x', title: '坏', department, xml: '<a/>' })).json(),
    ).toMatchObject({
      problems: [{ path: 'key', message: expect.stringContaining('小写英文字母') as string }],
    });
  });

  test('编号不能重复', async () => {
    await create('parking-i');
    const again = await editor.post('/api/rules/rules', {
      key: 'parking-i',
      title: '又一个',
      department,
      table: feeTable('U', soundRows),
    });
    expect(again.json()).toMatchObject({ code: 'rules.keyTaken' });
  });
});

describe('谁能做什么', () => {
  test('别的区看不到也改不了本部门的规则，但可以运用', async () => {
    const id = await create('parking-j');
    await editor.patch(`/api/rules/versions/${id}`, { revision: 1, tests });
    expect((await outsider.get(`/api/rules/versions/${id}`)).json()).toMatchObject({ code: 'rules.unknown' });
    expect(
      (await outsider.patch(`/api/rules/versions/${id}`, { revision: 2, source: '改' })).json(),
    ).toMatchObject({ code: 'rules.unknown' });
    expect((await outsider.get('/api/rules/rules?text=parking-j')).json()).toEqual({ rules: [], total: 0 });
    expect(
      (
        await outsider.post('/api/rules/rules', {
          key: 'parking-k',
          title: '越权',
          department,
          table: feeTable('U', []),
        })
      ).statusCode,
    ).toBe(403);
    await publisher.post(`/api/rules/versions/${id}/publish`, { revision: 2 });
    expect((await outsider.post('/api/rules/decisions/parking-j', fee('小型', 10))).json()).toMatchObject({
      value: 0,
    });
  });

  test('编制员不能发布，发布员不能编制，访客什么都不能', async () => {
    const id = await create('parking-l');
    expect((await editor.post(`/api/rules/versions/${id}/publish`, { revision: 1 })).statusCode).toBe(403);
    expect(
      (await publisher.patch(`/api/rules/versions/${id}`, { revision: 1, source: '改' })).statusCode,
    ).toBe(403);
    expect((await city.visitor.get(`/api/rules/versions/${id}`)).statusCode).toBe(401);
  });
});

describe('演示规则', () => {
  test('两张表已发布并标明演示数据，其中一张有改动的草稿', async () => {
    const all = await city.as('rules-editor');
    const list = (await all.get('/api/rules/rules?text=demo')).json<{
      rules: { key: string; demo: boolean; versions: { state: string }[] }[];
    }>();
    expect(
      list.rules.map((one) => [one.key, one.demo, one.versions.map((version) => version.state)]).sort(),
    ).toEqual([
      ['demo-parking-fee', true, ['draft', 'published']],
      ['demo-temporary-relief', true, ['published']],
    ]);
  });
});

describe('给其他引擎用的服务', () => {
  test('条件当场算出，日期给出文本', () => {
    const service = city.services.use(rules);
    expect(service.evaluate('金额 > 5000 and 类别 = "公开"', { 金额: 6000, 类别: '公开' })).toBe(true);
    expect(service.evaluate('today()', {})).toBe('2026-11-23');
    const overdue = service.compile('案件.时 限 < 3', { 案件: { '时 限': 0 } });
    expect(overdue({ 案件: { '时 限': 2 } })).toBe(true);
    expect(() => service.compile('金额 >')).toThrow('表达式没有写完');
  });
});

/** The registers over HTTP, through the gateway: what officials' pages send and get. */
import { buffer, text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { readXlsx } from 'hucre';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '../../../kernel/access.ts';
import { newId } from '../../../kernel/ids.ts';
import { createGateway, gatewayContract } from '../../gateway/index.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { registerSettings } from './test-support/settings.ts';
import { openRegisters, type RegisterEngine } from './create-registers.ts';
import { registerTables } from './shape/declare-tables.ts';
import { registerFileGuard, registersSystem } from './system.ts';
import {
  chief,
  clerk,
  countyA,
  countyB,
  findArea,
  grantAccess,
  lampCodes,
  lampContract,
  locate,
  person,
} from './test-support/lamps.ts';

const people = new Map<string, Principal>([
  [
    'chief',
    {
      ...chief,
      grants: new Map([
        ...chief.grants,
        ['registers:manage-code-lists', [{ scope: { kind: 'all' }, clearance: 'internal' }]],
      ]),
    },
  ],
  ['clerk', clerk],
  ['nobody', person('nobody', {})],
]);
let store: TestStore;
let engine: RegisterEngine;
let app: FastifyInstance;

beforeAll(async () => {
  const settings = Object.fromEntries(
    Object.entries(gatewayContract.settings ?? {}).map(([name, spec]) => [`gateway.${name}`, spec]),
  );
  store = await openTestStore({
    tables: registerTables([lampContract]),
    settings: { ...settings, ...registerSettings },
  });
  const access = Object.assign(grantAccess([...people.values()]), {
    findPrincipal: async (token: string) => people.get(token),
  });
  engine = await openRegisters({ contracts: [lampContract], store, access, findArea, locate });
  await engine.service.codeLists.load(lampCodes);
  app = await createGateway({
    store,
    access,
    services: {
      use: () => {
        throw new Error('none');
      },
    },
    systems: [registersSystem(engine)],
    fileGuards: { register: registerFileGuard(engine) },
    version: 'test',
    rate: 0,
    checkReplies: true,
  });
  await store.begin();
});
afterAll(async () => {
  await app.close();
  await store.close();
});

async function ask(who: string, method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) {
  const reply = await app.inject({
    method,
    url: `/api/registers${url}`,
    headers: { 'x-city-request': '1' },
    cookies: who === '' ? {} : { city_session: who },
    ...(payload === undefined ? {} : { payload }),
  });
  return {
    status: reply.statusCode,
    body: reply.headers['content-type']?.toString().includes('json') ? reply.json() : undefined,
    raw: reply.rawPayload,
  };
}

async function upload(who: string, name: string, content: string): Promise<string> {
  const mark = 'city-boundary';
  const body = `--${mark}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${content}\r\n--${mark}--\r\n`;
  const reply = await app.inject({
    method: 'POST',
    url: '/api/files',
    headers: { 'x-city-request': '1', 'content-type': `multipart/form-data; boundary=${mark}` },
    cookies: { city_session: who },
    payload: body,
  });
  return reply.json().id;
}

async function until(who: string, url: string, states: readonly string[]) {
  for (;;) {
    const { body } = await ask(who, 'GET', url);
    if (states.includes(body.state)) return body;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe('目录', () => {
  test('只列出自己能看的台账,说明能做什么、哪些脱敏', async () => {
    expect((await ask('nobody', 'GET', '/catalogue')).body).toEqual({ registers: [] });
    expect((await ask('', 'GET', '/rows/lamp.lamps')).status).toBe(401);
    const { body } = await ask('clerk', 'GET', '/catalogue');
    expect(body.registers.map((each: { id: string }) => each.id)).toEqual(['lamp.lamps', 'lamp.faults']);
    expect(body.registers[0].may).toEqual({ write: true, import: true, export: true, reveal: true });
    expect(body.registers[1].may).toMatchObject({ write: false, import: false });
    const phone = body.registers[0].fields.find((each: { name: string }) => each.name === 'phone');
    expect(phone).toMatchObject({ masked: true, class: 'personal', filter: true });
    const described = await ask('clerk', 'GET', '/catalogue/lamp.lamps');
    expect(described.body.schema.properties.code).toMatchObject({ type: 'string', description: '编码' });
    expect((await ask('clerk', 'GET', '/catalogue/lamp.none')).body.code).toBe('registers.unknownRegister');
  });
});

describe('记录', () => {
  test('新增、查询、修改、历史、归档', async () => {
    const id = newId();
    const values = {
      code: 'L-1',
      place: countyA,
      kind: 'led',
      at: { lon: 115.8, lat: 32.9 },
      phone: '13812345678',
    };
    const made = await ask('clerk', 'POST', '/rows/lamp.lamps', { id, values });
    expect(made).toMatchObject({
      status: 200,
      body: { row: { id, phone: '138****5678', masked: ['phone'] } },
    });
    expect(
      (await ask('clerk', 'POST', '/rows/lamp.lamps', { id, values: { ...values, code: 'L-2' } })).body.code,
    ).toBe('city.replayed');
    expect(
      (await ask('clerk', 'POST', '/rows/lamp.lamps', { values: { ...values, code: 'L-3', id: newId() } }))
        .status,
    ).toBe(400);
    expect((await ask('clerk', 'POST', '/rows/lamp.lamps', { values, state: 'archived' })).status).toBe(400);
    const where = encodeURIComponent(JSON.stringify({ place: countyA, code: 'L-1' }));
    const list = await ask('clerk', 'GET', `/rows/lamp.lamps?where=${where}&sort=-code&size=5&labels=1`);
    expect(list.body).toMatchObject({
      total: 1,
      page: 1,
      size: 5,
      labels: { place: { [countyA]: '颍州区' }, kind: { led: 'LED 灯' }, createdBy: { clerk: 'clerk' } },
    });
    expect((await ask('clerk', 'GET', '/rows/lamp.lamps?where=[')).status).toBe(400);
    const changed = await ask('clerk', 'PATCH', `/rows/lamp.lamps/${id}`, {
      version: 1,
      values: { watts: 60, phone: '13900000000', at: { lon: 115.9, lat: 32.9 } },
    });
    expect(changed.body.row).toMatchObject({ version: 2, watts: 60 });
    expect(
      (await ask('clerk', 'PATCH', `/rows/lamp.lamps/${id}`, { version: 1, values: {} })).body.code,
    ).toBe('city.stale');
    const history = await ask('clerk', 'GET', `/rows/lamp.lamps/${id}/history`);
    expect(history.body.versions.map((each: { version: number }) => each.version)).toEqual([2, 1]);
    expect(history.body.versions[0].changes).toEqual([
      { field: 'at', title: '位置', before: '115.8,32.9', after: '115.9,32.9' },
      { field: 'watts', title: '功率', before: '', after: '60' },
      { field: 'phone', title: '联系电话', before: '138****5678', after: '139****0000' },
    ]);
    expect(
      (await ask('clerk', 'POST', `/rows/lamp.lamps/${id}/reveal`, { field: 'phone', reason: '联系当事人' }))
        .body,
    ).toEqual({ value: '13900000000' });
    expect(
      (await ask('clerk', 'POST', `/rows/lamp.lamps/${id}/archive`, { version: 2, reason: '已拆除' })).body,
    ).toEqual({ done: true });
    const after = await ask('clerk', 'GET', `/rows/lamp.lamps/${id}/history`);
    expect(after.body.versions[0]).toMatchObject({ version: 3, state: 'archived', note: '已拆除' });
  });
  test('他区的记录如同不存在', async () => {
    const { body } = await ask('chief', 'POST', '/rows/lamp.lamps', {
      values: { code: 'L-9', place: countyB },
    });
    for (const [method, tail, payload] of [
      ['GET', '', undefined],
      ['GET', '/history', undefined],
      ['PATCH', '', { version: 1, values: {} }],
      ['POST', '/archive', { version: 1, reason: '无' + '效' }],
      ['POST', '/reveal', { field: 'phone', reason: '核对' }],
    ] as const)
      expect((await ask('clerk', method, `/rows/lamp.lamps/${body.row.id}${tail}`, payload)).body.code).toBe(
        'city.missing',
      );
  });
  test('附件随记录的权限走', async () => {
    const file = await upload('chief', '照片说明.csv', 'a,b\n1,2\n');
    const stolen = await ask('clerk', 'POST', '/rows/lamp.lamps', {
      values: { code: 'L-20', place: countyA, photos: [file] },
    });
    expect(stolen.body.problems).toEqual([{ path: 'photos', message: '“照片”附件不存在,请重新上传' }]);
    const get = (who: string) => app.inject({ url: `/api/files/${file}`, cookies: { city_session: who } });
    expect((await get('clerk')).statusCode).toBe(404);
    await ask('chief', 'POST', '/rows/lamp.lamps', {
      values: { code: 'L-20', place: countyA, photos: [file] },
    });
    expect((await get('clerk')).statusCode).toBe(200);
    expect((await get('nobody')).statusCode).toBe(404);
  });
});

describe('代码表', () => {
  test('有权限的人改过的代码,不被下次加载覆盖', async () => {
    const entry = { list: 'lamp kinds', code: 'led', name: '发光二极管灯', order: 1 };
    expect((await ask('clerk', 'POST', '/code-lists/entries', entry)).status).toBe(403);
    expect((await ask('chief', 'POST', '/code-lists/entries', entry)).body).toEqual({ done: true });
    await engine.service.codeLists.load(lampCodes);
    const { body } = await ask('', 'GET', '/code-lists/entries?list=lamp%20kinds');
    expect(body.entries.map((each: { name: string }) => each.name)).toEqual([
      '发光二极管灯',
      '钠灯',
      '煤气灯',
    ]);
    expect((await ask('', 'GET', '/code-lists')).body.lists).toContainEqual({
      list: 'lamp kinds',
      entries: 3,
    });
  });
});

describe('表格', () => {
  test('模板可下载,填好即可导入,错误清单可下载', async () => {
    const template = await ask('clerk', 'GET', '/templates/lamp.lamps');
    const workbook = await readXlsx(template.raw);
    expect(workbook.sheets.map((each) => each.name)).toEqual(['路灯', '填写说明', '选项']);
    expect(workbook.sheets[0]?.rows[0]?.slice(0, 3)).toEqual(['*编码', '区划', '类别']);
    expect((await ask('nobody', 'GET', '/templates/lamp.lamps')).status).toBe(403);
    const file = await upload(
      'clerk',
      '路灯.csv',
      `编码,区划,备注\nL-31,${countyA},=1+1\nL-32,${countyB},\n坏,${countyA},\n`,
    );
    const started = await ask('clerk', 'POST', '/imports', { register: 'lamp.lamps', file });
    expect(started.body).toMatchObject({ state: 'checking', fileName: '路灯.csv' });
    const url = `/imports/${started.body.id}`;
    expect(await until('clerk', url, ['checked', 'failed'])).toMatchObject({
      state: 'checked',
      total: 3,
      valid: 1,
      invalid: 2,
    });
    expect((await ask('chief', 'GET', url)).body.code).toBe('city.missing');
    expect((await ask('clerk', 'GET', `${url}/errors`)).body.errors).toHaveLength(2);
    const sheet = await readXlsx((await ask('clerk', 'GET', `${url}/error-sheet`)).raw);
    expect(sheet.sheets[0]?.rows).toEqual(
      [
        ['行号', '列', '内容', '错误'],
        [3, '整行', null, '第 3 行不在您的管理范围内'],
        [4, '编码', '坏', '第 4 行“编码”格式不正确'],
      ].map((row) => row.map((cell) => cell ?? expect.anything())) as never,
    );
    expect((await ask('clerk', 'POST', `${url}/confirm`, {})).body.code).toBe('registers.invalidRows');
    await ask('clerk', 'POST', `${url}/confirm`, { validOnly: true });
    expect(await until('clerk', url, ['done'])).toMatchObject({ imported: 1 });
    expect((await ask('clerk', 'GET', '/imports?register=lamp.lamps')).body.imports).toHaveLength(1);
  });
  test('导出受范围、脱敏和公式处理约束', async () => {
    await ask('chief', 'POST', '/rows/lamp.lamps', {
      values: {
        code: 'L-41',
        place: countyA,
        kind: 'sodium',
        watts: 5,
        phone: '13812345678',
        remark: '=HYPERLINK("x")',
        height: 41,
      },
    });
    await ask('chief', 'POST', '/rows/lamp.lamps', { values: { code: 'L-42', place: countyB, height: 41 } });
    const request = {
      register: 'lamp.lamps',
      where: { height: '41' },
      fields: ['code', 'place', 'kind', 'phone', 'remark', 'watts'],
    };
    expect((await ask('nobody', 'POST', '/exports', request)).status).toBe(403);
    expect(
      (await ask('clerk', 'POST', '/exports', { ...request, where: { phone: '13812345678' } })).status,
    ).toBe(403);
    expect((await ask('clerk', 'POST', '/exports', { ...request, fields: ['none'] })).status).toBe(400);
    // The clerk's telephone numbers are masked in the file, so it tells of nobody.
    expect((await ask('clerk', 'POST', '/exports/plan', request)).body).toMatchObject({
      rows: 1,
      reasons: [],
      approveAt: null,
    });
    for (const format of ['csv', 'xlsx'] as const) {
      const started = await ask('clerk', 'POST', '/exports', { ...request, format });
      const finished = await until('clerk', `/exports/${started.body.job}`, ['done', 'failed']);
      expect(finished).toMatchObject({ state: 'done', rows: 1 });
      expect((await ask('chief', 'GET', `/exports/${started.body.job}`)).body.code).toBe('city.missing');
      const file = await app.inject({
        url: `/api/files/${finished.file}`,
        cookies: { city_session: 'clerk' },
      });
      if (format === 'csv') {
        expect(file.body).toBe(
          '\ufeff编码,区划,类别,联系电话,备注,功率\r\nL-41,颍州区,钠灯,138****5678,"\'=HYPERLINK(""x"")",5\r\n',
        );
        continue;
      }
      const workbook = await readXlsx(file.rawPayload);
      expect(workbook.sheets[0]?.rows).toEqual([
        ['编码', '区划', '类别', '联系电话', '备注', '功率'],
        ['L-41', '颍州区', '钠灯', '138****5678', '\'=HYPERLINK("x")', 5],
      ]);
    }
  });
});

describe('须审批的导出', () => {
  test('含能看到原文的个人信息的、行数多的不能直接导出,核对时只说字段类别,不给内容', async () => {
    const request = { register: 'lamp.lamps', fields: ['code', 'phone'], format: 'csv' };
    const plan = (await ask('chief', 'POST', '/exports/plan', request)).body;
    expect(plan.reasons).toEqual(['含个人或敏感信息：联系电话']);
    expect(plan.fields).toEqual([
      { name: 'code', title: '编码', class: 'public', masked: false },
      { name: 'phone', title: '联系电话', class: 'personal', masked: false },
    ]);
    expect(JSON.stringify(plan)).not.toContain('138');
    expect((await ask('chief', 'POST', '/exports', request)).body).toMatchObject({
      code: 'registers.approvalNeeded',
      message: '这项导出须经审批：含个人或敏感信息：联系电话',
    });
    const harmless = { ...request, fields: ['code'] };
    expect((await ask('chief', 'POST', '/exports', harmless)).status).toBe(200);
    await store.transaction((work) => store.settings.change(work, 'registers.export-free-rows', 0));
    await expect
      .poll(async () => (await ask('chief', 'POST', '/exports', harmless)).body.code, { timeout: 20_000 })
      .toBe('registers.approvalNeeded');
  });

  test('获准的表有一行说明,每行带记号,内容仍按本人的权限脱敏', async () => {
    const wish = { register: 'lamp.lamps', query: { where: { height: '41' } }, format: 'csv' } as const;
    const mark = {
      note: '导出说明',
      row: (cells: readonly (string | number)[]) => cells.map((cell) => `${cell}#`),
    };
    const made = await engine.service.sheets.make(clerk, { ...wish, fields: ['code', 'phone'] }, () => mark);
    expect(await text(made.body)).toBe('\ufeff导出说明\r\n编码,联系电话\r\nL-41#,138****5678#\r\n');
    const sheet = await engine.service.sheets.make(
      clerk,
      { ...wish, format: 'xlsx', fields: ['code', 'phone'] },
      () => mark,
    );
    const workbook = await readXlsx(await buffer(sheet.body));
    expect(workbook.sheets[0]?.rows).toEqual([
      ['导出说明', null],
      ['编码', '联系电话'],
      ['L-41#', '138****5678#'],
    ]);
  });
});

test('没有检索引擎时,全局搜索给出空结果', async () => {
  expect((await ask('chief', 'GET', '/search?q=路灯')).body).toEqual({ hits: [] });
  expect((await ask('chief', 'GET', '/search?q=')).status).toBe(400);
});

/** What surveyors, examiners, other systems and keepers of the plan get: areas, conclusions, refusals, reports, notices after a new edition. */
import { strToU8, zipSync } from 'fflate';
import { sql } from 'kysely';
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countyOutlines } from '../../../../city/outlines.ts';
import { fromDegrees, intersectShapes, shapeArea } from '../../../../engines/maps/index.ts';
import { routeRunner } from '../../../../engines/gateway/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { newId } from '../../../../kernel/ids.ts';
import { readKeyFile } from '../../../../engines/trust/proof/proof-file.ts';
import { verifyProof } from '../../../../engines/trust/proof/verify-proof.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { check } from '../registers/check.ts';
import { planVersion } from '../registers/plan-version.ts';
import { project } from '../registers/project.ts';
import type { CheckResult, LineFinding } from '../routes/shapes.ts';
import system from '../system.ts';
import { findLargest, readParcels } from './check/find-parcels.ts';
import { makeFields } from './demo/make-lines.ts';

let city: TestCity;
let examiner: Caller;
let keeper: Caller;
let county: Caller;

beforeAll(async () => {
  city = await openTestCity({ systems: [system], demo: true });
  await city.store.drain();
  examiner = await city.as('plan-examiner');
  keeper = await city.as('plan-keeper');
  county = await city.as('plan-county');
}, 300_000);
afterAll(() => city.close());

const [lon = 0, lat = 0] = countyOutlines[0]?.properties.center ?? [];

function ring(west: number, south: number, east: number, north: number): number[][] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

const inTown = { type: 'Polygon', coordinates: [ring(lon, lat, lon + 0.002, lat + 0.002)] };
const fields = makeFields(0);
/** Ten metres or so inside the south-west corner of the first field. */
const firstField = fields[0]?.shape[0]?.[0] ?? [];
const [fieldWest = 0, fieldSouth = 0] = firstField[0] ?? [];
const onField = {
  type: 'Polygon',
  coordinates: [ring(fieldWest - 0.0002, fieldSouth + 0.001, fieldWest + 0.0001, fieldSouth + 0.002)],
};

async function ask(who: Caller, body: object): Promise<CheckResult> {
  const reply = await who.post('/api/land-plan/checks', { title: '测试', datum: 'cgcs2000', ...body });
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<CheckResult>();
}

function lineOf(result: CheckResult, line: string): LineFinding {
  const found = result.findings.find((each) => each.line === line);
  if (found === undefined) throw new Error(`no finding for ${line}`);
  return found;
}

describe('审查', () => {
  test('城镇内的地符合：面积、亩、版本和规则都写明', async () => {
    const result = await ask(examiner, { geometry: inTown });
    expect(result.conclusion).toBe('allowed');
    expect(result.squareMetres / result.mu).toBeCloseTo(666.667, 1);
    expect(result.findings.map(({ line }) => line)).toEqual([
      'farmland',
      'ecology',
      'town',
      'river',
      'heritage',
    ]);
    const farmland = lineOf(result, 'farmland');
    expect(farmland.version?.documentNumber).toBe('皖政秘〔2022〕演示4号');
    expect(farmland.basis).toMatch(/审查规则第 1 版第 2 行/);
  });

  test('压在农田上：面积等于独立求交的面积，点名图斑，结论不得占用', async () => {
    const result = await ask(examiner, { geometry: onField });
    const farmland = lineOf(result, 'farmland');
    expect(result.conclusion).toBe('forbidden');
    expect(farmland.relation).toBe('overlap');
    const west = fieldWest;
    // A rectangle of two meridians and two parallels, by nothing but its corners.
    const expected = shapeArea([
      [
        [
          [west, fieldSouth + 0.001],
          [west + 0.0001, fieldSouth + 0.001],
          [west + 0.0001, fieldSouth + 0.002],
          [west, fieldSouth + 0.002],
        ],
      ],
    ]);
    expect(farmland.squareMetres).toBeCloseTo(expected, 1);
    expect(farmland.parcels.map(({ number }) => number)).toEqual([fields[0]?.number]);
    expect(lineOf(result, 'town').relation).toBe('overlap');
    expect(lineOf(result, 'town').share).toBe(1);
  });

  test('重大项目可以论证，有限人为活动要说是哪一类', async () => {
    expect((await ask(examiner, { geometry: onField, category: 'national' })).conclusion).toBe('argue');
    const reply = await examiner.post('/api/land-plan/checks', {
      title: '测试',
      datum: 'cgcs2000',
      geometry: onField,
      category: 'limited',
    });
    expect(reply.json()).toMatchObject({ code: 'land-plan.activityNeeded' });
  });

  test('只贴边的是相接，重叠十厘米的是套合误差，都写出来，不算占用', async () => {
    const beside = {
      type: 'Polygon',
      coordinates: [ring(fieldWest - 0.0002, fieldSouth + 0.001, fieldWest, fieldSouth + 0.002)],
    };
    const touching = lineOf(await ask(examiner, { geometry: beside }), 'farmland');
    expect([touching.relation, touching.squareMetres, touching.conclusion]).toEqual(['touch', 0, 'notice']);
    const over = {
      type: 'Polygon',
      coordinates: [ring(fieldWest - 0.0002, fieldSouth + 0.001, fieldWest + 0.000001, fieldSouth + 0.002)],
    };
    const sliver = lineOf(await ask(examiner, { geometry: over }), 'farmland');
    expect([sliver.relation, sliver.squareMetres, sliver.conclusion]).toEqual(['sliver', 0, 'verify']);
    expect(sliver.sliverSquareMetres).toBeGreaterThan(5);
    expect(sliver.parcels[0]?.width).toBeLessThan(0.1);
  });

  test('同一块地用五种坐标系送来，面积相同', async () => {
    const areas = [];
    for (const datum of ['cgcs2000', 'wgs84', 'gcj02', 'bd09', 'gauss-kruger'] as const) {
      const corners = onField.coordinates[0] ?? [];
      const coordinates = [corners.map(([x = 0, y = 0]) => fromDegrees([x, y], { datum, zone: 39 }))];
      const result = await ask(examiner, { datum, geometry: { type: 'Polygon', coordinates } });
      areas.push(lineOf(result, 'farmland').squareMetres);
    }
    for (const area of areas) expect(Math.abs(area - (areas[0] ?? 0))).toBeLessThan(0.05);
  });
});

describe('退回', () => {
  const refused = async (body: object) => {
    const reply = await examiner.post('/api/land-plan/checks', { title: '测试', datum: 'cgcs2000', ...body });
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
    expect(reply.statusCode).toBeLessThan(500);
    return reply.json<{ code: string; message: string; problems?: { path: string }[] }>();
  };

  test('市外、自相交、空图形、带号不对', async () => {
    const shanghai = { type: 'Polygon', coordinates: [ring(121.4, 31.2, 121.5, 31.3)] };
    expect((await refused({ geometry: shanghai })).message).toMatch(/不在本市范围内/);
    const bow = {
      type: 'Polygon',
      coordinates: [
        [
          [lon, lat],
          [lon + 0.01, lat + 0.01],
          [lon + 0.01, lat],
          [lon, lat + 0.02],
          [lon, lat],
        ],
      ],
    };
    const crossed = await refused({ geometry: bow });
    expect(crossed.message).toMatch(/自相交/);
    expect(crossed.problems?.[0]?.path).toBe('geometry.polygons.0.rings.0.vertices.0');
    expect((await refused({})).code).toBe('land-plan.noShape');
    const plane = [ring(40_387_000, 3_642_000, 40_387_100, 3_642_100)];
    expect(
      (await refused({ datum: 'gauss-kruger', geometry: { type: 'Polygon', coordinates: plane } })).message,
    ).toMatch(/不在本市范围内/);
    expect((await refused({ geometry: { type: 'Point', coordinates: [1, 2] } })).code).toBe('city.invalid');
  });

  test('县里只审本县的地，看不到外县的审查；访客和无权者一概不行', async () => {
    const body = { title: '测试', datum: 'cgcs2000', geometry: inTown };
    expect((await county.post('/api/land-plan/checks', body)).json()).toMatchObject({
      code: 'city.forbidden',
    });
    expect((await city.visitor.post('/api/land-plan/checks', body)).statusCode).toBe(401);
    const reader = await city.as('plan-reader');
    expect((await reader.post('/api/land-plan/checks', body)).statusCode).toBe(403);
    const made = await ask(examiner, { geometry: inTown });
    expect((await county.get(`/api/land-plan/checks/${made.id}`)).statusCode).toBe(404);
    expect((await examiner.get(`/api/land-plan/checks/${made.id}`)).json<CheckResult>().findings.length).toBe(
      5,
    );
  });
});

describe('文件', () => {
  test('勘测定界文本直接审查，面积不符时提示', async () => {
    const [x, y] = fromDegrees([lon, lat], { datum: 'gauss-kruger', zone: 39 });
    const points = [
      [0, 0],
      [0, 100],
      [100, 100],
      [100, 0],
      [0, 0],
    ].map(([dx = 0, dy = 0], index) => `J${index + 1},1,${(y + dy).toFixed(3)},${(x + dx).toFixed(3)}`);
    const text = `[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=39\n[地块坐标]\n5,1,1,学校,面,,教育用地,0804,@\n${points.join('\n')}\n`;
    const file = await examiner.upload('地块.txt', 'text/plain', Buffer.from(text));
    const reply = await examiner.post('/api/land-plan/checks', { title: '学校', file, statedArea: 12_000 });
    const result = reply.json<CheckResult>();
    expect(Math.abs(result.squareMetres - 10_000)).toBeLessThan(5);
    expect(result.datum).toBe('2000国家大地坐标系 高斯-克吕格3度带（米） 39带');
    expect(result.statedDifference).toBeCloseTo(-0.166, 2);
    const other = await examiner.post('/api/land-plan/checks', { title: '学校', file, datum: 'gcj02' });
    expect(other.json()).toMatchObject({ code: 'land-plan.datumDiffers' });
    expect((await keeper.post('/api/land-plan/checks', { title: '学校', file })).statusCode).toBe(404);
  });

  test('多地块的文件先列出地块，再按行审查；坏文件说得出原因', async () => {
    const feature = (name: string) => ({ type: 'Feature', properties: { name }, geometry: inTown });
    const text = JSON.stringify({ type: 'FeatureCollection', features: [feature('甲'), feature('乙')] });
    const file = await examiner.upload('a.json', 'application/json', Buffer.from(text));
    const listed = (await examiner.post('/api/land-plan/shapes', { file, datum: 'cgcs2000' })).json<{
      plots: { name: string }[];
    }>();
    expect(listed.plots.map(({ name }) => name)).toEqual(['甲', '乙']);
    expect(
      (await examiner.post('/api/land-plan/shapes', { file, row: 2, datum: 'cgcs2000' })).json(),
    ).toMatchObject({ plots: [] });
    const broken = await examiner.upload('b.zip', 'application/zip', zipSync({ 'a.txt': strToU8('x') }));
    expect((await examiner.post('/api/land-plan/shapes', { file: broken })).json()).toMatchObject({
      code: 'land-plan.fileRefused',
    });
  });
});

describe('报告和存证', () => {
  test('报告里有结论、面积、版本和存证序号；凭证离线核得过', async () => {
    const result = await ask(examiner, { title: '物流园', geometry: onField });
    const report = await examiner.get(`/api/land-plan/checks/${result.id}/report`);
    expect(report.headers['content-type']).toBe('application/pdf');
    const pdf = await pdfjs.getDocument({ data: new Uint8Array(report.rawPayload), verbosity: 0 }).promise;
    const pages = await Promise.all(
      Array.from({ length: pdf.numPages }, async (_, index) =>
        (await (await pdf.getPage(index + 1)).getTextContent()).items
          .map((item) => ('str' in item ? item.str : ''))
          .join(''),
      ),
    );
    const text = pages.join('');
    for (const words of [
      '不得占用',
      lineOf(result, 'farmland').squareMetres.toFixed(2),
      '皖政秘〔2022〕演示4号',
      '存证日志',
    ])
      expect(text).toContain(words);
    const reply = await examiner.get(`/api/land-plan/checks/${result.id}/receipt`);
    const keys = readKeyFile((await city.visitor.get('/api/trust/keys')).body);
    expect(verifyProof(reply.body, keys).outcome).toBe('proven');
    const receipt = reply.json<{ statement: string }>();
    expect(JSON.parse(receipt.statement)).toMatchObject({
      conclusion: 'forbidden',
      squareMetres: result.squareMetres,
    });
  });
});

describe('规划版本', () => {
  const facts = {
    documentNumber: '文〔2026〕1号',
    authority: '省政府',
    approvedOn: '2026-11-01',
    effectiveFrom: '2026-11-10',
  };
  const river = { line: 'blue', title: '蓝线', ...facts };

  async function fill(id: string, features: readonly object[]) {
    const text = JSON.stringify({ type: 'FeatureCollection', features });
    const file = await keeper.upload('lines.json', 'application/json', Buffer.from(text));
    return keeper.post(`/api/land-plan/versions/${id}/parcels`, {
      id,
      file,
      datum: 'cgcs2000',
      numberFrom: '编号',
      landUseFrom: '用途',
    });
  }

  test('导入要么全进要么不进，空版本、缺批文的不能发布，发布后不能再改', async () => {
    const { id } = (await keeper.post('/api/land-plan/versions', { ...river, documentNumber: '' })).json<{
      id: string;
    }>();
    const good = { type: 'Feature', properties: { 编号: 'L1', 用途: '1701' }, geometry: inTown };
    const bad = { type: 'Feature', properties: { 编号: 'L2', 用途: '9999' }, geometry: inTown };
    const publish = () => keeper.post(`/api/land-plan/versions/${id}/publish`, { id });
    expect((await publish()).json()).toMatchObject({ code: 'land-plan.emptyVersion' });
    const refused = (await fill(id, [good, bad])).json<{ code: string; problems: { message: string }[] }>();
    expect(refused.code).toBe('land-plan.parcelsRefused');
    expect(refused.problems[0]?.message).toBe('第 2 行：用地分类里没有“9999”');
    expect((await fill(id, [good])).json()).toEqual({ parcels: 1, mended: 0 });
    expect((await publish()).json()).toMatchObject({ code: 'land-plan.noDocument' });
    const { version } = (await keeper.get(`/api/land-plan/versions/${id}`)).json<{ version: number }>();
    expect(
      (await keeper.post(`/api/land-plan/versions/${id}`, { id, version, title: '蓝线', ...facts }))
        .statusCode,
    ).toBe(200);
    expect((await publish()).statusCode).toBe(200);
    expect((await fill(id, [good])).json()).toMatchObject({ code: 'land-plan.notDraft' });
    expect(lineOf(await ask(examiner, { geometry: inTown }), 'blue').conclusion).toBe('argue');
    expect((await examiner.post('/api/land-plan/versions', river)).statusCode).toBe(403);
  });

  test('新版农田发布前看得到哪些项目会变，发布后自动复查并告诉登记人', async () => {
    const rows = city.services.use(registers);
    const [draft] = await rows.of(planVersion).trusted.findMany(city.store.db, {
      filter: {
        all: [
          { field: 'line', is: 'equal', value: 'farmland' },
          { field: 'status', is: 'equal', value: 'draft' },
        ],
      },
      limit: 1,
    });
    if (draft === undefined) throw new Error('the demo has no draft');
    const shown = (await keeper.get(`/api/land-plan/versions/${draft.id}/changes`)).json<{
      checked: number;
      changes: { name: string; occupiedBefore: number; occupiedAfter: number }[];
    }>();
    expect(shown.checked).toBe(2);
    const change = shown.changes.find(({ name }) => name.includes('物流园'));
    expect(change?.occupiedAfter).not.toBe(change?.occupiedBefore);
    // While this transaction runs no event is delivered: both versions are in force when the first one's is.
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const holding = city.store.transaction(async ({ db }) => {
      await sql`select pg_current_xact_id()`.execute(db);
      await released;
    });
    const { id: other } = (await keeper.post('/api/land-plan/versions', river)).json<{ id: string }>();
    await fill(other, [{ type: 'Feature', properties: { 编号: 'L1', 用途: '1701' }, geometry: inTown }]);
    for (const id of [other, draft.id]) {
      const published = await keeper.post(`/api/land-plan/versions/${id}/publish`, { id });
      expect(published.statusCode, published.body).toBe(200);
    }
    release();
    await holding;
    await city.store.drain();
    const [row] = await rows.of(project).trusted.findMany(city.store.db, {
      filter: { field: 'number', is: 'equal', value: 'XM-2026-002' },
      limit: 1,
    });
    const state = (await examiner.get(`/api/land-plan/projects/${row?.id}`)).json<{
      checks: { source: string; occupied: { title: string; squareMetres: number }[] }[];
    }>();
    expect(state.checks[0]?.source).toBe('version');
    expect(state.checks[0]?.occupied.find(({ title }) => title === '永久基本农田')?.squareMetres).toBe(
      change?.occupiedAfter,
    );
    const titles = async () =>
      (await examiner.get('/api/messages/notices'))
        .json<{ notices: { title: string }[] }>()
        .notices.map(({ title }) => title);
    expect(await titles()).toContainEqual(expect.stringMatching(/^城东物流园（演示）：永久基本农田更新/));
  });
});

describe('项目', () => {
  test('登记、设定范围、审查、办结；办结后不再审查，外县的人改不了', async () => {
    const made = await examiner.post('/api/registers/rows/land-plan.project', {
      values: {
        number: 'XM-9',
        name: '测试项目',
        builder: '单位',
        category: 'ordinary',
        county: countyOutlines[0]?.id,
        department: 'city-natural-resources',
      },
    });
    expect(made.statusCode, made.body).toBe(200);
    const { id } = made.json<{ row: { id: string } }>().row;
    expect((await examiner.post(`/api/land-plan/projects/${id}/check`, { id })).json()).toMatchObject({
      code: 'land-plan.noProjectShape',
    });
    expect(
      (await county.post(`/api/land-plan/projects/${id}/shape`, { id, geometry: inTown })).statusCode,
    ).toBe(403);
    const checked = await examiner.post(`/api/land-plan/projects/${id}/shape`, { id, geometry: inTown });
    expect(checked.json<CheckResult>().project).toBe(id);
    expect(
      (await examiner.post(`/api/land-plan/projects/${id}/close`, { id, reason: '已取得规划许可' }))
        .statusCode,
    ).toBe(200);
    expect((await examiner.post(`/api/land-plan/projects/${id}/check`, { id })).json()).toMatchObject({
      code: 'land-plan.projectClosed',
    });
  });
});

test('别的系统经接口市场来审查：只凭一项权限，记下来源，出了准许的区划就不行', async () => {
  const run = (area: string) =>
    city.services.use(routeRunner).run(
      'land-plan',
      'check',
      { title: '立项前核对', datum: 'cgcs2000', geometry: inTown },
      {
        use: (key) => city.services.use(key),
        principal: {
          id: newId(),
          name: '投资项目在线审批平台',
          kind: 'service',
          departments: ['city-development-reform'],
          grants: new Map([['land-plan:check', [{ scope: { kind: 'area', area }, clearance: 'internal' }]]]),
          sessionId: undefined,
        },
        now: city.clock.now(),
        traceId: 'test',
        address: '127.0.0.1',
        signal: new AbortController().signal,
        reply: { header: () => undefined },
        requestKey: undefined,
      },
    );
  const result = (await run('341202000000')) as CheckResult;
  const kept = await city.services.use(registers).of(check).trusted.find(city.store.db, result.id);
  expect(kept?.source).toBe('interface');
  await expect(run('341282000000')).rejects.toMatchObject({ code: 'city.forbidden' });
});

test('地图范围内的图斑最大的在前，求交用的图形与存的一致', async () => {
  const { lines } = (await examiner.get('/api/land-plan/lines')).json<{
    lines: { code: string; version: { id: string } | null }[];
  }>();
  const version = lines.find(({ code }) => code === 'town')?.version?.id ?? '';
  const view = await examiner.get(
    `/api/land-plan/view?version=${version}&west=115&south=32&east=117&north=34`,
  );
  const [layer] = view.json<{
    layers: { total: number; parcels: { squareMetres: number }[] }[];
  }>().layers;
  const { parcels = [], total } = layer ?? {};
  expect(total).toBe(parcels.length);
  const [kept] = await city.services
    .use(registers)
    .of(planVersion)
    .trusted.findMany(city.store.db, { ids: [version], limit: 1 });
  if (kept === undefined) throw new Error('the version is not there');
  const two = await findLargest(city.services, kept, [115, 32, 117, 34], 2);
  const sizes = (await readParcels(city.services, city.store.db, two.ids)).map((each) => each.squareMetres);
  expect([two.total, sizes.toSorted((a, b) => (b ?? 0) - (a ?? 0))]).toEqual([
    total,
    parcels.slice(0, 2).map(({ squareMetres }) => squareMetres),
  ]);
  expect(parcels.map(({ squareMetres }) => squareMetres)).toEqual(
    parcels.map(({ squareMetres }) => squareMetres).toSorted((a, b) => b - a),
  );
  const whole = fields[0]?.shape ?? [];
  expect(shapeArea(intersectShapes(whole, whole))).toBeCloseTo(shapeArea(whole), 1);
});

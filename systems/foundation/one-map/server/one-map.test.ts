/** What officials of several departments get from the one map: the catalogue, counts, hexagons, layers from files, stories; each his own part. */
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countyOutlines } from '../../../../city/outlines.ts';
import { fromDegrees, intersectShapes, shapeArea } from '../../../../engines/maps/index.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { completeIdCard } from '../../../../kernel/check-characters.ts';
import type { Row } from '../../../../kernel/register.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { component } from '../../../governance/urban-management/registers/component.ts';
import { seedCity } from '../../../governance/urban-management/seed.ts';
import urbanManagement from '../../../governance/urban-management/system.ts';
import { feature } from '../registers/feature.ts';
import { layer } from '../registers/layer.ts';
import system from '../system.ts';

let city: TestCity;
let urban: Caller;
let water: Caller;
let keeper: Caller;
let county: Caller;
let components: readonly Row<typeof component>[];

beforeAll(async () => {
  const urbanSystem = {
    ...urbanManagement,
    seed: (services: Parameters<typeof seedCity>[0]) => seedCity(services, { components: 200, cases: 0 }),
  };
  city = await openTestCity({ systems: [system, urbanSystem], demo: true });
  await city.store.drain();
  const { id } = await city.access.admin.createSubject({
    account: 'map-county',
    name: '区级用户',
    kind: 'official',
    posts: ['one-map:user', 'urban-management:duty-officer'].map((role) => ({
      role,
      department: 'yingzhou-urban-management',
      area: '341202000000',
    })),
    mustChange: false,
    passwordHash: 'none',
    password: 'none',
  });
  county = await city.as(id);
  components = await city.services
    .use(registers)
    .of(component)
    .trusted.findMany(city.store.db, { limit: 1000 });
  urban = await city.as('map-urban');
  water = await city.as('map-water');
  keeper = await city.as('map-keeper');
}, 400_000);
afterAll(() => city.close());

const [lon = 0, lat = 0] = countyOutlines[0]?.properties.center ?? [];
const csv = (text: string) => urban.upload('点位.csv', 'text/csv', strToU8(text));
const geojson = (value: unknown) =>
  urban.upload('图.json', 'application/json', strToU8(JSON.stringify(value)));

const componentLayer = 'urban-management.components';
const sheltersOf = async (who: Caller) =>
  (await catalogue(who)).find(({ title }) => title === '应急避难点（演示）');

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly visible: boolean;
  readonly count: number | null;
  readonly departmentName: string;
  readonly times: readonly { readonly name: string }[];
}

async function catalogue(who: Caller): Promise<readonly Listed[]> {
  return (await who.get('/api/one-map/catalogue')).json<{ layers: Listed[] }>().layers;
}

async function sent<T>(who: Caller, path: string, body: object): Promise<T> {
  const reply = await who.post(`/api/one-map${path}`, body);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<T>();
}

/** Great-circle metres, written apart from the code under test. */
function metres(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const r = Math.PI / 180;
  const cosine =
    Math.sin(a.lat * r) * Math.sin(b.lat * r) +
    Math.cos(a.lat * r) * Math.cos(b.lat * r) * Math.cos((a.lon - b.lon) * r);
  return 6_371_008.8 * Math.acos(Math.min(1, cosine));
}

describe('目录', () => {
  test('每个系统声明的图层自己进来，写明部门、数量；不能看的只有名称', async () => {
    const mine = await catalogue(urban);
    expect(mine.find(({ id }) => id === componentLayer)).toMatchObject({
      title: '城市部件',
      departmentName: '市城市管理局',
      visible: true,
      count: components.length,
    });
    const theirs = (await catalogue(water)).find(({ id }) => id === componentLayer);
    expect(theirs).toMatchObject({ visible: false, count: null, times: [] });
    const fewer = (await catalogue(county)).find(({ id }) => id === componentLayer);
    expect(fewer?.count).toBe(components.filter(({ community }) => community?.startsWith('341202')).length);
    expect(fewer?.count).toBeGreaterThan(0);
    expect(fewer?.count).toBeLessThan(components.length);
  });

  test('导入图层给本部门和共享部门，别人看不到', async () => {
    expect((await sheltersOf(urban))?.count).toBe(25);
    expect((await sheltersOf(water))?.count).toBe(25);
    expect(await sheltersOf(county)).toBeUndefined();
    const id = (await sheltersOf(urban))?.id.slice('upload:'.length);
    expect((await county.get(`/api/one-map/layers/${id}`)).json()).toMatchObject({ code: 'one-map.noLayer' });
    expect((await county.get(`/api/one-map/layers/${id}/tiles/0/0/0`)).statusCode).toBe(404);
    expect((await water.get(`/api/one-map/layers/${id}/tiles/0/0/0`)).rawPayload.length).toBeGreaterThan(50);
  });
});

interface Overlay {
  readonly squareMetres: number;
  readonly results: readonly {
    layer: string;
    count: number;
    squareMetres: number | null;
    metres: number | null;
  }[];
}

describe('叠加', () => {
  test('缓冲区里的数量等于逐行量出来的，翻页得到的是同样这些行', async () => {
    const at = components[0]?.position ?? { lon, lat };
    const radius = 5000;
    const expected = components.filter(({ position }) => {
      const away = metres(position, at);
      // Within a thousandth of the rim the polygon and the circle may differ.
      expect(Math.abs(away - radius)).toBeGreaterThan(radius * 0.0011);
      return away < radius;
    });
    const ask = { drawing: { kind: 'point', path: [[at.lon, at.lat]] }, metres: radius };
    const overlay = await sent<Overlay>(urban, '/overlay', { ...ask, layers: [componentLayer] });
    expect(overlay.results[0]?.count).toBe(expected.length);
    expect(expected.length).toBeGreaterThan(1);
    expect(overlay.squareMetres / (Math.PI * radius ** 2)).toBeCloseTo(1, 2);
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page: { rows: { id: string }[]; next: string | null } = await sent(urban, '/overlay/rows', {
        ...ask,
        layer: componentLayer,
        ...(after === undefined ? {} : { after }),
      });
      ids.push(...page.rows.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(ids.toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
  });

  test('只计本人能看的行；不能看的图层直接拒绝', async () => {
    const ask = {
      drawing: {
        kind: 'area',
        path: [
          [114.5, 32],
          [117, 32],
          [117, 34.2],
          [114.5, 34.2],
        ],
      },
      metres: 0,
      layers: [componentLayer],
    };
    const all = await sent<Overlay>(urban, '/overlay', ask);
    expect(all.results[0]?.count).toBe(components.length);
    const some = await sent<Overlay>(county, '/overlay', ask);
    expect(some.results[0]?.count).toBe(
      components.filter(({ community }) => community?.startsWith('341202')).length,
    );
    expect((await water.post('/api/one-map/overlay', ask)).statusCode).toBe(403);
  });

  test('面图层给出重叠面积，自相交的图形和没有距离的线说明原因', async () => {
    const id = (await catalogue(urban)).find(({ title }) => title === '建筑轮廓（演示）')?.id ?? '';
    const box = [
      [lon - 0.001, lat - 0.001],
      [lon + 0.002, lat - 0.001],
      [lon + 0.002, lat + 0.002],
      [lon - 0.001, lat + 0.002],
    ] as const;
    const ask = { drawing: { kind: 'area', path: box }, metres: 0, layers: [id] };
    const { results } = await sent<Overlay>(urban, '/overlay', ask);
    const rows = await city.services
      .use(registers)
      .of(feature)
      .trusted.findMany(city.store.db, {
        filter: { field: 'layer', is: 'equal', value: id.slice('upload:'.length) },
        limit: 100,
      });
    const parts = rows.map(({ geometry }) => {
      const { coordinates } = geometry as { coordinates: [number, number][][][] };
      const shape = coordinates.map((polygon) => polygon.map((ring) => ring.slice(0, -1)));
      return shapeArea(intersectShapes(shape, [[[...box]]]));
    });
    expect(results[0]?.count).toBe(parts.filter((part) => part > 0).length);
    expect(results[0]?.squareMetres).toBeCloseTo(
      parts.reduce((sum, part) => sum + part, 0),
      0,
    );
    const bow = [box[0], box[2], box[1], box[3]];
    const crossed = await urban.post('/api/one-map/overlay', {
      ...ask,
      drawing: { kind: 'area', path: bow },
    });
    expect(crossed.json()).toMatchObject({ code: 'one-map.drawingRefused' });
    const thin = await urban.post('/api/one-map/overlay', {
      ...ask,
      drawing: { kind: 'line', path: box.slice(0, 2) },
    });
    expect(thin.json()).toMatchObject({ code: 'one-map.noArea' });
  });
});

describe('六边形和时间', () => {
  test('每一行恰好在一个六边形里，六边形面积相等', async () => {
    const { cells, rows, classes, squareMetresACell } = await sent<{
      cells: { ring: [number, number][]; count: number; value: number; class: number }[];
      rows: number;
      classes: { from: number; to: number }[];
      squareMetresACell: number;
    }>(urban, '/hexagons', { layer: componentLayer, side: 2000 });
    expect(rows).toBe(components.length);
    const holds = (ring: [number, number][], at: { lon: number; lat: number }) =>
      intersectShapes(
        [[ring.slice(0, -1)]],
        [
          [
            [
              [at.lon - 1e-7, at.lat - 1e-7],
              [at.lon + 1e-7, at.lat - 1e-7],
              [at.lon, at.lat + 1e-7],
            ],
          ],
        ],
      ).length > 0;
    for (const cell of cells.slice(0, 20)) {
      expect(components.filter(({ position }) => holds(cell.ring, position))).toHaveLength(cell.count);
      expect(shapeArea([[cell.ring.slice(0, -1)]]) / squareMetresACell).toBeCloseTo(1, 1);
      const own = classes[cell.class];
      expect(cell.value).toBeGreaterThanOrEqual(own?.from ?? Infinity);
      expect(cell.value).toBeLessThanOrEqual(own?.to ?? -Infinity);
    }
  });

  test('不是数字的字段不能合计，没有的时间不能播放', async () => {
    const wrong = await urban.post('/api/one-map/hexagons', {
      layer: componentLayer,
      side: 500,
      sum: 'name',
    });
    expect(wrong.statusCode).toBe(400);
    const box = '114.5,32,117,34.2';
    expect((await urban.get(`/api/one-map/timed/${componentLayer}?box=${box}&field=name`)).statusCode).toBe(
      400,
    );
    const reply = await urban.get(`/api/one-map/timed/${componentLayer}?box=${box}&field=startedOn`);
    const { features } = reply.json<{ features: { id: string; at: number }[] }>();
    expect(features).toHaveLength(components.length);
    const first = components.find(({ id }) => id === features[0]?.id);
    expect(features[0]?.at).toBe(Date.parse(`${first?.startedOn}T00:00:00+08:00`));
  });
});

describe('导入', () => {
  test('GCJ-02 的 CSV 换算后落在原处，误差在一厘米内', async () => {
    const [x, y] = fromDegrees([lon, lat], { datum: 'gcj02' });
    const file = await csv(`名称,经度,纬度,床位\n甲,${x},${y},30\n`);
    const none = await urban.post('/api/one-map/layers', { file, title: '医院' });
    expect(none.json()).toMatchObject({ code: 'one-map.noDatum' });
    const { id, features } = await sent<{ id: string; features: number }>(urban, '/layers', {
      file,
      title: '医院',
      datum: 'gcj02',
      titleColumn: '名称',
    });
    expect(features).toBe(1);
    const { rows } = (await urban.get(`/api/one-map/layers/${id}/features`)).json();
    // A ten-millionth of a degree is a centimetre.
    expect(Math.hypot(rows[0].lon - lon, rows[0].lat - lat)).toBeLessThan(1e-7);
    expect(rows[0]).toMatchObject({ title: '甲', properties: { 床位: 30 } });
  });

  test('有一行在市外就都不导入，选择跳过才导入其余的', async () => {
    const before = await counts();
    const file = await csv(`经度,纬度\n${lon},${lat}\n121.47,31.23\n甲,乙\n`);
    const ask = { file, title: '混合', datum: 'wgs84' };
    const refused = await urban.post('/api/one-map/layers', ask);
    expect(refused.json()).toMatchObject({ code: 'one-map.rowsRefused' });
    const { problems } = refused.json<{ problems: { message: string }[] }>();
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^第 2 行：1 个点不在本市范围内/),
      '第 3 行：经度或纬度不是数字',
    ]);
    expect(await counts()).toEqual(before);
    expect(await sent(urban, '/layers', { ...ask, skipWrong: true })).toMatchObject({
      features: 1,
      skipped: 2,
    });
  });

  test('夹带身份证号、手机号的文件不收，说出是哪几列，其余编号不误判', async () => {
    const before = await counts();
    const card = completeIdCard('34120219900307751');
    const ask = async (line: string) =>
      urban.post('/api/one-map/layers', {
        file: await csv(`名称,联系,备注,经度,纬度\n${line},${lon},${lat}\n`),
        title: '名单',
        datum: 'wgs84',
      });
    const refused = await ask(`甲,电话13855801234,证号${card}`);
    expect(refused.json()).toMatchObject({ code: 'one-map.personalColumns' });
    expect(refused.body).toContain('联系、备注');
    expect(refused.body).not.toContain(card);
    expect(await counts()).toEqual(before);
    expect((await ask('乙,0558-2266001,34120201001138000000')).statusCode).toBe(200);
  });

  test('自相交的面、压缩炸弹、声明不符、别人的文件和别人的部门都拒绝', async () => {
    const ring = [
      [lon, lat],
      [lon + 0.01, lat + 0.01],
      [lon + 0.01, lat],
      [lon, lat + 0.01],
      [lon, lat],
    ];
    const bow = await geojson({ type: 'Polygon', coordinates: [ring] });
    const crossed = await urban.post('/api/one-map/layers', { file: bow, title: '面', datum: 'wgs84' });
    expect(crossed.json()).toMatchObject({ code: 'one-map.rowsRefused' });
    const bomb = await urban.upload(
      '炸.zip',
      'application/zip',
      zipSync({ 'a.shp': new Uint8Array(201_000_000) }, { level: 9 }),
    );
    expect((await urban.post('/api/one-map/layers/read', { file: bomb })).json()).toMatchObject({
      message: expect.stringContaining('压缩包解开后过大'),
    });
    const crs = { properties: { name: 'EPSG:4527' } };
    const written = await geojson({ type: 'Point', coordinates: [39_500_000, 3_640_000], crs });
    const differs = await urban.post('/api/one-map/layers', { file: written, title: '点', datum: 'wgs84' });
    expect(differs.json()).toMatchObject({ code: 'one-map.datumDiffers' });
    expect((await keeper.post('/api/one-map/layers/read', { file: bow })).statusCode).toBe(404);
    const file = await csv(`经度,纬度\n${lon},${lat}\n`);
    const foreign = { file, title: '越权', datum: 'wgs84', department: 'city-water-resources' };
    expect((await urban.post('/api/one-map/layers', foreign)).json()).toMatchObject({
      code: 'one-map.notOwner',
    });
    expect((await water.post('/api/one-map/layers', foreign)).statusCode).toBe(403);
  });

  test('共享的部门能看不能改；撤下后谁也看不到', async () => {
    const file = await csv(`经度,纬度\n${lon},${lat}\n`);
    const { id } = await sent<{ id: string }>(urban, '/layers', { file, title: '临时', datum: 'wgs84' });
    expect((await water.get(`/api/one-map/layers/${id}`)).statusCode).toBe(404);
    const facts = { version: 1, title: '临时', sharedWith: ['city-water-resources', 'no-such'] };
    await sent(urban, `/layers/${id}`, facts);
    const seen = (await water.get(`/api/one-map/layers/${id}`)).json();
    expect(seen).toMatchObject({ own: false, sharedWith: [{ id: 'city-water-resources' }] });
    expect((await water.post(`/api/one-map/layers/${id}`, { ...facts, version: 2 })).statusCode).toBe(403);
    expect((await urban.post(`/api/one-map/layers/${id}`, facts)).json()).toMatchObject({
      code: 'city.stale',
    });
    await sent(urban, `/layers/${id}/withdraw`, { version: 2, reason: '过期' });
    for (const who of [urban, water])
      expect((await who.get(`/api/one-map/layers/${id}`)).statusCode).toBe(404);
  });

  async function counts(): Promise<readonly number[]> {
    const rows = city.services.use(registers);
    const all = await Promise.all([
      rows.of(layer).trusted.findMany(city.store.db, { limit: 10_000 }),
      rows.of(feature).trusted.findMany(city.store.db, { limit: 10_000 }),
    ]);
    return all.map(({ length }) => length);
  }
});

describe('地图故事', () => {
  const view = {
    layers: [{ id: componentLayer, opacity: 0.5 }],
    right: null,
    centre: { lon, lat },
    zoom: 12,
    notes: [{ lon, lat, text: '这里' }],
    drawing: null,
    metres: 0,
    time: { layer: componentLayer, field: 'startedOn', from: 0, to: 1 },
  };

  test('指定部门打开，只有他能看的图层；没有共享的人得到没有', async () => {
    const shelters = (await sheltersOf(urban))?.id ?? '';
    const layers = [...view.layers, { id: shelters, opacity: 1 }];
    const { id } = await sent<{ id: string }>(urban, '/stories', {
      title: '避难',
      audience: 'departments',
      sharedWith: ['city-water-resources'],
      view: { ...view, layers },
    });
    const mine = (await urban.get(`/api/one-map/stories/${id}`)).json();
    expect(mine).toMatchObject({ hidden: 0, own: true, view: { layers } });
    const theirs = (await water.get(`/api/one-map/stories/${id}`)).json();
    expect(theirs).toMatchObject({ hidden: 1, own: false, view: { layers: [{ id: shelters }], time: null } });
    expect(theirs.view.layers).toHaveLength(1);
    expect((await county.get(`/api/one-map/stories/${id}`)).statusCode).toBe(404);
    expect((await water.post(`/api/one-map/stories/${id}/withdraw`, { version: 1 })).statusCode).toBe(403);
    await sent(urban, `/stories/${id}/withdraw`, { version: 1 });
    expect((await urban.get(`/api/one-map/stories/${id}`)).statusCode).toBe(404);
  });

  test('全市工作人员都能打开，市民不能', async () => {
    const story = { title: '公开', audience: 'everyone', view };
    const { id } = await sent<{ id: string }>(urban, '/stories', story);
    expect((await county.get(`/api/one-map/stories/${id}`)).statusCode).toBe(200);
    expect((await city.visitor.get(`/api/one-map/stories/${id}`)).statusCode).toBe(401);
    const bad = await urban.post('/api/one-map/stories', { ...story, view: { ...view, zoom: 99 } });
    expect(bad.statusCode).toBe(400);
  });
});

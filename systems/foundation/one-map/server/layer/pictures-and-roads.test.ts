/** What departments get from pictures and from roads that they put on the map: outlines, ways, refusals; each his own layers. */
import { strToU8 } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countyOutlines } from '../../../../../city/outlines.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import { geoKeys, pictureSize, placed, tiff } from '../../../../../test/support/tiff.ts';
import system from '../../system.ts';

let city: TestCity;
let urban: Caller;
let water: Caller;

beforeAll(async () => {
  city = await openTestCity({ systems: [system], demo: true });
  urban = await city.as('map-urban');
  water = await city.as('map-water');
}, 400_000);
afterAll(() => city.close());

const [lon = 0, lat = 0] = countyOutlines[0]?.properties.center ?? [];

async function sent<T>(who: Caller, path: string, body: object): Promise<T> {
  const reply = await who.post(`/api/one-map${path}`, body);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<T>();
}

describe('影像', () => {
  const picture = (bytes: Uint8Array) => urban.upload('ortho.tif', 'image/tiff', bytes);
  const tags = (x: number, y: number, code: number) => [
    ...pictureSize,
    ...placed(x, y, 0.0001),
    geoKeys([2048, code]),
  ];

  test('比导入上限大的影像只读标签，范围成为一个面，说明成为属性', async () => {
    // The directory stands behind 21 MB of pixels, as most software writes it.
    const file = await picture(tiff(tags(lon, lat, 4490), { at: 21_000_000 }));
    const looked = await sent<object>(urban, '/layers/read', { file });
    expect(looked).toMatchObject({ areas: 1, declared: 'cgcs2000', problemCount: 0 });
    const { id } = await sent<{ id: string }>(urban, '/layers', { file, title: '航拍', titleColumn: '名称' });
    const { rows } = (await urban.get(`/api/one-map/layers/${id}/features`)).json();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      title: 'ortho.tif',
      properties: { 列数: 400, 波段数: 3, 坐标系: 'EPSG:4490' },
    });
    // 400 × 300 pixels of 0.0001°: its middle lies so far south-east of the north-west corner.
    expect(rows[0].lon).toBeCloseTo(lon + 0.02, 9);
    expect(rows[0].lat).toBeCloseTo(lat - 0.015, 9);
    expect((await water.get(`/api/one-map/layers/${id}`)).statusCode).toBe(404);
  });

  test('越过市界的影像收下，全在市外的、不认识坐标系的、写坏的说明原因', async () => {
    const { west, south } = countyOutlines.reduce(
      (all, { bbox }) => ({ west: Math.min(all.west, bbox[0]), south: Math.min(all.south, bbox[1]) }),
      { west: 180, south: 90 },
    );
    const over = await picture(
      tiff([...pictureSize, ...placed(west - 1, south + 2, 0.01), geoKeys([2048, 4326])]),
    );
    expect((await urban.post('/api/one-map/layers', { file: over, title: '卫星' })).statusCode).toBe(200);
    const away = await picture(tiff(tags(121.4, 31.2, 4326)));
    expect((await urban.post('/api/one-map/layers', { file: away, title: '外地' })).json()).toMatchObject({
      code: 'one-map.rowsRefused',
    });
    const french = await picture(tiff([...pictureSize, ...placed(1, 1, 1), geoKeys([3072, 2154])]));
    const broken = await picture(tiff(tags(lon, lat, 4490)).subarray(0, 90));
    for (const file of [french, broken])
      expect((await urban.post('/api/one-map/layers', { file, title: '坏' })).json()).toMatchObject({
        code: 'one-map.fileRefused',
      });
    const silent = await picture(tiff([...pictureSize, ...placed(lon, lat, 0.0001)]));
    expect((await urban.post('/api/one-map/layers', { file: silent, title: '没写' })).json()).toMatchObject({
      code: 'one-map.noDatum',
    });
  });
});

describe('路网', () => {
  const at = (x: number, y: number) => [lon + x / 100, lat + y / 100];
  const line = (name: string, path: number[][], more: object = {}) => ({
    type: 'Feature',
    properties: { 路名: name, ...more },
    geometry: { type: 'LineString', coordinates: path },
  });
  const roads = {
    type: 'FeatureCollection',
    features: [
      line('颍州路', [at(0, 0), at(2, 0)], { 限速: 60, 单向: '是' }),
      line('清河路', [at(2, 0), at(2, 2)], { 限速: '60 km/h' }),
      line('斜街', [at(0, 0), at(2, 2)], { 限速: 20 }),
      line('断头路', [at(4, 4), at(5, 4)], { 限速: '不明' }),
    ],
  };
  const marks = { tolerance: 2, oneWayColumn: '单向', speedColumn: '限速', speed: 40 };
  interface Route {
    metres: number;
    seconds: number;
    steps: { name: string; direction: string; metres: number }[];
  }
  async function importRoads(value: object = roads, title = '道路'): Promise<string> {
    const file = await urban.upload('road.json', 'application/json', strToU8(JSON.stringify(value)));
    const ask = { file, title, datum: 'cgcs2000', titleColumn: '路名', sharedWith: ['city-water-resources'] };
    return (await sent<{ id: string }>(urban, '/layers', ask)).id;
  }

  test('设为路网后按长度和按时间走不同的路，走不到的说明原因', async () => {
    const id = await importRoads();
    const ask = { stops: [at(0, 0), at(2, 2)], by: 'length' };
    const early = await urban.post(`/api/one-map/layers/${id}/route`, ask);
    expect(early.json()).toMatchObject({ code: 'one-map.notNetwork' });
    expect(await sent(urban, `/layers/${id}/network`, { version: 1, marks })).toEqual({
      nodes: 5,
      edges: 4,
      parts: 2,
      largestShare: 0.6,
      oneWays: 1,
      badSpeeds: 1,
    });
    const short = await sent<Route>(urban, `/layers/${id}/route`, ask);
    expect(short.steps.map(({ name, direction }) => [name, direction])).toEqual([['斜街', '向东北']]);
    const quick = await sent<Route>(urban, `/layers/${id}/route`, { ...ask, by: 'time' });
    expect(quick.steps.map(({ name, direction }) => [name, direction])).toEqual([
      ['颍州路', '向东'],
      ['清河路', '向北'],
    ]);
    expect(quick.seconds).toBe(Math.round(quick.metres / (60 / 3.6)));
    const back = await sent<Route>(urban, `/layers/${id}/route`, { stops: [at(2, 2), at(0, 0)], by: 'time' });
    expect(back.steps.map(({ name }) => name)).toEqual(['斜街']);
    const reasons = await Promise.all(
      [[at(0, 0), at(4.5, 4)], [at(0, 0), at(2, 2), at(9, -9)], [at(0, 0)]].map(async (stops) =>
        (await urban.post(`/api/one-map/layers/${id}/route`, { stops, by: 'time' })).json(),
      ),
    );
    expect(reasons).toMatchObject([
      { code: 'one-map.notJoined', message: '起点和终点之间的路不相连，走不到；请检查路网的断头' },
      { code: 'one-map.offRoad', message: '终点离最近的路超过1000米，请点在路边' },
      { code: 'city.invalid' },
    ]);
    const { lines, metres } = await sent<{ lines: unknown[]; metres: number }>(urban, `/layers/${id}/reach`, {
      at: at(4.5, 4),
      minutes: 120,
    });
    expect(lines.length).toBeGreaterThan(0);
    expect(metres).toBeCloseTo(quick.steps[0]?.metres === undefined ? 0 : quick.steps[0].metres / 2, -1);
  });

  test('共享的部门能走不能改，没有共享的看不到；取消后不能再走', async () => {
    const id = await importRoads();
    const body = { version: 1, marks };
    expect((await water.post(`/api/one-map/layers/${id}/network`, body)).statusCode).toBe(403);
    await sent(urban, `/layers/${id}/network`, body);
    const ask = { stops: [at(0, 0), at(2, 2)], by: 'length' };
    await sent(water, `/layers/${id}/route`, ask);
    const listed = async (who: Caller) =>
      (await who.get('/api/one-map/catalogue'))
        .json<{ layers: { id: string; network: boolean }[] }>()
        .layers.find((one) => one.id === `upload:${id}`);
    expect(await listed(water)).toMatchObject({ network: true });
    await sent(urban, `/layers/${id}`, { version: 2, title: '道路', sharedWith: [] });
    expect((await water.post(`/api/one-map/layers/${id}/route`, ask)).json()).toMatchObject({
      code: 'one-map.noLayer',
    });
    expect(
      (await water.post(`/api/one-map/layers/${id}/reach`, { at: at(0, 0), minutes: 5 })).statusCode,
    ).toBe(404);
    expect((await water.get(`/api/one-map/layers/${id}/network`)).statusCode).toBe(404);
    await sent(urban, `/layers/${id}/network/remove`, { version: 3 });
    expect((await urban.post(`/api/one-map/layers/${id}/route`, ask)).json()).toMatchObject({
      code: 'one-map.notNetwork',
    });
    expect(await listed(urban)).toMatchObject({ network: false });
  });

  test('点图层、没有的列、旧版本都不能设为路网', async () => {
    const id = await importRoads();
    const mark = (more: object, version = 1) =>
      urban.post(`/api/one-map/layers/${id}/network`, { version, marks: { ...marks, ...more } });
    expect((await mark({ speedColumn: '时速' })).json()).toMatchObject({ code: 'one-map.noColumn' });
    expect((await mark({}, 7)).json()).toMatchObject({ code: 'city.stale' });
    expect((await mark({ tolerance: 0 })).statusCode).toBe(400);
    const point = { type: 'Point', coordinates: at(0, 0) };
    const points = await importRoads(point, '点');
    const refused = await urban.post(`/api/one-map/layers/${points}/network`, { version: 1, marks });
    expect(refused.json()).toMatchObject({ code: 'one-map.notLines' });
  });
});

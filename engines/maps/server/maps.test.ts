/** What people see on the map: their own rows only, masked, counted when far away, and never an old tile after a change. */
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { divisions, findDivision } from '../../../city/divisions.ts';
import { countyOutlines, isInCity, locateCounty } from '../../../city/outlines.ts';
import type { Principal } from '../../../kernel/access.ts';
import { ManualClock } from '../../../kernel/clock.ts';
import { type AnyContract, defineContract } from '../../../kernel/contract.ts';
import type { RowInput } from '../../../kernel/register.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { createGateway } from '../../gateway/index.ts';
import gatewayContract from '../../gateway/contract.ts';
import { openRegisters, pointReader, type RegisterEngine, registerTables } from '../../registers/index.ts';
import {
  areas,
  chief,
  clerk,
  grantAccess,
  lampCodes,
  lampContract,
  lamps,
  person,
} from '../../registers/server/test-support/lamps.ts';
import mapsContract from '../contract.ts';
import { createMaps, type MapService, mapsSystem } from '../index.ts';
import { boxAround, metresBetween, placeInTile, tileBox } from './tile-geometry.ts';

const contract = defineContract({
  ...lampContract,
  routes: {},
  pages: {},
  layers: {
    lamps: {
      title: '路灯分布',
      from: 'lamps',
      point: 'at',
      allow: 'read',
      properties: ['code', 'phone', 'watts'],
      filter: { lit: 'true' },
      colours: { by: 'kind', values: { led: '#00aa00', sodium: '#ffaa00' }, other: '#999999' },
    },
  },
});
const layer = 'lamp.lamps';
const centre = { lon: 115.81, lat: 32.89 };
const stranger = person('stranger', {});
const clock = new ManualClock('2026-11-23T02:00:00Z');

function accessOf(people: readonly Principal[], contracts: readonly AnyContract[]) {
  return Object.defineProperty(grantAccess(people), 'contracts', { value: contracts });
}

let store: TestStore;
let engine: RegisterEngine;
let maps: MapService;

function settingsOf(...contracts: readonly { id: string; settings?: object }[]) {
  return Object.fromEntries(
    contracts.flatMap((one) =>
      Object.entries(one.settings ?? {}).map(([name, spec]) => [`${one.id}.${name}`, spec]),
    ),
  );
}

function lamp(index: number, more: RowInput<typeof lamps> = {}): RowInput<typeof lamps> {
  return {
    code: `L-${index}`,
    place: '341202001000',
    kind: 'led',
    at: centre,
    lit: true,
    phone: '13912345678',
    watts: 100,
    ...more,
  };
}

async function add(...values: readonly RowInput<typeof lamps>[]): Promise<void> {
  await store.transaction((work) => engine.service.of(lamps).trusted.insertMany(work, 'chief', values));
}

function tileAt(z: number, lon: number, lat: number): readonly [number, number] {
  const [x, y] = placeInTile(z, 0, 0, lon, lat);
  return [Math.floor(x / 4096), Math.floor(y / 4096)];
}

/** Strings of the tile's values stand in it as plain UTF-8. */
async function readTile(principal: Principal, z = 13): Promise<string> {
  const [x, y] = tileAt(z, centre.lon, centre.lat);
  return gunzipSync((await maps.tile(principal, layer, z, x, y)).body).toString('utf8');
}

beforeAll(async () => {
  const access = accessOf([chief, clerk, stranger], [contract]);
  store = await openTestStore({
    tables: registerTables([contract]),
    clock,
    settings: settingsOf(mapsContract, gatewayContract),
  });
  engine = await openRegisters({
    contracts: [contract],
    store,
    access,
    findArea: (code) => areas.get(code),
    locate: () => '341202000000',
  });
  await engine.service.codeLists.load(lampCodes);
  maps = createMaps({
    store,
    access,
    registers: engine.service,
    points: pointReader(engine),
    outlines: countyOutlines,
    locate: locateCounty,
    isInCity,
    divisions,
    areaName: (code) => findDivision(code)?.name,
    baseMapUrls: ['https://t0.tianditu.gov.cn/vec_w/wmts?x={x}&y={y}&z={z}&tk=key'],
  });
  await add(
    lamp(1),
    lamp(2, { kind: 'sodium', at: { lon: 115.812, lat: 32.891 } }),
    lamp(3, { place: '341203000000', at: { lon: 115.814, lat: 32.889 } }),
    lamp(4, { lit: false, at: { lon: 115.811, lat: 32.89 } }),
    lamp(5, { at: null }),
  );
  await store.begin();
});
afterAll(() => store.close());

describe('图层', () => {
  test('目录只列出有权看的图层,图例用中文名称', () => {
    expect(maps.layers(stranger)).toEqual([]);
    expect(maps.layers(chief)).toMatchObject([
      {
        id: layer,
        title: '路灯分布',
        register: 'lamp.lamps',
        colourBy: 'kind',
        legend: [
          { value: 'led', title: 'LED 灯', colour: '#00aa00' },
          { value: 'sodium', title: '钠灯', colour: '#ffaa00' },
        ],
      },
    ]);
  });

  test('写错字段的图层启动时就报错', () => {
    const wrong = defineContract({
      ...contract,
      layers: {
        lamps: { title: '路灯', from: 'lamps', point: 'at', allow: 'read', properties: ['nothing'] },
      },
    });
    const access = accessOf([], [wrong]);
    expect(() =>
      createMaps({
        store,
        access,
        registers: engine.service,
        points: pointReader(engine),
        outlines: [],
        locate: locateCounty,
        isInCity,
        divisions,
        areaName: () => undefined,
      }),
    ).toThrow(RangeError);
  });
});

describe('瓦片', () => {
  test('近看是一个个点位,带颜色和编码;灭灯的、没有位置的不在', async () => {
    const tile = await readTile(chief);
    for (const expected of ['points', 'L-1', 'L-2', 'L-3', '#00aa00', '#ffaa00', '13912345678'])
      expect(tile).toContain(expected);
    expect(tile).not.toContain('L-4');
    expect(tile).not.toContain('L-5');
  });

  test('本区的人看不到外区的点,也看不到电话', async () => {
    const tile = await readTile(clerk);
    expect(tile).toContain('L-1');
    expect(tile).not.toContain('L-3');
    expect(tile).not.toContain('13912345678');
    expect(tile).toContain('139****5678');
  });

  test('无权的人、不存在的图层、不存在的瓦片都被拒绝', async () => {
    await expect(maps.tile(stranger, layer, 13, 0, 0)).rejects.toMatchObject({ code: 'city.forbidden' });
    await expect(maps.tile(chief, 'lamp.nothing', 13, 0, 0)).rejects.toMatchObject({ code: 'city.missing' });
    for (const [z, x, y] of [
      [19, 0, 0],
      [-1, 0, 0],
      [1, 2, 0],
      [1, 0, 2],
      [1.5, 0, 0],
      [3, Number.NaN, 0],
    ] as const)
      await expect(maps.tile(chief, layer, z, x, y)).rejects.toMatchObject({ code: 'city.invalid' });
  });

  test('远看按格汇总,数目等于有权看的行数', async () => {
    const reader = pointReader(engine);
    const source = { register: 'lamp.lamps', point: 'at', properties: [], filter: { lit: 'true' } };
    const everywhere = { west: 115, south: 32, east: 117, north: 34 };
    const sum = async (principal: Principal) => {
      const decision = engine.service.decide(principal, 'lamp.lamps', 'read');
      const clusters = await reader.clusterPoints(decision, source, everywhere, { lon: 0.25, lat: 0.25 });
      return clusters.reduce((total, cluster) => total + cluster.count, 0);
    };
    expect(await sum(chief)).toBe(3);
    expect(await sum(clerk)).toBe(2);
    const tile = await readTile(chief, 8);
    expect(tile).toContain('count');
    expect(tile).not.toContain('L-1');
  });

  test('同样的瓦片从缓存来;数据变了,很快就是新的', async () => {
    const [x, y] = tileAt(14, centre.lon, centre.lat);
    const first = await maps.tile(chief, layer, 14, x, y);
    expect(await maps.tile(chief, layer, 14, x, y)).toBe(first);
    await add(lamp(6));
    await store.drain();
    await expect
      .poll(async () => gunzipSync((await maps.tile(chief, layer, 14, x, y)).body).toString('utf8'), {
        timeout: 5000,
      })
      .toContain('L-6');
  });
});

describe('点位与最近', () => {
  test('范围内的点位带可读名称,超过上限时说明还有', async () => {
    const { features, more } = await maps.features(clerk, layer, [115.8, 32.88, 115.82, 32.9], 1);
    expect(more).toBe(true);
    expect(features).toHaveLength(1);
    const all = await maps.features(clerk, layer, [115.8, 32.88, 115.82, 32.9], 100);
    expect(all.more).toBe(false);
    const second = all.features.find((each) => each.properties['code'] === 'L-2');
    expect(second).toMatchObject({
      colour: '#ffaa00',
      shown: { kind: '钠灯', phone: '139****5678' },
      properties: { kind: 'sodium', masked: ['phone'] },
    });
  });

  test('最近的在前,按米计,超出半径的不算', async () => {
    const near = await maps.nearest(chief, layer, 115.8139, 32.889, 10, 300);
    expect(near.map((each) => each.properties['code'])).toEqual(['L-3', 'L-2']);
    expect(near[0]?.metres).toBeLessThan(15);
    expect(
      (await maps.nearest(clerk, layer, 115.8139, 32.889, 1, 300)).map((each) => each.properties['code']),
    ).toEqual(['L-2']);
  });

  test('经度一度比纬度一度短,最近仍按米算', async () => {
    await add(lamp(7, { at: { lon: 116.2, lat: 33.0095 } }), lamp(8, { at: { lon: 116.2105, lat: 33.0 } }));
    const near = await maps.nearest(chief, layer, 116.2, 33.0, 1, 5000);
    expect(near[0]?.properties['code']).toBe('L-8');
    expect(near[0]?.metres).toBeCloseTo(metresBetween(116.2, 33, 116.2105, 33), 0);
  });
});

describe('区划与底图', () => {
  test('市中心在颍州区,市外不在', async () => {
    expect(await maps.areaAt(115.81, 32.89)).toMatchObject({
      inCity: true,
      county: { code: '341202000000', name: '颍州区' },
    });
    expect(await maps.areaAt(116.4, 39.9)).toEqual({
      inCity: false,
      town: null,
      county: null,
      narrowest: null,
    });
  });

  test('底图样式不引用外部字体和图标;设置了天地图时署名', () => {
    const style = JSON.stringify(maps.baseStyle());
    expect(style).not.toMatch(/glyphs|sprite/);
    expect(style).toContain('天地图');
    expect(JSON.parse(style).metadata.bounds[0]).toBeGreaterThan(114);
  });
});

describe('坐标换算', () => {
  test('瓦片范围与点位一致,圆的外框装得下圆', () => {
    const [x, y] = tileAt(13, centre.lon, centre.lat);
    const box = tileBox(13, x, y);
    expect(centre.lon).toBeGreaterThanOrEqual(box.west);
    expect(centre.lon).toBeLessThan(box.east);
    expect(centre.lat).toBeGreaterThan(box.south);
    expect(centre.lat).toBeLessThanOrEqual(box.north);
    expect(placeInTile(13, x, y, box.west, box.north)).toEqual([0, 0]);
    expect(placeInTile(13, x, y, box.east, box.south)).toEqual([4096, 4096]);
    const around = boxAround(115.8, 32.9, 1000);
    expect(metresBetween(115.8, 32.9, around.east, 32.9)).toBeGreaterThanOrEqual(1000);
    expect(metresBetween(115.8, 32.9, 115.8, around.north)).toBeLessThan(1020);
  });
});

describe('网络接口', () => {
  function openDoor(who: Principal) {
    const access = Object.assign(accessOf([who], [contract, mapsContract]), {
      findPrincipal: async () => who,
    });
    return createGateway({
      store,
      access,
      services: {
        use: () => {
          throw new Error('none');
        },
      },
      systems: [mapsSystem(maps)],
      fileGuards: {},
      version: 'test',
      rate: 100_000,
      checkReplies: true,
    });
  }

  test('OGC API Features:首页通向目录,目录只列看得见的图层,翻页不重不漏,坏参数是 400', async () => {
    const app = await openDoor(clerk);
    const cookies = { city_session: 'a'.repeat(43) };
    const read = async (url: string) => {
      const reply = await app.inject({ url, cookies });
      expect(reply.statusCode, url).toBe(200);
      return reply;
    };
    interface Page {
      readonly numberMatched: number;
      readonly numberReturned: number;
      readonly features: readonly { id: string; properties: Record<string, unknown> }[];
      readonly links: readonly { rel: string; href: string }[];
    }
    const follow = (page: { readonly links: readonly { rel: string; href: string }[] }, rel: string) =>
      page.links.find((each) => each.rel === rel)?.href;
    const landing = (await read('/api/maps/ogc')).json();
    expect((await read(follow(landing, 'conformance') ?? '')).json().conformsTo).toContain(
      'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core',
    );
    const { collections } = (await read(follow(landing, 'data') ?? '')).json();
    expect(collections.map((each: { id: string }) => each.id)).toEqual([layer]);
    const items = follow(collections[0], 'items') ?? '';
    const whole = await read(`${items}?limit=1000`);
    expect(whole.headers['content-type']).toContain('application/geo+json');
    const all = whole.json<Page>();
    expect(all.numberMatched).toBe(all.features.length);
    const seen: string[] = [];
    for (
      let next: string | undefined = `${items}?limit=1&datetime=../2026-01-01T00:00:00Z`;
      next !== undefined;
    ) {
      const page: Page = (await read(next)).json<Page>();
      expect(page.numberReturned).toBe(1);
      seen.push(...page.features.map(({ id }) => id));
      next = follow(page, 'next');
    }
    expect(seen).toEqual(all.features.map(({ id }) => id));
    // The clerk's clearance hides telephones here as on every other way.
    expect(all.features[0]?.properties['phone']).toMatch(/\*/);
    expect((await read(`${items}/${seen[0]}`)).json()).toMatchObject({ type: 'Feature', id: seen[0] });
    expect(
      (await read(`${items}?bbox=115.8,32.8,0,115.82,32.9,9`)).json<Page>().numberReturned,
    ).toBeGreaterThan(0);
    expect((await read(`${items}?bbox=100,30,101,31`)).json<Page>().features).toEqual([]);
    for (const bad of [
      'bbox=1,2,3',
      'bbox=5,1,4,2',
      'datetime=2026',
      'datetime=../..',
      'limit=0',
      'colour=red',
    ])
      expect((await app.inject({ url: `${items}?${bad}`, cookies })).statusCode, bad).toBe(400);
    const nobody = '018f0000-0000-7000-8000-000000000000';
    expect((await app.inject({ url: `${items}/${nobody}`, cookies })).statusCode).toBe(404);
    expect((await app.inject({ url: '/api/maps/ogc/collections/lamp.none/items', cookies })).statusCode).toBe(
      404,
    );
    await app.close();
    const other = await openDoor(stranger);
    expect((await other.inject({ url: '/api/maps/ogc/collections', cookies })).json().collections).toEqual(
      [],
    );
    expect((await other.inject({ url: items, cookies })).statusCode).toBe(403);
    expect((await other.inject({ url: `/api/maps/ogc/collections/${layer}`, cookies })).statusCode).toBe(404);
    await other.close();
  });

  test('瓦片带校验值,没变时只回 304;坏参数是 400', async () => {
    const app = await openDoor(chief);
    const [x, y] = tileAt(13, centre.lon, centre.lat);
    const cookies = { city_session: 'a'.repeat(43) };
    const tile = await app.inject({ url: `/api/maps/tiles/${layer}/13/${x}/${y}`, cookies });
    expect(tile.statusCode).toBe(200);
    expect(tile.headers['content-encoding']).toBe('gzip');
    const again = await app.inject({
      url: `/api/maps/tiles/${layer}/13/${x}/${y}`,
      cookies,
      headers: { 'if-none-match': String(tile.headers['etag']) },
    });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    for (const bad of [
      'tiles/lamp.lamps/19/0/0',
      'tiles/lamp.lamps/3/8/0',
      'tiles/lamp.lamps/3/a/0',
      'features/lamp.lamps?box=1,2,3',
      'features/lamp.lamps?box=116,33,115,34',
      'nearest/lamp.lamps?lon=x&lat=1',
      'locate?lon=999&lat=1',
      'convert?datum=cgcs2000&x=39512345&y=3640000',
      'convert?datum=gauss-kruger&x=512345&y=3640000',
    ])
      expect((await app.inject({ url: `/api/maps/${bad}`, cookies })).statusCode).toBe(400);
    for (const good of [
      'layers',
      'features/lamp.lamps?box=115,32,117,34',
      'nearest/lamp.lamps?lon=115.81&lat=32.89',
      'locate?lon=115.81&lat=32.89',
      'convert?datum=gcj02&x=115.8154&y=32.888',
      'outlines',
      'style',
    ])
      expect((await app.inject({ url: `/api/maps/${good}`, cookies })).statusCode).toBe(200);
    expect((await app.inject({ url: '/api/maps/outlines' })).statusCode).toBe(200);
    await app.close();
  });
});

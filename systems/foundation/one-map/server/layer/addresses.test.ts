/** Addresses become places by the city's names and the records that the caller may see; whoever may not see a record does not find it by its name. */
import { strToU8 } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { divisionFullName } from '../../../../../city/divisions.ts';
import { countyOutlines } from '../../../../../city/outlines.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import { component } from '../../../../governance/urban-management/registers/component.ts';
import { seedCity } from '../../../../governance/urban-management/seed.ts';
import urbanManagement from '../../../../governance/urban-management/system.ts';
import system from '../../system.ts';

let city: TestCity;
let urban: Caller;
let water: Caller;
let clock: Row<typeof component>;
let components: readonly Row<typeof component>[];

interface Place {
  readonly title: string;
  readonly kind: string;
  readonly code: string | null;
  readonly at: { lon: number; lat: number } | null;
  readonly by: string;
  readonly records: number;
  readonly confidence: number;
}

beforeAll(async () => {
  const urbanSystem = {
    ...urbanManagement,
    seed: (services: Parameters<typeof seedCity>[0]) => seedCity(services, { components: 200, cases: 0 }),
  };
  city = await openTestCity({ systems: [system, urbanSystem], demo: true });
  await city.store.drain();
  const rows = city.services.use(registers).of(component).trusted;
  const [first] = await rows.findMany(city.store.db, { sort: 'code', limit: 1 });
  if (first === undefined) throw new Error('no component');
  clock = await city.store.transaction((work) =>
    rows.update(work, 'test', first, { name: '钟鼓广场报时钟' }),
  );
  components = await rows.findMany(city.store.db, { limit: 1000 });
  urban = await city.as('map-urban');
  water = await city.as('map-water');
}, 400_000);
afterAll(() => city.close());

const find = async (who: Caller, text: string) =>
  (await who.get(`/api/maps/places?text=${encodeURIComponent(text)}`)).json<{ places: Place[] }>().places;
const townOf = (code: string | null) => `${(code ?? '').slice(0, 9)}000`;

describe('按地名找地点', () => {
  test('区县有中心，乡镇没有界线就说位置是估计的，看不到记录的人得不到估计', async () => {
    const [county] = await find(city.visitor, '颍州区');
    const centre = countyOutlines.find(({ properties }) => properties.name === '颍州区')?.properties.center;
    expect(county).toMatchObject({
      code: '341202000000',
      by: 'centre',
      confidence: 1,
      at: { lon: centre?.[0] },
    });
    const town = townOf(clock.community);
    const own = components.filter(({ community }) => townOf(community) === town);
    const [mine] = await find(urban, divisionFullName(town));
    expect(mine).toMatchObject({ code: town, by: 'records', confidence: 1 });
    expect(mine?.records).toBeGreaterThanOrEqual(own.length);
    const [theirs] = await find(city.visitor, divisionFullName(town));
    expect(theirs).toMatchObject({ code: town, by: 'none', at: null, records: 0 });
  });

  test('区划之后是地点名称：有权看的人找到它，别人只得到区划', async () => {
    const text = `${divisionFullName(townOf(clock.community))}钟鼓广场报时钟`;
    const [found] = await find(urban, text);
    expect(found).toMatchObject({ title: '钟鼓广场报时钟', kind: 'record', by: 'record', confidence: 1 });
    expect(found?.at).toEqual(clock.position);
    for (const who of [water, city.visitor]) {
      const places = await find(who, text);
      expect(places.length).toBeGreaterThan(0);
      expect(places.every(({ kind }) => kind === 'division')).toBe(true);
    }
    const other = countyOutlines.find(({ id }) => id.slice(0, 6) !== clock.community?.slice(0, 6));
    const elsewhere = await find(urban, `${other?.properties.name}钟鼓广场报时钟`);
    expect(elsewhere.every(({ kind }) => kind === 'division')).toBe(true);
  });

  test('拼音和声母', async () => {
    expect((await find(city.visitor, 'wangjiabazhen'))[0]?.title).toBe('阜南县王家坝镇');
    expect((await find(city.visitor, 'yingshangxian'))[0]?.title).toBe('颍上县');
    expect(await find(city.visitor, '火星基地')).toEqual([]);
    expect((await city.visitor.get('/api/maps/places?text=')).statusCode).toBe(400);
  });

  test('坐标在哪里：区县和最近的地点，最近的地点只给有权看的人', async () => {
    const { lon, lat } = clock.position;
    const ask = `/api/maps/place-at?lon=${lon}&lat=${lat}`;
    const mine = (await urban.get(ask)).json();
    expect(mine).toMatchObject({ inCity: true, county: { code: `${clock.community?.slice(0, 6)}000000` } });
    expect(mine.nearest.metres).toBeLessThan(1);
    expect((await city.visitor.get(ask)).json()).toMatchObject({ inCity: true, nearest: null });
    expect((await urban.get('/api/maps/place-at?lon=121.4&lat=31.2')).json()).toEqual({
      inCity: false,
      county: null,
      town: null,
      nearest: null,
    });
  });
});

describe('按地址导入', () => {
  test('认得的行落在记录的位置，认不出、同名、没写的行逐行说明，不猜位置', async () => {
    const town = divisionFullName(townOf(clock.community));
    const rows = ['甲', '乙', '丙', '丁', '戊'];
    const addresses = [`${town}钟鼓广场报时钟`, '火星基地', '', '李寨村', '颍州区'];
    const text = `名称,地址\n${rows.map((name, index) => `${name},${addresses[index]}`).join('\n')}\n`;
    const file = await urban.upload('table.csv', 'text/csv', strToU8(text));
    const look = async (more: object) =>
      (await urban.post('/api/one-map/layers/read', { file, ...more })).json();
    expect(await look({})).toMatchObject({ needsAddress: true, columns: ['名称', '地址'], rows: 0 });
    expect((await urban.post('/api/one-map/layers', { file, title: '表' })).json()).toMatchObject({
      code: 'one-map.noPlaces',
    });
    const looked = await look({ addressColumn: '地址' });
    expect(looked).toMatchObject({ needsAddress: false, points: 1, problemCount: 4, declared: 'cgcs2000' });
    expect(
      looked.problems.map(({ row, message }: { row: number; message: string }) => [row, message]),
    ).toEqual([
      [2, '“火星基地”没有认出地名'],
      [3, '没有填写地址'],
      [4, expect.stringMatching(/^“李寨村”可能是.+，请写明县区和乡镇$/)],
      [5, '“颍州区”只认到颍州区，没有更准的位置'],
    ]);
    const ask = { file, title: '表', addressColumn: '地址', titleColumn: '名称', skipWrong: true };
    const reply = await urban.post('/api/one-map/layers', ask);
    expect(reply.json()).toMatchObject({ features: 1, skipped: 4 });
    const { rows: kept } = (await urban.get(`/api/one-map/layers/${reply.json().id}/features`)).json();
    expect(kept[0]).toMatchObject({
      title: '甲',
      lon: clock.position.lon,
      lat: clock.position.lat,
      properties: { 定位到: '钟鼓广场报时钟', 定位精度: '同名记录的位置', 把握: 1 },
    });
    expect(
      (await urban.post('/api/one-map/layers/read', { file, addressColumn: '住址' })).json(),
    ).toMatchObject({
      code: 'one-map.fileRefused',
    });
  });
});

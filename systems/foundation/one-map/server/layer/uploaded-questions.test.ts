/** An uploaded layer in hexagons, along time and coloured by its own columns: each only for those who may see it. */
import { strToU8 } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countyOutlines } from '../../../../../city/outlines.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import system from '../../system.ts';

let city: TestCity;
let urban: Caller;
let water: Caller;
let layer: string;

const [lon = 0, lat = 0] = countyOutlines[0]?.properties.center ?? [];
/** The last one has none. */
function kindOf(index: number): string {
  if (index < 20) return '树';
  return index < 29 ? '灯' : '';
}

const rows = Array.from({ length: 30 }, (_, index) => ({
  name: `点${index}`,
  kind: kindOf(index),
  amount: index,
  day: `2026-0${1 + (index % 6)}-15`,
  lon: (lon + (index % 2) * 0.05).toFixed(6),
  lat: lat.toFixed(6),
}));

beforeAll(async () => {
  city = await openTestCity({ systems: [system], demo: true });
  await city.store.drain();
  urban = await city.as('map-urban');
  water = await city.as('map-water');
  const text = [
    '名称,类别,数量,日期,经度,纬度',
    ...rows.map((row) => [row.name, row.kind, row.amount, row.day, row.lon, row.lat].join(',')),
  ].join('\n');
  const file = await urban.upload('点位.csv', 'text/csv', strToU8(text));
  const made = await urban.post('/api/one-map/layers', { file, title: '测试点位', datum: 'wgs84' });
  expect(made.statusCode, made.body).toBe(200);
  layer = made.json<{ id: string }>().id;
}, 400_000);
afterAll(() => city.close());

const listed = async () =>
  (await urban.get('/api/one-map/catalogue'))
    .json<{
      layers: {
        id: string;
        title: string;
        numbers: { name: string }[];
        times: { name: string }[];
        legend: { title: string; colour: string }[];
      }[];
    }>()
    .layers.find(({ id }) => id === `upload:${layer}`);

test('目录里写明哪些字段可以合计、哪些可以沿时间播放', async () => {
  const found = await listed();
  expect(found?.numbers.map(({ name }) => name)).toContain('数量');
  expect(found?.numbers.map(({ name }) => name)).not.toContain('类别');
  expect(found?.times.map(({ name }) => name)).toEqual(['日期']);
});

test('六边形：每一行在一个格里，合计等于各行之和；不是数值的字段不能合计', async () => {
  const ask = (more: object) =>
    urban.post('/api/one-map/hexagons', { layer: `upload:${layer}`, side: 1000, ...more });
  const counted = (await ask({})).json<{ cells: { count: number; value: number }[]; rows: number }>();
  expect(counted.cells.map(({ count }) => count)).toEqual([15, 15]);
  const summed = (await ask({ sum: '数量' })).json<{ cells: { value: number }[] }>();
  expect(summed.cells.reduce((all, { value }) => all + value, 0)).toBe(435);
  expect((await ask({ sum: '类别' })).statusCode).toBe(400);
  const around = (await ask({ drawing: { kind: 'point', path: [[lon, lat]] }, metres: 500 })).json<{
    rows: number;
  }>();
  expect(around.rows).toBe(15);
});

test('时间轴：范围内带时间的行；没有共享给的部门什么都看不到', async () => {
  const box = `${lon - 0.01},${lat - 0.01},${lon + 0.01},${lat + 0.01}`;
  const address = `/api/one-map/timed/upload:${layer}?box=${box}&field=${encodeURIComponent('日期')}`;
  const found = (await urban.get(address)).json<{ features: { at: number }[]; more: boolean }>();
  expect(found.features).toHaveLength(15);
  expect(new Set(found.features.map(({ at }) => new Date(at).toISOString().slice(11)))).toEqual(
    new Set(['16:00:00.000Z']),
  );
  expect(
    (await urban.get(address.replace(encodeURIComponent('日期'), encodeURIComponent('类别')))).statusCode,
  ).toBe(400);
  expect((await water.get(address)).json()).toMatchObject({ code: 'one-map.noLayer' });
  const asked = { layer: `upload:${layer}`, side: 1000 };
  expect((await water.post('/api/one-map/hexagons', asked)).json()).toMatchObject({
    code: 'one-map.noLayer',
  });
});

test('按字段着色：数值分五级，文字按最常见的；没有的字段不行', async () => {
  const change = async (styleColumn: string) => {
    const now = (await urban.get(`/api/one-map/layers/${layer}`)).json<{ version: number }>();
    return urban.post(`/api/one-map/layers/${layer}`, {
      id: layer,
      version: now.version,
      title: '测试点位',
      styleColumn,
      labelled: true,
    });
  };
  expect((await change('没有')).statusCode).toBe(400);
  expect((await change('类别')).statusCode).toBe(200);
  expect((await listed())?.legend).toEqual([
    { title: '树', colour: '#4e79a7' },
    { title: '灯', colour: '#f28e2b' },
    { title: '其他或未填', colour: '#8c8c8c' },
  ]);
  expect((await change('数量')).statusCode).toBe(200);
  const titles = (await listed())?.legend.map(({ title }) => title);
  expect(titles).toEqual(['0 – 5', '6 – 11', '12 – 17', '18 – 23', '24 – 29', '其他或未填']);
});

/** How entities become points, columns and sums. */
import { expect, test } from 'vitest';
import type { FeatureCollection, Polygon } from 'geojson';
import type { Placed } from '../../routes/twin-routes.ts';
import { lineLayers, twinLayers } from './twin-layers.ts';

const entity = (id: string, state: Placed[5], share: number | null): Placed => [
  'device',
  id,
  `${id} 号`,
  115.8,
  32.9,
  state,
  0,
  share,
  share,
];

function featuresOf(layers: ReturnType<typeof twinLayers>, id: string): FeatureCollection['features'] {
  const from = layers.find((layer) => layer.id === id)?.from;
  if (from === undefined || !('geojson' in from) || typeof from.geojson === 'string') throw new Error(id);
  return from.geojson.features;
}

test('有数值的立柱，高低随数值、大小随级别；没有的只是点，最严重的画在最上面', () => {
  const reply = {
    entities: [entity('a', 'alarm', 1), entity('b', 'normal', 0), entity('c', 'offline', null)],
    kinds: [],
    cells: [],
    moreEntities: false,
  };
  const near = twinLayers(reply, 10, true);
  const [tall, low, ...rest] = featuresOf(near, 'twin-columns');
  expect(rest).toEqual([]);
  expect(tall?.properties?.['height']).toBeGreaterThan(low?.properties?.['height'] * 10);
  expect(featuresOf(near, 'twin-points').map((each) => each.properties?.['state'])).toEqual([
    'normal',
    'offline',
    'alarm',
  ]);
  // Twice as near: half as high and broad in metres, so the same on the screen.
  const [nearer] = featuresOf(twinLayers(reply, 11, true), 'twin-columns');
  expect(nearer?.properties?.['height']).toBeCloseTo(tall?.properties?.['height'] / 2, 6);
  const width = (feature: typeof tall) => {
    const [ring = []] = (feature?.geometry as Polygon | undefined)?.coordinates ?? [];
    return (ring[0]?.[0] ?? 0) - (ring[3]?.[0] ?? 0);
  };
  expect(width(nearer)).toBeCloseTo(width(tall) / 2, 9);
});

test('近看才写名称，远看时名称的图层不在了', () => {
  const reply = { entities: [entity('a', 'normal', null)], kinds: [], cells: [], moreEntities: false };
  expect(twinLayers(reply, 12, true).map(({ id, label }) => [id, label])).toContainEqual([
    'twin-named',
    'name',
  ]);
  expect(twinLayers(reply, 11.9, true).some(({ label }) => label !== undefined)).toBe(false);
});

test('太多时按格汇总，一格的颜色是其中最严重的', () => {
  const cells = [
    { lon: 115, lat: 32, counts: { alarm: 1, attention: 0, offline: 4, normal: 95 } },
    { lon: 116, lat: 33, counts: { alarm: 0, attention: 0, offline: 0, normal: 7 } },
  ];
  const layers = twinLayers({ entities: null, kinds: [], cells, moreEntities: false }, 8, true);
  expect(featuresOf(layers, 'twin-cells-alarm')).toMatchObject([{ properties: { count: 100 } }]);
  expect(featuresOf(layers, 'twin-cells-normal')).toMatchObject([{ properties: { count: 7 } }]);
  expect(featuresOf(layers, 'twin-cells-offline')).toEqual([]);
});

test('每种线一层，颜色如所声明', () => {
  const line: [number, number][] = [
    [115, 32],
    [116, 33],
  ];
  const rows = [{ id: '1', name: '颍河', line }];
  const lines = [{ title: '河流', colour: '#39c5e8', register: 'river-chief.river', more: false, rows }];
  expect(lineLayers(lines)).toMatchObject([
    { id: 'twin-line-river-chief.river', kind: 'line', colour: '#39c5e8' },
  ]);
});

/** How live cases shine on the wall. */
import { expect, test } from 'vitest';
import { boxOf, countyBox, lightLayer, outlineLayer } from './case-lights.ts';

const now = new Date('2026-11-23T08:00:00Z');

test('超期的点是红的、压在最上面,待立案没有时限的是蓝的', () => {
  const feature = (id: string, dueAt: string | null) => ({
    id,
    lon: 115.8,
    lat: 32.9,
    properties: { dueAt },
    shown: {},
  });
  const layer = lightLayer([feature('a', '2026-11-23T07:00:00Z'), feature('b', null)], now, 24);
  const features =
    'geojson' in layer.from && typeof layer.from.geojson !== 'string' ? layer.from.geojson.features : [];
  expect(features.map((one) => one.properties?.['light'])).toEqual(['none', 'red']);
});

test('下钻到县区:描出它的界线,地图移到那里', () => {
  const outlines = {
    type: 'FeatureCollection' as const,
    features: [
      {
        type: 'Feature' as const,
        properties: { code: '341202' },
        geometry: {
          type: 'Polygon' as const,
          coordinates: [
            [
              [115, 32],
              [116, 32],
              [116, 33],
              [115, 32],
            ],
          ],
        },
      },
    ],
  };
  expect(countyBox(outlines, '341202000000')).toEqual([114.99, 31.99, 116.01, 33.01]);
  expect(countyBox(outlines, '341203000000')).toBeUndefined();
  const { from } = outlineLayer(outlines, '341202000000');
  expect('geojson' in from && typeof from.geojson !== 'string' && from.geojson.features).toHaveLength(1);
  expect(boxOf([])).toBeUndefined();
});

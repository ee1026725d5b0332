/** How hot places are coloured. */
import { expect, test } from 'vitest';
import { boundsOf, countSteps, type Place, placeLayers, stepText } from './place-layer.ts';

const place = (count: number, west = 115): Place => ({
  lon: west,
  lat: 32,
  box: [west, 32, west + 0.01, 32.01],
  count,
  matter: null,
  matterName: null,
});

test('件数分成至多五档,图例说清每档多少件', () => {
  expect(countSteps(12).map(stepText)).toEqual(['1–3 件', '4–6 件', '7–9 件', '10 件以上']);
  expect(countSteps(1).map(stepText)).toEqual(['1 件以上']);
  expect(countSteps(5).map(stepText)).toEqual(['1 件', '2 件', '3 件', '4 件', '5 件以上']);
});

test('每格落到自己的一档,最多的压在上面', () => {
  for (const { from } of placeLayers([place(12), place(4), place(1)])) {
    const features = 'geojson' in from && typeof from.geojson !== 'string' ? from.geojson.features : [];
    expect(features.map((feature) => feature.properties?.['step'])).toEqual(['0', '1', '3']);
  }
});

test('没有热点就不移动地图', () => {
  expect(boundsOf([])).toBeUndefined();
  expect(boundsOf([place(1), place(2, 116)])).toEqual([115, 32, 116.01, 32.01]);
});

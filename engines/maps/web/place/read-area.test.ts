/** What is clicked, typed or pasted becomes an area, or nothing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxOfArea, cornerLine, readArea } from './read-area.ts';

const ring = [
  [115.8, 32.8],
  [115.9, 32.8],
  [115.9, 32.9],
];

test('lines of corners, and the same as GeoJSON, open and closed', () => {
  const typed = readArea('115.8,32.8\n115.9 32.8\n\n115.9，32.9');
  expect(typed).toEqual([[ring]]);
  const polygon = { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
  for (const given of [
    polygon,
    { type: 'MultiPolygon', coordinates: [polygon.coordinates] },
    { type: 'Feature', geometry: polygon, properties: {} },
    { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: polygon }] },
  ])
    expect(readArea(JSON.stringify(given))).toEqual([[ring]]);
  expect(typed && boxOfArea(typed)).toEqual([115.8, 32.8, 115.9, 32.9]);
  expect(cornerLine({ lon: 115.812345678, lat: 32.8 })).toBe('115.812346,32.8');
});

test('what is no area is none', () => {
  for (const text of [
    '',
    '115.8,32.8\n115.9,32.8',
    'a,b\nc,d\ne,f',
    '{',
    '{"type":"Point","coordinates":[1,2]}',
    '200,32\n1,2\n3,4',
  ])
    expect(readArea(text)).toBeUndefined();
});

test('anything may be pasted', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.anything().map((each) => `{"type":"Polygon","coordinates":${JSON.stringify(each) ?? 'null'}}`),
      ),
      (text) => {
        const area = readArea(text);
        for (const corner of area?.flat(2) ?? []) expect(corner.every(Number.isFinite)).toBe(true);
      },
    ),
  );
});

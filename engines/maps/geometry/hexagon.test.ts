/** Each place lies in the cell whose middle is nearest, and within its ring. */
import { expect, test } from 'vitest';
import { hexagonAt, hexagonRing } from './hexagon.ts';
import { shapeHolds } from './check-shape.ts';

test('点落在环内，邻近的点分到各自的格', () => {
  const grid = { meridian: 115.8, side: 700 };
  const seen = new Set<string>();
  for (let index = 0; index < 2000; index += 1) {
    const lon = 115.5 + ((index * 7919) % 6000) / 10_000;
    const lat = 32.6 + ((index * 104_729) % 5000) / 10_000;
    const place = hexagonAt(lon, lat, grid);
    seen.add(`${place.column} ${place.row}`);
    expect((place.column + place.row) % 2).toBe(0);
    expect(shapeHolds([[hexagonRing(place, grid)]], [lon, lat])).toBe(true);
  }
  expect(seen.size).toBeGreaterThan(500);
});

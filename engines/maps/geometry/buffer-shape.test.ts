/** Buffers against what geometry says of them: areas of circles, capsules and squares, and true distances on the ellipsoid. */
import { describe, expect, test } from 'vitest';
import { bufferShape } from './buffer-shape.ts';
import { shapeHolds } from './check-shape.ts';
import { clipPaths } from './clip-shapes.ts';
import { metresADegree } from './ellipsoid.ts';
import { shapeArea } from './measure-area.ts';
import type { MultiPolygon, Position } from './shapes.ts';

const at: Position = [115.81, 32.89];
const [x, y] = metresADegree(at[1]);
/** Metres east and north of the place, near enough for some kilometres. */
const off = (east: number, north: number): Position => [at[0] + east / x, at[1] + north / y];

describe('缓冲区', () => {
  test.each([50, 1000, 20_000])('点的缓冲区是半径 %i 米的圆', (metres) => {
    const circle = bufferShape({ kind: 'point', at }, metres);
    expect(shapeArea(circle) / (Math.PI * metres ** 2)).toBeCloseTo(1, 2);
    for (const [lon, lat] of circle[0]?.[0] ?? []) {
      const [dx, dy] = metresADegree((lat + at[1]) / 2);
      const distance = Math.hypot((lon - at[0]) * dx, (lat - at[1]) * dy);
      expect(distance / metres).toBeGreaterThan(0.998);
      expect(distance / metres).toBeLessThan(1.001);
    }
  });

  test('线的缓冲区是两端圆头的长条', () => {
    const strip = bufferShape({ kind: 'line', path: [off(0, 0), off(3000, 0)] }, 200);
    expect(shapeArea(strip) / (3000 * 400 + Math.PI * 200 ** 2)).toBeCloseTo(1, 2);
  });

  const square: MultiPolygon = [[[off(0, 0), off(1000, 0), off(1000, 1000), off(0, 1000)]]];
  test('面向外扩，角是圆的；零米是原来的面', () => {
    const wide = bufferShape({ kind: 'area', shape: square }, 100);
    expect(shapeArea(wide) / (1000 ** 2 + 4 * 1000 * 100 + Math.PI * 100 ** 2)).toBeCloseTo(1, 2);
    expect(bufferShape({ kind: 'area', shape: square }, 0)).toBe(square);
    expect(bufferShape({ kind: 'point', at }, 0)).toEqual([]);
  });

  test('围成圈的线留出中间的洞，洞里的点不算', () => {
    const loop = [off(0, 0), off(4000, 0), off(4000, 4000), off(0, 4000), off(0, 0)];
    const band = bufferShape({ kind: 'line', path: loop }, 300);
    expect(band[0]).toHaveLength(2);
    expect(shapeHolds(band, off(2000, 2000))).toBe(false);
    expect(shapeHolds(band, off(0, 2000))).toBe(true);
  });

  test('线只留面里的部分', () => {
    const [inside, ...others] = clipPaths([[off(-500, 500), off(2000, 500)]], square);
    expect(others).toEqual([]);
    const ends = (inside ?? []).map(([lon]) => Math.round((lon - at[0]) * x)).sort((a, b) => a - b);
    expect(ends).toEqual([0, 1000]);
  });
});

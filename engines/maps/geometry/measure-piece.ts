/** How wide a piece is and how near two shapes come: what tells a sliver from an overlap and neighbours from strangers. */
import { metresADegree } from './ellipsoid.ts';
import { polygonArea } from './measure-area.ts';
import type { MultiPolygon, Polygon, Position } from './shapes.ts';

function perimeter(polygon: Polygon): number {
  let sum = 0;
  for (const ring of polygon) {
    ring.forEach((from, index) => {
      const to = ring[(index + 1) % ring.length] ?? from;
      const [x, y] = metresADegree(from[1]);
      sum += Math.hypot((to[0] - from[0]) * x, (to[1] - from[1]) * y);
    });
  }
  return sum;
}

/** Mean width in metres: what a strip of this area and perimeter measures across. */
export function meanWidth(polygon: Polygon): number {
  const around = perimeter(polygon);
  return around === 0 ? 0 : (2 * polygonArea(polygon)) / around;
}

function toSide(at: Position, from: Position, to: Position, scale: readonly [number, number]): number {
  const [px, py] = [(at[0] - from[0]) * scale[0], (at[1] - from[1]) * scale[1]];
  const [dx, dy] = [(to[0] - from[0]) * scale[0], (to[1] - from[1]) * scale[1]];
  const length2 = dx * dx + dy * dy;
  const part = length2 === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length2));
  return Math.hypot(px - part * dx, py - part * dy);
}

/** Whether a corner of either lies within these metres of the other's boundary. For shapes that do not overlap. */
export function comeWithin(one: MultiPolygon, other: MultiPolygon, metres: number): boolean {
  return cornersNear(one, other, metres) || cornersNear(other, one, metres);
}

function cornersNear(one: MultiPolygon, other: MultiPolygon, metres: number): boolean {
  const scale = metresADegree(one[0]?.[0]?.[0]?.[1] ?? 0);
  const [roomX, roomY] = [metres / scale[0], metres / scale[1]];
  for (const ring of other.flat()) {
    for (const [index, from] of ring.entries()) {
      const to = ring[(index + 1) % ring.length] ?? from;
      const [west, east] = [Math.min(from[0], to[0]) - roomX, Math.max(from[0], to[0]) + roomX];
      const [south, north] = [Math.min(from[1], to[1]) - roomY, Math.max(from[1], to[1]) + roomY];
      for (const corners of one.flat()) {
        for (const at of corners) {
          if (at[0] < west || at[0] > east || at[1] < south || at[1] > north) continue;
          if (toSide(at, from, to, scale) <= metres) return true;
        }
      }
    }
  }
  return false;
}

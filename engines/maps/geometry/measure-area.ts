/** 图斑椭球面积: the area of a shape on the ellipsoid by the formula of the land survey (TD/T 1055-2019, after the third national survey). */
import { eccentricity2 as e2, semiMinor } from './ellipsoid.ts';
import type { MultiPolygon, Polygon, Position, Ring } from './shapes.ts';

/** 1 亩 = 1/15 hectare. */
export const squareMetresAMu = 10_000 / 15;

/** Coefficients of the zone between two latitudes, powers of the first eccentricity up to the eighth. */
const [e4, e6, e8] = [e2 ** 2, e2 ** 3, e2 ** 4];
const zone = [
  1 + (3 / 6) * e2 + (30 / 80) * e4 + (35 / 112) * e6 + (630 / 2304) * e8,
  (1 / 6) * e2 + (15 / 80) * e4 + (21 / 112) * e6 + (420 / 2304) * e8,
  (3 / 80) * e4 + (7 / 112) * e6 + (180 / 2304) * e8,
  (1 / 112) * e6 + (45 / 2304) * e8,
  (5 / 2304) * e8,
] as const;

const radian = Math.PI / 180;

/** A side counts by its mean longitude, which is right for short sides only: longer ones are cut. 0.0006° is about 66 m of latitude. */
const longestRise = 0.0006;

/** Area between a side, its parallels and the meridian `lon0`; signed. */
function besideMeridian([lon1, lat1]: Position, [lon2, lat2]: Position, lon0: number): number {
  const rise = (lat2 - lat1) * radian;
  const middle = ((lat1 + lat2) / 2) * radian;
  let sum = 0;
  zone.forEach((term, index) => {
    const k = 2 * index + 1;
    const part = term * Math.sin((k / 2) * rise) * Math.cos(k * middle);
    sum += index % 2 === 0 ? part : -part;
  });
  return 2 * semiMinor ** 2 * ((lon1 + lon2) / 2 - lon0) * radian * sum;
}

function ringArea(ring: Ring): number {
  const lon0 = ring[0]?.[0] ?? 0;
  let sum = 0;
  ring.forEach((from, index) => {
    const to = ring[(index + 1) % ring.length] ?? from;
    const cuts = Math.max(1, Math.ceil(Math.abs(to[1] - from[1]) / longestRise));
    const at = (part: number): Position => [
      from[0] + ((to[0] - from[0]) * part) / cuts,
      from[1] + ((to[1] - from[1]) * part) / cuts,
    ];
    for (let part = 0; part < cuts; part += 1) sum += besideMeridian(at(part), at(part + 1), lon0);
  });
  return Math.abs(sum);
}

/** Square metres; holes are taken off. Sides are straight in longitude and latitude. */
export function polygonArea(polygon: Polygon): number {
  return polygon.reduce((sum, ring, index) => sum + (index === 0 ? ringArea(ring) : -ringArea(ring)), 0);
}

export function shapeArea(shape: MultiPolygon): number {
  return shape.reduce((sum, polygon) => sum + polygonArea(polygon), 0);
}

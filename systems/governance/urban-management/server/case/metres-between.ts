/** Distance on the ground between two places, good to a metre within a city. */
import type { Point } from '../../../../../kernel/register.ts';

/** Mean radius of the earth in metres (IUGG). */
const radius = 6_371_008.8;

export function metresBetween(a: Point, b: Point): number {
  const radians = Math.PI / 180;
  const across = (a.lon - b.lon) * radians * Math.cos(((a.lat + b.lat) / 2) * radians);
  return Math.hypot(across, (a.lat - b.lat) * radians) * radius;
}

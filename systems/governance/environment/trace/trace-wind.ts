/** Who may have fouled the air at a station: sources upwind, nearer to the wind's line and to the station first. Pure. */
import rules from '../data/trace-rules.json' with { type: 'json' };
import type { Point } from '../../../../kernel/register.ts';

export interface Suspect {
  readonly id: string;
  readonly kilometres: number;
  /** Bearing from the station to the source, degrees clockwise from north. */
  readonly bearing: number;
  /** How likely beside the others; all add up to 1. */
  readonly share: number;
  readonly exceeding: boolean;
}

export interface WindHour {
  /** Where the wind comes from, degrees clockwise from north. */
  readonly from: number;
  /** m/s */
  readonly speed: number;
  /** What was measured then. */
  readonly value: number;
}

export interface TracedSource {
  readonly id: string;
  readonly position: Point;
  /** Is over its limit now. */
  readonly exceeding: boolean;
}

const earthKilometres = 6371;
const degree = Math.PI / 180;
const overLimitWeighs = 3;

export function kilometresBetween(a: Point, b: Point): number {
  const [dLat, dLon] = [(b.lat - a.lat) * degree, (b.lon - a.lon) * degree];
  const half =
    Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * degree) * Math.cos(b.lat * degree) * Math.sin(dLon / 2) ** 2;
  return 2 * earthKilometres * Math.asin(Math.sqrt(half));
}

export function bearingTo(a: Point, b: Point): number {
  const y = Math.sin((b.lon - a.lon) * degree) * Math.cos(b.lat * degree);
  const x =
    Math.cos(a.lat * degree) * Math.sin(b.lat * degree) -
    Math.sin(a.lat * degree) * Math.cos(b.lat * degree) * Math.cos((b.lon - a.lon) * degree);
  return (Math.atan2(y, x) / degree + 360) % 360;
}

function apart(a: number, b: number): number {
  const off = Math.abs(a - b) % 360;
  return Math.min(off, 360 - off);
}

/** Hours with more of it weigh more; in calm air no direction is told. */
function weightOf(hours: readonly WindHour[], bearing: number): number {
  const { halfAngle, calmMetresPerSecond } = rules.wind;
  return hours.reduce((sum, hour) => {
    if (hour.speed < calmMetresPerSecond) return sum;
    const off = apart(hour.from, bearing);
    if (off > halfAngle) return sum;
    return sum + hour.value * Math.exp(-((off / (halfAngle / 2)) ** 2) / 2);
  }, 0);
}

export function traceWind(
  station: Point,
  hours: readonly WindHour[],
  sources: readonly TracedSource[],
): readonly Suspect[] {
  const { farthestKilometres, decayKilometres } = rules.wind;
  const weighed = sources.flatMap((source) => {
    const kilometres = kilometresBetween(station, source.position);
    const bearing = bearingTo(station, source.position);
    if (kilometres > farthestKilometres) return [];
    const near = Math.exp(-kilometres / decayKilometres);
    const weight = weightOf(hours, bearing) * near * (source.exceeding ? overLimitWeighs : 1);
    return weight > 0 ? [{ id: source.id, kilometres, bearing, weight, exceeding: source.exceeding }] : [];
  });
  const whole = weighed.reduce((sum, each) => sum + each.weight, 0);
  return weighed
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ weight, ...suspect }) => ({ ...suspect, share: weight / whole }));
}

/** Brings coordinates of the datum that a file or a person declares to CGCS2000 degrees. */
import imported from 'gcoord';
import { fromPlane, toPlane } from './ellipsoid.ts';
import type { Position } from './shapes.ts';

export const datums = {
  cgcs2000: '2000国家大地坐标系（经纬度）',
  wgs84: 'WGS84（经纬度）',
  gcj02: 'GCJ-02（高德、腾讯等地图）',
  bd09: 'BD-09（百度地图）',
  'gauss-kruger': '2000国家大地坐标系 高斯-克吕格3度带（米）',
} as const;
export type Datum = keyof typeof datums;

export interface DeclaredDatum {
  readonly datum: Datum;
  /** Number of the three-degree zone, when eastings do not begin with it. */
  readonly zone?: number | undefined;
}

/** The package's types describe its ES build; Node is given the CommonJS one, which exports this. */
interface Gcoord {
  readonly GCJ02: string;
  readonly BD09: string;
  readonly WGS84: string;
  transform(position: number[], from: string, to: string): number[];
}
const gcoord = imported as unknown as Gcoord;

/** Zones that touch China. */
export const firstZone = 25;
export const lastZone = 45;

/** Why a position cannot be of the declared datum; the sentence is for whoever declared it. */
export class DatumProblem extends Error {}

/** The way into a shifted datum is a formula, the way back is not: steps of the difference reach a millionth of a metre. */
function unshift([x, y]: Position, datum: string): Position {
  let [lon, lat] = [x, y];
  for (let step = 0; step < 8; step += 1) {
    const [shiftedLon = lon, shiftedLat = lat] = gcoord.transform([lon, lat], gcoord.WGS84, datum);
    lon += x - shiftedLon;
    lat += y - shiftedLat;
  }
  return [lon, lat];
}

function isDegrees([x, y]: Position): boolean {
  return Math.abs(x) <= 180 && Math.abs(y) <= 90;
}

/** Zone and easting apart: 39512345.12 is 512345.12 in zone 39. */
function splitEasting(easting: number, zone: number | undefined): { zone: number; easting: number } {
  const written = Math.floor(easting / 1_000_000);
  if (written === 0) {
    if (zone === undefined) throw new DatumProblem('横坐标没有带号，请选择 3 度带带号');
    return { zone, easting };
  }
  if (written < firstZone || written > lastZone)
    throw new DatumProblem(`横坐标的带号 ${written} 不是我国的 3 度带（${firstZone}–${lastZone}）`);
  if (zone !== undefined && zone !== written)
    throw new DatumProblem(`横坐标的带号是 ${written}，与所选的 ${zone} 带不一致`);
  return { zone: written, easting: easting - written * 1_000_000 };
}

/** `[x, y]` is longitude and latitude, or easting and northing. Throws DatumProblem. */
export function toDegrees(at: Position, { datum, zone }: DeclaredDatum): Position {
  if (!Number.isFinite(at[0]) || !Number.isFinite(at[1])) throw new DatumProblem('坐标不是数字');
  if (datum === 'gauss-kruger') {
    if (isDegrees(at)) throw new DatumProblem('坐标像是经纬度，与声明的高斯-克吕格平面坐标不符');
    // North of the equator in China northings are 2,000 to 6,000 km; eastings of one zone lie within 166 km of its middle.
    if (at[1] > 10_000_000) throw new DatumProblem('纵坐标过大，横、纵坐标可能颠倒');
    const split = splitEasting(at[0], zone);
    if (Math.abs(split.easting - 500_000) > 250_000)
      throw new DatumProblem('横坐标离中央子午线过远，请核对带号和横、纵坐标次序');
    return fromPlane(split.easting, at[1], split.zone);
  }
  if (!isDegrees(at)) throw new DatumProblem('坐标像是平面坐标（米），与声明的经纬度不符');
  if (datum === 'gcj02') return unshift(at, gcoord.GCJ02);
  if (datum === 'bd09') return unshift(at, gcoord.BD09);
  return at;
}

/** The way there, for showing one place in every datum. */
export function fromDegrees([lon, lat]: Position, { datum, zone }: DeclaredDatum): Position {
  if (datum === 'gauss-kruger') {
    const own = zone ?? Math.round(lon / 3);
    const [easting, northing] = toPlane([lon, lat], own);
    return [own * 1_000_000 + easting, northing];
  }
  if (datum === 'gcj02' || datum === 'bd09') {
    const name = datum === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09;
    const [x = lon, y = lat] = gcoord.transform([lon, lat], gcoord.WGS84, name);
    return [x, y];
  }
  return [lon, lat];
}

/** Which datum and plane the geo keys of a GeoTIFF name (OGC 19-008r4 clause 7; numbers of keys and EPSG codes from memory), and how its coordinates become those of a declared datum. */
import { type DeclaredDatum, firstZone, lastZone } from '../read-datum.ts';
import type { Position } from '../shapes.ts';
import { FileProblem } from './read-bytes.ts';
import { fromEpsg } from './read-projection.ts';
import { geoTags, type TiffTags } from './read-tiff-tags.ts';

export interface PictureProjection {
  /** Undefined when the picture says nothing: then its sender must. */
  readonly declared: DeclaredDatum | undefined;
  readonly title: string;
  readonly unit: '度' | '米' | '未知';
  /** Positions are of the middles of pixels, not of their corners. */
  readonly isPoint: boolean;
  readonly toDeclared: (at: Position) => Position;
}

const key = {
  rasterType: 1025,
  geodetic: 2048,
  angularUnit: 2054,
  ellipsoid: 2056,
  projected: 3072,
  method: 3075,
  linearUnit: 3076,
  meridian: 3080,
  falseEasting: 3082,
  scale: 3092,
} as const;

const pixelIsPoint = 2;
const userDefined = 32_767;
const transverseMercator = 1;
const metre = 9001;
const degrees = [9102, 9122];
const cgcs2000 = { geodetic: 4490, ellipsoid: 1024 };

function readKeys(tags: TiffTags): ReadonlyMap<number, number> {
  const directory = tags.numbers(geoTags.directory);
  const doubles = tags.numbers(geoTags.doubles);
  const keys = new Map<number, number>();
  if (directory.length === 0) return keys;
  const [version, , , count = 0] = directory;
  if (version !== 1 || directory.length < 4 + count * 4)
    throw new FileProblem('影像的坐标系说明（GeoKey）不完整');
  for (let index = 1; index <= count; index += 1) {
    const [id = 0, location = 0, , value = 0] = directory.slice(index * 4, index * 4 + 4);
    if (location === 0) keys.set(id, value);
    const double = location === geoTags.doubles ? doubles[value] : undefined;
    if (double !== undefined) keys.set(id, double);
  }
  return keys;
}

const same = (at: Position): Position => at;

/** Sphere of the web maps. */
const webRadius = 6_378_137;
const radian = Math.PI / 180;

function fromWebMercator([x, y]: Position): Position {
  return [x / webRadius / radian, (2 * Math.atan(Math.exp(y / webRadius)) - Math.PI / 2) / radian];
}

/** UTM is the Gauss-Krüger plane of its six-degree zone times 0.9996; WGS84's ellipsoid is that of CGCS2000 within a tenth of a millimetre. */
const utmScale = 0.9996;
const falseEasting = 500_000;

function fromUtm([x, y]: Position): Position {
  return [falseEasting + (x - falseEasting) / utmScale, y / utmScale];
}

type Plane = Pick<PictureProjection, 'declared' | 'toDeclared' | 'unit'>;

function isOld(code: number): boolean {
  // 北京 1954 and 西安 1980: their degrees and their three- and six-degree zones.
  return (
    code === 4214 || code === 4610 || (code >= 2327 && code <= 2442) || (code >= 21_413 && code <= 21_483)
  );
}

function knownPlane(code: number): Plane | undefined {
  const declared = fromEpsg(code);
  if (declared !== undefined)
    return { declared, toDeclared: same, unit: declared.datum === 'gauss-kruger' ? '米' : '度' };
  if (code === 3857) return { declared: { datum: 'wgs84' }, toDeclared: fromWebMercator, unit: '米' };
  const zone = (code - 32_600) * 2 - 61;
  if (code > 32_600 && code <= 32_660 && zone >= firstZone && zone <= lastZone)
    return { declared: { datum: 'gauss-kruger', zone }, toDeclared: fromUtm, unit: '米' };
  return undefined;
}

/** A plane that the file spells out instead of naming: only CGCS2000's three-degree zones are taken. */
function spelledPlane(keys: ReadonlyMap<number, number>): Plane | undefined {
  const isChina =
    keys.get(key.geodetic) === cgcs2000.geodetic || keys.get(key.ellipsoid) === cgcs2000.ellipsoid;
  const zone = (keys.get(key.meridian) ?? Number.NaN) / 3;
  const isKruger = keys.get(key.method) === transverseMercator && (keys.get(key.scale) ?? 1) === 1;
  if (!isChina || !isKruger || !Number.isInteger(zone) || zone < firstZone || zone > lastZone)
    return undefined;
  const east = keys.get(key.falseEasting) ?? falseEasting;
  if (east !== falseEasting && east !== zone * 1_000_000 + falseEasting) return undefined;
  return { declared: { datum: 'gauss-kruger', zone }, toDeclared: same, unit: '米' };
}

function refuseUnits(keys: ReadonlyMap<number, number>, unit: Plane['unit']): void {
  const linear = keys.get(key.linearUnit) ?? metre;
  const angular = keys.get(key.angularUnit) ?? degrees[0];
  if (unit === '米' && linear !== metre) throw new FileProblem('影像的平面坐标不以米为单位');
  if (unit === '度' && !degrees.includes(angular ?? 0)) throw new FileProblem('影像的经纬度不以度为单位');
}

/** Throws FileProblem for a datum that is named and not known. */
export function projectionOf(tags: TiffTags): PictureProjection {
  const keys = readKeys(tags);
  const isPoint = keys.get(key.rasterType) === pixelIsPoint;
  const projected = keys.get(key.projected);
  const code = projected ?? keys.get(key.geodetic);
  if (code === undefined)
    return { declared: undefined, title: '影像没有写明', unit: '未知', isPoint, toDeclared: same };
  if (isOld(code))
    throw new FileProblem(
      `影像是 1954 北京或 1980 西安坐标系（EPSG:${code}），请先用本地转换参数转为 2000 国家大地坐标系`,
    );
  const plane = code === userDefined ? spelledPlane(keys) : knownPlane(code);
  if (plane === undefined) {
    const written = code === userDefined ? '自定义坐标系' : `EPSG:${code}`;
    throw new FileProblem(
      `不认识影像的坐标系（${written}），请转为 CGCS2000 经纬度或 3 度带、WGS84 经纬度或 UTM 后重传`,
    );
  }
  refuseUnits(keys, plane.unit);
  const title = code === userDefined ? `CGCS2000 3度带第 ${plane.declared?.zone ?? ''} 带` : `EPSG:${code}`;
  return { ...plane, title, isPoint };
}

/** Which datum a projection's name, EPSG number or WKT stands for; national datums before 2000 are refused, because only local parameters turn them. */
import { type DeclaredDatum, firstZone, lastZone } from '../read-datum.ts';
import { FileProblem } from './read-bytes.ts';

function refuseOld(text: string): void {
  if (/xian|西安|1980|80国家/i.test(text))
    throw new FileProblem('文件是 1980 西安坐标系，请先用本地转换参数转为 2000 国家大地坐标系');
  if (/beijing|北京|1954|54/i.test(text) && !/EPSG/i.test(text))
    throw new FileProblem('文件是 1954 北京坐标系，请先用本地转换参数转为 2000 国家大地坐标系');
}

function zoned(zone: number): DeclaredDatum {
  return { datum: 'gauss-kruger', zone };
}

/** EPSG 4513–4533 carry the zone in the easting, 4534–4554 do not; both are CGCS2000 three-degree zones 25–45. */
export function fromEpsg(code: number): DeclaredDatum | undefined {
  if (code === 4490) return { datum: 'cgcs2000' };
  if (code === 4326) return { datum: 'wgs84' };
  if (code >= 4513 && code <= 4533) return zoned(firstZone + code - 4513);
  if (code >= 4534 && code <= 4554) return zoned(firstZone + code - 4534);
  return undefined;
}

/** The `crs` of GeoJSON before RFC 7946. */
export function fromCrsName(name: string): DeclaredDatum {
  if (/CRS84/i.test(name)) return { datum: 'wgs84' };
  const code = Number(/EPSG:+(\d{4,5})$/i.exec(name)?.[1]);
  const known = fromEpsg(code);
  if (known === undefined) throw new FileProblem(`不认识文件里写的坐标系：${name.slice(0, 60)}`);
  return known;
}

/** The .prj of a Shapefile. */
export function fromWkt(text: string): DeclaredDatum | undefined {
  if (text.trim() === '') return undefined;
  refuseOld(text);
  const isChina = /CGCS2000|China[_ ]Geodetic[_ ]Coordinate[_ ]System[_ ]2000|China_2000/i.test(text);
  if (!/PROJCS/i.test(text)) {
    if (isChina) return { datum: 'cgcs2000' };
    if (/WGS[_ ]?(?:19)?84/i.test(text)) return { datum: 'wgs84' };
    throw new FileProblem('不认识 .prj 里写的坐标系');
  }
  const meridian = Number(/Central_Meridian"\s*,\s*([\d.]+)/i.exec(text)?.[1]);
  const isKruger = /Gauss_Kruger|Transverse_Mercator/i.test(text);
  if (!isChina || !isKruger || meridian % 3 !== 0 || /6[_ ]Degree|_GK_Zone_1\d\b(?!.*3_Degree)/i.test(text))
    throw new FileProblem('平面坐标只接受 2000 国家大地坐标系高斯-克吕格 3 度带');
  const zone = meridian / 3;
  if (zone < firstZone || zone > lastZone)
    throw new FileProblem(`.prj 的中央经线 ${meridian}° 不在我国 3 度带内`);
  return zoned(zone);
}

/** Heads of the survey's coordinate text. */
export function fromSurveyHead(head: ReadonlyMap<string, string>): DeclaredDatum | undefined {
  const system = head.get('坐标系') ?? '';
  if (system === '') return undefined;
  refuseOld(system);
  if (!/2000/.test(system)) throw new FileProblem(`不认识文件里写的坐标系：${system.slice(0, 60)}`);
  const width = head.get('几度分带') ?? '3';
  if (width !== '3') throw new FileProblem(`只接受 3 度分带，文件写的是 ${width.slice(0, 10)} 度分带`);
  const zone = Number(head.get('带号') ?? Number.NaN);
  if (!Number.isInteger(zone)) return { datum: 'gauss-kruger' };
  if (zone < firstZone || zone > lastZone) throw new FileProblem(`带号 ${zone} 不是我国的 3 度带`);
  return zoned(zone);
}

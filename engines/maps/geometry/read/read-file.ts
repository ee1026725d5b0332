/** Reads a file of areas as surveyors and departments deliver them: GeoJSON, KML/KMZ, a zipped Shapefile, the coordinate text of land surveys. */
import type { ReadAreas, ReadLimits } from './areas.ts';
import { readGeoJson } from './read-geojson.ts';
import { readKml } from './read-kml.ts';
import { readShapefile } from './read-shapefile.ts';
import { readSurveyText } from './read-survey-text.ts';
import { decodeText, FileProblem, isZip, readZip } from './read-bytes.ts';

function readZipped(bytes: Uint8Array, limits: ReadLimits): ReadAreas {
  const entries = readZip(bytes, limits.bytes);
  const names = [...entries.keys()];
  const kml = names.find((name) => name.toLowerCase().endsWith('.kml'));
  if (kml !== undefined) return readKml(decodeText(entries.get(kml) ?? new Uint8Array()), limits);
  const shapefiles = names.filter((name) => name.toLowerCase().endsWith('.shp'));
  const [only] = shapefiles;
  if (only === undefined) throw new FileProblem('压缩包里没有 .shp 或 .kml 文件');
  if (shapefiles.length > 1) throw new FileProblem('压缩包里有多个 .shp 文件，请一次只送一个图层');
  return readShapefile(entries, only, limits);
}

/** Throws FileProblem, whose message is for whoever sent the file. */
export function readAreas(bytes: Uint8Array, limits: ReadLimits): ReadAreas {
  if (bytes.length === 0) throw new FileProblem('文件是空的');
  if (isZip(bytes)) return readZipped(bytes, limits);
  const text = decodeText(bytes);
  const head = text.trimStart().slice(0, 500);
  if (head.startsWith('{')) return readGeoJson(text, limits);
  if (head.startsWith('<')) return readKml(text, limits);
  if (/\[(?:属性描述|地块坐标)\]/.test(text)) return readSurveyText(text, limits);
  throw new FileProblem('不认识的文件：请送 GeoJSON、KML、打包为 zip 的 Shapefile 或勘测定界坐标文本');
}

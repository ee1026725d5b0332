/** Reads a file of shapes as departments deliver them: GeoJSON, KML/KMZ, GPX, a table with coordinates, a zipped Shapefile, the text of land surveys. */
import { type ReadAreas, areasOf, type ReadLayer, type ReadLimits } from './areas.ts';
import { readGeoJson } from './read-geojson.ts';
import { readGpx } from './read-gpx.ts';
import { readKml } from './read-kml.ts';
import { readShapefile } from './read-shapefile.ts';
import { readSurveyText } from './read-survey-text.ts';
import { type PlaceColumns, readTable } from './read-table.ts';
import { decodeText, FileProblem, isZip, readZip } from './read-bytes.ts';

function readZipped(bytes: Uint8Array, limits: ReadLimits): { layer: ReadLayer; notArea: string } {
  const entries = readZip(bytes, limits.bytes);
  const names = [...entries.keys()];
  const kml = names.find((name) => name.toLowerCase().endsWith('.kml'));
  if (kml !== undefined)
    return { layer: readKml(decodeText(entries.get(kml) ?? new Uint8Array()), limits), notArea: kmlNotArea };
  const shapefiles = names.filter((name) => name.toLowerCase().endsWith('.shp'));
  const [only] = shapefiles;
  if (only === undefined) throw new FileProblem('压缩包里没有 .shp 或 .kml 文件');
  if (shapefiles.length > 1) throw new FileProblem('压缩包里有多个 .shp 文件，请一次只送一个图层');
  return { layer: readShapefile(entries, only, limits), notArea: '不是面' };
}

const kmlNotArea = '不是面（Polygon）';

function isSurvey(text: string): boolean {
  return /\[(?:属性描述|地块坐标)\]/.test(text);
}

/** Throws FileProblem, whose message is for whoever sent the file. */
export function readAreas(bytes: Uint8Array, limits: ReadLimits): ReadAreas {
  if (bytes.length === 0) throw new FileProblem('文件是空的');
  if (isZip(bytes)) {
    const { layer, notArea } = readZipped(bytes, limits);
    return areasOf(layer, notArea);
  }
  const text = decodeText(bytes);
  const head = text.trimStart().slice(0, 500);
  if (head.startsWith('{')) return areasOf(readGeoJson(text, limits), '不是面（Polygon 或 MultiPolygon）');
  if (head.startsWith('<')) return areasOf(readKml(text, limits), kmlNotArea);
  if (isSurvey(text)) return readSurveyText(text, limits);
  throw new FileProblem('不认识的文件：请送 GeoJSON、KML、打包为 zip 的 Shapefile 或勘测定界坐标文本');
}

/** Points, lines and areas of a file. Throws FileProblem. */
export function readShapes(bytes: Uint8Array, limits: ReadLimits, columns: PlaceColumns = {}): ReadLayer {
  if (bytes.length === 0) throw new FileProblem('文件是空的');
  if (isZip(bytes)) return readZipped(bytes, limits).layer;
  const text = decodeText(bytes);
  const head = text.trimStart().slice(0, 2000);
  if (head.startsWith('{')) return readGeoJson(text, limits);
  if (/<(?:\w+:)?gpx[\s>]/i.test(head)) return readGpx(text, limits);
  if (head.startsWith('<')) return readKml(text, limits);
  if (isSurvey(text)) {
    const { features, declared, problems } = readSurveyText(text, limits);
    const rows = features.map(({ row, properties, shape }) => ({
      row,
      properties,
      geometry: { kind: 'area' as const, shape },
    }));
    return { rows, declared, problems };
  }
  return readTable(text, limits, columns);
}

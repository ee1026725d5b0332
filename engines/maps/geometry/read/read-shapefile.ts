/** ESRI Shapefile (whitepaper of July 1998) with its dBASE table and projection → shapes. */
import { type MultiPolygon, type Position, type Ring, signedDegrees } from '../shapes.ts';
import { ringHolds } from '../check-shape.ts';
import { FileProblem } from './read-bytes.ts';
import type { Attributes, ReadGeometry, ReadLayer, ReadLimits, ReadRow, RowProblem } from './areas.ts';
import { fromWkt } from './read-projection.ts';

const headerBytes = 100;
/** The plain kind; ten more has heights, twenty more measures, which begin alike and are of no use here. */
const kinds: Readonly<Record<number, 'point' | 'line' | 'area' | 'points'>> = {
  1: 'point',
  3: 'line',
  5: 'area',
  8: 'points',
};
const nullShape = 0;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Outsides turn clockwise in a Shapefile; each hole goes to the outside that holds it. */
function toPolygons(rings: readonly Ring[]): MultiPolygon {
  const outsides = rings.filter((ring) => signedDegrees(ring) <= 0);
  // Software that turns everything the other way is common: then the outside is what no other ring holds.
  if (outsides.length === 0) return rings.map((ring) => [ring]);
  const polygons = outsides.map((ring): Ring[] => [ring]);
  for (const hole of rings.filter((ring) => signedDegrees(ring) > 0)) {
    const [corner] = hole;
    const owner = polygons.find(([outside]) => corner !== undefined && ringHolds(outside ?? [], corner));
    if (owner === undefined) polygons.push([hole]);
    else owner.push(hole);
  }
  return polygons;
}

function readParts(view: DataView, at: number, end: number, least: number): readonly Ring[] {
  const parts = view.getInt32(at + 36, true);
  const points = view.getInt32(at + 40, true);
  const pointsAt = at + 44 + parts * 4;
  if (parts < 1 || points < least || pointsAt + points * 16 > end) throw new RangeError('record');
  const starts = Array.from({ length: parts }, (_, index) => view.getInt32(at + 44 + index * 4, true));
  return starts.map((start, index): Ring => {
    const stop = starts[index + 1] ?? points;
    if (start < 0 || stop > points || stop <= start) throw new RangeError('part');
    return readPoints(view, pointsAt + start * 16, stop - start);
  });
}

function readPoints(view: DataView, at: number, count: number): readonly Position[] {
  return Array.from({ length: count }, (_, index): Position => {
    const place = at + index * 16;
    return [view.getFloat64(place, true), view.getFloat64(place + 8, true)];
  });
}

/** `at` is where the record begins, its header of eight bytes included. Throws RangeError for a broken one. */
function readShape(view: DataView, at: number, end: number, type: number): ReadGeometry | undefined {
  switch (kinds[type % 10]) {
    case 'point':
      if (at + 28 > end) throw new RangeError('record');
      return { kind: 'point', places: readPoints(view, at + 12, 1) };
    case 'points': {
      const count = view.getInt32(at + 44, true);
      if (count < 1 || at + 48 + count * 16 > end) throw new RangeError('record');
      return { kind: 'point', places: readPoints(view, at + 48, count) };
    }
    case 'line':
      return { kind: 'line', paths: readParts(view, at + 8, end, 2) };
    case 'area':
      return { kind: 'area', shape: toPolygons(readParts(view, at + 8, end, 3)) };
    default:
      return undefined;
  }
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly at: number;
  readonly length: number;
}

type Table = (row: number) => Attributes;

function cellOf(type: string, text: string): string | number | null {
  if (text === '') return null;
  // A number of more digits than a double holds is a code, and keeps them all as text.
  const isNumber = (type === 'N' || type === 'F') && !Number.isNaN(Number(text)) && !/\d{16}/.test(text);
  return isNumber ? Number(text) : text;
}

function readTable(bytes: Uint8Array | undefined, codePage: string): Table {
  if (bytes === undefined || bytes.length < 33) return () => ({});
  const decoder = new TextDecoder(/utf-?8|65001/i.test(codePage) ? 'utf-8' : 'gb18030');
  const view = viewOf(bytes);
  const rows = view.getUint32(4, true);
  const [header, length] = [view.getUint16(8, true), view.getUint16(10, true)];
  const columns: Column[] = [];
  let offset = 1;
  for (let at = 32; at + 32 <= header && bytes[at] !== 0x0d; at += 32) {
    const name = decoder.decode(bytes.subarray(at, at + 11)).replace(/\0.*$/s, '');
    const width = bytes[at + 16] ?? 0;
    columns.push({ name, type: String.fromCharCode(bytes[at + 11] ?? 0), at: offset, length: width });
    offset += width;
  }
  return (row) => {
    const start = header + row * length;
    if (row >= rows || start + length > bytes.length) return {};
    const values: Record<string, string | number | null> = {};
    for (const column of columns) {
      const from = start + column.at;
      const text = decoder
        .decode(bytes.subarray(from, from + column.length))
        .replaceAll('\0', '')
        .trim();
      values[column.name] = cellOf(column.type, text);
    }
    return values;
  };
}

export function readShapefile(
  entries: ReadonlyMap<string, Uint8Array>,
  name: string,
  limits: ReadLimits,
): ReadLayer {
  const stem = name.slice(0, -4).toLowerCase();
  const beside = (ending: string) =>
    [...entries].find(([other]) => other.toLowerCase() === `${stem}.${ending}`)?.[1];
  const text = (ending: string) => new TextDecoder().decode(beside(ending) ?? new Uint8Array());
  const bytes = entries.get(name) ?? new Uint8Array();
  const view = viewOf(bytes);
  if (bytes.length < headerBytes || view.getInt32(0) !== 9994) throw new FileProblem('.shp 文件已损坏');
  const table = readTable(beside('dbf'), text('cpg'));
  const rows: ReadRow[] = [];
  const problems: RowProblem[] = [];
  let row = 0;
  for (let at = headerBytes; at + 12 <= bytes.length; row += 1) {
    if (row >= limits.features) throw new FileProblem(`要素超过 ${limits.features} 个`);
    const end = at + 8 + view.getInt32(at + 4) * 2;
    if (end > bytes.length || end <= at + 8) throw new FileProblem(`.shp 在第 ${row + 1} 个要素处被截断`);
    const type = view.getInt32(at + 8, true);
    try {
      const geometry = type === nullShape ? undefined : readShape(view, at, end, type);
      if (geometry !== undefined) rows.push({ row: row + 1, properties: table(row), geometry });
      else
        problems.push({
          row: row + 1,
          message: type === nullShape ? '没有图形' : `不认识的图形类型 ${type}`,
        });
    } catch (problem) {
      if (!(problem instanceof RangeError)) throw problem;
      problems.push({ row: row + 1, message: '图形记录已损坏' });
    }
    at = end;
  }
  const statedBytes = view.getInt32(24) * 2;
  if (statedBytes > bytes.length) throw new FileProblem('.shp 文件不完整，比它自己写明的长度短');
  return { rows, problems, declared: fromWkt(text('prj')) };
}

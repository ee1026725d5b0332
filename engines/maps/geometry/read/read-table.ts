/** A table of comma-separated text with a column each for longitude and latitude → points; which datum they are in, the sender must say. */
import { CsvError, parse } from 'csv-parse/sync';
import { decodeText, FileProblem } from './read-bytes.ts';
import type { Attributes, ReadLayer, ReadLimits, ReadRow, RowProblem } from './areas.ts';

/** Heads of the columns that hold the place; found by their usual names where not given. */
export interface PlaceColumns {
  readonly x?: string | undefined;
  readonly y?: string | undefined;
}

const usualX = /^(?:lon|lng|long|longitude|x|经度|东经|百度经度|高德经度|横坐标)$/i;
const usualY = /^(?:lat|latitude|y|纬度|北纬|百度纬度|高德纬度|纵坐标)$/i;
const mostColumns = 200;

function parseTable(text: string, limits: ReadLimits): readonly (readonly string[])[] {
  try {
    return parse(text, {
      bom: true,
      delimiter: [',', '\t', '，'],
      relax_column_count: true,
      skip_empty_lines: true,
      to: limits.features + 2,
      max_record_size: 200_000,
    });
  } catch (problem) {
    if (problem instanceof CsvError) throw new FileProblem('不是完整的表格文本（CSV），引号可能没有配对');
    throw problem;
  }
}

function numberOf(text: string | undefined): number {
  const trimmed = (text ?? '').trim().replace(/[°度]$/, '');
  return trimmed === '' ? Number.NaN : Number(trimmed);
}

/** A table without columns of coordinates: its sender may name one with addresses instead. */
export class NoPlaceColumns extends FileProblem {
  readonly columns: readonly string[];

  constructor(columns: readonly string[]) {
    super('没有找到经度和纬度两列，请选择或改列名为“经度”“纬度”');
    this.columns = columns;
  }
}

interface Table {
  readonly names: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

function openTable(text: string, limits: ReadLimits): Table {
  if (text.includes('\0'))
    throw new FileProblem('不认识的文件：请送 GeoJSON、KML、GPX、CSV 或打包为 zip 的 Shapefile');
  const [head = [], ...lines] = parseTable(text, limits);
  if (lines.length > limits.features) throw new FileProblem(`行数超过 ${limits.features} 行`);
  if (head.length > mostColumns) throw new FileProblem(`列数超过 ${mostColumns} 列`);
  return { names: head.map((name, index) => name.trim() || `列${index + 1}`), lines };
}

function propertiesOf(
  names: readonly string[],
  line: readonly string[],
  left: readonly number[],
): Attributes {
  const properties: Record<string, string | number | null> = {};
  names.forEach((name, column) => {
    if (left.includes(column)) return;
    const value = line[column]?.trim() ?? '';
    // Codes keep their leading zeros; only plain numbers become numbers.
    const isNumber = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(value);
    properties[name] = isNumber ? Number(value) : value || null;
  });
  return properties;
}

export interface AddressRow {
  readonly row: number;
  readonly address: string;
  readonly properties: Attributes;
}

/** A table whose places are written as addresses. Throws FileProblem. */
export function readAddresses(bytes: Uint8Array, limits: ReadLimits, column: string): readonly AddressRow[] {
  const { names, lines } = openTable(decodeText(bytes), limits);
  const at = names.indexOf(column);
  if (at < 0) throw new FileProblem(`文件里没有“${column.slice(0, 40)}”这一列`);
  return lines.map((line, index) => ({
    row: index + 1,
    address: line[at]?.trim() ?? '',
    properties: propertiesOf(names, line, []),
  }));
}

export function readTable(text: string, limits: ReadLimits, columns: PlaceColumns): ReadLayer {
  const { names, lines } = openTable(text, limits);
  const find = (wanted: string | undefined, usual: RegExp) =>
    names.findIndex((name) => (wanted === undefined ? usual.test(name) : name === wanted));
  const [x, y] = [find(columns.x, usualX), find(columns.y, usualY)];
  if (x < 0 || y < 0) throw new NoPlaceColumns(names);
  const rows: ReadRow[] = [];
  const problems: RowProblem[] = [];
  lines.forEach((line, index) => {
    const row = index + 1;
    const place = [numberOf(line[x]), numberOf(line[y])] as const;
    if (!place.every(Number.isFinite)) {
      problems.push({ row, message: '经度或纬度不是数字' });
      return;
    }
    rows.push({
      row,
      properties: propertiesOf(names, line, [x, y]),
      geometry: { kind: 'point', places: [place] },
    });
  });
  return { rows, problems, declared: undefined };
}

/** Where a point lies and what an area is called, quick enough for every row of an import; loaded by its worker thread too. */
import { cityCode, divisionFullName, divisions, findDivision } from './divisions.ts';
import { cityOutline, countyOutlines, isInCity, locateCounty } from './outlines.ts';

export function findArea(code: string): { readonly name: string } | undefined {
  return findDivision(code);
}

/** A name that several areas share stands for none. */
function nameIndex(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { code, name } of divisions) {
    for (const each of new Set([name, divisionFullName(code)])) names.set(each, names.has(each) ? '' : code);
  }
  return names;
}

let names: ReadonlyMap<string, string> | undefined;

/** The code of the only area with this name ('颍州区') or full name ('颍州区文峰街道'). */
export function findAreaCode(name: string): string | undefined {
  names ??= nameIndex();
  return names.get(name) || undefined;
}

/** Degrees of one grid cell. Cells that no border touches lie in one county as a whole. */
const cell = 0.01;
const [west, south, east, north] = cityOutline.bbox;
const columns = Math.ceil((east - west) / cell) + 1;
const rows = Math.ceil((north - south) / cell) + 1;

function column(lon: number): number {
  return Math.floor((lon - west) / cell);
}

function row(lat: number): number {
  return Math.floor((lat - south) / cell);
}

/** Marks the cells that the box around each border segment touches. */
function borderCells(): Uint8Array {
  const marked = new Uint8Array(columns * rows);
  for (const outline of [...countyOutlines, cityOutline]) {
    for (const ring of outline.geometry.coordinates.flat()) {
      for (let index = 1; index < ring.length; index += 1) {
        const [lon1 = 0, lat1 = 0] = ring[index - 1] ?? [];
        const [lon2 = 0, lat2 = 0] = ring[index] ?? [];
        const right = Math.min(columns - 1, column(Math.max(lon1, lon2)));
        const top = Math.min(rows - 1, row(Math.max(lat1, lat2)));
        for (let y = Math.max(0, row(Math.min(lat1, lat2))); y <= top; y += 1)
          marked.fill(1, y * columns + Math.max(0, column(Math.min(lon1, lon2))), y * columns + right + 1);
      }
    }
  }
  return marked;
}

let borders: Uint8Array | undefined;
const whole = new Map<number, string | undefined>();

function locateExactly(lon: number, lat: number): string | undefined {
  // The seams between two outlines belong to the city, if to no county.
  return locateCounty(lon, lat) ?? (isInCity(lon, lat) ? cityCode : undefined);
}

/** The county that holds the point, the city's own code on a seam between two, undefined outside the city. */
export function locate(lon: number, lat: number): string | undefined {
  if (!(lon >= west && lon <= east && lat >= south && lat <= north)) return undefined;
  borders ??= borderCells();
  const at = row(lat) * columns + column(lon);
  if (borders[at] !== 0) return locateExactly(lon, lat);
  if (!whole.has(at)) whole.set(at, locateExactly(lon, lat));
  return whole.get(at);
}

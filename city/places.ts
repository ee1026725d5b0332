/** What checks of data ask about places: does an area exist, which area has a name, which county holds a point. Loaded by worker threads too. */
import { divisions, type Division, findDivision } from './divisions.ts';
import { locateCounty } from './outlines.ts';

const codesByName = new Map<string, string | undefined>();
for (const division of divisions) {
  // A name that stands for two areas stands for none.
  codesByName.set(division.name, codesByName.has(division.name) ? undefined : division.code);
}

export function findArea(code: string): Division | undefined {
  return findDivision(code);
}

/** Code of the only area of this name. */
export function findAreaCode(name: string): string | undefined {
  return codesByName.get(name);
}

export function locate(lon: number, lat: number): string | undefined {
  return locateCounty(lon, lat);
}

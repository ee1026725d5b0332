/**
 * Area codes (区划代码): the tree province → city → county → town → village → unit grid that everything in the city hangs on.
 *
 * A code has 12 digits (2 province + 2 city + 2 county + 3 town + 3 village, zeros upward; GB/T 2260 and the code of
 * areas used by statistics), or 15 digits for a unit grid (单元网格标识码, GB/T 47678.5: 12 digits + 3 sequence).
 */

export type AreaLevel = 'province' | 'city' | 'county' | 'town' | 'village' | 'grid';

/** Digits of a code that are significant at each level. */
const prefixLengths: Readonly<Record<AreaLevel, number>> = {
  province: 2,
  city: 4,
  county: 6,
  town: 9,
  village: 12,
  grid: 15,
};

/** From the widest to the narrowest. */
export const areaLevels: readonly AreaLevel[] = ['province', 'city', 'county', 'town', 'village', 'grid'];

/** Is this a well-formed code: right length, digits only, no significant segment below an empty one? Says nothing of existence. */
export function isAreaCode(code: string): boolean {
  return findLevel(code) !== undefined;
}

/** The level of a code. Throws RangeError for a malformed one; ask {@link isAreaCode} first when the input is foreign. */
export function areaLevel(code: string): AreaLevel {
  const level = findLevel(code);
  if (level === undefined) throw new RangeError('区划代码格式不正确');
  return level;
}

/** The shortest prefix that selects the area and all below it: '3412' for the city, '341202' for a county. */
export function areaPrefix(code: string): string {
  return code.slice(0, prefixLengths[areaLevel(code)]);
}

/** The area directly above, or undefined for a province. A town without a county (as in 东莞) goes to its city. */
export function parentArea(code: string): string | undefined {
  const level = areaLevel(code);
  if (level === 'grid') return code.slice(0, 12);
  for (let index = areaLevels.indexOf(level) - 1; index >= 0; index -= 1) {
    const above = areaLevels[index];
    if (above === undefined) break;
    const candidate = code.slice(0, prefixLengths[above]).padEnd(12, '0');
    if (findLevel(candidate) === above) return candidate;
  }
  return undefined;
}

/** The area of the wanted level that holds this code (itself included), or undefined when the code is wider than that. */
export function areaAtLevel(code: string, wanted: AreaLevel): string | undefined {
  let current: string | undefined = code;
  while (current !== undefined) {
    if (areaLevel(current) === wanted) return current;
    current = parentArea(current);
  }
  return undefined;
}

/** Is the code the ancestor itself or anything below it? False, not an error, when either is malformed: deny by default. */
export function isInArea(code: string, ancestor: string): boolean {
  const level = findLevel(ancestor);
  if (level === undefined || findLevel(code) === undefined) return false;
  return code.startsWith(ancestor.slice(0, prefixLengths[level]));
}

/** Codes of all areas above this one, widest first, then the code itself. */
export function areaPath(code: string): readonly string[] {
  const path = [code];
  for (let above = parentArea(code); above !== undefined; above = parentArea(above)) path.unshift(above);
  return path;
}

function findLevel(code: string): AreaLevel | undefined {
  if (!/^[1-9]\d(?:\d{10}|\d{13})$/.test(code)) return undefined;
  const city = code.slice(2, 4) !== '00';
  const county = code.slice(4, 6) !== '00';
  const town = code.slice(6, 9) !== '000';
  const village = code.slice(9, 12) !== '000';
  if ((county || town) && !city) return undefined;
  if (village && !town) return undefined;
  if (code.length === 15) return town && code.slice(12) !== '000' ? 'grid' : undefined;
  if (village) return 'village';
  if (town) return 'town';
  if (county) return 'county';
  return city ? 'city' : 'province';
}

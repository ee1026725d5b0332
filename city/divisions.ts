/** The administrative divisions of Fuyang: 1 city, 10 county-level areas, 170 towns, 1,974 villages, as 12-digit codes. */
import { type AreaLevel, areaLevel, areaPrefix, parentArea } from '../kernel/area.ts';
import rows from './data/divisions.json' with { type: 'json' };

/** What an area is; below the county told from the segment of its code (see README), not from its name. */
export type DivisionKind =
  | 'city'
  | 'district'
  | 'county'
  | 'county-level-city'
  | 'functional-area'
  | 'subdistrict'
  | 'town'
  | 'township'
  | 'township-like'
  | 'residents-committee'
  | 'villagers-committee'
  | 'village-like';

export interface Division {
  /** 12 digits. */
  readonly code: string;
  readonly name: string;
  readonly level: Exclude<AreaLevel, 'province' | 'grid'>;
  readonly kind: DivisionKind;
  /** Code of the area above; undefined for the city. */
  readonly parent: string | undefined;
  /** Townships and villages under a 村委会; undefined above the town. */
  readonly rural: boolean | undefined;
  /** Without tones, one space between syllables, ü as v: 'ying zhou qu'. */
  readonly pinyin: string;
  /** 'yzq'. */
  readonly initials: string;
  /** A second reading that people also type, for search only. */
  readonly otherPinyin: string | undefined;
}

export const divisionKindTitles: Readonly<Record<DivisionKind, string>> = {
  city: '地级市',
  district: '市辖区',
  county: '县',
  'county-level-city': '县级市',
  'functional-area': '功能区',
  subdistrict: '街道',
  town: '镇',
  township: '乡',
  'township-like': '类似乡级单位',
  'residents-committee': '居委会',
  'villagers-committee': '村委会',
  'village-like': '类似村级单位',
};

export const cityCode = '341200000000';

/** In the order of their codes. */
export const divisions: readonly Division[] = rows.map(toDivision);

const byCode = new Map(divisions.map((division) => [division.code, division]));

/** The division of a 12-digit code; undefined when the city has none such (a unit grid is none). */
export function findDivision(code: string): Division | undefined {
  return byCode.get(code);
}

/** All divisions below an area, at every level, in the order of their codes; the area itself is left out. */
export function divisionsUnder(code: string): readonly Division[] {
  if (!byCode.has(code)) return [];
  const prefix = areaPrefix(code);
  return divisions.filter((division) => division.code !== code && division.code.startsWith(prefix));
}

/** The areas directly below: a city's counties, a county's towns, a town's villages. */
export function childDivisions(code: string): readonly Division[] {
  return divisions.filter((division) => division.parent === code);
}

/** '颍州区文峰街道': the names from the county down; the city's own name for the city; '' for an unknown code. */
export function divisionFullName(code: string): string {
  const names: string[] = [];
  for (let current = byCode.get(code); current !== undefined; current = byCode.get(current.parent ?? '')) {
    if (current.level !== 'city' || names.length === 0) names.unshift(current.name);
  }
  return names.join('');
}

function toDivision(row: readonly string[]): Division {
  const [code = '', name = '', pinyin = '', otherPinyin] = row;
  const level = areaLevel(code);
  if (level === 'province' || level === 'grid') throw new Error(`not a division of the city: ${code}`);
  const kind = kindOf(code, level, name);
  return {
    code,
    name,
    level,
    kind,
    parent: level === 'city' ? undefined : parentArea(code),
    rural:
      level === 'town' || level === 'village'
        ? kind.startsWith('township') || kind === 'villagers-committee'
        : undefined,
    pinyin,
    initials: pinyin
      .split(' ')
      .map((syllable) => syllable.charAt(0))
      .join(''),
    otherPinyin,
  };
}

/** Segments by the rules of the statistical code of areas (统计用区划代码编制规则). */
function kindOf(code: string, level: Division['level'], name: string): DivisionKind {
  const county = Number(code.slice(4, 6));
  const town = Number(code.slice(6, 9));
  const village = Number(code.slice(9, 12));
  if (level === 'city') return 'city';
  if (level === 'county') {
    // 71–79 are areas that only statistics code; GB/T 2260 knows them not.
    if (county > 70 && county < 80) return 'functional-area';
    if (county > 80) return 'county-level-city';
    return county > 20 || !name.endsWith('区') ? 'county' : 'district';
  }
  if (level === 'town') {
    if (town < 100) return 'subdistrict';
    if (town < 200) return 'town';
    return town < 400 ? 'township' : 'township-like';
  }
  if (village < 200) return 'residents-committee';
  return village < 400 ? 'villagers-committee' : 'village-like';
}

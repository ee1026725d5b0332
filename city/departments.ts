/** The organisations that keep the city running: municipal departments, each county's duty units, towns, villages, and utilities. */
import { completeUnifiedCreditCode } from '../kernel/check-characters.ts';
import { cityCode, type Division, divisionFullName, divisions, findDivision } from './divisions.ts';
import { countyUnits, type DepartmentKind, municipalUnits } from './department-list.ts';

export interface Department {
  /** Stable: 'city-urban-management', 'yingzhou-water-resources'. */
  readonly id: string;
  readonly name: string;
  /** As officials say it: '市城市管理局', '颍州区水利局'. */
  readonly shortName: string;
  /** The area it serves, 12 digits. */
  readonly areaCode: string;
  /** Department above; undefined for the committee, the government and others that answer to no department. */
  readonly parent: string | undefined;
  readonly kind: DepartmentKind;
  /** Passes GB 32100-2015, but is made up. */
  readonly creditCode: string;
  readonly creditCodeKind: 'synthetic';
  /** Given where the list of areas knows it; else the browser works it out. */
  readonly pinyin?: string;
}

export const departmentKindTitles: Readonly<Record<DepartmentKind, string>> = {
  party: '党委机关',
  congress: '人大机关',
  consultative: '政协机关',
  judicial: '审判检察机关',
  government: '人民政府(管委会)',
  bureau: '政府部门',
  branch: '派出机构',
  institution: '事业单位',
  'mass-organisation': '群团组织',
  vertical: '垂直管理单位',
  utility: '公用企业(演示)',
  town: '乡镇人民政府(街道办事处)',
  village: '村(居)民委员会',
};

/** The word that stands for each county in department ids. */
export const countySlugs: Readonly<Record<string, string>> = {
  '341202000000': 'yingzhou',
  '341203000000': 'yingdong',
  '341204000000': 'yingquan',
  '341221000000': 'linquan',
  '341222000000': 'taihe',
  '341225000000': 'funan',
  '341226000000': 'yingshang',
  '341271000000': 'fuhe-park',
  '341272000000': 'economic-zone',
  '341282000000': 'jieshou',
};

/** Registering office and kind of body (GB 32100-2015, first two characters). */
const creditCodePrefixes: Readonly<Partial<Record<DepartmentKind, string>>> = {
  institution: '12',
  'mass-organisation': '13',
  utility: '91',
  village: '59',
};

/** Municipal first, then county by county, then the organ of each town and each village. */
export const departments: readonly Department[] = [
  ...municipalUnits.map(({ serial, ...unit }): Department => {
    return { ...unit, areaCode: cityCode, ...creditCode(unit.kind, cityCode, serial) };
  }),
  ...Object.entries(countySlugs).flatMap(([areaCode, slug]) => departmentsOfCounty(areaCode, slug)),
  ...divisions.flatMap((division) => organOf(division) ?? []),
];

const byId = new Map(departments.map((department) => [department.id, department]));

export function findDepartment(id: string): Department | undefined {
  return byId.get(id);
}

/** Throws RangeError for an unknown id. */
export function getDepartment(id: string): Department {
  const department = byId.get(id);
  if (department === undefined) throw new RangeError(`没有编号为“${id}”的部门`);
  return department;
}

/** Departments that serve exactly this area. */
export function departmentsOfArea(areaCode: string): readonly Department[] {
  return departments.filter((department) => department.areaCode === areaCode);
}

/**
 * The unit of a county that does a kind of work, by the last part of its id ('urban-management', 'street-lighting' …);
 * for the city give {@link cityCode}. Undefined when that area has none.
 */
export function findDutyUnit(areaCode: string, duty: string): Department | undefined {
  const slug = areaCode === cityCode ? 'city' : countySlugs[areaCode];
  return slug === undefined ? undefined : byId.get(`${slug}-${duty}`);
}

function departmentsOfCounty(areaCode: string, slug: string): readonly Department[] {
  const division = findDivision(areaCode);
  if (division === undefined) throw new Error(`no division ${areaCode}`);
  const functional = division.kind === 'functional-area';
  const government = functional ? '管理委员会' : '人民政府';
  return countyUnits.map(({ duty, name, kind, parent, serial }) => {
    const own = duty === 'government' ? government : name;
    return {
      id: `${slug}-${duty}`,
      name:
        kind === 'branch' && parent === 'city-ecology'
          ? `阜阳市${division.name}${own}`
          : `${division.name}${own}`,
      shortName: `${division.name}${duty === 'government' && !functional ? '政府' : own}`,
      areaCode,
      parent: parent.startsWith('city-') ? parent : `${slug}-${parent}`,
      kind,
      ...creditCode(kind, areaCode, serial),
    };
  });
}

/** The id of the organ of a town or a village, from its 12 digits. */
export function localOrganId(areaCode: string): string {
  return `${findDivision(areaCode)?.level === 'village' ? 'village' : 'town'}-${areaCode}`;
}

/** What the organ of a town is called, by the kind of the area: 镇政府, 街道办事处, 管理委员会. */
function townOrgan({ kind, code }: Division): { readonly name: string; readonly shortName: string } {
  const full = divisionFullName(code);
  if (kind === 'subdistrict') return { name: `${full}办事处`, shortName: full };
  if (kind === 'township-like') return { name: `${full}管理委员会`, shortName: `${full}管委会` };
  return { name: `${full}人民政府`, shortName: `${full}政府` };
}

/** Towns answer to the government of their county, villages to their town. */
function organOf(division: Division): Department | undefined {
  const { code, level, parent } = division;
  if (level !== 'town' && level !== 'village') return undefined;
  const full = divisionFullName(code);
  const county = countySlugs[`${code.slice(0, 6)}000000`];
  return {
    id: localOrganId(code),
    ...(level === 'town' ? townOrgan(division) : { name: full, shortName: full }),
    areaCode: code,
    parent: level === 'town' ? `${county}-government` : localOrganId(parent ?? ''),
    kind: level,
    pinyin: [division.pinyin, division.otherPinyin ?? ''].join(' ').trim(),
    ...creditCode(level, code, Number(code.slice(6))),
  };
}

/** 'FY' and a serial number make an organisation code that nobody can take for a real one. */
function creditCode(
  kind: DepartmentKind,
  areaCode: string,
  serial: number,
): Pick<Department, 'creditCode' | 'creditCodeKind'> {
  const prefix = creditCodePrefixes[kind] ?? '11';
  const beginning = `${prefix}${areaCode.slice(0, 6)}FY${String(serial).padStart(6, '0')}`;
  return { creditCode: completeUnifiedCreditCode(beginning), creditCodeKind: 'synthetic' };
}
